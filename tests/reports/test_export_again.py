"""An export made again from its manifest: the same bytes whatever came since, or a sentence why not and no file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kiosk.responses.models import Comment
from kontuar.core.database import db, writing
from kontuar.core.places import Place
from kontuar.reports.export import cursors
from kontuar.reports.export.commands import export
from tests.lms.learning import RIGHT, attempt, publish_quiz
from tests.reports.conftest import Staff, days_ago
from tests.reports.exports import taken
from tests.reports.test_scores_command import run
from tests.support.chains import Chain, Tablet
from tests.sync.test_receiving import take

Answered = Callable[..., list[bytes]]
TABLES = [
    ("responses", "csv"), ("answers", "ndjson"), ("comments", "xlsx"), ("scores", "parquet"), ("responses", "sav"),
    ("attempts", "csv"),
]  # fmt: skip


def again(app: Flask, first: Path, second: Path) -> Result:
    return run(app, export, "--again", f"{first}.manifest.json", "-o", str(second))


def test_later_facts_change_nothing(
    app: Flask, tmp_path: Path, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with writing() as session:
        quiz = publish_quiz(session)
    answered(gdansk, {"visit": 2, "reasons": ["waiting"], "comment": "kolejka"}, {"visit": 5, "recommend": 9})
    take(app, gdansk, attempt(gdansk, quiz, staff.employee.id, RIGHT))
    with monkeypatch.context() as then:
        then.setattr("kontuar.core.times.now", lambda: datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC))
        for what, form in TABLES:
            taken(app, tmp_path / f"{what}.{form}", what, "--format", form)
    answered(gdansk, {"visit": 1, "reasons": ["price"], "comment": "drogo"}, moment=days_ago(3))
    answered(krakow, {"visit": 1, "comment": "za głośno"})
    take(app, gdansk, attempt(gdansk, quiz, staff.krakow.id, RIGHT))
    with writing() as session:
        session.execute(update(Place).where(Place.id == chain.gdansk).values(name="Gdańsk, Nowa"))
    for few in (cursors.FEW, 0):
        monkeypatch.setattr(cursors, "FEW", few)
        for what, form in TABLES:
            first, second = tmp_path / f"{what}.{form}", tmp_path / f"{what}-{few}.{form}"
            said = again(app, first, second)
            assert said.exit_code == 0 and said.output.startswith("The same "), said.output
            assert second.read_bytes() == first.read_bytes()
            assert Path(f"{second}.manifest.json").read_bytes() == Path(f"{first}.manifest.json").read_bytes()


def test_what_comes_while_it_is_made_isnt_in_it(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kontuar.reports.export import responses

    monkeypatch.setattr(responses, "A_PAGE", 2)
    answered(gdansk, *[{"visit": 5}] * 5)
    read = responses._read
    seen: list[int] = []

    def and_meanwhile_somebody_answers(found: list[object], *rest: object) -> object:
        seen.append(len(found))
        answered(gdansk, {"visit": 1})
        return read(found, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(responses, "_read", and_meanwhile_somebody_answers)
    assert taken(app, tmp_path / "t.csv", "responses")["rows"] == 5
    monkeypatch.setattr(responses, "_read", read)
    assert sum(seen) == 5 and again(app, tmp_path / "t.csv", tmp_path / "u.csv").exit_code == 0


def test_what_was_hidden_since_stays_hidden(
    app: Flask, tmp_path: Path, browser_of: Callable[..., FlaskClient], staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 1, "comment": "Halina Nowak"})
    taken(app, tmp_path / "t.csv", "responses")
    taken(app, tmp_path / "s.csv", "scores")
    halina = db.session.scalars(select(Comment)).one()
    address = f"/results/comments/{halina.place_id}/{halina.response_id}/comment/hiding"
    browser_of(staff.gdansk).post(address, data={"hidden": "yes"})
    said = again(app, tmp_path / "t.csv", tmp_path / "u.csv")
    assert said.exit_code == 1 and "hidden or shown again since (1 times)" in said.output
    assert list(tmp_path.glob("*u.csv*")) == []
    assert again(app, tmp_path / "s.csv", tmp_path / "v.csv").exit_code == 0
    taken(app, tmp_path / "t.csv", "responses")
    browser_of(staff.gdansk).post(address, data={"hidden": "no"})
    assert again(app, tmp_path / "t.csv", tmp_path / "w.csv").exit_code == 0, "it was hidden then"


def test_a_library_of_another_version_may_write_other_bytes_of_the_same_rows(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 4})
    file = tmp_path / "t.xlsx"
    told = taken(app, file, "responses", "--format", "xlsx")
    manifest = Path(f"{file}.manifest.json")
    manifest.write_text(json.dumps(told | {"sha256": "0" * 64, "maker": "xlsxwriter 0.1"}))
    said = again(app, file, tmp_path / "u.xlsx")
    assert said.exit_code == 0 and "in other bytes: xlsxwriter 0.1 wrote them then" in said.output
    manifest.write_text(json.dumps(told | {"sha256": "0" * 64}))
    assert again(app, file, tmp_path / "v.xlsx").exit_code == 1


def test_a_manifest_that_isnt_ours_or_isnt_one_is_told(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 4})
    told = taken(app, tmp_path / "t.csv", "responses")
    for change, why in (
        ({"installation": "0" * 16}, "another installation"),
        ({"documents": [{"kind": "survey", "key": "k", "version": 1, "hash": "00" * 32}]}, "aren't here"),
        ({"manifest": 2}, "version 2"),
        ({"asked": 7}, "no manifest"),
        ({"sha256": "0" * 64}, "nothing was written"),
    ):
        (tmp_path / "x.manifest.json").write_text(json.dumps(told | change))
        said = again(app, tmp_path / "x", tmp_path / "u.csv")
        assert said.exit_code == 1 and why in said.output, said.output
    assert list(tmp_path.glob("*u.csv*")) == []
