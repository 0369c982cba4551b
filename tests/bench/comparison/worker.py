"""Measures one engine, in a process of its own, so that the memory of one is not that of another.

It is started twice: to load, and to answer; the second time everything starts anew.
"""

import contextlib
import json
import pathlib
import pickle
import sys
import time

from comparison import answers, history, system
from comparison.knelpunt import Knelpunt, Publisher
from comparison.questions import Question

# Events of a live batch, questions of each kind that are asked again after the last, and requests before measuring.
BATCH = 1_000
AGAIN = 10
UNCOUNTED = 2


def engine(name, folder, plan):
    """Returns an engine; a driver is imported only by the process that needs it."""
    if name == "knelpunt":
        return Knelpunt(folder, plan["knelpunt"], plan["nats_server"])
    if name == "postgresql":
        from comparison import postgres

        return postgres.PostgreSQL(folder, postgres.programs())
    if name == "duckdb":
        from comparison.duckdb_database import DuckDB

        return DuckDB(folder)
    from comparison.sqlite import SQLite

    return SQLite(folder)


class DatabaseRun:
    """How a database is loaded, asked and fed."""

    def __init__(self, database, work):
        self.engine, self.work = database, work

    def load(self):
        """Loads the history; returns figures."""
        with self.engine.opened():
            began = time.perf_counter()
            self.engine.rebuild(self.work)
            return {"load": time.perf_counter() - began, "disk": self.engine.disk_bytes()}

    @contextlib.contextmanager
    def started(self, first):
        """Starts the engine, and gets its first answer."""
        with self.engine.opened():
            self.engine.ask(first)
            yield

    def answer(self, question, got):
        """Returns an answer in the form in which answers are compared."""
        return answers.from_rows(question, got)

    def prepared(self, lines):
        """Returns a batch of events as the engine takes it."""
        return [history.row(line) for line in lines]

    def feed(self, batch):
        """Publishes a batch."""
        self.engine.ingest(batch)

    def settle(self):
        """Nothing: what is committed is visible."""

    def seen(self, batch, question):
        """Publishes a batch, and returns the first answer that has it."""
        self.engine.ingest(batch)
        return self.engine.ask(question)


class KnelpuntRun(DatabaseRun):
    """The same for Knelpunt."""

    def load(self):
        log = self.engine
        with log.logging(sync=False):
            log.fill(self.work / "history.ndjson")
            began = time.perf_counter()
            with log.serving(log.is_folded):
                figures = {"load": time.perf_counter() - began}
                if json.loads(log.get("/v1/position")[1])["quarantined"]:
                    raise RuntimeError("the history has invalid events")
            return {**figures, "disk": log.disk_bytes(), "log_disk": log.log_bytes()}

    @contextlib.contextmanager
    def started(self, first):
        with self.engine.logging(sync=True):
            # The log runs elsewhere: it is there before.
            self.began = time.perf_counter()
            with self.engine.serving(self.engine.answers), Publisher(self.engine.port) as self.publisher:
                yield

    def answer(self, question, got):
        return answers.from_json(question, got)

    def prepared(self, lines):
        return lines

    def feed(self, batch):
        self.last = self.publisher.publish(batch)

    def settle(self):
        self.engine.reach(self.last)

    def seen(self, batch, question):
        return self.engine.ask(question, at_least=self.publisher.publish(batch))


def ask_all(run, plan):
    """Asks every question; returns the seconds and the answers, by kind."""
    seconds, found = {}, {}
    for kind, questions in plan["questions"].items():
        for question in questions[:UNCOUNTED]:
            run.engine.ask(question)
        took, got, end = [], [], time.monotonic() + plan["at_most"]
        for question in questions:
            began = time.perf_counter()
            rows = run.engine.ask(question)
            took.append(time.perf_counter() - began)
            got.append(run.answer(question, rows))
            if time.monotonic() > end:
                break
        seconds[kind], found[kind] = took, got
    return seconds, found


def feed_all(run, plan, lines):
    """Publishes events one by one, each followed until an answer shows it, and the rest in batches."""
    singles, rest = lines[: plan["singles"]], lines[plan["singles"] :]
    took, got = [], []
    for line in singles:
        question = Question("summary", history.UNTIL, {"municipality": json.loads(line)["data"]["municipality"]})
        batch = run.prepared([line])
        began = time.perf_counter()
        rows = run.seen(batch, question)
        took.append(time.perf_counter() - began)
        got.append(run.answer(question, rows))
    batches = [run.prepared(rest[start : start + BATCH]) for start in range(0, len(rest), BATCH)]
    began = time.perf_counter()
    for batch in batches:
        run.feed(batch)
    run.settle()
    return took, got, len(rest) / (time.perf_counter() - began)


def answer(run, plan, lines):
    """Measures an engine that is loaded."""
    first = Question("summary", history.UNTIL, {})
    run.began = time.perf_counter()
    with run.started(first):
        figures = {"start": time.perf_counter() - run.began}
        figures["seconds"], idle = ask_all(run, plan)
        figures["memory"] = run.engine.memory_bytes()
        figures["visible"], seen, figures["ingest"] = feed_all(run, plan, lines)
        again = {kind: questions[:AGAIN] for kind, questions in plan["questions"].items()}
        _, after = ask_all(run, {**plan, "questions": again})
    return {**figures, "answers": {"idle": idle, "after each event": {"summary": seen}, "after all events": after}}


def main():
    system.end_on_sigterm()
    name, phase, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    plan = pickle.loads((work / "plan.pickle").read_bytes())
    folder = work / name
    chosen = engine(name, folder, plan)
    run = (KnelpuntRun if name == "knelpunt" else DatabaseRun)(chosen, work)
    if phase == "load":
        folder.mkdir(mode=0o711)
        chosen.create()
        found = {"version": chosen.version(), **run.load()}
    else:
        found = answer(run, plan, (work / "live.ndjson").read_bytes().splitlines())
    (work / f"{name}.{phase}.pickle").write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main()
