"""Every format opens in the programs it is for, with the right types, labels and counts; whatever was typed comes back inert."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pyreadstat
import pytest
from flask import Flask
from sqlalchemy import select

from kiosk.responses.models import Comment, Response
from kontuar.core.database import db, writing
from kontuar.core.neutralising import as_written, neutral
from kontuar.reports.export.columns import Column, Type
from kontuar.reports.export.formats import sav_file, xlsx_file
from kontuar.reports.export.formats.sav_names import legal
from kontuar.sync.definitions import publish
from tests.reports.exports import FORMULA, table, taken
from tests.shared import shared
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.support.required import absent
from tests.sync.test_receiving import take

OWN = [
    "<r><t>marked up</t></r>",
    "<r>&</r>",
    "_x0041_",
    "ends in spaces  ",
    "bell\x07",
    "\ufffe",
    "line\r\nand\rline",
    "=1+1",
]


@pytest.fixture
def naughty(app: Flask, chain: Chain, gdansk: Tablet) -> list[str]:
    """Customers type what no program likes; what was kept of it, in the order of the responses."""
    strings = json.loads(shared("data/bad-input/blns.json").read_text("utf-8")) + OWN
    strings += shared("data/bad-input/csv_injection.txt").read_text("utf-8").splitlines()
    for start in range(0, len(strings), 250):
        lines = [gdansk.response(chain.survey, {"visit": 1, "comment": text}) for text in strings[start : start + 250]]
        take(app, gdansk, *lines)
    which = (
        select(Comment.text)
        .select_from(Response)
        .outerjoin(Comment, Comment.response_id == Response.id)
        .order_by(Response.id)
    )
    kept = list(db.session.scalars(which))
    assert sum(1 for text in kept if text) > 450
    return kept


def test_whatever_was_typed_comes_back_the_same_from_every_format(
    app: Flask, tmp_path: Path, naughty: list[str]
) -> None:
    comes_back_from_every_format(app, tmp_path, naughty)


def comes_back_from_every_format(app: Flask, folder: Path, kept: list[str]) -> None:
    """The comments of all responses, in their order, are in each file as they were written, and in none a formula."""
    for form in ("csv", "ndjson", "xlsx", "parquet", "sav"):
        taken(app, folder / f"t.{form}", "responses", "--format", form)
    rows = table((folder / "t.csv").read_bytes().decode())
    assert not [row for row in rows for cell in row.values() if FORMULA.search(cell)]
    assert [as_written(row["comment"]) or None for row in rows] == kept
    told = [json.loads(line) for line in (folder / "t.ndjson").read_bytes().splitlines()]
    assert [row["comment"] for row in told] == kept
    assert [cell for cell, kind in _sheet(folder / "t.xlsx", "comment") if kind != "f"] == kept
    found = duckdb.sql(f"select comment from '{folder}/t.parquet'").fetchall()
    assert [text for (text,) in found] == kept
    frame, _ = pyreadstat.read_sav(str(folder / "t.sav"))
    assert [sav_file.as_written(text) or None for text in frame["comment"]] == kept


def _sheet(file: Path, name: str) -> list[tuple[Any, str]]:
    """A column of a workbook, as text with what XML can't hold put back, and its cells' types; no cell is a link."""
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None and not sheet._hyperlinks
    heads = [cell.value for cell in sheet[1]]
    column = list(sheet.columns)[heads.index(name)][1:]
    return [(_unescaped(cell.value), cell.data_type) for cell in column]


def _unescaped(text: Any) -> Any:
    """ECMA-376, 22.4.2.4 (bstr): _xHHHH_ is a character."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text) if isinstance(text, str) else text


