"""Exporting: responses as CSV, XLSX and Parquet against what their libraries do by themselves; and the memory that it takes."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from xlsxwriter import Workbook

from kontuar.app import create_app
from kontuar.core.database import db
from kontuar.core.settings import load
from kontuar.core.times import now
from kontuar.reports.export.asking import asked
from kontuar.reports.export.making import Made, made
from kontuar.reports.export.tables import Table, moment, table
from tests.bench.figures import Figure
from tests.bench.room import Room, room
from tests.shared import CHECKOUT

TURNS = 3
WHOLE = 1_000_000
SHEET = 20_000  # rows that are enough to know how fast a workbook is written
SECRET = bytes(32)


def measure(facts: int) -> Iterator[Figure]:
    """Figures of `facts` responses of one shop."""
    with room() as here:
        for lines in here.answers(facts):
            here.take(lines)
        yield from _csv(here)
        yield from _xlsx(here)
        yield from _rate(here, "parquet", least=100_000)
        yield from _rate(here, "ndjson")
        yield from _memory(here)


def measure_large(_facts: int) -> Iterator[Figure]:
    """The same at a million responses, which takes minutes to fill."""
    yield from measure(WHOLE)


def _table(form: str, shape: str = "wide") -> Table:
    wanted = asked("responses", shape, survey="shop-visit", format=form)
    return table(db.session(), wanted, moment(db.session(), wanted, None, now()), SECRET)


def _csv(here: Room) -> Iterator[Figure]:
    """The whole export into a file and, piece by piece in turns with it, csv.writer.writerows of the same rows lying ready."""
    spent = spent_bare = 0.0
    rows = 0
    with (
        (here.folder / "export.csv").open("wb") as stream,
        (here.folder / "bare.csv").open("w", encoding="utf-8", newline="") as bare,
    ):
        writer = csv.writer(bare)
        for _ in range(TURNS):
            count = Made()
            pieces = made(_table("csv"), count)
            while True:
                began = perf_counter()
                piece = next(pieces, b"")
                stream.write(piece)
                spent += perf_counter() - began
                if not piece:
                    break
                ready = list(csv.reader(io.StringIO(piece.decode(), newline="")))
                began = perf_counter()
                writer.writerows(ready)
                spent_bare += perf_counter() - began
            rows += count.rows
    yield Figure("csv.writer.writerows of ready rows", rows / spent_bare, "rows/s")
    yield Figure("CSV export", rows / spent, "rows/s")
    yield Figure("CSV export / writerows", spent_bare / spent, least=0.35)


def _xlsx(here: Room) -> Iterator[Figure]:
    """The export as a workbook against XlsxWriter in constant memory, as its manual has it, with the same rows lying ready."""
    spent = spent_bare = 0.0
    rows = 0
    for _ in range(TURNS):
        plain = _table("xlsx")
        ready = [row for page in plain.pages() for row in zip(*page.cells, strict=True)][:SHEET]
        began = perf_counter()
        with Workbook(str(here.folder / "bare.xlsx"), {"constant_memory": True}) as workbook:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(ready):
                sheet.write_row(number, 0, row)
        spent_bare += (perf_counter() - began) / len(ready)
        count = Made()
        began = perf_counter()
        for _piece in made(plain, count):
            pass
        spent += (perf_counter() - began) / count.rows
        rows += 1
    yield Figure("XlsxWriter of ready rows", rows / spent_bare, "rows/s")
    yield Figure("XLSX export", rows / spent, "rows/s")
    yield Figure("XLSX export / XlsxWriter", spent_bare / spent, least=0.6)


def _rate(here: Room, form: str, least: float | None = None) -> Iterator[Figure]:
    count = Made()
    began = perf_counter()
    with (here.folder / f"export.{form}").open("wb") as stream:
        for piece in made(_table(form), count):
            stream.write(piece)
    spent = perf_counter() - began
    yield Figure(f"{form} export", count.rows / spent, "rows/s", least=least, quiet=True)


def _memory(here: Room) -> Iterator[Figure]:
    """How much memory a process of its own holds at most while it exports; on Linux."""
    if not Path("/proc/self/status").exists():
        return
    for form in ("csv", "xlsx", "ndjson", "parquet"):
        command = [sys.executable, "-m", "tests.bench.exporting", str(here.folder), form]
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=CHECKOUT)
        yield Figure(f"memory while exporting {form}, all told", float(told.stdout), "MiB", most=200)


def main(folder: Path, form: str) -> None:
    """In a process of its own: export once, and print how many MiB it held at most."""
    with create_app(load({}, home=folder)).app_context(), (folder / f"memory.{form}").open("wb") as stream:
        for piece in made(_table(form), Made()):
            stream.write(piece)
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(int(most.split()[1]) / 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
