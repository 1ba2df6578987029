"""Eight years of an airport's survey, each file of another shape, come in and give the figures that others reckoned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from kiosk.imports.commands import imports
from kiosk.imports.mappings.reading import read_mapping
from kiosk.responses.models import Response
from kontuar.app import create_app
from kontuar.core import installation
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.core.settings import load
from kontuar.reports.commands import scores
from tests.imports.reading import MAPPINGS
from tests.shared import shared
from tests.support.chains import NOON

YEARS = (2010, 2011, 2012, 2013, 2014, 2015, 2016, 2018)
AREAS = [f"Boarding area {letter}" for letter in "ABCDEFG"]
SHOPS = ["Airport", *(f"Terminal {number}" for number in range(1, 5)), *AREAS]


def run(app: Flask, command: Any, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], obj=app.app_context)


@pytest.fixture(scope="session")
def files() -> dict[int, Path]:
    return {year: shared(f"data/feedback-sfo/{year}_SFO_Customer_Survey.csv") for year in YEARS}


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    return json.loads(shared("data/feedback-sfo/expected.json").read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def airport(files: dict[int, Path], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation into which all eight files have been brought, once for all the tests here."""
    home = tmp_path_factory.mktemp("airport")
    (home / "kontuar.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(load({}, home=home))
    with app.app_context():
        with writing() as session:
            installation.found(session, kind="hub", language="en", at=NOON)
            root = Place(id=new_id(), parent_id=None, kind="chain", name="SFO", time_zone="America/Los_Angeles")
            session.add(root)
            session.flush()
            for name in SHOPS:
                session.add(Place(id=new_id(), parent_id=root.id, kind="shop", name=name, time_zone=root.time_zone))
        for year, file in files.items():
            told = run(app, imports, "responses", file, "--mapping", MAPPINGS / f"airport-{year}.toml")
            assert told.exit_code == 0, told.output
        yield app
        db.session.remove()
        db.engine.dispose()


def found(app: Flask, *words: str) -> list[dict[str, Any]]:
    told = run(app, scores, "--survey", "airport", "--format", "json", *words)
    assert told.exit_code == 0, told.output
    return json.loads(told.output)["rows"]  # type: ignore[no-any-return]


def of(year: int, *words: str) -> tuple[str, ...]:
    return ("--from", f"{year}-01-01", "--to", f"{year}-12-31", *words)


def test_every_row_of_every_year_came_in(airport: Flask, expected: dict[str, Any]) -> None:
    year = func.substr(Response.day, 1, 4)
    rows = dict(db.session.execute(select(year, func.count()).group_by(year)).all())
    assert rows == {str(year): expected["files"][f"{year}_SFO_Customer_Survey.csv"]["rows"] for year in YEARS}


def test_languages_are_those_of_the_files(airport: Flask, expected: dict[str, Any]) -> None:
    meant = {"en": "1", "es": "2", "zh-Hans": "3", "ja": "4"}
    rows = db.session.execute(select(func.substr(Response.day, 1, 4), Response.language, func.count()).group_by(
        func.substr(Response.day, 1, 4), Response.language)).all()  # fmt: skip
    for year in YEARS:
        mine = {meant[language]: count for of_year, language, count in rows if of_year == str(year)}
        assert mine == expected["files"][f"{year}_SFO_Customer_Survey.csv"]["LANG_codes"]


def test_recommending_is_what_the_nps_package_says_where_eleven_is_no_answer(
    airport: Flask, expected: dict[str, Any]
) -> None:
    said = expected["nps_2018_by_R_package_NPS"]
    (row,) = found(airport, *of(2018, "--question", "recommend"))
    assert (row["n"], row["nps"]) == (2650, pytest.approx(30.9811320754717, abs=1e-12))
    assert [row["nps_low"], row["nps_high"]] == pytest.approx(said["overall"]["wald95"], abs=1e-9)
    areas = {row["place"]: row for row in found(airport, *of(2018, "--question", "recommend", "--by", "place"))}
    for letter, of_area in said["by_BAREA"].items():
        mine = areas[f"Boarding area {letter}"]
        assert (mine["n"], mine["nps"]) == (of_area["n"], pytest.approx(of_area["nps"], abs=1e-9))


@pytest.mark.parametrize("year", [2014, 2015, 2016, 2018])
def test_satisfaction_is_that_of_plain_counting(airport: Flask, expected: dict[str, Any], year: int) -> None:
    said = {name.upper(): of_item for name, of_item in
            expected["files"][f"{year}_SFO_Customer_Survey.csv"]["csat_1_to_5"].items()}  # fmt: skip
    read = read_mapping((MAPPINGS / f"airport-{year}.toml").read_bytes()).mapping
    assert read is not None
    columns = {asked.id: asked.columns[0].upper() for asked in read.questions}
    rows = {columns[row["question"]]: row for row in found(airport, *of(year)) if row["question"] in columns}
    assert said.keys() <= rows.keys()
    for column, of_item in said.items():
        row = rows[column]
        counts = {int(answer): count for answer, count in row["counts"].items()}
        assert row["n"] == of_item["n"]
        assert row["mean"] == pytest.approx(of_item["mean"], abs=5e-7)
        assert counts[4] + counts[5] == of_item["top2_n"]
        assert counts[1] + counts[2] == of_item["bottom2_n"]


def test_bringing_a_file_in_again_changes_nothing(airport: Flask, files: dict[int, Path]) -> None:
    before = db.session.scalar(select(func.count()).select_from(Response))
    told = run(airport, imports, "responses", files[2018], "--mapping", MAPPINGS / "airport-2018.toml")
    assert told.output.splitlines()[-1] == "2,809 rows in the file: 0 added, 2,809 known, 0 bad."
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Response)) == before


def test_weighted_recommending_is_that_of_plain_counting(airport: Flask, expected: dict[str, Any]) -> None:
    said = expected["files"]["2018_SFO_Customer_Survey.csv"]["nps"]
    (row,) = found(airport, *of(2018, "--question", "recommend", "--weighted"))
    assert row["weighted_nps"] == pytest.approx(said["weighted_nps"], abs=1e-6)
