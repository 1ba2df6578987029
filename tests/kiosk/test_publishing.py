"""Halina publishes a survey from the command line or a page, sees who runs it, and takes it back."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kiosk.surveys.checking import Checked, check
from kiosk.surveys.commands import survey_commands
from kiosk.surveys.publishing import SHIPPED, known_clauses, publish_survey, shipped_surveys
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.devices import Device
from kontuar.core.documents import canonical
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.sync.definitions import in_force, publish
from kontuar.web.access import COOKIE
from tests.shared import shared
from tests.support.chains import NOON, Chain

SignIn = Callable[..., FlaskClient]
WORDS = {"en": "words"}


@pytest.fixture
def run(app: Flask, chain: Chain) -> Callable[..., Result]:
    """`kontuar survey ...` over the application of the test."""

    @click.group()
    @click.pass_context
    def kontuar(ctx: click.Context) -> None:
        ctx.obj = app.app_context

    kontuar.add_command(survey_commands, "survey")

    def typed(*arguments: object) -> Result:
        return CliRunner().invoke(kontuar, ["survey", *map(str, arguments)])

    return typed


@pytest.fixture
def sign_in(app: Flask, chain: Chain, client: FlaskClient) -> SignIn:
    """A browser in which somebody of that role is signed in; of the whole chain, or of a shop."""

    def signed_in(role: Role, place: Any = None, means: str = "password") -> FlaskClient:
        person = Person(id=new_id(), given_name="Halina", family_name="Król", language="en", joined_at=NOON)
        person.posts = [Post(role=role, place_id=place or chain.root)]
        with writing() as session:
            session.add(person)
            session.flush()
            token = visits.begin(session, person, means, now())
        client.set_cookie(COOKIE, token)
        return client

    return signed_in


def token_of(page: str) -> str:
    return page.partition('name="csrf_token" ')[2].partition('value="')[2].partition('"')[0]


def test_halina_checks_a_file_and_reads_its_faults_as_an_editor_can_jump_to_them(tmp_path: Path) -> None:
    wrong = tmp_path / "visit.yaml"
    wrong.write_text(
        "key: visit\nsource: pl\nlanguages: [pl]\ntitle: W\ninvite: I\nthanks: D\nquestions: []\nquestion: []\n"
    )
    result = CliRunner().invoke(survey_commands, ["check", str(wrong)])
    assert result.exit_code == 1
    assert f"{wrong}:7:1: error: A survey needs at least one question. [no-questions]" in result.output
    assert f"{wrong}:8:1: error: “question” isn't known here. Did you mean “questions”? [unknown-key]" in result.output
    good = CliRunner().invoke(survey_commands, ["check", *map(str, sorted(SHIPPED.glob("*.yaml")))])
    assert good.exit_code == 0
    assert good.output.count(": good. Questions: ") == 2


def test_she_publishes_it_and_the_same_again_changes_nothing(run: Callable[..., Result]) -> None:
    first = run("publish", SHIPPED / "product-advice.yaml")
    assert first.exit_code == 0, first.output
    assert "product-advice: published as version 1 (" in first.output
    assert "is in force already, as version 1" in run("publish", SHIPPED / "product-advice.yaml").output
    assert "product-advice\tversion 1\t" in run("list").output
    definition = in_force(db.session(), "survey", "product-advice")
    assert definition is not None
    assert definition.content["kind"] == "survey"
    assert definition.content["questions"][1]["when"] == {"question": "helped", "is": 1}


def test_a_new_wording_is_a_new_version(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "advice.yaml"
    text = (SHIPPED / "product-advice.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    run("publish", file)
    file.write_text(text.replace("How was our advice?", "Was our advice any good?"), encoding="utf-8")
    assert "published as version 2" in run("publish", file).output


def test_a_file_with_an_error_is_not_published(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "advice.yaml"
    file.write_text((SHIPPED / "product-advice.yaml").read_text("utf-8").replace("is: yes", "is: 7"), encoding="utf-8")
    result = run("publish", file)
    assert result.exit_code == 1
    assert "out-of-scale" in result.output and "not published" in result.output
    assert in_force(db.session(), "survey", "product-advice") is None


def test_a_reason_cannot_name_a_clause_that_the_book_does_not_have(run: Callable[..., Result]) -> None:
    clause = {"id": "advise-not-push", "number": "2.1", "title": WORDS}
    with writing() as session:
        publish(session, "book", "book", {"source": "en", "languages": ["en"], "parts": [{"clauses": [clause]}]}, NOON)
    assert known_clauses(db.session()) == {"advise-not-push": "2.1"}
    result = run("publish", SHIPPED / "product-advice.yaml")
    assert result.exit_code == 1
    assert "“know-your-product” isn't known here" in result.output


def test_she_takes_one_back_and_the_log_knows(run: Callable[..., Result]) -> None:
    assert "shop-visit: version 1 is taken back." in run("withdraw", "shop-visit").output
    assert in_force(db.session(), "survey", "shop-visit") is None
    assert list(db.session.scalars(select(Deed.verb))) == ["survey.withdrawn"]
    again = run("withdraw", "shop-visit")
    assert again.exit_code == 1
    assert "No survey of this name is published." in again.output


def test_a_shop_takes_its_surveys_from_head_office(run: Callable[..., Result]) -> None:
    with writing() as session:
        here = installation(session)
        assert here is not None
        here.upstream = "https://hub.example"
    for arguments in (("publish", SHIPPED / "product-advice.yaml"), ("withdraw", "shop-visit")):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "published at head office" in result.output


def test_the_first_start_finds_two_surveys_to_publish() -> None:
    assert [survey.key for survey in shipped_surveys()] == ["product-advice", "shop-visit"]


def test_the_list_says_what_runs_where_and_what_is_missing(sign_in: SignIn, chain: Chain) -> None:
    with writing() as session:
        chain.tablet(session, name="By the till")
        idle = chain.tablet(session, chain.krakow, name="By the window")
        session.get_one(Device, idle.id).survey = None
    page = sign_in(Role.AUTHOR).get("/surveys").text
    assert "<h1>1 survey is published</h1>" in page
    assert "How was it?" in page
    assert "2 of 12" in page
    assert "1 tablet asks nothing" in page
    assert "<bdi>By the window</bdi>, <bdi>Kraków, Rynek</bdi>" in page


def test_a_manager_sees_only_the_tablets_of_her_shop_and_changes_nothing(sign_in: SignIn, chain: Chain) -> None:
    with writing() as session:
        chain.tablet(session, name="By the till")
        chain.tablet(session, chain.krakow, name="By the window")
    client = sign_in(Role.MANAGER, chain.gdansk)
    page = client.get("/surveys/shop-visit").text
    assert "By the till" in page and "By the window" not in page
    assert "Take back" not in page
    assert client.get("/surveys/new").status_code == 403
    assert client.post("/surveys/shop-visit/withdrawal", data={"csrf_token": token_of(page)}).status_code == 403


def test_a_survey_is_shown_beside_its_source(sign_in: SignIn, run: Callable[..., Result]) -> None:
    run("publish", SHIPPED / "shop-visit.yaml")
    client = sign_in(Role.AUTHOR)
    page = client.get("/surveys/shop-visit?language=ar").text
    shown = re.findall(r'lang="(\w+)" dir="(\w+)">\s*<strong>(.*?)</strong>', page)
    assert shown[0] == ("pl", "ltr", "Jak udała się dzisiejsza wizyta?")
    assert shown[1] == ("ar", "rtl", "كيف كانت زيارتك اليوم؟")
    assert "Asked when question 1: at most 3." in page
    assert 'href="/standards/tell-waiting-time"' in page
    assert client.get("/surveys/shop-visit?language=xx").status_code == 200
    assert client.get("/surveys/nothing").status_code == 404


def test_halina_publishes_from_a_page_and_takes_back(sign_in: SignIn) -> None:
    client = sign_in(Role.AUTHOR)
    token = token_of(client.get("/surveys/new").text)

    def send(content: bytes, **act: str) -> Any:
        form = {"csrf_token": token, "file": (BytesIO(content), "advice.yaml"), **act}
        return client.post("/surveys/new", data=form, content_type="multipart/form-data")

    good = (SHIPPED / "product-advice.yaml").read_bytes()
    assert "is good to publish" in send(good, check="1").text
    assert in_force(db.session(), "survey", "product-advice") is None
    wrong = send(good.replace(b"is: yes", b"is: 7"), publish="1")
    assert wrong.status_code == 422
    assert "2 things must be put right" in wrong.text
    assert send(b"\xff\xfe", publish="1").status_code == 422
    assert client.post("/surveys/new", data={"csrf_token": token, "publish": "1"}).status_code == 422
    done = send(good, publish="1")
    assert (done.status_code, done.location) == (303, "/surveys/product-advice")
    page = client.get("/surveys/product-advice").text
    assert "is published as version 1." in page
    taken = client.post("/surveys/product-advice/withdrawal", data={"csrf_token": token_of(page)})
    assert taken.location == "/surveys"
    assert "Taken back on" in client.get("/surveys/product-advice").text
    halina = db.session.scalar(select(Person.id).where(Person.given_name == "Halina"))
    assert list(db.session.scalars(select(Deed.person_id))) == [halina, halina]


def test_a_chain_that_asks_nothing_is_told_how_to_begin(sign_in: SignIn, run: Callable[..., Result]) -> None:
    run("withdraw", "shop-visit")
    page = sign_in(Role.AUTHOR).get("/surveys").text
    assert "<h1>No survey is published yet</h1>" in page
    assert 'href="/surveys/new"' in page


def test_whatever_stands_in_a_text_is_a_text(sign_in: SignIn) -> None:
    whole = {"key": "naughty", "source": "en", "languages": ["en"], "title": "T", "invite": "I", "thanks": "T"}

    def asking(*words: str) -> Checked:
        questions = [{"id": f"q{n}", "type": "nps", "title": text, "help": text} for n, text in enumerate(words)]
        return check(canonical(whole | {"title": words[0], "questions": questions}))

    naughty = json.loads(shared("data/bad-input/blns.json").read_text("utf-8"))
    fine = [text for text in naughty if asking(text).survey]
    refused = {fault.code for text in naughty if text not in fine for fault in asking(text).errors}
    assert refused <= {"unprintable", "empty-text", "text-too-long"}
    assert len(fine) > 0.95 * len(naughty)
    client = sign_in(Role.AUTHOR)
    for start in range(0, len(fine), 30):
        survey = asking(*fine[start : start + 30]).survey
        assert survey is not None
        with writing() as session:
            publish_survey(session, survey, now())
        page = client.get("/surveys/naughty")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
