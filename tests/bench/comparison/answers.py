"""Answers in one form, whoever gave them: lists of plain values, so that they can be compared."""

import json
import re
import uuid

from comparison import instants

NINE_DIGITS = 1e-9


def from_rows(question, rows):
    """Returns the answer of a database."""
    return [[plain(value) for value in shaped] for shaped in map(ROWS.get(question.kind, list), rows)]


def plain(value):
    """Returns a value as JSON has it."""
    if isinstance(value, bytes):
        return str(uuid.UUID(bytes=value))
    if isinstance(value, uuid.UUID):
        return str(value)
    if value is None or isinstance(value, (str, float, list)):
        return value
    # PostgreSQL and DuckDB return sums as decimals and large integers.
    return int(value)


def persisting_row(row):
    *before, rounds, description = row
    before[6] = int(before[6])
    return [*before, words(rounds), description]


def knelpunt_row(row):
    *before, rounds = row
    return [*before, words(rounds)]


def grouped_row(row):
    month, group, *rest = row
    return [month, group or None, *rest]


def times_row(row):
    return [row[0] or None, *row[1:]]


def words(text):
    """Returns the words of a list."""
    return sorted(re.split("[ ,]", text)) if text else []


ROWS = {
    "persisting": persisting_row,
    "knelpunt": knelpunt_row,
    "trend": grouped_row,
    "resolution-times": times_row,
}


def from_json(question, body):
    """Returns the answer of Knelpunt."""
    return JSON[question.kind](json.loads(body))


def summary(answer):
    return [[answer[name] for name in ("knelpunten", "episodes", "open", "persisting", "recurrences", "reports")]]


def persisting(answer):
    return [
        [
            answer["total"],
            *(item[name] for name in ("id", "municipality", "category")),
            *(instants.instant(item[name]) for name in ("openedAt", "since")),
            int(item["persisting"]),
            item["episodes"],
            item["reports"],
            instants.instant(item["lastReportedAt"]),
            item["rounds"],
            item["description"],
        ]
        for item in answer["items"]
    ]


def matrix(answer):
    return [[cell[name] for name in ("municipality", "category", "open", "persisting")] for cell in answer["cells"]]


def trend(answer):
    rows = [
        [
            int(item["period"][:4]) * 12 + int(item["period"][5:7]) - 1,
            item.get("group"),
            *(item[name] for name in ("reported", "opened", "recurred", "resolved")),
            *(item["resolvedByOutcome"][name] for name in ("solved", "lapsed", "central")),
            *(item[name] for name in ("openAtEnd", "persistingAtEnd")),
        ]
        for item in answer["items"]
    ]
    return sorted(rows, key=lambda row: (row[0], row[1] or ""))


def resolution_times(answer):
    rows = [
        [
            group.get("group"),
            *(group[name] for name in ("n", "resolved", "censored")),
            *(microseconds(group[name]) for name in ("fromDays", "medianDays")),
            *(group["survival"][days]["value"] for days in ("90", "180", "365")),
        ]
        for group in answer["groups"]
        # Without `groupBy` there is a group even if it is empty.
        if group["n"]
    ]
    return sorted(rows, key=lambda row: row[0] or "")


def microseconds(days):
    return None if days is None else round(days * 86_400_000_000)


def rounds(answer):
    return [
        [
            item["round"],
            *(instants.instant(item[name]) for name in ("beganAt", "endedAt")),
            *(item[name] for name in ("asked", "reached", "noAnswer", "declined", "withoutConsultation")),
            *(item[name] for name in ("expected", "stillThere", "gone", "notDiscussed")),
            item["notDiscussedByTopic"]["covered"],
            *(item["newByKind"][name] for name in ("first", "recurred")),
            item["openAfter"],
        ]
        for item in answer["items"]
    ]


def knelpunt(answer):
    return [
        [
            number,
            *(instants.instant(episode[name]) for name in ("openedAt", "since")),
            episode["endedAt"] and instants.instant(episode["endedAt"]),
            *(episode[name] for name in ("outcome", "remedy", "reports", "rounds")),
        ]
        for number, episode in enumerate(answer["episodes"], 1)
    ]


JSON = {
    "summary": summary,
    "persisting": persisting,
    "matrix": matrix,
    "trend": trend,
    "resolution-times": resolution_times,
    "rounds": rounds,
    "knelpunt": knelpunt,
}


def difference(one, other):
    """Returns what differs between two answers, or nothing. Shares need agree in nine digits, all else exactly."""
    if len(one) != len(other):
        return f"{len(one)} rows, not {len(other)}"
    for number, (row, expected) in enumerate(zip(one, other)):
        if not all(map(same, row, expected)) or len(row) != len(expected):
            return f"row {number} is {row}, not {expected}"
    return None


def same(one, other):
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and abs(one - other) <= NINE_DIGITS
    return one == other
