"""The table of figures, each with its ratio to Knelpunt's."""

import datetime
import os
import platform

from comparison.questions import KINDS

MEGABYTE = 1_000_000


def text(options, spent, found, skipped):
    """Returns the table, with what it was measured on."""
    columns = [found[name]["version"] for name in found]
    build = os.environ["KNELPUNT_BUILD"]
    load = f"load average {os.getloadavg()[2]:.1f} in the last 15 minutes"
    lines = [
        "",
        f"- {datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, build {build}, {load}",
        f"- {options.events} events loaded, {options.live} live; parsed into rows for the databases in {spent:.1f} s, "
        "which no figure includes",
        *(f"- {name} skipped: {why}" for name, why in skipped.items() if why),
        "",
        f"| figure | {' | '.join(columns)} |",
        f"|---|{'---:|' * len(columns)}",
    ]
    rows = (row(title, unit, [value(found[name]) for name in found]) for title, unit, value in figures())
    return "\n".join([*lines, *rows])


def figures():
    """Returns the figures: title, unit, and the value of an engine."""
    yield "bulk load, or rebuild from the log", "s", lambda found: found["load"]
    yield "start to first answer", "s", lambda found: found["start"]
    yield "disk, of Knelpunt the views", "MB", lambda found: found["disk"] / MEGABYTE
    yield "disk, with Knelpunt's log", "MB", lambda found: (found["disk"] + found.get("log_disk", 0)) / MEGABYTE
    yield "memory after the questions", "MB", lambda found: found["memory"] / MEGABYTE
    for kind in KINDS:
        for percent in (50, 99):
            yield f"`{kind}`, p{percent}", "ms", lambda found, kind=kind, percent=percent: (
                1_000 * percentile(found["seconds"][kind], percent)
            )
    for percent in (50, 99):
        yield f"one event → visible, p{percent}", "ms", lambda found, percent=percent: (
            1_000 * percentile(found["visible"], percent)
        )
    yield "live ingest", "events/s", lambda found: found["ingest"]


def percentile(values, percent):
    """Returns the smallest value that so many percent do not exceed."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def row(title, unit, values):
    """Returns a row: the value of Knelpunt, and of each database its value with the ratio to it."""
    first, *others = values
    cells = [number(first), *(f"{number(value)} (× {value / first:.2f})" for value in others)]
    return f"| {title}, {unit} | {' | '.join(cells)} |"


def number(value):
    """Returns a number with as many digits as it deserves."""
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"
