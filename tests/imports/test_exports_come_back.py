"""What was taken home comes in again as it was: here nothing new, elsewhere all of it, to the same table."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.imports.commands import imports
from kiosk.responses.models import Comment, HourMonth, Response, ScoreDay
from kontuar.app import create_app
from kontuar.core import installation
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.core.settings import load
from kontuar.sync.definitions import publish
from kontuar.sync.recording import record
from tests.imports.installations import brought, founded, guessed, published_as, table, taken_home
from tests.imports.reading import VISIT
from tests.reports.test_scores_command import run as invoked
from tests.support.chains import NOON, Chain, survey_document
from tests.support.databases import on_sqlite
from tests.sync.test_receiving import take

COMMENTS = ["=1+1", 'Powiedział: "zaraz",\ni nic; =2', "@SUM(A1)", "'tak", "  ＝ż", "עברית 😀", "0042", "_x0041_ <r>"]
BOTH = pytest.mark.parametrize("form", ["csv", "xlsx"])


def second_version() -> dict[str, Any]:
    """The survey goes on: it weighs, tells halls apart, lets customers decline, and asks about the visit in stars."""
    first = survey_document()["questions"]
    visit = first[0] | {"type": "stars", "decline": ["unknown", "inapplicable"]}
    reasons = first[1] | {"decline": ["unknown"]}
    hall = {"key": "hall", "title": {"en": "Hall", "pl": "Hala"}}
    questions = [visit, reasons, *first[2:], {"id": "day", "type": "yesno", "title": first[0]["title"]}]
    return survey_document(questions=questions, weighted=True, segments=[hall])


@pytest.fixture
def here(app: Flask, chain: Chain, tmp_path: Path) -> Flask:
    """Customers have answered both versions in both shops; some answers came from a file; a comment is hidden."""
    with writing() as session:
        second = publish(session, "survey", "shop-visit", second_version(), NOON).hash.hex()
        tablets = [chain.tablet(session), chain.tablet(session, chain.krakow)]
    for number, comment in enumerate(COMMENTS):
        tablet, at = tablets[number % 2], NOON - timedelta(days=number, minutes=7, seconds=number * 7)
        answers = {"visit": number % 5 + 1, "reasons": ["price", "waiting"][: number % 3], "comment": comment}
        take(app, tablet, tablet.response(chain.survey, answers, moment=at, seconds=3.1417 * number, language="pl-PL"))
        declined = {"visit": {"declined": "unknown"}, "reasons": {"declined": "unknown"}, "recommend": number, "day": 1}
        take(app, tablet, tablet.response(second, declined, moment=at, complete=number % 2 == 0))
        take(app, tablet, tablet.response(second, {"visit": 5, "comment": comment}, moment=at))
    with writing() as session:
        kept = session.scalars(select(Comment).where(Comment.text == COMMENTS[0]).limit(1)).one()
        body = {"response": str(kept.response_id), "question": "comment", "hidden": True, "by": str(new_id())}
        hidden = app.extensions["kontuar.kinds"]["kiosk.comment-hidden"].body
        record(session, app.extensions["kontuar.kinds"], "kiosk.comment-hidden", msgspec.convert(body, hidden),
               kept.place_id, NOON)  # fmt: skip
    elsewhere = "id,visit,w,hall\n" + "".join(f"000{n},{n},{n * 0.37},=H{n}\n" for n in range(1, 6))
    (tmp_path / "old.csv").write_text(elsewhere, "utf-8")
    mapping = VISIT.replace('key = "visit"\ntitle = "Visit"\nlanguages = ["en"]', 'key = "shop-visit"')
    mapping = mapping.replace('key = "id"', 'key = "id"\nweight = "w"').replace(
        'type = "smileys"\ntitle = "How was it?"\n', ""
    )
    mapping = mapping.replace("Gdańsk", "Kraków, Rynek") + '[segments]\nhall = "hall"\n'
    (tmp_path / "old.toml").write_text(mapping, "utf-8")
    assert brought(app, tmp_path / "old.csv", tmp_path / "old.toml") == (5, 0, 0)
    return app


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """Another installation: the same survey in both versions, shops of the same names, nobody has answered."""
    with founded(tmp_path / "elsewhere", sqlite_template, ["Gdańsk, Długi Targ", "Kraków, Rynek"]) as app:
        publish_both(app)
        yield app


def publish_both(app: Flask) -> None:
    for document in (survey_document(), second_version()):
        published_as(app, document, "shop-visit")


def tallies(app: Flask) -> list[Any]:
    with app.app_context():
        scores = select(ScoreDay.day, ScoreDay.question, ScoreDay.version, func.sum(ScoreDay.n4), func.sum(ScoreDay.n5))
        hours = select(HourMonth.month, HourMonth.slot, func.sum(HourMonth.scored)).group_by(
            HourMonth.month, HourMonth.slot
        )
        found = [*db.session.execute(scores.group_by(ScoreDay.day, ScoreDay.question, ScoreDay.version)).all(),
                 *db.session.execute(hours).all()]  # fmt: skip
        db.session.remove()
    return sorted(map(repr, found))


@BOTH
def test_an_export_brought_in_where_it_was_made_adds_nothing(here: Flask, tmp_path: Path, form: str) -> None:
    file = taken_home(here, tmp_path / f"home.{form}")
    for _again in range(2):
        assert brought(here, file, guessed(here, file)) == (0, 29, 0)
    assert (
        taken_home(here, tmp_path / "once-more.csv").read_bytes()
        == taken_home(here, tmp_path / "and-again.csv").read_bytes()
    )


@BOTH
def test_an_export_brought_in_elsewhere_gives_the_same_table(
    here: Flask, elsewhere: Flask, tmp_path: Path, form: str
) -> None:
    file = taken_home(here, tmp_path / f"home.{form}")
    assert brought(elsewhere, file, guessed(here, file)) == (29, 0, 0)
    assert brought(elsewhere, file, guessed(here, file)) == (0, 29, 0)
    said, there = table(taken_home(here, tmp_path / "here.csv")), table(taken_home(elsewhere, tmp_path / "there.csv"))
    hidden = [row for row in said if row["comment.missing"] == "hidden"]
    assert len(hidden) == 1
    for row in hidden:
        row["comment.missing"] = ""  # nobody told the other installation what was hidden
    if form == "xlsx":
        for row in (*said, *there):
            row["weight"] = f"{float(row['weight'] or 0):.15g}"  # a workbook has no more digits
    in_order = operator.itemgetter(*said[0])
    assert sorted(said, key=in_order) == sorted(there, key=in_order)
    assert tallies(elsewhere) == tallies(here)


def test_what_was_lost_comes_back_as_the_very_responses_it_was(
    here: Flask, tmp_path: Path, sqlite_template: Path
) -> None:
    """The database is gone and an older copy laid back, but the installation's own secret is there."""
    file = taken_home(here, tmp_path / "home.csv")
    before = set(db.session.scalars(select(Response.id)))
    shops = [(place.id, place.parent_id, place.kind, place.name) for place in db.session.scalars(select(Place))]
    db.session.remove()
    copy = tmp_path / "older.db"
    copy.write_bytes(sqlite_template.read_bytes())
    app = create_app(load({}, home=here.config["KONTUAR"].home, database_url=f"sqlite:///{copy}"))
    with app.app_context():
        with writing() as session:
            installation.found(session, kind="hub", language="pl", at=NOON)
            for id, parent, kind, name in sorted(shops, key=lambda shop: shop[2] != "chain"):
                session.add(Place(id=id, parent_id=parent, kind=kind, name=name, time_zone="Europe/Warsaw"))
                session.flush()
        publish_both(app)
    assert brought(app, file, guessed(here, file)) == (29, 0, 0)
    again = taken_home(app, tmp_path / "again.csv").read_bytes()
    assert again.replace(b'"hidden"', b"") == file.read_bytes().replace(b'"hidden"', b"")
    with app.app_context():
        assert set(db.session.scalars(select(Response.id))) == before
        db.session.remove()
        db.engine.dispose()


