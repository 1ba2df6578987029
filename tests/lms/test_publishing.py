"""Head office publishes the Book and quizzes from the command line; a tablet is told what somebody has taken."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.sync.definitions import in_force
from lms.quizzes.commands import quiz as quiz_commands
from lms.quizzes.queries import learner_state, published, unasked
from lms.standards.commands import book as book_commands
from lms.standards.queries import book_in_force, editions, known_clauses
from tests.lms.learning import BOOK, QUIZZES, RIGHT, WELCOME, attempt, publish_book, publish_quiz
from tests.support.chains import Chain
from tests.sync.test_receiving import take

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, chain: Chain) -> Run:
    """`kontuar quiz ...` and `kontuar book ...` over the application of the test."""

    @click.group()
    @click.pass_context
    def kontuar(ctx: click.Context) -> None:
        ctx.obj = app.app_context

    kontuar.add_command(quiz_commands, "quiz")
    kontuar.add_command(book_commands, "book")

    def typed(*arguments: object) -> Result:
        return CliRunner().invoke(kontuar, [str(argument) for argument in arguments])

    return typed


def test_what_is_shipped_is_checked_and_published(run: Run) -> None:
    assert "Clauses: 12" in run("book", "check", BOOK).output
    assert run("book", "publish", BOOK).output.startswith("book: published as version 1 (")
    assert "in force already, as version 1" in run("book", "publish", BOOK).output
    files = sorted(QUIZZES.glob("*.yaml"))
    assert run("quiz", "check", *files).exit_code == 0
    for file in files:
        assert "published as version 1" in run("quiz", "publish", file).output
    assert run("quiz", "list").output.count("version 1") == 2
    assert [deed.verb for deed in db.session.scalars(select(Deed).order_by(Deed.at))].count("quiz.published") == 2


def test_a_faulty_file_is_not_published_and_says_where(run: Run, tmp_path: Path) -> None:
    run("book", "publish", BOOK)
    file = tmp_path / "welcome.yaml"
    file.write_text(WELCOME.replace("greet-30-seconds", "greet-30-second"), "utf-8")
    result = run("quiz", "publish", file)
    assert result.exit_code == 1
    assert f"{file}:14:5: error: “greet-30-second” isn't known here. Did you mean “greet-30-seconds”?" in result.output
    assert in_force(db.session(), "quiz", "welcome") is None
    file.write_bytes(b"\xff")
    assert "not-utf8" in run("book", "publish", file).output


def test_other_right_answers_under_the_same_version_are_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "welcome.yaml"
    file.write_text(WELCOME, "utf-8")
    run("quiz", "publish", file)
    file.write_text(WELCOME.replace("value: 0.25", "value: 0.3"), "utf-8")
    result = run("quiz", "publish", file)
    assert result.exit_code == 1
    assert "Raise its version. (mug-size)" in result.output
    other = tmp_path / "other.yaml"
    other.write_text(WELCOME.replace("key: welcome", "key: other").replace("value: 0.25", "value: 0.3"), "utf-8")
    assert "Raise its version." in run("quiz", "publish", other).output


def test_a_clause_that_leaves_the_book_is_told(run: Run, tmp_path: Path) -> None:
    run("book", "publish", BOOK)
    file = tmp_path / "book.yaml"
    file.write_text(BOOK.read_text("utf-8").replace("id: listen-first", "id: listen-well"), "utf-8")
    result = run("book", "publish", file)
    assert "listen-first: was a clause and isn't any more" in result.output
    assert "version 2" in result.output
    assert [edition.book.version for edition in editions(db.session())] == [2, 1]


def test_a_quiz_is_taken_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "welcome.yaml"
    file.write_text(WELCOME, "utf-8")
    run("quiz", "publish", file)
    assert "version 1 is taken back" in run("quiz", "withdraw", "welcome").output
    assert published(db.session()) == []
    result = run("quiz", "withdraw", "welcome")
    assert result.exit_code == 1
    assert "No quiz of this name is published." in result.output


def test_a_shops_node_publishes_nothing(run: Run) -> None:
    with writing() as session:
        here = installation(session)
        assert here is not None
        here.kind, here.upstream = "node", "https://hub.example"
    result = run("book", "publish", BOOK)
    assert result.exit_code == 1
    assert "published at head office" in result.output
    assert book_in_force(db.session()) is None


def test_a_tablet_is_told_a_persons_own_finished_attempts(app: Flask, chain: Chain) -> None:
    kasia = new_id()
    with writing() as session:
        quiz, tablet = publish_quiz(session), chain.tablet(session)
    take(app, tablet, attempt(tablet, quiz, kasia, RIGHT), attempt(tablet, quiz, kasia, {}, finished=False))
    state = learner_state(db.session(), kasia)
    assert [(one["quiz"], one["version"], one["fraction"], one["passed"]) for one in state] == [("welcome", 1, 1, True)]
    assert learner_state(db.session(), new_id()) == []


def test_a_clause_that_nothing_asks_about_is_named(app: Flask, chain: Chain) -> None:
    with writing() as session:
        publish_book(session)
        publish_quiz(session)
    book = book_in_force(db.session())
    assert book is not None
    left = unasked(book, [edition.quiz for edition in published(db.session())])
    assert len(left) == 10
    assert known_clauses(db.session()) == {clause.id for clause in book.clauses}
