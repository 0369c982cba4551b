"""Computes the statistics of every answer again with lifelines, statsmodels and scipy: `python tests/statistics FILE`.

FILE has one history a line (NDJSON): its name, its as-of date, its episodes as `/v1/episodes` lists them, the instants of
reports by knelpunt, support, and answers by link. Prints how many figures were compared; for each that differs a
line, and then exits with 1. `curves` says where the libraries define something differently.
"""

import json
import multiprocessing
import sys

from compare import Comparison
from history import History
from questions import check


def compared(line):
    """Compares one history; returns how many figures, and the differences."""
    given = json.loads(line)
    comparison = Comparison(given["name"])
    check(History(given), comparison)
    return comparison.figures, comparison.differences


def main(path):
    with open(path, encoding="utf-8") as file, multiprocessing.Pool(2) as pool:
        results = pool.map(compared, file, chunksize=1)
    differences = [difference for _, some in results for difference in some]
    print(*differences, sep="\n", end="\n" if differences else "")
    print(f"{sum(figures for figures, _ in results)} figures of {len(results)} histories, {len(differences)} differ")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main(sys.argv[1])
