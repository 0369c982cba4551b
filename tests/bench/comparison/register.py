"""The register of municipalities as a table for databases: where each belonged, and how large that was, by date."""

import csv
import datetime
import pathlib

DATA = pathlib.Path(__file__).parents[3] / "shared/register/data"
LOWER_BOUNDS = [5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000]
FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)


def places():
    """Returns (code, first day, day after the last, municipality, province, size class), by DESIGN 12, "Selection"."""
    provinces = {row["code"]: row["province"] for row in table("municipalities")}
    successors = {
        row["from_code"]: (datetime.date.fromisoformat(row["effective_date"]), row["to_code"])
        for row in table("mergers")
        if row["main_successor"] == "yes"
    }
    counts = {}
    for row in table("population"):
        counts.setdefault(row["code"], {})[int(row["year"])] = int(row["inhabitants"])
    years = [datetime.date(year, 1, 1) for year in range(2011, 2031)]
    days = sorted({FIRST, LAST, *years, *(day for day, _ in successors.values() if day > FIRST)})
    for code in provinces:
        spans = [(day, successor(successors, code, day)) for day in days[:-1]]
        rows = [(day, at, provinces[at], size_class(counts, successors, at, day)) for day, at in spans]
        changes = [row for number, row in enumerate(rows) if number == 0 or row[1:] != rows[number - 1][1:]]
        for (day, *place), following in zip(changes, [*changes[1:], (LAST,)]):
            yield (code, number_of(day), number_of(following[0]), *place)


def table(name):
    """Reads a table of the register."""
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def provinces():
    """Returns the codes of the provinces."""
    return [row["code"] for row in table("provinces")]


def number_of(day):
    """Returns a date as a number that reads like it: 20130214."""
    return day.year * 10_000 + day.month * 100 + day.day


def successor(successors, code, day):
    """Follows the main successors of a municipality, by mergers in effect on a day."""
    while code in successors and successors[code][0] <= day:
        code = successors[code][1]
    return code


def size_class(counts, successors, code, day):
    """Returns the class by the count of the nearest year, or else by the earliest of the next successor with one."""
    inhabitants = counts.get(code)
    if inhabitants:
        found = inhabitants[min(inhabitants, key=lambda year: (abs(year - day.year), year))]
    else:
        while code not in counts:
            code = successors[code][1]
        found = counts[code][min(counts[code])]
    return 1 + sum(bound <= found for bound in LOWER_BOUNDS)
