"""`python3 dev.py bench [NAME ...] [--facts N]`: measure and print, one figure a line.

Names: starting, receiving, attempting, syncing, serving, exporting, reading, importing,
reporting, searching. receiving-large (ten times as
many facts), exporting-large, reading-large and searching-large (a million) take minutes and are measured only when named.
"""

import argparse
import sys
from collections.abc import Callable, Iterator

from tests.bench import (
    attempting,
    exporting,
    importing,
    reading,
    receiving,
    reporting,
    searching,
    serving,
    starting,
    syncing,
)
from tests.bench.figures import Figure

BENCHES: dict[str, Callable[[int], Iterator[Figure]]] = {
    "starting": starting.measure,
    "receiving": receiving.measure,
    "attempting": attempting.measure,
    "syncing": syncing.measure,
    "serving": serving.measure,
    "exporting": exporting.measure,
    "reading": reading.measure,
    "importing": importing.measure,
    "reporting": reporting.measure,
    "searching": searching.measure,
}
LONG: dict[str, Callable[[int], Iterator[Figure]]] = {
    "receiving-large": receiving.measure_large,
    "exporting-large": exporting.measure_large,
    "reading-large": reading.measure_large,
    "searching-large": searching.measure_large,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join([*BENCHES, *LONG]))
    parser.add_argument("--facts", type=int, default=50_000, help="how many facts to measure with (50,000)")
    wish = parser.parse_args()
    known = BENCHES | LONG
    unknown = [name for name in wish.names if name not in known]
    if unknown:
        parser.error(f"no such bench: {', '.join(unknown)}. Known: {', '.join(known)}")
    unmet = 0
    for name in wish.names or BENCHES:
        print(f"-- {name}", flush=True)
        for figure in known[name](wish.facts):
            print(figure, flush=True)
            unmet += not figure.met and not figure.quiet
    if unmet:
        print(f"{unmet} not met.")
    print("What the figures mean, and what was tried: docs/performance.md")
    return 1 if unmet else 0


if __name__ == "__main__":
    sys.exit(main())
