"""How long the command line takes to say anything."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

from tests.bench.figures import Figure
from tests.shared import CHECKOUT


def measure(facts: int) -> Iterator[Figure]:
    command = [sys.executable, "-c", "from kontuar.commands import main; main(['--help'])"]
    times = []
    for _ in range(7):
        began = perf_counter()
        subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - began)
    yield Figure("kontuar --help", statistics.median(times), "s", most=0.3, quiet=True)
