"""Pages of quizzes: what is published, one quiz, publishing a file; and one's own results."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kontuar.core.database import db, writing
from kontuar.core.errors import NotFound
from kontuar.core.languages import Language, language
from kontuar.core.times import now
from kontuar.web.access import for_people, for_roles, the_person
from kontuar.web.locale import current_language
from kontuar.web.page import page
from lms.quizzes import queries
from lms.quizzes.checking import read_quiz
from lms.quizzes.document import Quiz, quiz_from
from lms.quizzes.phrasing import outcomes
from lms.quizzes.publishing import ItemChanged, QuizUnknown, publish_quiz, withdraw_quiz
from lms.standards.forms import FileForm
from lms.standards.queries import book_in_force, known_clauses
from lms.standards.views import READERS, WRITERS, chain_zone, is_reader, may_write

quizzes = Blueprint("quizzes", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Row:
    """A published quiz as the list shows it."""

    edition: queries.Edition
    title: str


@quizzes.get("/quizzes")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    rows = [Row(edition, title_of(edition.quiz)) for edition in queries.published(session)]
    book = book_in_force(session)
    unasked = queries.unasked(book, [row.edition.quiz for row in rows]) if book else []
    return page(
        "quizzes/index.html", rows=rows, unasked=unasked, book=book, may_write=may_write(), zone=chain_zone(),
        spoken=_spoken(book.languages, book.source) if book else None,
    )  # fmt: skip


@quizzes.get("/quizzes/<key>")
@for_roles(*READERS)
def one(key: str) -> ResponseReturnValue:
    session = db.session()
    history = queries.editions(session, key)
    if not history:
        raise QuizUnknown(detail=key)
    quiz = history[0].quiz
    book = book_in_force(session)
    return page(
        "quizzes/one.html", edition=history[0], quiz=quiz, title=title_of(quiz), history=history,
        clauses={clause.id: clause for clause in book.clauses} if book else {},
        spoken=_spoken(quiz.languages, quiz.source), may_write=may_write(), zone=chain_zone(),
    )  # fmt: skip


@quizzes.route("/quizzes/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        return page("quizzes/new.html", form=form, sent=False)
    found, faults = read_quiz(form.contents, known_clauses(db.session()))
    changed_items = ""
    if found is not None and form.publish.data:
        try:
            with writing() as session:
                definition, changed = publish_quiz(session, found, now(), the_person().id)
        except ItemChanged as refused:
            changed_items = str(refused.detail)
        else:
            _say_published(found, definition.version, changed)
            return redirect(url_for(".one", key=found.key), 303)
    title = title_of(found) if found else ""
    shown = page(
        "quizzes/new.html", form=form, sent=True, quiz=found, title=title, faults=faults, changed_items=changed_items
    )
    return shown, 200 if found and not changed_items else 422


@quizzes.post("/quizzes/<key>/withdrawal")
@for_roles(*WRITERS)
def withdrawal(key: str) -> ResponseReturnValue:
    with writing() as session:
        definition = withdraw_quiz(session, key, now(), the_person().id)
    title = title_of(quiz_from(definition.document))
    flash(_("“%(title)s” is taken back. What was answered stays.", title=title), "good")
    return redirect(url_for(".index"), 303)


@quizzes.get("/quizzes/own")
@for_people
def own() -> ResponseReturnValue:
    """One's own attempts: nobody else has a page of them."""
    session = db.session()
    titles = {edition.quiz.key: title_of(edition.quiz) for edition in reversed(queries.editions(session))}
    attempts = queries.attempts_of(session, the_person().id)
    return page("quizzes/own.html", attempts=attempts, titles=titles, zone=chain_zone(), layout=_layout())


@quizzes.get("/quizzes/own/<uuid:place_id>/<uuid:attempt_id>")
@for_people
def own_attempt(place_id: UUID, attempt_id: UUID) -> ResponseReturnValue:
    """One's own attempt, item by item: what was answered, what is right, why, and the clause."""
    session = db.session()
    found = queries.attempt_of(session, the_person().id, place_id, attempt_id)
    if found is None:
        raise NotFound(detail=str(attempt_id))
    attempt, quiz, answers = found
    book = book_in_force(session)
    spoken = _spoken(quiz.languages, quiz.source)
    return page(
        "quizzes/attempt.html", attempt=attempt, quiz=quiz, title=title_of(quiz), spoken=spoken, layout=_layout(),
        outcomes=outcomes(quiz, attempt.id, answers, spoken.tag), zone=chain_zone(),
        clauses={clause.id: clause for clause in book.clauses} if book else {},
        book_spoken=_spoken(book.languages, book.source) if book else None,
    )  # fmt: skip


def _say_published(quiz: Quiz, version: int, changed: bool) -> None:
    if changed:
        flash(_("“%(title)s” is published as version %(version)s.", title=title_of(quiz), version=version), "good")
    else:
        flash(_("“%(title)s” was in force already, just so.", title=title_of(quiz)), "message")


def title_of(quiz: Quiz) -> str:
    return quiz.title.get(current_language().tag) or quiz.title[quiz.source]


def _spoken(languages: tuple[str, ...], source: str) -> Language:
    here = current_language()
    return here if here.tag in languages else language(source)


def _layout() -> str:
    return "layout/app.html" if is_reader() else "layout/hand.html"