@on_sqlite
def test_an_answer_that_was_altered_in_the_file_is_told_and_never_taken_over(here: Flask, tmp_path: Path) -> None:
    file = taken_home(here, tmp_path / "home.csv")
    text = file.read_bytes().decode()
    altered = text.replace('"0042"', '"all was well"')
    assert altered != text
    file.write_bytes(altered.encode())
    with here.app_context():
        result = invoked(here, imports, "responses", str(file), "--mapping", str(guessed(here, file)), "--replace")
    assert "answers.comment: 0042 -> all was well" in result.output
    assert "0 added, 27 known, 2 changed elsewhere and left" in result.output
    assert db.session.scalar(select(func.count()).select_from(Comment).where(Comment.text == "all was well")) == 0


@on_sqlite
def test_of_an_export_of_several_surveys_one_comes_in_at_a_time(
    here: Flask, chain: Chain, elsewhere: Flask, tmp_path: Path
) -> None:
    with here.app_context():
        with writing() as session:
            other = publish(session, "survey", "delivery", survey_document("delivery"), NOON).hash.hex()
            tablet = chain.tablet(session)
        take(here, tablet, tablet.response(other, {"visit": 2, "reasons": ["advice"], "comment": "late"}))
    file = taken_home(here, tmp_path / "home.csv")
    mapping = guessed(here, file)
    assert "delivery, " in mapping.read_text("utf-8") or ", delivery" in mapping.read_text("utf-8")
    assert brought(here, file, mapping) == (0, 29, 0)
    with elsewhere.app_context(), writing() as session:
        publish(session, "survey", "delivery", survey_document("delivery"), NOON)
    assert brought(elsewhere, file, mapping) == (29, 0, 0)
    assert brought(elsewhere, file, guessed(here, file, "--survey", "delivery")) == (1, 0, 0)


@on_sqlite
def test_an_export_by_the_hour_or_second_or_of_answers_is_recognised(here: Flask, tmp_path: Path) -> None:
    for grain in ("hour", "second"):
        file = taken_home(here, tmp_path / f"{grain}.csv", "--times", grain, "--bom")
        assert brought(here, file, guessed(here, file)) == (0, 29, 0)
    file = taken_home(here, tmp_path / "answers.csv", "--shape", "long")
    result = invoked(here, imports, "guess", str(file))
    assert result.exit_code != 0 and "a row each" in result.output


@on_sqlite
def test_a_row_of_a_version_or_shop_that_is_not_here_is_set_aside(here: Flask, tmp_path: Path) -> None:
    file = taken_home(here, tmp_path / "home.csv")
    lines = file.read_bytes().decode().splitlines(keepends=True)
    lines[1] = lines[1].replace('"shop-visit",1', '"shop-visit",9').replace('"shop-visit",2', '"shop-visit",9')
    file.write_bytes("".join(lines).encode())
    mapping = guessed(here, file)
    with here.app_context():
        result = invoked(here, imports, "responses", str(file), "--mapping", str(mapping), "--dry-run")
    assert "has no version 9" in result.output and "1 bad" in result.output
