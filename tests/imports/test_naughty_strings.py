"""What no program likes is brought in, shown, found, taken home in every format and brought in again, the same and inert."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kiosk.responses.models import Comment, Response
from kiosk.responses.scope import Scope
from kiosk.responses.searching import terms
from kiosk.responses.voices import voices
from kiosk.surveys.answering import words_of
from kiosk.surveys.document import Question
from kontuar.core.database import db
from kontuar.core.people import Person
from tests.imports.installations import brought, founded, guessed, published_as, table, taken_home
from tests.imports.test_pages import sent, worked
from tests.reports.conftest import Staff, browser_of, staff
from tests.reports.test_export_formats import OWN, comes_back_from_every_format
from tests.shared import shared
from tests.support.chains import Chain, survey_document
from tests.support.databases import on_sqlite

__all__ = ["browser_of", "staff"]
SHOPS = ("Gdańsk, Długi Targ", "Kraków, Rynek")
TYPED = Question(id="comment", type="text", title={"en": "How was it?"}, limit=500)
MAPPING = """
[file]
encoding = "utf-8"

[survey]
key = "shop-visit"

[row]
key = "id"

[date]
on = 2026-11-20

[place]
default = "Gdańsk, Długi Targ"

[[question]]
id = "visit"
column = "visit"

[[question]]
id = "comment"
column = "said"
"""


@pytest.fixture
def strings() -> list[str]:
    """485 strings that programs have stumbled over, six cells that spreadsheets would run, and some of our own."""
    naughty: list[str] = json.loads(shared("data/bad-input/blns.json").read_text("utf-8"))
    cells = shared("data/bad-input/csv_injection.txt").read_text("utf-8").splitlines()
    assert (len(naughty), len(cells)) == (485, 6)
    return [*naughty, *cells, *OWN]


def written(file: Path, strings: list[str]) -> Path:
    """A file of another program, which writes texts as they are."""
    rows = [("id", "visit", "said"), *((str(n), "3", text) for n, text in enumerate(strings, 1))]
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(rows)
        return file
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text.startswith("<r>"):  # XlsxWriter would take it for marked-up text of its own
                    sheet.write_rich_string(number, column, text[:1], book.add_format(), text[1:])
                else:
                    sheet.write_string(number, column, text)
    return file


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_naughty_strings_come_in_are_shown_found_taken_home_and_brought_in_again(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient], strings: list[str],
    tmp_path: Path, sqlite_template: Path, form: str,
) -> None:  # fmt: skip
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    file = written(tmp_path / f"said.{form}", strings)
    assert brought(app, file, tmp_path / "map.toml") == (len(strings), 0, 0)
    meant = {str(number): words_of(TYPED, text) for number, text in enumerate(strings, 1)}
    kept = db.session.execute(select(Response.import_row, Comment.text).outerjoin(
        Comment, Comment.response_id == Response.id).order_by(Response.id)).all()  # fmt: skip
    assert dict(kept) == meant
    assert sum(1 for text in meant.values() if text) > 470

    are_shown(browser_of(staff.analyst), [text for text in meant.values() if text])
    for text in filter(None, meant.values()):
        if wanted := terms(text[:100]):
            assert text in {voice.text for voice in voices(db.session(), Scope("shop-visit"), words=wanted, most=600)}
    db.session.rollback()
    comes_back_from_every_format(app, tmp_path, [text for _row, text in kept])

    home = taken_home(app, tmp_path / f"home.{form}")
    assert brought(app, home, guessed(app, home)) == (0, len(strings), 0)
    with founded(tmp_path / "elsewhere", sqlite_template, SHOPS) as elsewhere:
        published_as(elsewhere, survey_document(), "shop-visit")
        assert brought(elsewhere, home, guessed(app, home)) == (len(strings), 0, 0)
        theirs = table(taken_home(elsewhere, tmp_path / "theirs.csv"))
    assert theirs == table(taken_home(app, tmp_path / "mine.csv"))


def are_shown(client: FlaskClient, texts: list[str]) -> None:
    """The pages of comments show each text as it is, and take none for markup."""
    seen = []
    for number in range(1, len(texts) // 20 + 2):
        told = client.get(f"/results/comments?survey=shop-visit&from=2026-11-01&to=2026-11-30&page={number}")
        assert told.status_code == 200
        assert "<script>alert" not in told.text and "onerror=" not in re.sub(r">[^<]*<", "><", told.text)
        seen.append(" ".join(html.unescape(re.sub(r"<[^>]+>", "", told.text)).split()))
    whole = "\n".join(seen)
    assert [text for text in texts if " ".join(text.split()) not in whole] == []


@on_sqlite
def test_the_page_shows_a_files_naughty_cells_as_text(
    app: Flask,
    chain: Chain,
    staff: Staff,
    browser_of: Callable[[Person], FlaskClient],
    strings: list[str],
    tmp_path: Path,
) -> None:
    client = browser_of(staff.analyst)
    marked_up = [text for text in strings if "<" in text or "{{" in text or '"' in text]
    place = sent(client, written(tmp_path / "said.csv", marked_up).read_bytes())
    worked(app)
    looked_at = client.get(place).text
    assert marked_up[0].split()[0][:20] in html.unescape(looked_at)
    assert "<script>alert" not in looked_at
    client.post(f"{place}/trial", data={"mapping": MAPPING})
    worked(app)
    tried = client.get(place).text
    assert f"{len(marked_up)} rows would come in" in tried and "<script>alert" not in tried
