"""Data sets that others published come in by their mappings, whole, and give the figures that others reckoned."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.imports.commands import imports
from kiosk.imports.models import Import
from kiosk.responses.models import (
    ChoiceDay,
    Comment,
    HourMonth,
    Response,
    ResponseDay,
    ScoreDay,
    SegmentDay,
    WeightDay,
)
from kiosk.responses.scope import Scope
from kiosk.responses.searching import terms
from kiosk.responses.voices import voices
from kontuar.core.database import db
from kontuar.reports.commands import scores
from tests.imports.installations import (
    brought,
    document_of,
    founded,
    guessed,
    published_as,
    run,
    table,
    taken_home,
)
from tests.imports.reading import MAPPINGS
from tests.imports.test_airport import SHOPS
from tests.shared import shared

TRUSTS = ("Trust A", "Trust B", "Trust C")
UNITS = ("Apples", "Bananas", "Berries", "Oranges")


@pytest.fixture(scope="module")
def nhs() -> Path:
    return shared("data/feedback-nhs-reasons/text_data.csv")


@pytest.fixture(scope="module")
def said(nhs: Path) -> dict[str, Any]:
    return json.loads((nhs.parent / "expected.json").read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def patients(nhs: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The comments of three trusts, brought in once."""
    with founded(tmp_path_factory.mktemp("patients"), sqlite_template, TRUSTS, "Europe/London") as app:
        told = run(app, imports, "responses", nhs, "--mapping", MAPPINGS / "nhs-comments.toml").output
        assert "10,334 rows in the file: 10,334 added, 0 known, 0 bad." in told
        odd = [line for line in told.splitlines() if line.startswith("criticality: This value wasn't expected")]
        assert sorted(line.partition("[")[2] for line in odd) == [
            "-6] 1 times", "-9] 6 times", "-NA] 1 times", "-o] 21 times", "A] 1 times", "NA] 4 times", "SS] 1 times",
            "cc] 1 times",
        ]  # fmt: skip
        yield app


def test_every_comment_comes_in_with_its_reason_and_how_critical_it_is(patients: Flask, said: dict[str, Any]) -> None:
    labels = {choice["label"]["en"]: choice["id"] for question in document_of(patients, "nhs-comments")["questions"]
              if question["id"] == "reason" for choice in question["choices"]}  # fmt: skip
    with patients.app_context():
        reasons = dict(db.session.execute(select(ChoiceDay.choice, func.sum(ChoiceDay.n)).where(
            ChoiceDay.question == "reason", ChoiceDay.choice != "").group_by(ChoiceDay.choice)).all())  # fmt: skip
        assert reasons == {labels[label]: count for label, count in said["label_counts"].items()}
        segments = db.session.scalars(select(Response.segments)).all()
        critical = Counter((each or {}).get("criticality", "") for each in segments)
        assert {value: n for value, n in critical.items() if value} == said["criticality_counts"]
        comments = dict(db.session.execute(select(Comment.place_id, func.count()).group_by(Comment.place_id)).all())
        assert sorted(comments.values()) == sorted(said["organization_counts"].values())
        longest = db.session.scalar(select(func.max(func.length(Comment.text))))
        assert longest == said["longest_feedback_chars"]
        db.session.remove()


def test_what_patients_said_is_found_by_search(patients: Flask, nhs: Path) -> None:
    rows = list(csv.DictReader(nhs.open(encoding="utf-8", newline="")))
    with patients.app_context():
        for words in ("wheelchair", "temperature theatre", "parking"):
            wanted = terms(words)
            found = voices(db.session(), Scope("nhs-comments"), words=wanted, most=20_000)
            assert all(all(term in voice.text.casefold() for term in wanted) for voice in found)
            plain = [row for row in rows if all(term in row["feedback"].casefold() for term in wanted)]
            assert len(found) == len(plain) > 0
        db.session.remove()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_comments_taken_home_and_brought_in_again_are_the_same(
    patients: Flask, sqlite_template: Path, tmp_path: Path, form: str
) -> None:
    file = taken_home(patients, tmp_path / f"patients.{form}")
    assert brought(patients, file, guessed(patients, file)) == (0, 10_334, 0)
    mine = table(taken_home(patients, tmp_path / "mine.csv"))
    with founded(tmp_path / "elsewhere", sqlite_template, TRUSTS, "Europe/London") as elsewhere:
        published_as(elsewhere, document_of(patients, "nhs-comments"), "nhs-comments")
        assert brought(elsewhere, file, guessed(elsewhere, file)) == (10_334, 0, 0)
        assert table(taken_home(elsewhere, tmp_path / "theirs.csv")) == mine


def test_recommending_overall_and_by_unit_equals_the_nps_package(sqlite_template: Path, tmp_path: Path) -> None:
    folder = shared("data/nps-testdata")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    with founded(tmp_path / "fruit", sqlite_template, UNITS, "UTC") as app:
        assert brought(app, folder / "nps_testdata.csv", MAPPINGS / "nps-package.toml") == (1000, 0, 0)
        assert brought(app, folder / "nps_testdata.csv", MAPPINGS / "nps-package.toml") == (0, 1000, 0)
        for percent in ("90", "95", "99"):
            words = ("--survey", "nps-package", "--question", "recommend", "--format", "json", "--confidence", percent)
            (overall,) = json.loads(run(app, scores, *words).output)["rows"]
            units = {row["place"]: row for row in json.loads(run(app, scores, *words, "--by", "place").output)["rows"]}
            assert units.keys() == set(UNITS)
            for row, theirs in [
                (overall, expected["overall"]),
                *((units[name], expected["by_BU"][name]) for name in UNITS),
            ]:
                counted = (row["n"], row["promoters"], row["passives"], row["detractors"])
                assert counted == tuple(theirs[name] for name in ("n_valid", "promoters", "passives", "detractors"))
                assert [row["nps"], row["nps_low"], row["nps_high"], row["nps_p"]] == pytest.approx(
                    [theirs["nps"], *theirs[f"wald{percent}"], theirs["p_value_vs_0"]], abs=1e-6
                )


def test_an_airports_year_taken_back_leaves_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    file = shared("data/feedback-sfo/2018_SFO_Customer_Survey.csv")
    readings = (Response, Comment, ScoreDay, ChoiceDay, ResponseDay, HourMonth, WeightDay, SegmentDay)
    with founded(tmp_path / "airport", sqlite_template, SHOPS, "America/Los_Angeles") as app:
        assert brought(app, file, MAPPINGS / "airport-2018.toml") == (2809, 0, 0)
        with app.app_context():
            id = db.session.scalars(select(Import.id)).one()
            db.session.remove()
        assert "2,809 responses don't count any more" in run(app, imports, "undo", id).output
        with app.app_context():
            left = {each.__tablename__: db.session.scalar(select(func.count()).select_from(each)) for each in readings}
            db.session.remove()
        assert left == dict.fromkeys(left, 0)
        assert brought(app, file, MAPPINGS / "airport-2018.toml") == (2809, 0, 0)
