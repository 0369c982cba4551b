"""PostgreSQL: a cluster of its own, on a Unix socket."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

import psycopg

from comparison import history, system
from comparison.database import PLACEHOLDER, Database

SETTINGS = {
    "listen_addresses": "",
    # A quarter of the memory is the usual advice; this is more than these histories need.
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    # Without replicas: a table that is filled by the transaction that created it needs no journal.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    # Compiling takes longer than the questions.
    "jit": "off",
    "synchronous_commit": "on",
}
USER = "postgres"
MONTH_OF = """
CREATE FUNCTION month_of(at bigint) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CAST(extract(year FROM local) * 12 + extract(month FROM local) - 1 AS integer)
    FROM (SELECT (timestamptz 'epoch' + at * interval '1 microsecond') AT TIME ZONE 'Europe/Amsterdam' AS local) t
$$
"""
UPSERT = (
    f"INSERT INTO events VALUES ({', '.join(['%s'] * len(history.COLUMNS))}) ON CONFLICT (subject, key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in history.COLUMNS[2:])
    + " WHERE excluded.content < events.content"
)


def programs():
    """Returns the folder of the newest server's programs, or nothing."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = folders[-1] if folders else shutil.which("postgres")
    return pathlib.Path(found).parent if found else None


class PostgreSQL(Database):
    """PostgreSQL, in a process of its own."""

    words = {
        **Database.words,
        "uuid": "uuid",
        "description": "CAST(e.content AS json) -> 'data' ->> 'description'",
    }
    prefix, suffix = "%(", ")s"

    def __init__(self, folder, programs):
        self.data, self.programs = pathlib.Path(folder) / "postgres", programs
        # Servers refuse to run as root.
        self.owner = {"user": USER, "group": pwd.getpwnam(USER).pw_gid} if os.geteuid() == 0 else {}

    def version(self):
        """Returns the version."""
        text = subprocess.run([self.programs / "postgres", "--version"], check=True, capture_output=True, text=True)
        return f"PostgreSQL {text.stdout.split()[2]}"

    def create(self):
        """Creates the cluster."""
        self.data.mkdir(mode=0o700)
        if self.owner:
            shutil.chown(self.data, USER)
        command = [self.programs / "initdb", "--pgdata", self.data, "--username", USER, "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self.owner)

    @contextlib.contextmanager
    def opened(self):
        """Runs the server, with one connection."""
        log = self.data.with_suffix(".log")
        # The path of a socket must not be long.
        with tempfile.TemporaryDirectory(prefix="knelpunt-") as self.sockets:
            if self.owner:
                shutil.chown(self.sockets, USER)
            command = [self.programs / "postgres", "-D", self.data, "-k", self.sockets]
            for name, value in SETTINGS.items():
                command += ["-c", f"{name}={value}"]
            with system.running(command, log, cwd="/", **self.owner) as self.server:
                self.connection = system.until(self.connect, self.server, log)
                with self.connection:
                    yield

    def connect(self):
        # Statements are prepared when they are first executed.
        with contextlib.suppress(psycopg.OperationalError):
            return psycopg.connect(host=self.sockets, user=USER, dbname=USER, autocommit=True, prepare_threshold=0)

    def transaction(self):
        return self.connection.transaction()

    def execute(self, sql, parameters=()):
        cursor = self.connection.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else None

    def escaped(self, sql):
        return sql.replace("%", "%%") if PLACEHOLDER.search(sql) else sql

    def insert(self, table, rows):
        self.copy(f"COPY {table} FROM STDIN", rows)

    def copy(self, sql, rows):
        with self.connection.cursor().copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def load(self, folder):
        self.run(MONTH_OF)
        self.run("CREATE TEMPORARY TABLE arrived (LIKE events)")
        with open(folder / "rows.csv", "rb") as file:
            with self.connection.cursor().copy("COPY arrived FROM STDIN (FORMAT csv)") as copy:
                while block := file.read(1 << 20):
                    copy.write(block)

    def store(self, rows):
        with self.connection.cursor() as cursor:
            cursor.executemany(UPSERT, rows)

    def together(self):
        return self.connection.pipeline()

    def among(self, name, ids):
        return f"= ANY(:{name})", {name: list(ids)}

    def analyze(self, table):
        self.execute(f"ANALYZE {table}")

    def finish_load(self):
        self.execute("VACUUM")
        self.execute("CHECKPOINT")

    def disk_bytes(self):
        """The tables; the journal is limited by a setting, not by what is stored."""
        self.execute("CHECKPOINT")
        return system.disk_bytes(self.data / "base")

    def memory_bytes(self):
        return system.shared_out_bytes(self.server.pid)
