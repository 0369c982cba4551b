"""The episodes of a history as the API lists them, and what the statistics are computed from.

All instants are whole microseconds since 1970.
"""

import calendar
import csv
import datetime
import pathlib
import re
import zoneinfo
from dataclasses import dataclass
from typing import Optional

AMSTERDAM = zoneinfo.ZoneInfo("Europe/Amsterdam")
DAY_US = 86_400_000_000
MERGERS = pathlib.Path(__file__).parents[2] / "shared/register/data/mergers.csv"
CAUSES = {"solved": 1, "lapsed": 2, "central": 3}


def instant(text):
    """Returns an instant in UTC as microseconds."""
    second, fraction = re.fullmatch(r"(.{19})(?:\.(\d+))?Z", text).groups()
    seconds = calendar.timegm(datetime.datetime.fromisoformat(second).timetuple())
    return seconds * 1_000_000 + int((fraction or "").ljust(6, "0"))


def day(at):
    """Returns the date of an instant in Amsterdam."""
    return datetime.datetime.fromtimestamp(at // 1_000_000, AMSTERDAM).date()


def bound(date, is_end=False):
    """Returns the first or the last microsecond of a date in Amsterdam."""
    date = datetime.date.fromisoformat(date) + datetime.timedelta(days=is_end)
    start = datetime.datetime(date.year, date.month, date.day, tzinfo=AMSTERDAM)
    return int(start.timestamp()) * 1_000_000 - is_end


@dataclass
class Span:
    """What survival analysis sees: from when it is at risk, until when, and what ended it (0: nothing)."""

    entry: int
    exit: int
    cause: int


@dataclass
class Episode:
    """An episode, with the instants of all reports of its knelpunt, and the municipality that reported it."""

    id: str
    number: int
    groups: dict
    since: int
    opened_at: int
    ended_at: Optional[int]
    cause: int
    reports: list
    own: str
    next_opened_at: Optional[int] = None

    def span(self, at):
        """Returns how long it took, from `since` on."""
        end = at if self.ended_at is None else self.ended_at
        return Span(self.opened_at - self.since, end - self.since, self.cause)

    def earliest(self, at):
        """Returns the same with an end just after the last report before it."""
        span = self.span(at)
        if self.ended_at is not None:
            last = max(report for report in self.reports if report <= self.ended_at)
            span.exit = min(span.exit, last + 1 - self.since)
        return span

    def until_next(self, at):
        """Returns how long it stayed resolved."""
        until = at if self.next_opened_at is None else self.next_opened_at
        return Span(0, max(0, until - self.ended_at), int(self.next_opened_at is not None))


class History:
    """Everything that the answers to a history are computed from."""

    def __init__(self, given):
        self.at = bound(given["asOf"], is_end=True)
        self.answers = given["answers"]
        self.support = [(support, support_instant(support)) for support in given["support"]]
        with open(MERGERS, encoding="utf-8") as rows:
            main = [row for row in csv.DictReader(rows) if row["main_successor"] == "yes"]
        self.mergers = {row["from_code"]: row for row in main}
        sizes = {id: size for size, ids in given["sizeClasses"].items() for id in ids}
        self.episodes = [self.episode(item, given["reports"], sizes) for item in given["episodes"]]
        by_knelpunt = {(one.id, one.number): one for one in self.episodes}
        for one in self.episodes:
            following = by_knelpunt.get((one.id, one.number + 1))
            one.next_opened_at = following and following.opened_at

    def episode(self, item, reports, sizes):
        party = item.get("party")
        own = item.get("inheritedFrom") or item["municipality"]
        return Episode(
            id=item["id"],
            number=item["episode"],
            groups={
                None: None,
                "category": item["category"],
                "municipality": item["municipality"],
                "sizeClass": sizes.get(item["id"]),
                "partyKind": party and party["kind"],
                "party": party and f"{party['kind']}:{party['name']}",
            },
            since=instant(item["since"]),
            opened_at=instant(item["openedAt"]),
            ended_at=item["endedAt"] and instant(item["endedAt"]),
            cause=CAUSES.get(item["outcome"], 0),
            reports=[instant(report) for report in reports[item["id"]]],
            own=own,
        )

    def supported_at(self, one, kind):
        """Returns when support about the category first reached the municipality, or the one that it was on that day."""
        ats = [
            at
            for support, at in self.support
            if at <= self.at
            and support["support"] == kind
            and one.groups["category"] in support.get("topics", [one.groups["category"]])
            and self.successor(support["municipality"], at) == self.successor(one.own, at)
        ]
        return min(ats, default=None)

    def successor(self, municipality, at):
        """Returns what a municipality had become on the day of an instant."""
        while True:
            following = self.mergers.get(municipality)
            if following is None or following["effective_date"] > day(at).isoformat():
                return municipality
            municipality = following["to_code"]

    def grouped(self, by, of=None):
        """Returns the episodes of each group in the order of answers: by code, none last."""
        groups = {}
        for one in self.episodes if of is None else of:
            groups.setdefault(one.groups[by], []).append(one)
        return sorted(groups.items(), key=lambda item: (item[0] is None, (item[0] or "").encode()))


def support_instant(support):
    """Returns the instant of support: a date is the first microsecond of its day."""
    text = support["observedAt"]
    if len(text) == 10:
        return bound(text)
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1_000_000)
