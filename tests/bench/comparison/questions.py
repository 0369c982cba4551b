"""What is asked: questions with seeded random filters, as-of dates and groupings, as HTTP links and as SQL."""

import datetime
import pathlib
import random
import re
import urllib.parse

from comparison import instants, register

SQL = pathlib.Path(__file__).with_name("sql")
KINDS = ["summary", "persisting", "matrix", "trend", "resolution-times", "rounds", "knelpunt"]
PATHS = {"matrix": "/v1/persisting/matrix"}
FIRST_DAY, DAYS = datetime.date(2013, 1, 1), 3_650
GROUPS = {
    None: "''",
    "municipality": "p.municipality",
    "province": "p.province",
    "sizeClass": "CAST(p.size_class AS TEXT)",
    "category": "e.category",
    "buildingBlock": "coalesce(e.building_block, '')",
    "partyKind": "coalesce(e.party_kind, '')",
    "party": "coalesce(e.party_kind || ':' || e.party, '')",
}
HERE = "first_day <= :day AND until_day > :day"
PLACES = f"JOIN places p ON p.code = e.municipality AND p.{HERE.replace('until', 'p.until')}"
AREAS = {
    "municipality": "(municipality = :municipality OR code = :municipality)",
    "province": "province = :province",
    "sizeClass": "size_class = :sizeClass",
}
STATED = "e.knelpunt IN (SELECT knelpunt FROM facts WHERE {0} = :{0} AND observed <= :at)"
FILTERS = {
    **{name: f"e.municipality IN (SELECT code FROM places WHERE {HERE} AND {area})" for name, area in AREAS.items()},
    "category": "e.category = :category",
    "buildingBlock": "e.building_block = :buildingBlock",
    "partyKind": "e.party_kind = :partyKind",
    "party": "e.party_kind = :partyOfKind AND e.party = :party",
    "round": STATED.format("round"),
    "source": STATED.format("source"),
}


def named_statements(name):
    """Reads the statements of a file of SQL, by name."""
    parts = re.split(r"^-- name: (.+)$", (SQL / f"{name}.sql").read_text(), flags=re.M)
    return {name: text.strip().rstrip(";") for name, text in zip(parts[1::2], parts[2::2])}


STATEMENTS = named_statements("questions")


class Question:
    """A question with its parameters."""

    def __init__(self, kind, as_of, selection, **options):
        self.kind, self.as_of, self.selection, self.options = kind, as_of, selection, options

    def link(self):
        """Returns its path and query."""
        path = PATHS.get(self.kind, f"/v1/{self.kind}")
        if self.kind == "knelpunt":
            return f"/v1/knelpunten/{self.options['id']}?asOf={self.as_of}"
        pairs = {**self.selection, **self.options, "asOf": self.as_of}
        return f"{path}?{urllib.parse.urlencode({name: value for name, value in pairs.items() if value is not None})}"

    def sql(self, words):
        """Returns its statement, with the words of a dialect filled in, and its parameters."""
        day = datetime.date.fromisoformat(self.as_of)
        parameters = {"at": instants.end_of(day), "day": register.number_of(day), **self.selection}
        if "party" in self.selection:
            parameters["partyOfKind"], parameters["party"] = self.selection["party"].split(":", 1)
        if "sizeClass" in self.selection:
            parameters["sizeClass"] = int(self.selection["sizeClass"])
        group = self.options.get("groupBy")
        filled = {
            **words,
            "group": GROUPS[group],
            "groups": "SELECT DISTINCT grp FROM reports" if group else "SELECT '' AS grp",
            "places": PLACES if "p." in GROUPS[group] else "",
            "status": "AND persists_from <= :at" if self.options.get("status") == "persisting" else "",
            "filter": "".join(f" AND {FILTERS[name]}" for name in self.selection),
        }
        if self.kind == "rounds":
            of_knelpunten = [name for name in self.selection if name not in AREAS]
            filled["filter"] = "".join(f" AND {FILTERS[name]}" for name in of_knelpunten)
            filled["area"] = "".join(f" AND {AREAS[name]}" for name in self.selection if name in AREAS)
        if self.kind == "trend":
            first = datetime.date.fromisoformat(self.options["from"])
            parameters["from_month"] = first.year * 12 + first.month - 1
            parameters["to_month"] = day.year * 12 + day.month - 1
        parameters.update((name, self.options[name]) for name in ("limit", "id") if name in self.options)
        return STATEMENTS[self.kind].format(**filled), parameters


class Values:
    """What occurs in a history, to ask about it."""

    COLUMNS = {"municipality": "municipality", "category": "category", "building_block": "buildingBlock"}
    COLUMNS.update(round="round", source="source", party_kind="partyKind")

    def __init__(self):
        self.filters = {name: set() for name in self.COLUMNS.values()}
        self.filters.update(party=set(), province=set(register.provinces()), sizeClass=set("12345678"))
        self.knelpunten = set()

    def enter(self, event):
        """Notes what an event names."""
        for column, name in self.COLUMNS.items():
            if event[column] is not None:
                self.filters[name].add(event[column])
        if event["party"] is not None:
            self.filters["party"].add(f"{event['party_kind']}:{event['party']}")
        if event["type"] == "reported" and len(self.knelpunten) < 2_000:
            self.knelpunten.add(str(event["subject"]))

    def sorted(self):
        """Returns the values in an order that is the same in each run."""
        return {name: sorted(values) for name, values in self.filters.items()}, sorted(self.knelpunten)


def draw(values, count, seed):
    """Draws so many questions of each kind: by kind, the same for one seed."""
    filters, knelpunten = values.sorted()
    return {kind: [draw_one(kind, filters, knelpunten, chance) for _ in range(count)]
            for kind, chance in ((kind, random.Random(f"{seed} {kind}")) for kind in KINDS)}


def draw_one(kind, filters, knelpunten, chance):
    """Draws a question with no filter, one, or two."""
    as_of = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS))
    names = chance.sample(sorted(filters), chance.randrange(3))
    selection = {name: chance.choice(filters[name]) for name in names}
    options = {}
    if kind == "persisting":
        options = {"limit": chance.choice([10, 100, 100, 1_000]), "status": chance.choice(["persisting", "open"])}
    elif kind == "trend":
        first = datetime.date(chance.randrange(2012, as_of.year + 1), 1, 1)
        group = chance.choice([None, "province", "sizeClass", "category", "buildingBlock", "partyKind", "party"])
        options = {"from": str(first), "every": "month", "groupBy": group}
    elif kind == "resolution-times":
        options = {"groupBy": chance.choice([None, None, *GROUPS])}
    elif kind == "knelpunt":
        selection, options = {}, {"id": chance.choice(knelpunten)}
    return Question(kind, str(as_of), selection, **options)
