"""SQLite: in the process that asks."""

import contextlib
import marshal
import os
import pathlib
import sqlite3
import uuid

from comparison import history, instants, system
from comparison.database import Database

SETTINGS = {
    "journal_mode": "WAL",
    # Every commit is on disk before it returns.
    "synchronous": "FULL",
    "cache_size": -512 * 1024,
    "temp_store": "MEMORY",
    "mmap_size": 4 << 30,
}
UPSERT = (
    f"INSERT INTO events VALUES ({', '.join('?' * len(history.COLUMNS))}) ON CONFLICT (subject, key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in history.COLUMNS[2:])
    + " WHERE excluded.content < events.content"
)
sqlite3.register_adapter(uuid.UUID, lambda value: value.bytes)


class SQLite(Database):
    """SQLite, by the module of Python."""

    words = {
        "uuid": "BLOB",
        "greatest": "max",
        "least": "min",
        "joined": "group_concat",
        "words": "group_concat(DISTINCT round)",
        "description": "e.content ->> '$.data.description'",
    }

    def __init__(self, folder):
        self.file = pathlib.Path(folder) / "knelpunten.sqlite"

    def version(self):
        """Returns the version."""
        return f"SQLite {sqlite3.sqlite_version}"

    def create(self):
        """Nothing: opening creates it."""

    @contextlib.contextmanager
    def opened(self):
        """Opens the database."""
        self.before = system.resident_bytes(os.getpid())
        # Transactions are begun by hand; as many statements are kept prepared as there can be.
        connection = sqlite3.connect(self.file, isolation_level=None, cached_statements=1_000)
        with contextlib.closing(connection) as self.connection:
            for name, value in SETTINGS.items():
                self.execute(f"PRAGMA {name} = {value}")
            # SQLite knows no time zones.
            self.connection.create_function("month_of", 1, month_of, deterministic=True)
            for name in ("touched", "dirty", "members"):
                self.execute(f"CREATE TEMPORARY TABLE {name} (id BLOB PRIMARY KEY) WITHOUT ROWID")
            yield

    @contextlib.contextmanager
    def transaction(self):
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def execute(self, sql, parameters=()):
        return self.connection.execute(sql, parameters).fetchall()

    def converted(self, parameters):
        found = dict(parameters)
        if "id" in found:
            found["id"] = uuid.UUID(found["id"])
        return found

    def load(self, folder):
        self.run("CREATE TEMPORARY TABLE arrived AS SELECT * FROM events")
        insert = f"INSERT INTO arrived VALUES ({', '.join('?' * len(history.COLUMNS))})"
        with open(folder / "rows.marshal", "rb") as file:
            while rows := marshal.load(file):
                self.connection.executemany(insert, rows)

    def store(self, rows):
        self.connection.executemany(UPSERT, rows)

    def among(self, name, ids):
        self.execute(f"DELETE FROM {name}")
        self.connection.executemany(f"INSERT INTO {name} VALUES (?)", [(each,) for each in ids])
        return f"IN (SELECT id FROM {name})", {}

    def analyze(self, table):
        self.execute(f"ANALYZE {table}")

    def finish_load(self):
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def disk_bytes(self):
        """The file, with its journal written back."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return system.disk_bytes(self.file)

    def memory_bytes(self):
        return system.resident_bytes(os.getpid()) - self.before


def month_of(at):
    return None if at is None else instants.month_of(at)
