"""Reporting: the monthly report of a shop as a PDF, the first after a start and those after it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.reading import managers_visit
from tests.bench.room import Room, room

ONE = """
import json, sys
from time import perf_counter
from kontuar.app import create_app
from kontuar.core.settings import load

client = create_app(load({}, home=sys.argv[1])).test_client()
client.set_cookie("kontuar_visit", sys.argv[2])
spent = []
for _ in range(4):
    began = perf_counter()
    answer = client.get("/results/report.pdf?month=2026-10")
    spent.append(perf_counter() - began)
    assert answer.mimetype == "application/pdf", answer.status
print(json.dumps(spent))
"""


def measure(facts: int) -> Iterator[Figure]:
    """Server time of a shop's report with `facts` responses behind it, in a process of its own."""
    with room() as here:
        for lines in here.answers(facts):
            here.take(lines)
        first, *others = _spent(here, managers_visit(here))
    yield Figure("report of a shop as PDF, the first after a start", first, "s", most=3, quiet=True)
    yield Figure("report of a shop as PDF, later ones", max(others), "s", most=3, quiet=True)


def _spent(here: Room, visit: str) -> list[float]:
    checkout = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", ONE, str(here.folder), visit], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return [float(each) for each in json.loads(done.stdout)]
