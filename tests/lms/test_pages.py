"""Pages of the Book and of quizzes: who reads what, who publishes, and that nobody sees how another did."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.sync.definitions import Definition, in_force
from kontuar.web.access import COOKIE
from tests.lms.learning import BOOK, QUIZZES, WELCOME, attempt, id_of, publish_book, publish_quiz
from tests.support.chains import NOON, Chain
from tests.sync.test_receiving import take

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def people(app: Flask, chain: Chain) -> dict[str, UUID]:
    """Halina writes at head office, Marta leads the shop in Gdańsk, Kasia and Olena work there, Tomek in Kraków."""
    who = {
        "Halina": (Role.AUTHOR, chain.root),
        "Marta": (Role.MANAGER, chain.gdansk),
        "Kasia": (Role.EMPLOYEE, chain.gdansk),
        "Olena": (Role.EMPLOYEE, chain.gdansk),
        "Tomek": (Role.EMPLOYEE, chain.krakow),
    }
    found = {}
    with writing() as session:
        for name, (role, place) in who.items():
            person = Person(id=new_id(), given_name=name, family_name="Król", language="en", joined_at=NOON)
            person.posts = [Post(role=role, place_id=place)]
            session.add(person)
            found[name] = person.id
    return found


@pytest.fixture
def sign_in(client: FlaskClient, people: dict[str, UUID]) -> SignIn:
    def signed_in(name: str) -> FlaskClient:
        for known in list(g):  # the test's context lives on between its requests, and would remember the last person
            g.pop(known)
        with writing() as session:
            token = visits.begin(session, session.get_one(Person, people[name]), "password", now())
        client.set_cookie(COOKIE, token)
        return client

    return signed_in


@pytest.fixture
def book(app: Flask, chain: Chain) -> Definition:
    with writing() as session:
        return publish_book(session)


@pytest.fixture
def quiz(app: Flask, chain: Chain) -> Definition:
    with writing() as session:
        return publish_quiz(session)


def send(client: FlaskClient, address: str, content: bytes, button: str = "publish") -> Any:
    page = client.get(address).text
    token = page.partition('name="csrf_token" ')[2].partition('value="')[2].partition('"')[0]
    form = {"csrf_token": token, button: "1", "file": (BytesIO(content), "file.yaml")}
    return client.post(address, data=form, content_type="multipart/form-data")


def test_every_employee_reads_the_book(sign_in: SignIn, book: Definition) -> None:
    kasia = sign_in("Kasia")
    page = kasia.get("/book").text
    assert page.count('class="list-title"') == 12
    assert "Publish an edition" not in page
    page = kasia.get("/book/greet-30-seconds").text
    assert "Within 30\u00a0seconds of a customer coming in" in page
    assert "edition 1" in page
    assert "/standards/" not in page  # what customers say is for those who lead


def test_a_clause_that_is_not_in_the_book_is_not_found(sign_in: SignIn, book: Definition) -> None:
    assert sign_in("Kasia").get("/book/nothing").status_code == 404


def test_without_a_book_the_page_says_so(sign_in: SignIn) -> None:
    assert "There is no Book yet" in sign_in("Kasia").get("/book").text
    assert "Publish an edition" in sign_in("Halina").get("/book").text


def test_an_overdue_standard_is_shouted_about_to_those_who_can_change_it(sign_in: SignIn) -> None:
    with writing() as session:
        text = BOOK.read_text("utf-8").replace("edition: 2026-11-22", "edition: 2024-01-01")
        text = text.replace("review-by: 2028", "review-by: 2025").replace("review-by: 2027", "review-by: 2025")
        publish_book(session, text.encode())
    assert "12 standards are overdue for review" in sign_in("Halina").get("/book").text
    assert "overdue" not in sign_in("Kasia").get("/book").text


def test_halina_publishes_the_book_and_a_quiz_from_files(sign_in: SignIn) -> None:
    halina = sign_in("Halina")
    assert "It is checked first" in halina.get("/book/editions/new").text
    checked = send(halina, "/book/editions/new", BOOK.read_bytes(), "check")
    assert "The Book is good to publish" in checked.text
    assert in_force(db.session(), "book", "book") is None
    assert send(halina, "/book/editions/new", BOOK.read_bytes()).status_code == 303
    assert "The Book is published as edition 1." in halina.get("/book").text
    quiz = (QUIZZES / "standards.yaml").read_bytes()
    assert send(halina, "/quizzes/new", quiz).location == "/quizzes/standards"
    page = halina.get("/quizzes/standards").text
    assert "12 questions" in page
    assert "80% counts as passed" in page


def test_a_faulty_file_is_told_by_line_and_nothing_is_published(sign_in: SignIn, book: Definition) -> None:
    halina = sign_in("Halina")
    wrong = send(halina, "/quizzes/new", WELCOME.replace("greet-30-seconds", "greeting").encode())
    assert wrong.status_code == 422
    assert "1 thing must be put right" in wrong.text
    assert '<th scope="row" class="num">14</th>' in wrong.text
    assert send(halina, "/quizzes/new", b"").status_code == 422
    assert send(halina, "/book/editions/new", b"\xff\xfe").status_code == 422
    assert in_force(db.session(), "quiz", "welcome") is None


def test_other_right_answers_need_another_version(sign_in: SignIn, quiz: Definition) -> None:
    refused = send(sign_in("Halina"), "/quizzes/new", WELCOME.replace("answer: true", "answer: false").encode())
    assert refused.status_code == 422
    assert "Raise the version of: mug-hot." in refused.text


def test_a_quiz_is_taken_back_and_published_again(sign_in: SignIn, quiz: Definition) -> None:
    halina = sign_in("Halina")
    page = halina.get("/quizzes/welcome").text
    token = page.partition('name="csrf_token" ')[2].partition('value="')[2].partition('"')[0]
    assert halina.post("/quizzes/welcome/withdrawal", data={"csrf_token": token}).status_code == 303
    assert "“Welcome” is taken back." in halina.get("/quizzes").text
    assert "Taken back on" in halina.get("/quizzes/welcome").text
    assert halina.get("/quizzes/nothing").status_code == 404


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("Kasia", "/quizzes", 403),
        ("Kasia", "/quizzes/welcome", 403),
        ("Kasia", "/quizzes/new", 403),
        ("Marta", "/quizzes/new", 403),
        ("Marta", "/book/editions/new", 403),
        ("Marta", "/quizzes/welcome", 200),
        ("Halina", "/quizzes/new", 200),
        ("Kasia", "/quizzes/own", 200),
    ],
)
def test_each_sees_what_his_role_allows(sign_in: SignIn, quiz: Definition, name: str, path: str, status: int) -> None:
    assert sign_in(name).get(path).status_code == status


def test_kasia_looks_back_on_her_own_attempt_and_nobody_else_can(
    app: Flask, chain: Chain, sign_in: SignIn, people: dict[str, UUID], quiz: Definition, book: Definition
) -> None:
    with writing() as session:
        tablet = chain.tablet(session)
    line = attempt(
        tablet, quiz, people["Kasia"], {"greet": "late", "wait": ["minutes", "moment"], "mug-size": "<b>1</b>"}
    )
    take(app, tablet, line)
    kasia = sign_in("Kasia")
    assert "Welcome" in kasia.get("/quizzes/own").text
    page = kasia.get(f"/quizzes/own/{chain.gdansk}/{id_of(line)}").text
    assert page.count("your answer") == 4
    assert "&lt;b&gt;1&lt;/b&gt;" in page
    assert "not answered" in page
    assert "Standard 2.1" in page
    for other in ("Olena", "Marta", "Halina"):
        someone = sign_in(other)
        assert someone.get(f"/quizzes/own/{chain.gdansk}/{id_of(line)}").status_code == 404
        assert "Nothing yet" in someone.get("/quizzes/own").text


def test_what_nothing_asks_about_is_told(sign_in: SignIn, quiz: Definition, book: Definition) -> None:
    assert "10 standards have no question" in sign_in("Halina").get("/quizzes").text


def test_a_node_shows_what_is_published_and_publishes_nothing(
    sign_in: SignIn, quiz: Definition, book: Definition
) -> None:
    with writing() as session:
        here = installation(session)
        assert here is not None
        here.kind, here.upstream = "node", "https://hub.example"
    halina = sign_in("Halina")
    assert "Publish a file" not in halina.get("/quizzes").text
    assert send(halina, "/quizzes/new", WELCOME.replace("key: welcome", "key: other").encode()).status_code == 409