@pytest.fixture
def answers(app: Flask, gdansk: Tablet) -> str:
    """A survey with every sort of question, and two answers to it."""
    faces = [{"en": word} for word in ("Very bad", "Bad", "So-so", "Good", "Very good")]
    words = {"en": "Well?"}
    choices = [{"id": "new", "label": {"en": "New here"}}, {"id": "old-hand", "label": {"en": "Came before"}}]
    questions = [
        {"id": "visit", "type": "smileys", "title": {"en": "How was it?"}, "labels": faces},
        {"id": "who", "type": "one", "title": words, "choices": choices, "decline": ["unknown"]},
        {"id": "why", "type": "several", "title": words, "choices": choices},
        {"id": "with", "type": "nps", "title": words, "ends": {"low": {"en": "no"}, "high": {"en": "yes"}}},
        {"id": "said", "type": "text", "title": words},
    ]
    document = survey_document(
        "all-sorts", languages=["en"], title=words, invite=words, thanks=words, questions=questions
    )
    with writing() as session:
        survey = publish(session, "survey", "all-sorts", document, NOON).hash.hex()
    whole = {"visit": 4, "who": "old-hand", "why": ["new"], "with": 10, "said": "Zażółć"}
    lines = [gdansk.response(survey, each) for each in (whole, {"visit": 1, "who": {"declined": "unknown"}})]
    take(app, gdansk, *lines)
    return "all-sorts"


def test_pandas_and_duckdb_find_typed_columns(app: Flask, tmp_path: Path, answers: str) -> None:
    for form in ("parquet", "csv"):
        taken(app, tmp_path / f"t.{form}", "responses", "--survey", answers, "--format", form)
    kinds = dict(
        duckdb.sql(f"select column_name, column_type from (describe select * from '{tmp_path}/t.parquet')").fetchall()
    )
    assert [kinds[name] for name in ("response", "day", "at", "version", "complete", "seconds", "visit", "who", "why.new")] == [
        "VARCHAR", "DATE", "TIMESTAMP WITH TIME ZONE", "BIGINT", "BOOLEAN", "DOUBLE", "BIGINT", "VARCHAR", "BOOLEAN",
    ]  # fmt: skip
    row = duckdb.sql(
        f"""select epoch_ms("at"), "day"::varchar, "why.new", "why.old-hand", "with", said from '{tmp_path}/t.parquet'"""
    ).fetchall()[0]
    assert row == (1795348800000, "2026-11-22", True, False, 10, "Zażółć")
    frame = pandas.read_csv(tmp_path / "t.csv", parse_dates=["day", "at"])
    assert (frame["visit"].sum(), frame["seconds"].mean(), frame["why.new"].sum()) == (5, 21.5, 1)
    assert str(frame["at"].iloc[0]) == "2026-11-22 12:00:00+00:00" and frame["day"].dt.day.tolist() == [22, 22]
    assert frame["who.missing"].fillna("").tolist() == ["", "unknown"]


def test_spss_finds_labels_for_variables_and_values(app: Flask, tmp_path: Path, answers: str) -> None:
    told = taken(app, tmp_path / "t.sav", "responses", "--survey", answers, "--format", "sav")
    frame, about = pyreadstat.read_sav(str(tmp_path / "t.sav"))
    assert about.number_rows == told["rows"] == 2
    assert about.column_names == [column["name"] for column in told["columns"]]
    assert (frame["visit"].tolist(), about.column_names_to_labels["visit"]) == ([4, 1], "How was it?")
    assert about.variable_value_labels["visit"] == {1: "Very bad", 2: "Bad", 3: "So-so", 4: "Good", 5: "Very good"}
    assert about.variable_value_labels["who"]["old-hand"] == "Came before"
    assert about.variable_value_labels["why.old_hand"] == {1: "chosen", 0: "not chosen"}
    assert frame["with_2"].fillna(-1).tolist() == [10, -1], "WITH is a word of SPSS's own"
    assert str(frame["day"].iloc[0]) == "2026-11-22" and str(frame["at"].iloc[0]) == "2026-11-22 12:00:00"
    assert frame["said"].tolist() == ["Zażółć", ""]


