"""The page of knowledge: who has and hasn't taken which quiz, and what is known of each standard; never who got what wrong."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from kontuar.core.database import db
from kontuar.reports import bar, documents, knowledge, words
from kontuar.reports.filters import Filters, FilterWrong, chosen
from kontuar.reports.readers import READERS
from kontuar.web.access import for_roles
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext
from lms.quizzes.document import Quiz

learning = Blueprint("knowledge", __name__, template_folder="templates")
MOST_LISTED = 40


@learning.get("/results/knowledge")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    filters, quizzes = chosen(session), documents.quizzes(session)
    quiz = _quiz(quizzes)
    people = knowledge.learners(session, filters.within)
    taken = knowledge.taken(session, {person.id for person, _ in people})
    done = [(person.id, quiz.key) in taken for person, _ in people] if quiz else []
    options = [(each.key, words.said(each.title, each.source)) for each in quizzes]
    return page(
        "results/knowledge.html",
        filters=filters,
        fields=bar.fields(
            filters, without=("survey", "period", "from", "to", "language"),
            more=[bar.Field("quiz", _("Quiz"), quiz.key, options)] if quiz else [],
        ),
        quiz=quiz,
        headline=_headline(quiz, len(done), sum(done)),
        lead=filters.only.name if filters.only else _("All places"),
        people=_people(filters, quiz, people, taken) if quiz and len(people) <= MOST_LISTED else [],
        shops=_shops(filters, quiz, people, taken) if quiz and len(filters.shops) > 1 else [],
        many=len(people) > MOST_LISTED,
        clauses=_clauses(filters),
    )  # fmt: skip


def _quiz(quizzes: list[Quiz]) -> Quiz | None:
    wanted = request.args.get("quiz")
    if not wanted:
        return max(quizzes, key=lambda quiz: len({item.clause for item in quiz.items if item.clause}), default=None)
    found = next((quiz for quiz in quizzes if quiz.key == wanted), None)
    if found is None:
        raise FilterWrong(_("There's no such quiz in force. It may have been taken back."), detail="quiz")
    return found


def _headline(quiz: Quiz | None, all_: int, done: int) -> str:
    if quiz is None:
        return _("No quiz is published yet")
    if not all_:
        return _("Nobody works here yet")
    title, left = words.said(quiz.title, quiz.source), all_ - done
    if not left:
        return _("Everybody has taken “%(quiz)s”", quiz=title)
    return ngettext(
        "%(n)s person hasn't taken “%(quiz)s” yet", "%(n)s people haven't taken “%(quiz)s” yet", left,
        n=current_notation().whole(left), quiz=title,
    )  # fmt: skip


def _people(filters: Filters, quiz: Quiz, people: Any, taken: Any) -> list[dict[str, str]]:
    """Who hasn't first, then who has, each by name."""
    names = {place.id: place.name for place in filters.seen}
    rows = [
        {"name": person.name, "initials": person.initials, "place": names.get(place, ""),
         "day": taken.get((person.id, quiz.key), "")}
        for person, place in people
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["day"] != "")


def _shops(filters: Filters, quiz: Quiz, people: Any, taken: Any) -> list[dict[str, Any]]:
    known = knowledge.by_place(db.session(), filters.within)
    rows = []
    for shop in filters.shops:
        here = [person for person, place in people if place == shop.id]
        measure = words.measure_of_knowledge(known.get(shop.id))
        rows.append(
            {
                "name": shop.name,
                "url": filters.address(place=shop.id),
                "done": sum((person.id, quiz.key) in taken for person in here),
                "all": len(here),
                "knows": words.shares().full(measure.value) if measure and measure.shown else _("too few to tell"),
                "note": words.interval(measure, words.shares()) if measure and measure.shown else "",
            }
        )
    return rows


def _clauses(filters: Filters) -> list[dict[str, Any]]:
    session = db.session()
    book, known = documents.book(session), knowledge.by_clause(session, filters.within)
    rows = []
    for clause in book.clauses if book else ():
        measure, one = words.measure_of_knowledge(known.get(clause.id)), known.get(clause.id)
        rows.append(
            {
                "number": clause.number,
                "title": words.said(clause.title, book.source if book else ""),
                "url": filters.address("standards.one", clause=clause.id),
                "knows": words.shares().full(measure.value) if measure and measure.shown else _("too few to tell"),
                "note": words.interval(measure, words.shares())
                if measure and measure.shown
                else words.counted(one.n if one else 0),
            }
        )
    return rows
