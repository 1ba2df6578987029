"""Answers taken home: every row and column is there, nobody is told from anybody, nothing is half-written."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kiosk.responses.models import Comment, Response
from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.reports.export import responses
from kontuar.reports.export.commands import export
from kontuar.sync.definitions import publish
from tests.lms.learning import RIGHT, attempt, publish_quiz
from tests.reports.conftest import Staff, days_ago
from tests.reports.exports import exported, table, taken
from tests.reports.test_scores_command import run
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.sync.test_receiving import take

Answered = Callable[..., list[bytes]]
BrowserOf = Callable[..., FlaskClient]


def test_a_row_a_response_a_column_a_question_a_column_a_choice(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered
) -> None:
    answered(
        gdansk, {"visit": 2, "reasons": ["waiting", "price"], "recommend": 7, "comment": 'Powiedział: "zaraz", i nic'}
    )
    answered(gdansk, {"visit": 5}, complete=False, language="uk")
    first, second = exported(app, tmp_path, "responses", "--survey", "shop-visit")
    assert [first[f"reasons.{choice}"] for choice in ("waiting", "advice", "price")] == ["1", "0", "1"]
    assert (first["visit"], first["recommend"], first["comment"]) == ("2", "7", 'Powiedział: "zaraz", i nic')
    assert (first["place_name"], first["day"], first["at"]) == (
        "Gdańsk, Długi Targ",
        "2026-11-22",
        "2026-11-22T11:17:00Z",
    )
    assert (second["complete"], second["language"], second["reasons.waiting"], second["recommend"]) == (
        "0",
        "uk",
        "",
        "",
    )


def test_segments_that_a_survey_declares_have_a_column_each(app: Flask, tmp_path: Path, gdansk: Tablet) -> None:
    document = survey_document("told-apart", segments=[{"key": "hall", "title": {"en": "Hall", "pl": "Hala"}}])
    with writing() as session:
        survey = publish(session, "survey", "told-apart", document, NOON).hash.hex()
    take(app, gdansk, gdansk.response(survey, {"visit": 3}))
    with writing() as session:
        session.execute(update(Response).values(segments={"hall": "=B"}, weight=1.25, import_row="17"))
    row = exported(app, tmp_path, "responses", "--survey", "told-apart")[0]
    assert (row["segment.hall"], row["weight"], row["row"], row["visit"]) == ("'=B", "1.25", "17", "3")
    assert exported(app, tmp_path, "answers", "--survey", "told-apart")[0]["segment.hall"] == "'=B"


def test_long_is_a_row_an_answer(app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered) -> None:
    answered(gdansk, {"visit": 2, "reasons": ["waiting"], "comment": "kolejka"}, {"recommend": 0})
    found = exported(app, tmp_path, "responses", "--shape", "long")
    told = [(row["question"], row["choice"], row["value"], row["text"]) for row in found]
    assert told == [
        ("visit", "", "2", ""), ("reasons", "waiting", "1", ""), ("reasons", "advice", "0", ""), ("reasons", "price", "0", ""),
        ("comment", "", "", "kolejka"), ("recommend", "", "0", ""),
    ]  # fmt: skip
    assert exported(app, tmp_path, "answers") == found
    assert len({row["response"] for row in found}) == 2


def test_words_stand_in_place_of_codes_in_the_language_asked_for(
    app: Flask, tmp_path: Path, chain: Chain, gdansk: Tablet
) -> None:
    faces = [{"en": word, "pl": slowo} for word, slowo in zip("abcde", "vwxyz", strict=True)]
    questions = [
        {"id": "visit", "type": "smileys", "title": {"en": "Visit?", "pl": "Wizyta?"}, "labels": faces},
        {"id": "who", "type": "one", "title": {"en": "Who?", "pl": "Kto?"}, "decline": ["unknown"], "choices": [
            {"id": "new", "label": {"en": "New here", "pl": "Pierwszy raz"}},
            {"id": "old", "label": {"en": "Again", "pl": "Znów"}},
        ]},
    ]  # fmt: skip
    with writing() as session:
        survey = publish(session, "survey", "labels", survey_document("labels", questions=questions), NOON).hash.hex()
    lines = [
        gdansk.response(survey, {"visit": 5, "who": "new"}),
        gdansk.response(survey, {"who": {"declined": "unknown"}}),
    ]
    take(app, gdansk, *lines)
    coded = exported(app, tmp_path, "responses", "--survey", "labels")
    assert [(row["visit"], row["who"], row["who.missing"]) for row in coded] == [("5", "new", ""), ("", "", "unknown")]
    worded = exported(app, tmp_path, "responses", "--survey", "labels", "--labels", "pl")
    assert [(row["visit"], row["who"]) for row in worded] == [("z", "Pierwszy raz"), ("", "")]
    assert worded[1]["who.missing"] not in ("", "unknown")
    long = exported(app, tmp_path, "answers", "--survey", "labels", "--labels", "pl")
    assert [(row["question_label"], row["answer_label"]) for row in long][:2] == [
        ("Wizyta?", "z"),
        ("Kto?", "Pierwszy raz"),
    ]


def test_rows_are_chosen_by_days_places_and_languages(
    app: Flask, tmp_path: Path, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 1}, language="uk")
    answered(krakow, {"visit": 5})
    assert [row["visit"] for row in exported(app, tmp_path, "responses", "--place", "Kraków, Rynek")] == ["5"]
    assert [row["visit"] for row in exported(app, tmp_path, "responses", "--language", "uk")] == ["1"]
    assert exported(app, tmp_path, "responses", "--to", "2026-11-21") == []
    assert len(exported(app, tmp_path, "responses", "--from", "2026-11-22", "--to", "2026-11-22", "--bom")) == 2


def test_scores_count_who_gave_each_answer(
    app: Flask, tmp_path: Path, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 5}, {"visit": 4, "recommend": 9}, {"visit": 1, "reasons": ["price"]})
    answered(krakow, {"visit": 2}, moment=days_ago(1))
    wide = {(row["place_name"][0], row["day"], row["question"]): row for row in exported(app, tmp_path, "scores")}
    one = wide["G", "2026-11-22", "visit"]
    assert ([one[f"n{mark}"] for mark in range(6)], one["n"]) == (["", "1", "0", "0", "1", "1"], "3")
    assert (float(one["mean"]), float(one["score"])) == (pytest.approx(10 / 3), pytest.approx(2 / 3))
    assert (wide["G", "2026-11-22", "recommend"]["score"], wide["K", "2026-11-21", "visit"]["n2"]) == ("100.0", "1")
    long = exported(app, tmp_path, "scores", "--shape", "long", "--place", "Gdańsk, Długi Targ")
    told = {(row["question"], row["answer"]): (row["n"], row["of"]) for row in long}
    assert told == {
        ("visit", "5"): ("1", "3"), ("visit", "4"): ("1", "3"), ("visit", "1"): ("1", "3"),
        ("recommend", "9"): ("1", "1"), ("reasons", "price"): ("1", "1"),
    }  # fmt: skip


def test_no_cell_tells_the_moment(app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered) -> None:
    moment = days_ago(0).replace(second=42, microsecond=317_000)
    answered(gdansk, {"visit": 1, "comment": "x"}, moment=moment)
    kept = db.session.scalars(select(Comment.response_id)).one()
    by_minute = exported(app, tmp_path, "comments")
    assert [row["at"] for row in by_minute] == ["2026-11-22T11:17:00Z"]
    assert exported(app, tmp_path, "responses", "--times", "hour")[0]["at"] == "2026-11-22T11:00:00Z"
    whole = (tmp_path / "out.csv").read_text("utf-8")
    assert str(kept) not in whole and kept.hex not in whole, "an id of ours begins with the millisecond it was made in"
    assert exported(app, tmp_path, "responses")[0]["response"] == by_minute[0]["response"]


def test_pages_of_the_journey_join_without_a_seam(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "A_PAGE", 3)
    answered(gdansk, *[{"visit": 1 + number % 5, "comment": f"nr {number}"} for number in range(10)])
    found = exported(app, tmp_path, "responses")
    assert [row["comment"] for row in found] == [f"nr {number}" for number in range(10)]


def test_a_row_an_answer_and_nobody_by_name(app: Flask, tmp_path: Path, staff: Staff, gdansk: Tablet) -> None:
    with writing() as session:
        quiz = publish_quiz(session)
    take(app, gdansk, attempt(gdansk, quiz, staff.employee.id, {**RIGHT, "wait": ["minutes"], "mug-size": "-0,25"}))
    found = {row["item"]: row for row in exported(app, tmp_path, "attempts", "--quiz", "welcome")}
    greet = found["greet"]
    assert (greet["answer"], greet["item_fraction"], greet["clause"]) == ("soon", "1.0", "greet-30-seconds")
    assert (found["wait"]["answer"], found["mug-hot"]["answer"]) == ("minutes", "true")
    assert (found["mug-size"]["answer"], found["mug-size"]["item_fraction"]) == ("'-0,25", "0.0")
    assert len({row["learner"] for row in found.values()}) == 1
    assert str(staff.employee.id) not in str(found) and "Kasia" not in str(found)


def test_a_question_may_be_called_like_a_column_of_ours(app: Flask, tmp_path: Path, gdansk: Tablet) -> None:
    words = {"en": "?", "pl": "?"}
    questions = [{"id": name, "type": "stars", "title": words} for name in ("day", "place", "Day")]
    with writing() as session:
        survey = publish(session, "survey", "odd", survey_document("odd", questions=questions), NOON).hash.hex()
    take(app, gdansk, gdansk.response(survey, {"day": 1, "place": 2, "Day": 3}))
    told = taken(app, tmp_path / "odd.csv", "responses", "--survey", "odd")
    named = {column["question"]: column["name"] for column in told["columns"] if "question" in column}
    row = table((tmp_path / "odd.csv").read_text("utf-8"))[0]
    assert [row[named[question]] for question in ("day", "place", "Day")] == ["1", "2", "3"]
    assert row["day"] == "2026-11-22"


def test_a_file_that_is_there_stays_until_forced(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 1})
    file = tmp_path / "answers.csv"
    file.write_text("mine")
    result = run(app, export, "responses", "-o", str(file))
    assert result.exit_code == 1 and "--force" in result.output and file.read_text() == "mine"
    assert run(app, export, "responses", "-o", str(file), "--force").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.lstrip(".").startswith("answers")) == [
        "answers.csv",
        "answers.csv.codebook.csv",
        "answers.csv.manifest.json",
    ]


def test_an_export_that_breaks_leaves_nothing_behind(
    app: Flask, tmp_path: Path, gdansk: Tablet, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(gdansk, {"visit": 1})

    def broken(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kontuar.reports.export.files.os.fsync", broken)
    result = run(app, export, "responses", "-o", str(tmp_path / "answers.csv"))
    assert result.exit_code == 1 and "No space left" in result.output
    assert [path.name for path in tmp_path.iterdir() if "answers" in path.name] == []


def test_what_cant_be_asked_for_is_told_in_a_sentence(app: Flask, tmp_path: Path, chain: Chain) -> None:
    file = str(tmp_path / "x.csv")

    def said(*words: str) -> str:
        result = run(app, export, *words, "-o", file)
        assert result.exit_code != 0 and "Traceback" not in result.output
        return result.output

    assert "Known: shop-visit" in said("responses", "--survey", "shop")
    assert "chosen by quiz" in said("attempts", "--survey", "shop-visit")
    assert "always wide" in said("comments", "--shape", "long")
    assert "comes before the first" in said("responses", "--from", "2026-11-22", "--to", "2026-11-01")
    assert "no such language" in said("responses", "--labels", "xx")
    assert "--again" in said()


def test_head_office_takes_a_zip_and_the_log_says_so(
    app: Flask, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5, "comment": "=1+1"}] * 12)
    analyst = browser_of(staff.analyst)
    address = "/export?what=responses&survey=shop-visit&from=2026-11-01"
    seen = analyst.get(address)
    assert seen.status_code == 200 and "12 responses" in seen.text
    answer = analyst.post(address)
    assert answer.headers["Content-Disposition"].endswith('.zip"')
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    codebook, data, manifest = (archive.read(name) for name in archive.namelist())
    told = json.loads(manifest)
    assert (told["rows"], told["sha256"]) == (12, hashlib.sha256(data).hexdigest())
    assert {row["comment"] for row in table(data.decode())} == {"'=1+1"}
    assert b"reasons.waiting" in codebook
    deed = db.session.scalars(select(Deed)).one()
    assert (deed.verb, deed.person_id, deed.detail["comments"]) == ("answers.exported", staff.analyst.id, True)


def test_a_hidden_comment_isnt_taken_home(
    app: Flask, tmp_path: Path, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 1, "comment": "Halina Nowak"}, {"visit": 2, "comment": "kolejka"})
    halina = db.session.scalars(select(Comment).where(Comment.text == "Halina Nowak")).one()
    address = f"/results/comments/{halina.place_id}/{halina.response_id}/comment/hiding"
    assert browser_of(staff.gdansk).post(address, data={"hidden": "yes"}).status_code == 303
    found = exported(app, tmp_path, "responses")
    assert [(row["comment"], row["comment.missing"]) for row in found] == [("", "hidden"), ("kolejka", "")]
    assert [(row["text"], row["hidden"]) for row in exported(app, tmp_path, "comments")] == [
        ("", "1"),
        ("kolejka", "0"),
    ]


def test_a_manager_takes_his_own_shop_by_the_hour_and_no_words(
    browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 5, "comment": "Dziękuję"})
    answered(krakow, {"visit": 1})
    manager = browser_of(staff.gdansk)
    archive = zipfile.ZipFile(io.BytesIO(manager.post("/export?format=ndjson").data))
    rows = [json.loads(line) for line in archive.read(archive.namelist()[1]).splitlines()]
    assert [(row["place_name"], row["at"], row["visit"]) for row in rows] == [
        ("Gdańsk, Długi Targ", "2026-11-22T11:00:00Z", 5)
    ]
    assert not [name for name in rows[0] if name.startswith("comment")]
    assert [manager.post(f"/export?what={what}").status_code for what in ("comments", "attempts")] == [403, 403]
    assert manager.post(f"/export?place={chain.krakow}").status_code == 404


def test_an_employee_takes_nothing_home(browser_of: BrowserOf, staff: Staff) -> None:
    client = browser_of(staff.employee)
    assert (client.get("/export").status_code, client.post("/export").status_code) == (403, 403)


def test_the_page_says_what_cant_be_had(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = browser_of(staff.analyst)
    assert "Nobody answered" in analyst.get("/export").text
    answered(gdansk, {"visit": 1})
    wrong = analyst.post("/export?from=2026-11-22&to=2026-11-01")
    assert wrong.status_code == 422 and "The last day comes before the first." in wrong.text
    assert analyst.get("/export?format=docx").status_code == 422
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    lacking = analyst.get("/export?format=parquet")
    assert lacking.status_code == 422 and "kontuar[analytics]" in lacking.text
