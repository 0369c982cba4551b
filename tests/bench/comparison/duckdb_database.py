"""DuckDB: in the process that asks."""

import contextlib
import csv
import os
import pathlib

import duckdb

from comparison import history, system
from comparison.database import Database

MONTH_OF = """
CREATE MACRO month_of(us) AS CAST(
    year(make_timestamptz(us) AT TIME ZONE 'Europe/Amsterdam') * 12
    + month(make_timestamptz(us) AT TIME ZONE 'Europe/Amsterdam') - 1 AS INTEGER)
"""
# So many rows are inserted one by one; more of them by way of a file, which is faster.
FEW = 10


class DuckDB(Database):
    """DuckDB. It scans columns, so it needs no indexes: they would only slow it down."""

    words = {**Database.words, "description": "e.content ->> '$.data.description'"}
    prefix = "$"

    def __init__(self, folder):
        self.file = pathlib.Path(folder) / "knelpunten.duckdb"
        self.batch = self.file.with_suffix(".csv")

    def version(self):
        """Returns the version."""
        return f"DuckDB {duckdb.__version__}"

    def create(self):
        """Nothing: opening creates it."""

    @contextlib.contextmanager
    def opened(self):
        """Opens the database."""
        self.before = system.resident_bytes(os.getpid())
        with duckdb.connect(str(self.file)) as self.connection:
            yield

    @contextlib.contextmanager
    def transaction(self):
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    def execute(self, sql, parameters=()):
        return self.connection.execute(sql, parameters or None).fetchall()

    def load(self, folder):
        self.run(MONTH_OF)
        self.run("CREATE TEMPORARY TABLE arrived AS SELECT * FROM events LIMIT 0")
        self.copy("arrived", folder / "rows.csv")

    def copy(self, table, file):
        self.execute(f"COPY {table} FROM '{file}' (FORMAT csv, HEADER false, NULLSTR '')")

    def store(self, rows):
        self.run("CREATE OR REPLACE TEMPORARY TABLE arrived AS SELECT * FROM events LIMIT 0")
        if len(rows) <= FEW:
            self.insert("arrived", rows)
        else:
            with open(self.batch, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
            self.copy("arrived", self.batch)
        same = "subject = a.subject AND events.key = a.key"
        self.run(f"DELETE FROM events USING arrived a WHERE events.{same} AND a.content < events.content")
        known = f"SELECT 1 FROM events WHERE events.{same}"
        self.run(f"INSERT INTO events SELECT * FROM arrived a WHERE NOT EXISTS ({known})")

    def among(self, name, ids):
        return f"IN (SELECT unnest(CAST(:{name} AS UUID[])))", {name: [str(each) for each in ids]}

    def index(self, name):
        """Nothing: see above."""

    def finish_load(self):
        self.execute("CHECKPOINT")

    def disk_bytes(self):
        """The file, without what the next checkpoint frees."""
        self.execute("CHECKPOINT")
        return system.disk_bytes(self.file)

    def memory_bytes(self):
        return system.resident_bytes(os.getpid()) - self.before
