"""Compares Knelpunt with PostgreSQL, DuckDB and SQLite on one simulated history; see tests/bench/README.md."""

import argparse
import contextlib
import csv
import importlib.util
import itertools
import marshal
import os
import pathlib
import pickle
import sys
import tempfile
import time

from comparison import answers, history, questions, report, system

ENGINES = ["knelpunt", "postgresql", "duckdb", "sqlite"]
SHOWN_DIFFERENCES = 10
ROWS_AT_A_TIME = 10_000


def arguments():
    parser = argparse.ArgumentParser(prog="tests/bench/compare", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, metavar="N", help="events of the history to load")
    parser.add_argument("--live", type=int, default=10_000, metavar="N", help="events to publish afterwards")
    parser.add_argument("--singles", type=int, default=100, metavar="N", help="those of them that are published alone")
    parser.add_argument("--requests", type=int, default=100, metavar="N", help="requests of each question")
    parser.add_argument("--at-most", type=float, default=60, metavar="S", help="seconds for each question at most")
    parser.add_argument("--seed", type=int, default=1, help="seed of the questions")
    parser.add_argument("--engines", default=",".join(ENGINES[1:]), metavar="A,B", help="databases to compare with")
    parser.add_argument("--folder", type=pathlib.Path, help="where to make a folder for the data; removed afterwards")
    parser.add_argument("--quick", action="store_true", help="a small history and few requests: checks that it works")
    options = parser.parse_args()
    options.engines = options.engines.split(",")
    if unknown := set(options.engines) - set(ENGINES[1:]):
        parser.error(f"no database is called {', '.join(unknown)}: give any of {', '.join(ENGINES[1:])}")
    if options.quick:
        options.events, options.live, options.singles, options.requests = 20_000, 2_000, 20, 20
    return options


def missing(name):
    """Returns why a database cannot be compared, or nothing."""
    driver = {"postgresql": "psycopg", "duckdb": "duckdb", "sqlite": "sqlite3"}[name]
    if not importlib.util.find_spec(driver):
        return f"Python has no module {driver}"
    if name == "postgresql":
        from comparison import postgres

        return None if postgres.programs() else "there is no server in /usr/lib/postgresql or on the search path"
    return None


def prepare(work, options):
    """Writes the events as lines, and as rows for the databases; returns the values to ask about, and the seconds."""
    values, spent = questions.Values(), 0.0
    simulated = history.simulate(os.environ["KNELPUNT_BIN"], options.events + options.live)
    loaded = itertools.islice(simulated, options.events)
    with contextlib.ExitStack() as files:
        lines = files.enter_context(open(work / "history.ndjson", "wb"))
        marshalled = files.enter_context(open(work / "rows.marshal", "wb"))
        texts = csv.writer(files.enter_context(open(work / "rows.csv", "w", encoding="utf-8", newline="")))
        while batch := list(itertools.islice(loaded, ROWS_AT_A_TIME)):
            lines.writelines(line + b"\n" for line in batch)
            began = time.perf_counter()
            rows = [history.row(line) for line in batch]
            spent += time.perf_counter() - began
            texts.writerows(rows)
            marshal.dump([tuple(map(marshalled_value, row)) for row in rows], marshalled)
            for row in rows:
                values.enter(dict(zip(history.COLUMNS, row)))
        marshal.dump([], marshalled)
    (work / "live.ndjson").write_bytes(b"\n".join(simulated))
    return values, spent


def marshalled_value(value):
    """Returns a value that `marshal` can write: an id as bytes."""
    return getattr(value, "bytes", value)


def measure(name, work):
    """Measures one engine, in two processes; returns its figures."""
    found = {}
    for phase in ("load", "answer"):
        print(f"{name}: {phase}", file=sys.stderr)
        system.run([sys.executable, "-m", "comparison.worker", name, phase, work])
        found.update(pickle.loads((work / f"{name}.{phase}.pickle").read_bytes()))
    return found


def compared(plan, found):
    """Yields every answer of a database that Knelpunt gave too: what it is, and what differs or nothing."""
    expected = found["knelpunt"]["answers"]
    for name in [name for name in found if name != "knelpunt"]:
        for when, kinds in found[name]["answers"].items():
            for kind, got in kinds.items():
                for number, (one, other) in enumerate(zip(got, expected[when][kind])):
                    link = "" if when == "after each event" else plan["questions"][kind][number].link()
                    yield f"{name}, {when}, {kind} {number + 1} {link}", answers.difference(one, other)


def compare(work, options):
    """Measures and prints; returns whether all answers agree."""
    skipped = {name: missing(name) for name in options.engines}
    for name, why in skipped.items():
        if why:
            print(f"{name} is skipped: {why}", file=sys.stderr)
    values, spent = prepare(work, options)
    plan = {
        "knelpunt": os.environ["KNELPUNT_BIN"],
        "nats_server": os.environ["KNELPUNT_NATS_SERVER_BIN"],
        "questions": questions.draw(values, options.requests, options.seed),
        "singles": options.singles,
        "at_most": options.at_most,
    }
    (work / "plan.pickle").write_bytes(pickle.dumps(plan))
    names = ["knelpunt", *(name for name, why in skipped.items() if not why)]
    found = {name: measure(name, work) for name in names}
    print(report.text(options, spent, found, skipped))
    outcomes = list(compared(plan, found))
    different = [f"different: {what}: {how}" for what, how in outcomes if how]
    print(*different[:SHOWN_DIFFERENCES], f"{len(outcomes)} answers compared, {len(different)} differ", sep="\n")
    return not different


def main():
    options = arguments()
    system.end_on_sigterm()
    parent = options.folder or pathlib.Path(tempfile.gettempdir())
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="knelpunt-compare-", dir=parent) as work:
        # PostgreSQL runs as another user.
        os.chmod(work, 0o711)
        agreed = compare(pathlib.Path(work), options)
    sys.exit(0 if agreed else 1)


if __name__ == "__main__":
    main()
