"""receive() with all readings kept, against bare inserts of the same rows; and rebuilding against receiving."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from kontuar.core.database import Base, writing
from kontuar.core.times import to_ms
from kontuar.serving import settle
from kontuar.sync import keeping
from kontuar.sync.lines import Line, read_line
from kontuar.sync.models import Journal
from kontuar.sync.rebuilding import rebuild
from kontuar.sync.stamping import Arrival, stamp
from tests.bench.figures import Figure
from tests.bench.room import Room, room
from tests.support.chains import NOON

ROUND = 20  # batches between one turn of bare inserts and the next
INSERT = f"INSERT INTO journal VALUES ({', '.join('?' * len(keeping.Row._fields))})"


def measure(facts: int) -> Iterator[Figure]:
    """Figures of `facts` facts taken in; ten times as many again tell whether it stays so."""
    with room() as here:
        raw, received, by_processor = _side_by_side(here, facts)
        yield Figure("bare inserts into a journal", raw, "rows/s")
        yield Figure("receive(), all readings kept", received, "facts/s")
        yield Figure("receive() / bare inserts", received / raw, least=0.30)
        yield Figure("the same in processor time, without the disk", by_processor)
        began = perf_counter()
        done = rebuild(writing, here.app.extensions["kontuar.kinds"])
        rebuilt = done / (perf_counter() - began)
        yield Figure("rebuild", rebuilt, "facts/s")
        yield Figure("rebuild / receive()", rebuilt / received, least=0.60)


def measure_large(facts: int) -> Iterator[Figure]:
    """Whether receive() is as fast when the journal is already ten times as long."""
    with room() as here:
        raw, received, _ = _side_by_side(here, facts)
        for lines in here.answers(8 * facts, seed=8):
            here.take(lines)
        late_raw, late, _ = _side_by_side(here, facts, seed=9)
        first, last = received / raw, late / late_raw
        yield Figure(f"receive() / bare inserts at {10 * facts:,} facts", last)
        yield Figure("the same against the beginning", last / first, least=0.85)


def _side_by_side(here: Room, facts: int, seed: int = 7) -> tuple[float, float, float]:
    """Rows a second of bare inserts and facts a second of receive(), in turns, so that a busy machine slows both.

    Then their ratio in processor time, which other programs on the machine and the disk hardly change.
    """
    settle()
    bare = _bare_journal(here.folder / f"bare-{seed}.db")
    spent_bare = spent = worked_bare = worked = 0.0
    batches = list(here.answers(facts, seed))
    position = 0
    for start in range(0, len(batches), ROUND):
        turn = batches[start : start + ROUND]
        ready = []
        for lines in turn:
            ready.append([_row(here, line, position + number) for number, line in enumerate(lines, 1)])
            position += len(lines)
        began, busy = perf_counter(), process_time()
        for rows in ready:
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany(INSERT, rows)
            bare.execute("COMMIT")
        spent_bare += perf_counter() - began
        worked_bare += process_time() - busy
        began, busy = perf_counter(), process_time()
        for lines in turn:
            here.take(lines)
        spent += perf_counter() - began
        worked += process_time() - busy
    bare.close()
    return facts / spent_bare, facts / spent, worked_bare / worked


def _bare_journal(file: Path) -> sqlite3.Connection:
    """A database with nothing but the journal, its indexes and the same care for a power cut."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    dialect, table = sqlite.dialect(), Base.metadata.tables[Journal.__tablename__]
    connection.execute(str(CreateTable(table).compile(dialect=dialect)))
    for index in table.indexes:
        connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
    return connection


def _row(here: Room, data: bytes, position: int) -> tuple[object, ...]:
    """What receive() will write of a line, ready for the driver."""
    line = read_line(data)
    assert isinstance(line, Line)
    settled = stamp(line, Arrival(to_ms(NOON), to_ms(NOON)), "Europe/Warsaw")
    row = keeping.row_of(here.chain.gdansk, position, line, to_ms(NOON), settled)
    return tuple(value.bytes if hasattr(value, "bytes") else value for value in row)