def test_names_for_spss_are_never_alike() -> None:
    names = ["a-b", "a_b", "A.b", "1st", "ę", "by", "x" * 90, "x" * 91, "end."]
    found = [column.name for column in legal([Column(name, Type.TEXT) for name in names])]
    assert len({name.lower() for name in found}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._$#@]{0,63}", name) and name[-1] not in "._" for name in found)


def test_a_sheet_has_numbers_days_and_texts_and_goes_on_in_the_next(
    app: Flask, tmp_path: Path, gdansk: Tablet, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "ROWS", 4)
    take(
        app,
        gdansk,
        *[gdansk.response(chain.survey, {"visit": mark, "comment": "https://a.b"}) for mark in (1, 2, 3, 4, 5)],
    )
    taken(app, tmp_path / "t.xlsx", "responses", "--format", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["responses", "responses 2"]
    rows = [row for sheet in book for row in sheet.iter_rows(min_row=2)]
    heads = [cell.value for cell in book["responses 2"][1]]
    cells = dict(zip(heads, rows[-1], strict=True))
    assert [row[heads.index("visit")].value for row in rows] == [1, 2, 3, 4, 5]
    assert (cells["day"].is_date, str(cells["at"].value), cells["complete"].value) == (True, "2026-11-22 12:00:00", 1)
    assert (cells["comment"].value, cells["comment"].hyperlink, cells["comment"].data_type) == (
        "https://a.b",
        None,
        "s",
    )


def test_a_text_longer_than_a_cell_is_refused_and_leaves_no_file(
    app: Flask, tmp_path: Path, gdansk: Tablet, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kontuar.reports.export.commands import export
    from tests.reports.test_scores_command import run

    document = survey_document(
        "essay", questions=[{"id": "said", "type": "text", "title": {"en": "?", "pl": "?"}, "limit": 40_000}]
    )
    with writing() as session:
        survey = publish(session, "survey", "essay", document, NOON).hash.hex()
    take(app, gdansk, gdansk.response(survey, {"said": "ż" * 40_000}))
    for form in ("xlsx", "sav"):
        result = run(app, export, "responses", "--survey", "essay", "--format", form, "-o", str(tmp_path / f"t.{form}"))
        assert result.exit_code == 1 and "40000 characters" in result.output, result.output
    assert list(tmp_path.glob("*t.*")) == []
    taken(app, tmp_path / "t.parquet", "responses", "--survey", "essay", "--format", "parquet")
    assert duckdb.sql(f"select length(said) from '{tmp_path}/t.parquet'").fetchall() == [(40_000,)]


def test_nobody_answered_is_a_table_too(app: Flask, tmp_path: Path, chain: Chain) -> None:
    for form in ("csv", "ndjson", "xlsx", "parquet", "sav"):
        told = taken(app, tmp_path / f"t.{form}", "responses", "--format", form)
        assert told["rows"] == 0
    assert len(pandas.read_csv(tmp_path / "t.csv").columns) == len(told["columns"])
    assert duckdb.sql(f"select count(*) from '{tmp_path}/t.parquet'").fetchall() == [(0,)]


def test_libreoffice_opens_the_workbook_and_the_csv(
    app: Flask, tmp_path: Path, empty_database: str, naughty: list[str]
) -> None:
    office = shutil.which("soffice")
    if office is None:
        absent("libreoffice", "there is no soffice; apt-get install --no-install-recommends libreoffice-calc-nogui")
    if not empty_database.startswith("sqlite"):
        return  # the file is the same on both databases, and LibreOffice takes seconds to start
    taken(app, tmp_path / "book.xlsx", "responses", "--format", "xlsx")
    taken(app, tmp_path / "plain.csv", "responses")
    # as CSV: comma, quotation mark, UTF-8, from line 1, every sheet
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
               "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir",
               str(tmp_path / "seen"), str(tmp_path / "book.xlsx"), str(tmp_path / "plain.csv")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for name in ("book", "plain"):
        seen = next((tmp_path / "seen").glob(f"{name}*.csv"))
        rows = table(seen.read_text("utf-8"))
        assert len(rows) == len(naughty)
        assert {(row["visit"], row["day"]) for row in rows} == {("1", "2026-11-22")}
        comments = [row["comment"] for row in rows]
        if name == "book":
            assert comments == [text or "" for text in naughty]
        else:  # it takes a text like 1E2 for a number where nobody tells it not to, but never one for a formula
            told = [(neutral(text or ""), shown) for text, shown in zip(naughty, comments, strict=True)]
            assert [shown for mine, shown in told if mine[:1] == "'"] == [mine for mine, _ in told if mine[:1] == "'"]
            assert sum(mine == shown for mine, shown in told) > 400
