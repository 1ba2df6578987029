"""Files that are in no order, by the page: each gets a clear word, nothing of it comes in that shouldn't, and work goes on."""

from __future__ import annotations

import html
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kiosk.imports.disk import DiskFull, full_disk_told
from kiosk.imports.models import Import, ImportEnd, ImportWork
from kiosk.imports.work import folder_of
from kiosk.responses.models import Response, ScoreDay
from kontuar.core.database import db
from kontuar.core.people import Person
from tests.imports.test_files import sheet_of
from tests.imports.test_pages import sent, worked
from tests.reports.conftest import Staff, browser_of, staff
from tests.support.chains import Chain
from tests.support.databases import on_sqlite
from tests.support.programs import Program, stamp

__all__ = ["browser_of", "staff"]
SHOP = '"Gdańsk, Długi Targ"'
MAPPING = """
[file]
delimiter = ","

[survey]
key = "shop-visit"

[row]
key = "id"

[date]
column = "day"

[place]
column = "shop"

[[question]]
id = "visit"
column = "visit"
"""
HEAD = "id,day,shop,visit\n"
UNREADABLE = {
    "empty": (b"", "empty"),
    "only line ends": (b"\n\r\n\n", "empty"),
    "3000 columns": (b",".join(b"c%d" % n for n in range(3000)) + b"\n", "3000 columns; 2000 at most"),
    "a header cut in a quotation": (b'a,"b\nc,d\n', "quotation mark that isn't closed"),
}
TRIED = {
    "headers with line breaks": ('id,day,"sh\nop",visit\n1,2021-05-03,{shop},4\n', 'column = "sh op"', "1 row would"),
    "headers that come twice": ("id,day,shop,shop\n1,2021-05-03,{shop},4\n", "", "2 columns are called “shop”"),
    "a column that isn't there": ("id,day,shop,visits\n1,2021-05-03,{shop},4\n", "", "Near are: “visits”"),
    "unknown codes": ("{head}1,2021-05-03,{shop},4\n2,2021-05-03,{shop},77\n", "", "whole number from 1 to 5"),
    "an unknown shop": ("{head}1,2021-05-03,Sopot,4\n", "", "There is no shop “Sopot”"),
    "numbers with commas": ('{head}1,2021-05-03,{shop},4\n2,2021-05-03,{shop},"4,0"\n', "", "4,0"),
    "mixed date orders": ("{head}1,13/04/2021,{shop},4\n2,04/13/2021,{shop},5\n", "", "different orders"),
    "dates in either order": ("{head}1,03/04/2021,{shop},4\n", "", "can be read in two ways"),
    "a row cut in a quotation": ('{head}1,2021-05-03,{shop},4\n2,2021-05-03,"cut,5\n', "", "isn't closed"),
}


@pytest.fixture
def client(staff: Staff, browser_of: Callable[[Person], FlaskClient]) -> FlaskClient:
    return browser_of(staff.analyst)


def tried(app: Flask, client: FlaskClient, content: bytes, mapping: str = MAPPING) -> str:
    """What the page says after a trial; its address is in the test's own hands no more."""
    place = sent(client, content)
    worked(app)
    assert client.get(place).status_code == 200
    client.post(f"{place}/trial", data={"mapping": mapping})
    worked(app)
    told = html.unescape(client.get(place).text)
    assert "Something didn't work" not in told
    return told


@on_sqlite
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_so(app: Flask, chain: Chain, client: FlaskClient, name: str) -> None:
    content, said = UNREADABLE[name]
    place = sent(client, content)
    worked(app)
    told = html.unescape(client.get(place).text)
    assert said in " ".join(told.replace("3,000", "3000").replace("2,000", "2000").split())
    assert "Throw away" in told and "Try it" not in told


@on_sqlite
@pytest.mark.parametrize("name", TRIED)
def test_what_is_wrong_with_a_file_is_told_before_anything_comes_in(
    app: Flask, chain: Chain, client: FlaskClient, name: str
) -> None:
    content, change, said = TRIED[name]
    mapping = MAPPING.replace('column = "shop"', change) if change else MAPPING
    assert said in tried(app, client, content.format(head=HEAD, shop=SHOP).encode(), mapping)
    assert db.session.scalar(select(func.count()).select_from(Response)) == 0


