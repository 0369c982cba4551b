"""What Schemathesis checks of a real server, beside its own checks: `SCHEMATHESIS_HOOKS=hooks`, from this folder.

Three of its checks are replaced by stricter or more exact ones, because JSON Schema cannot express every rule:

- `no_server_error`: no 5xx but a 503, and that says when to try again (`Retry-After`).
- `valid_is_accepted`: what is valid by the document is refused only by a rule that the document states in words. Every
  problem of the refusal must be one of `STATED`, each with where it is stated.
- `invalid_is_refused`: as theirs, but a batch is answered with 200, and each of its events with a status of its own.
"""

import re

import schemathesis
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import Failure

load_all_checks()

from schemathesis.specs.openapi import checks as theirs

# The keys and problems of refusals, and where the document states the rule.
STATED = [
    # The parameters say "by its code": a municipality of the register, a round of the log, a page of this list.
    (r"municipality", r"is not a municipality in the register"),
    (r"/municipality", r"is not a municipality in the register"),
    (r"round|panel|against", r"without consultations, reports or resolutions"),
    (r"cursor", r"is not a cursor|belongs to another"),
    (r"party", r"is not a party"),
    # asOf: "the end of today at the latest"; movers: "which must not overlap"; the windows: from is before to.
    (r"asOf|from|to|compareFrom|compareTo|division|notConfirmedSince", r"is after|is before|is later than today|overlaps"),
    # Dates: from 1970-01-02 to 9999-12-29, as the problem says; leap seconds are invalid.
    (r"asOf|division|from|to|compareFrom|compareTo|notConfirmedSince", r"is not a date"),
    (r"/observedAt|/knownSince", r"is too early or too late|is after|leap second|is not a date|in the future|more than"),
    # knownAt: "that has been"; positions: format uint64.
    (r"knownAt", r"is after|is beyond|has not|is still to come"),
    (r"knownAt|atLeast", r"is not a position in the log"),
    (r"every|to|from", r"too many|at most \d+ periods"),
    # The data of events: texts without control characters that are not blank; a subject of the same municipality.
    (r"/.*", r"is blank|contains (a|an) |control character|names a different municipality|is the same knelpunt"),
    # Whole events: "the data, by the schema of the event type"; a type is one of those that knelpunt schema prints.
    (r"(/\d+)?/(data/.*|data|type|subject|source|id|time)", r"."),
    # "The locale of the CSV file": another format has none.
    (r"locale", r"is for CSV"),
    (r"q", r"is not text with a letter or digit"),
    (r"source", r"is not a source"),
]
MOVED = "different event was already sent under this Idempotency-Key"


def problems(response):
    """Returns the keys and problems of a refusal."""
    errors = response.json().get("errors") or []
    return [(error.get("key") or error.get("pointer") or "", error["problem"]) for error in errors]


def is_stated(key, problem):
    return any(re.fullmatch(keys, key) and re.search(text, problem) for keys, text in STATED)


@schemathesis.check
def no_server_error(ctx, response, case):
    is_later = response.status_code == 503 and "retry-after" in response.headers
    if response.status_code >= 500 and not is_later:
        raise Failure(operation=case.operation.label, title="Server error", message=f"{response.status_code}")


@schemathesis.check
def valid_is_accepted(ctx, response, case):
    if response.status_code not in (400, 422):
        return theirs.positive_data_acceptance(ctx, response, case)
    # Binary mode: the attributes of the event are in headers, which OpenAPI cannot require for one media type only.
    is_binary_mode = case.operation.label == "POST /events" and case.media_type == "application/json"
    if is_binary_mode or MOVED in response.json().get("detail", ""):
        return None
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return None
    unstated = [one for one in problems(response) if not is_stated(*one)] or (problems(response) == [] and ["no problem"])
    if unstated:
        message = f"refused for what the document does not state: {unstated}"
        raise Failure(operation=case.operation.label, title="Valid request refused", message=message)


@schemathesis.check
def invalid_is_refused(ctx, response, case):
    if response.status_code == 200 and case.media_type == "application/cloudevents-batch+json":
        items = response.json()["items"]
        return None if any(item["status"] >= 400 for item in items) else theirs.negative_data_rejection(ctx, response, case)
    return theirs.negative_data_rejection(ctx, response, case)


@schemathesis.hook
def map_query(ctx, query):
    """A position that the log has not reached is waited for 5 seconds: most are brought within it."""
    if query and isinstance(query.get("atLeast"), int) and query["atLeast"] % 16:
        query["atLeast"] %= 1_000
    return query
