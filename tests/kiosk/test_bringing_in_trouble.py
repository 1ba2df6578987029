"""Bringing in when the power goes, the disk is full, or two do it at once: whole batches are in, and the same file goes on."""

import os
import subprocess
import sys
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from kiosk.imports.bringing import bring_in
from kiosk.imports.disk import DiskFull
from kiosk.imports.models import Import, ImportEnd
from kiosk.imports.queries import State, imports
from kiosk.responses.models import Response, ScoreDay
from kontuar.core.database import db
from kontuar.sync.definitions import Definition
from tests.kiosk.test_bringing_in import FILE, bring, row, run, survey
from tests.shared import CHECKOUT
from tests.support.chains import Chain
from tests.support.databases import on_sqlite
from tests.sync.test_receiving import count

__all__ = ["survey"]
ROWS = 2_000
KILLED = """
import sys
from uuid import UUID
from kiosk.imports.bringing import bring_in
from kontuar.app import create_app
from kontuar.core.database import db
from kontuar.core.settings import load
from kontuar.sync.definitions import Definition
from tests.kiosk.test_bringing_in import row, run
from tests.support.chains import Chain

home, url, survey, place = sys.argv[1:]
app = create_app(load({}, home=__import__("pathlib").Path(home), database_url=url))
with app.app_context():
    chain = Chain(UUID(int=0), UUID(place), UUID(place), "")
    definition = db.session.get_one(Definition, bytes.fromhex(survey))
    rows = (row(chain, number) for number in range(2_000))
    bring_in(run(app, definition), rows, progress=lambda outcome: print(outcome.added, flush=True))
"""


def test_a_kill_in_the_middle_leaves_whole_batches_and_the_same_file_goes_on(
    app: Flask, chain: Chain, survey: Definition, database: str
) -> None:
    home = str(app.config["KONTUAR"].home)
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED, home, database, survey.hash.hex(), str(chain.gdansk)],
        stdout=subprocess.PIPE, cwd=CHECKOUT, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    assert program.stdout
    assert [int(program.stdout.readline()) for _ in range(2)] == [500, 1_000]
    program.kill()
    program.wait()
    program.stdout.close()
    here = count(Response)
    assert here in (1_000, 1_500, 2_000)
    outcome, _ = bring(app, survey, (row(chain, number) for number in range(ROWS)))
    assert (outcome.known, outcome.added) == (here, ROWS - here)
    db.session.rollback()
    assert (count(Response), db.session.scalar(select(func.sum(ScoreDay.n4)))) == (ROWS, ROWS)
    if here < ROWS:
        assert (count(Import), count(ImportEnd), imports(db.session())[0].state) == (1, 1, State.IN)


@on_sqlite
def test_a_full_disk_leaves_whole_batches_and_says_so(app: Flask, chain: Chain, survey: Definition) -> None:
    pages = db.session.scalar(text("PRAGMA page_count"))
    db.session.remove()

    def small(driver: Any, record: Any) -> None:
        driver.execute(f"PRAGMA max_page_count={pages + 1_000}")

    event.listen(db.engine, "connect", small)
    db.engine.dispose()
    with pytest.raises(DiskFull) as full:
        bring(app, survey, (row(chain, number, answers={"visit": 4, "comment": "x" * 900}) for number in range(ROWS)))
    assert "make room" in full.value.message
    here = count(Response)
    assert (here % 500, 0 < here < ROWS) == (0, True)
    db.session.remove()
    event.remove(db.engine, "connect", small)
    db.engine.dispose()
    outcome, _ = bring(
        app, survey, (row(chain, number, answers={"visit": 4, "comment": "x" * 900}) for number in range(ROWS))
    )
    assert (outcome.known, outcome.added) == (here, ROWS - here)


def test_two_imports_at_once_do_not_disturb_each_other(app: Flask, chain: Chain, survey: Definition) -> None:
    added: list[int] = []
    places = (chain.gdansk, chain.krakow)

    def half(numbers: range) -> None:
        with app.app_context():
            file = FILE if numbers.step > 0 else type(FILE)("other.csv", b"9" * 32, 1, FILE.source)
            rows = (row(chain, number, place=places[number % 2]) for number in numbers)
            added.append(bring_in(run(app, survey, file), rows, most=100).added)
            db.session.remove()

    both = [threading.Thread(target=half, args=(numbers,)) for numbers in (range(900), range(1_199, 299, -1))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    db.session.rollback()
    assert (sum(added), count(Response), count(Import)) == (1_200, 1_200, 2)
    assert db.session.scalar(select(func.sum(ScoreDay.n4))) == 1_200