@on_sqlite
def test_a_workbook_with_formulas_and_merged_cells_comes_in_with_what_it_shows(
    app: Flask, chain: Chain, client: FlaskClient
) -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet("Answers")
        sheet.write_row(0, 0, HEAD.strip().split(","))
        for row in (1, 2):
            sheet.write_row(row, 0, [row, f"2021-05-0{row}", SHOP.strip('"')])
            sheet.write_formula(row, 3, "=2+2", value=4)
        sheet.merge_range(3, 0, 4, 0, 3)
        sheet.write_row(3, 1, ["2021-05-03", SHOP.strip('"'), 5])
    told = tried(app, client, held.getvalue(), MAPPING.replace('[file]\ndelimiter = ","', ""))
    assert "3 rows would come in" in told and "A4:A5" in told


@on_sqlite
def test_a_workbook_that_is_a_bomb_is_refused(app: Flask, chain: Chain, client: FlaskClient, tmp_path: Path) -> None:
    bomb = sheet_of(b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="Z1048576"/></row>', tmp_path / "bomb.xlsx")
    place = sent(client, bomb.read_bytes())
    worked(app)
    assert "too large to open" in client.get(place).text


def test_a_full_disk_is_told_by_whoever_notices_it() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with pytest.raises(DiskFull, match="disk-full"), full_disk_told("spring.csv"), Path("/dev/full").open("wb") as full:
        full.write(b"x" * 100_000)


ROWS = 6_000


@pytest.fixture
def program(app: Flask, database: str) -> Iterator[Program]:
    stamp(app)
    program = Program(app.config["KONTUAR"].home, database)
    yield program
    program.kill()


def reached(what: Callable[[], bool]) -> None:
    """Wait until something is so that another process brings about."""
    until, pause = time.monotonic() + 120, threading.Event()
    while not what():
        assert time.monotonic() < until
        pause.wait(0.02)
        db.session.rollback()
        db.session.expire_all()


def here() -> int:
    return db.session.scalar(select(func.count()).select_from(Response)) or 0


def test_the_pages_work_goes_on_where_the_program_was_killed(
    app: Flask, chain: Chain, client: FlaskClient, program: Program
) -> None:
    rows = "".join(f"{n},2021-05-{n % 28 + 1:02},{SHOP},{n % 5 + 1}\n" for n in range(ROWS - 1))
    place = sent(client, f"{HEAD}{rows}last,2021-05-03,{SHOP},nine\n".encode())
    worked(app)
    client.post(f"{place}/trial", data={"mapping": MAPPING})
    worked(app)
    client.post(f"{place}/bringing")
    work = db.session.scalars(select(ImportWork)).one()
    folder = folder_of(work.id)

    program.start(wait=False)
    reached(lambda: here() > 0)
    program.kill()
    db.session.rollback()
    before = here()
    assert before % 500 == 0 and before < ROWS - 1
    assert (folder / "file").exists() and not (folder / "bad.csv").exists()
    program.start(wait=False)
    reached(lambda: db.session.scalars(select(ImportWork.brought_at)).one() is not None)
    reached(lambda: not (folder / "file").exists())
    program.kill()
    db.session.rollback()
    counts = (here(), db.session.scalar(select(func.count()).select_from(Import)),
              db.session.scalar(select(func.count()).select_from(ImportEnd)))  # fmt: skip
    assert counts == (ROWS - 1, 1, 1)
    assert db.session.scalar(select(func.sum(ScoreDay.n1 + ScoreDay.n5))) == sum(
        n % 5 in (0, 4) for n in range(ROWS - 1)
    )
    assert sorted(path.name for path in folder.iterdir()) == ["bad.csv"]
    told = db.session.scalars(select(ImportWork.told)).one()
    assert (told["rows"], told["bad"]) == (ROWS, 1), json.dumps(told)
    assert told["added"] + told["known"] == ROWS - 1
