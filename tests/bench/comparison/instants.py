"""Times as the contract has them, as whole microseconds since 1970."""

import bisect
import datetime
import functools
import zoneinfo

AMSTERDAM = zoneinfo.ZoneInfo("Europe/Amsterdam")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1970, 2100


def microseconds(moment):
    """Returns a date-time with an offset as microseconds."""
    return (moment - EPOCH) // MICROSECOND


@functools.lru_cache(maxsize=None)
def start_of(day):
    """Returns the first microsecond of a date in Amsterdam."""
    return microseconds(datetime.datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM))


@functools.lru_cache(maxsize=None)
def end_of(day):
    """Returns the last microsecond of a date in Amsterdam."""
    return start_of(day + datetime.timedelta(days=1)) - 1


@functools.lru_cache(maxsize=100_000)
def observed(text, is_end=False):
    """Reads a date or a date-time; a date means its first microsecond, or its last."""
    if len(text) == len("2013-02-14"):
        day = datetime.date.fromisoformat(text)
        return end_of(day) if is_end else start_of(day)
    return instant(text)


def instant(text):
    """Reads a date-time of RFC 3339."""
    return microseconds(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))


def months():
    """Returns (number, first microsecond) of every month in Amsterdam; the number is 12 × year + month − 1."""
    for year in range(FIRST_YEAR, LAST_YEAR):
        for month in range(12):
            yield year * 12 + month, start_of(datetime.date(year, month + 1, 1))


@functools.lru_cache(maxsize=None)
def month_starts():
    """Returns the first microseconds of all months, to find one by bisection."""
    return [first for _, first in months()]


def month_of(at):
    """Returns the number of the month that an instant is in."""
    return FIRST_YEAR * 12 + bisect.bisect_right(month_starts(), at) - 1
