"""The events to compare on: a simulated history, with duplicates and conflicts, and the same events as rows."""

import json
import subprocess
import unicodedata
import uuid

from comparison import instants

NAMESPACE = uuid.UUID("5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42")
YEARS, SEED, UNTIL = 10, 2013, "2022-01-01"
# A simulated history has neither: every so many lines one comes again, and another with other content under its key.
DUPLICATE_EVERY, CONFLICT_EVERY = 50, 1_000
# So many lines after the first.
LATER = 700
TYPES = {
    "nl.knelpunten.knelpunt-reported.v1": "reported",
    "nl.knelpunten.knelpunt-resolved.v1": "resolved",
    "nl.knelpunten.knelpunt-merged.v1": "merged",
    "nl.knelpunten.municipality-consulted.v1": "consulted",
    "nl.knelpunten.event-withdrawn.v1": "withdrawn",
    "nl.knelpunten.event-redacted.v1": "redacted",
}
# The columns of a row, in the order of the table `events`.
COLUMNS = (
    "subject key type time source id content municipality category building_block party_kind party reference observed"
    " visible known_since round outcome remedy described corrects corrected_type into_subject into_category"
    " into_building_block into_party_kind into_party into_reference topics"
).split()
CORRECTIONS = {"merged", "withdrawn", "redacted"}


def simulate(knelpunt, events):
    """Yields the lines of a history of so many simulated events, and then some."""
    command = [knelpunt, "simulate", "--events", str(events), "--years", str(YEARS)]
    command += ["--seed", str(SEED), "--until", UNTIL]
    waiting = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for number, line in enumerate(process.stdout):
            line = line.rstrip(b"\n")
            yield line
            if number % DUPLICATE_EVERY == 0:
                # The white space makes it another message to the log, and the same event to the fold.
                waiting[number + LATER] = line + b" "
            elif number % CONFLICT_EVERY == 1:
                waiting[number + LATER] = conflicting(line)
            if number in waiting:
                yield waiting.pop(number)
    if process.returncode:
        raise RuntimeError(f"knelpunt simulate ended with {process.returncode}")


def conflicting(line):
    """Returns an event under the same key with another content."""
    event = json.loads(line)
    data = event["data"]
    text = "reason" if "reason" in data else "description"
    if TYPES[event["type"]] in ("reported", "resolved"):
        data["observedAt"] = event["time"]
    elif text in data:
        data[text] += " Ook."
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def row(line):
    """Returns an event as a row for a database."""
    event = json.loads(line)
    kind, data = TYPES[event["type"]], event["data"]
    values = dict.fromkeys(COLUMNS)
    values.update(
        subject=subject(event["subject"]),
        key=event_key(event["source"], event["id"]),
        type=kind,
        time=instants.instant(event["time"]),
        source=event["source"],
        id=event["id"],
        content=canonical({"data": data, "time": event["time"], "type": event["type"]}),
    )
    if kind in ("withdrawn", "redacted"):
        values["corrects"] = event_key(data["event"]["source"], data["event"]["id"])
    if kind == "redacted":
        replacement = data["replacement"]
        values["corrected_type"] = kind = TYPES[replacement["type"]]
        data = replacement["data"]
    values.update(fields(kind, data))
    return tuple(values.values())


def fields(kind, data):
    """Returns the columns that follow from the data of an event."""
    found = {"municipality": data["municipality"]}
    if kind in ("reported", "resolved", "merged"):
        found.update(identity(data))
    if kind in ("reported", "resolved"):
        found["known_since"] = data.get("knownSince") and instants.observed(data["knownSince"])
        found.update(remedy=data.get("remedy"), described="description" in data)
    if kind == "merged":
        into = {"municipality": data["municipality"], **data["into"]}
        found["into_subject"] = knelpunt_id(into["municipality"], **identity(into))
        found.update((f"into_{name}", value) for name, value in identity(into).items())
    if "observedAt" in data:
        found["observed"] = instants.observed(data["observedAt"], is_end=kind == "resolved")
        found["visible"] = instants.observed(data["observedAt"])
        found.update(round=data.get("round"), outcome=data.get("outcome"))
    if "topics" in data:
        # With a space on both sides, so that one is found by its code.
        found["topics"] = f" {' '.join(data['topics'])} "
    return found


def identity(data):
    """Returns what identifies a knelpunt within its municipality."""
    party = data.get("party") or {}
    return {
        "category": data["category"],
        "building_block": data.get("buildingBlock"),
        "party_kind": party.get("kind"),
        "party": canonical_name(party.get("name")),
        "reference": canonical_name(data.get("reference")),
    }


def knelpunt_id(municipality, **identity):
    """Returns the id of a knelpunt."""
    return uuid.uuid5(NAMESPACE, "\n".join([municipality, *(value or "" for value in identity.values())]))


def subject(text):
    """Returns what an event is about: the id of a knelpunt; for a round in a municipality, an id made from its name."""
    return uuid.uuid5(NAMESPACE, text) if "/" in text else uuid.UUID(text)


def event_key(source, event_id):
    """Returns the key of an event."""
    return uuid.uuid5(NAMESPACE, f"{source}\n{event_id}")


def canonical(content):
    """Returns the canonical JSON of a content: RFC 8785 for what events hold, which are texts, lists and objects."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical_name(name):
    """Returns a name as names are compared."""
    if name is None:
        return None
    kept = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    spaced = " ".join(unicodedata.normalize("NFC", kept).split())
    return unicodedata.normalize("NFC", spaced.lower())
