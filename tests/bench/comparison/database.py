"""What the three databases have in common: the tables, the fold as SQL, and how events arrive."""

import contextlib
import re

from comparison import history, instants, register
from comparison.questions import SQL, named_statements

FOLD = named_statements("fold")
# The table that a part of the fold fills.
FILLS = {"identify": "subjects", **{name: name for name in ("facts", "descriptions", "episodes", "consultations")}}
PLAIN = dict.fromkeys(["and_touched", "and_member", "and_e_member", "where_dirty", "where_new"], "")
PLACEHOLDER = re.compile(r"(?<!:):(\w+)")


class Database:
    """A database with events and what follows from them; subclasses are its dialects."""

    # Words of the dialect. `prefix` and `suffix` surround the name of a parameter.
    words = {
        "uuid": "UUID",
        "greatest": "greatest",
        "least": "least",
        "joined": "string_agg",
        "words": "string_agg(DISTINCT round, ' ')",
    }
    prefix, suffix = ":", ""

    def execute(self, sql, parameters=()):
        """Executes a statement of the dialect, and returns its rows, if it has any."""
        raise NotImplementedError

    def insert(self, table, rows):
        """Inserts rows."""
        marks = ", ".join("?" * len(rows[0]))
        self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def load(self, folder):
        """Loads the prepared rows in a folder into the table `arrived`, which has the columns of `events`."""
        raise NotImplementedError

    def store(self, rows):
        """Stores events; of two with one key, the one with the smaller content."""
        raise NotImplementedError

    def together(self):
        """Returns a context whose statements, which return nothing, may be sent at once."""
        return contextlib.nullcontext()

    def among(self, name, ids):
        """Returns a condition for ids, and its parameters; a database may put them into the table `name`."""
        raise NotImplementedError

    def analyze(self, table):
        """Collects statistics of a table, by which the next statements are planned."""

    def finish_load(self):
        """Moves everything from the journal into the database."""
        raise NotImplementedError

    def run(self, sql, parameters=None):
        """Executes a statement with `:name` parameters; those that it does not have are left out."""
        parameters = parameters or {}
        names = set(PLACEHOLDER.findall(sql))
        named = {name: value for name, value in parameters.items() if name in names}
        marked = PLACEHOLDER.sub(rf"{self.prefix}\1{self.suffix}", self.escaped(sql))
        return self.execute(marked, named)

    def escaped(self, sql):
        """Returns a statement without characters that the driver would replace."""
        return sql

    def ask(self, question):
        """Returns the rows that answer a question."""
        sql, parameters = question.sql(self.words)
        return self.run(sql, self.converted(parameters))

    def converted(self, parameters):
        """Returns parameters as the driver takes them."""
        return parameters

    def script(self, name):
        """Executes the statements of a file of SQL."""
        text = re.sub(r"^--.*$", "", (SQL / f"{name}.sql").read_text(), flags=re.M)
        for statement in text.format(**self.words).split(";"):
            if statement.strip():
                self.run(statement)

    def fold(self, name, parameters=None, **parts):
        """Executes a part of the fold, over everything unless parts restrict it."""
        self.run(FOLD[name].format(**{**self.words, **PLAIN, **parts}), parameters)

    def rebuild(self, folder):
        """Builds everything in one transaction: events, each once, and the fold of all; then indexes."""
        with self.transaction():
            self.script("tables")
            self.insert("places", list(register.places()))
            self.insert("months", list(instants.months()))
            self.load(folder)
            self.run(
                f"INSERT INTO events SELECT {', '.join(history.COLUMNS)} FROM (SELECT *, row_number() OVER ("
                "PARTITION BY subject, key ORDER BY content) AS place FROM arrived) ranked WHERE place = 1"
            )
            self.run("DROP TABLE arrived")
            self.index("indexes_of_events")
            self.analyze("events")
            for name in FOLD:
                self.fold(name)
                if name in FILLS:
                    self.analyze(FILLS[name])
            self.index("indexes")
        self.finish_load()

    def index(self, name):
        """Creates indexes."""
        self.script(name)

    def ingest(self, rows):
        """Stores a batch of events and folds what it touches, in one durable transaction."""
        rows = list(without_repetition(rows).values())
        events = [dict(zip(history.COLUMNS, row)) for row in rows]
        kinds = {event["type"] for event in events}
        ids = {event[name] for event in events for name in ("subject", "into_subject")} - {None}
        with self.transaction():
            touched, parameters = self.among("touched", ids)
            with self.together():
                self.store(rows)
                if kinds - {"reported", "resolved", "merged"}:
                    self.run(f"DELETE FROM consultations WHERE subject {touched}", parameters)
                    self.fold("consultations", parameters, and_touched=f"AND subject {touched}")
                if kinds - {"consulted"}:
                    new = "WHERE NOT EXISTS (SELECT 1 FROM subjects s WHERE s.subject = named.subject)"
                    self.fold("identify", parameters, and_touched=f"AND subject {touched}", where_new=new)
            if kinds - {"consulted"}:
                self.fold_touched(touched, parameters, bool(kinds & history.CORRECTIONS))

    def fold_touched(self, touched, parameters, with_corrections):
        """Folds the knelpunten that a batch touched, with everything that is merged into them."""
        merged = "SELECT DISTINCT m.subject, m.knelpunt FROM subjects s JOIN subjects m ON m.knelpunt = s.knelpunt"
        rows = self.run(f"{merged} WHERE s.subject {touched}", parameters)
        member, in_members = self.among("members", {row[0] for row in rows})
        knelpunten = {row[1] for row in rows}
        if with_corrections:
            self.run(f"UPDATE subjects SET merged_into = NULL, knelpunt = subject WHERE subject {member}", in_members)
            for name in ("merge", "follow"):
                self.fold(name, in_members, and_member=f"AND subject {member}")
            after = self.run(f"SELECT DISTINCT knelpunt FROM subjects WHERE subject {member}", in_members)
            knelpunten.update(row[0] for row in after)
        dirty, parameters = self.among("dirty", knelpunten)
        with self.together():
            for table in ("facts", "descriptions", "episodes"):
                self.run(f"DELETE FROM {table} WHERE knelpunt {dirty}", parameters)
            self.fold("facts", in_members, and_e_member=f"AND e.subject {member}")
            self.fold("descriptions", in_members, and_e_member=f"AND e.subject {member}")
            self.fold("episodes", parameters, where_dirty=f"WHERE knelpunt {dirty}")


def without_repetition(rows):
    """Returns rows by subject and key, with the smallest content of each."""
    found = {}
    content = history.COLUMNS.index("content")
    for row in rows:
        other = found.setdefault(row[:2], row)
        if row[content] < other[content]:
            found[row[:2]] = row
    return found
