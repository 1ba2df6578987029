"""Only one segment taken home: the same responses in every table, and scores that add up to them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from kontuar.core.database import writing
from kontuar.reports.export.commands import export
from kontuar.sync.definitions import publish
from tests.reports.conftest import Staff
from tests.reports.exports import exported, taken
from tests.reports.test_export import BrowserOf
from tests.reports.test_results import read
from tests.reports.test_scores_command import run
from tests.support.chains import NOON, Tablet, survey_document
from tests.sync.test_receiving import take

HALLS = {
    "key": "hall",
    "title": {"en": "Hall", "pl": "Hala"},
    "values": [{"id": "A", "label": {"en": "The old one", "pl": "Stara"}}],
}
TABLES = ("--survey", "halls")


@pytest.fixture
def halls(app: Flask, gdansk: Tablet) -> str:
    """A survey answered by three customers in hall A, two in B, one who knows not where."""
    with writing() as session:
        survey = publish(session, "survey", "halls", survey_document("halls", segments=[HALLS]), NOON).hash.hex()
    for hall, visit, reasons in (
        ("A", 5, []),
        ("A", 2, ["waiting"]),
        ("A", 1, ["waiting", "price"]),
        ("B", 5, []),
        ("B", 1, ["price"]),
        ("", 3, []),
    ):
        body = {
            "survey": survey, "language": "pl", "complete": True, "seconds": 9.0,
            "answers": {"visit": visit, "comment": f"{hall}{visit}"} | ({"reasons": reasons} if reasons else {}),
        } | ({"segments": {"hall": hall}} if hall else {})  # fmt: skip
        take(app, gdansk, gdansk.fact("kiosk.response", body, NOON))
    return survey


def test_every_table_has_the_responses_of_that_segment_alone(app: Flask, tmp_path: Path, halls: str) -> None:
    only = (*TABLES, "--segment", "hall=A")
    assert [row["visit"] for row in exported(app, tmp_path, "responses", *only)] == ["5", "2", "1"]
    assert {row["text"] for row in exported(app, tmp_path, "comments", *only)} == {"A5", "A2", "A1"}
    answers = exported(app, tmp_path, "answers", *only)
    assert [row["value"] for row in answers if row["question"] == "visit"] == ["5", "2", "1"]
    (score,) = [row for row in exported(app, tmp_path, "scores", *only) if row["question"] == "visit"]
    assert (score["n"], score["n1"], score["n2"], score["n5"]) == ("3", "1", "1", "1")
    named = exported(app, tmp_path, "scores", "--shape", "long", *only)
    assert {(row["answer"], row["n"], row["of"]) for row in named if row["question"] == "reasons"} == {
        ("waiting", "2", "2"), ("price", "1", "2"),
    }  # fmt: skip


def test_scores_of_all_segments_counted_one_by_one_are_the_tallies(app: Flask, tmp_path: Path, halls: str) -> None:
    """Counted from responses or read from tallies: what both say of everybody in a hall is the same."""
    for visit in "125":
        parts = [exported(app, tmp_path, "scores", *TABLES, "--segment", f"hall={hall}") for hall in "AB"]
        named = sum(int(row[f"n{visit}"]) for rows in parts for row in rows if row["question"] == "visit")
        whole = [row for row in exported(app, tmp_path, "scores", *TABLES) if row["question"] == "visit"]
        assert named == sum(int(row[f"n{visit}"]) for row in whole)


def test_a_segment_stands_in_the_manifest_and_is_made_again(app: Flask, tmp_path: Path, halls: str) -> None:
    told = taken(app, tmp_path / "out.csv", "responses", *TABLES, "--segment", "hall=B")
    assert (told["asked"]["segment"], told["rows"]) == ("hall=B", 2)
    first = (tmp_path / "out.csv").read_bytes()
    again = run(app, export, "--again", str(tmp_path / "out.csv.manifest.json"), "-o", str(tmp_path / "again.csv"))
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ("roof=A", "No survey asked for declares this segment. (roof; hall)"),
        ("hall", "name=value"),
        ("=A", "name=value"),
    ],
)
def test_a_segment_that_cant_be_is_said(app: Flask, tmp_path: Path, halls: str, segment: str, said: str) -> None:
    result = run(app, export, "responses", *TABLES, "--segment", segment, "-o", str(tmp_path / "out.csv"))
    assert result.exit_code == 1 and said in result.output
    assert list(tmp_path.glob("out*")) == []


def test_the_page_offers_the_values_that_the_survey_names(browser_of: BrowserOf, staff: Staff, halls: str) -> None:
    analyst = browser_of(staff.analyst)
    assert "Hall: The old one" in analyst.get("/export?survey=halls").text
    asked = "/export?what=responses&survey=halls&segment=hall%3DA"
    assert "3 responses" in read(analyst, asked)
    packed = analyst.post(asked)
    assert packed.status_code == 200
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".csv") and "codebook" not in each]
        rows = list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
    assert [row["visit"] for row in rows] == ["5", "2", "1"]
    assert analyst.get("/export?what=responses&survey=halls&segment=roof%3DA").status_code == 422
