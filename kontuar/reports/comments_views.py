"""Pages of comments: what customers typed, with their face and reasons; hiding one that names somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, request
from flask.typing import ResponseReturnValue

from kiosk.responses.facts import CommentHidden
from kiosk.responses.queries import taken
from kiosk.responses.repeating import repeated
from kiosk.responses.searching import terms
from kiosk.responses.voices import Voice, comments_counted, voice, voices
from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotFound
from kontuar.core.thresholds import thresholds
from kontuar.core.times import now
from kontuar.reports import bar, words
from kontuar.reports.choosing import Span
from kontuar.reports.filters import Filters, FilterWrong, chosen
from kontuar.reports.readers import READERS
from kontuar.reports.rows import HIDERS, comment_rows, hideable
from kontuar.sync.recording import record
from kontuar.web.access import for_roles, must_see, the_person
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.views import inside

Reason = tuple[str, str]  # a question and one of its choices
comments = Blueprint("comments", __name__, template_folder="templates")
A_PAGE = 20
LOW_UP_TO = 3
LONGEST_SEARCH = 100
MOST_COMPARED = 500  # comments looked through for what is said alike


@comments.get("/results/comments")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    filters = chosen(session)
    number, text, mood = _number(), request.args.get("words", "").strip()[:LONGEST_SEARCH], _mood()
    reason, wanted = _reason(filters), terms(text)
    few = filters.language is not None and taken(session, filters.scope).all < thresholds().hidden_below
    hidden = "hidden" in request.args and bool(hideable(session, the_person()))
    skip = (number - 1) * A_PAGE
    latest = [] if few else voices(
        session, filters.scope, words=wanted, fits=_fits(filters, mood, reason), hidden=hidden,
        most=max(MOST_COMPARED, skip + A_PAGE + 1),
    )  # fmt: skip
    found = latest[skip : skip + A_PAGE + 1]
    rows = comment_rows(session, filters, found[:A_PAGE], the_person(), wanted)
    counted = comments_counted(session, filters.scope)
    return page(
        "results/comments.html",
        filters=filters,
        fields=bar.fields(filters, more=_reasons_field(filters, reason)),
        rows=rows,
        headline=_headline(counted, text, mood, hidden),
        lead=_lead(filters, counted),
        counted=counted,
        words=text,
        chips=_chips(filters, mood, hidden),
        first=skip + 1,
        previous=filters.address(page=number - 1 if number > 2 else None) if number > 1 else "",
        next=filters.address(page=number + 1) if len(found) > A_PAGE else "",
        may_act=True,
        few=few,
        repeated=_repeated(filters, latest[:MOST_COMPARED]),
    )


@comments.post("/results/comments/<uuid:place_id>/<uuid:response_id>/<question>/hiding")
@for_roles(*HIDERS)
def hiding(place_id: UUID, response_id: UUID, question: str) -> ResponseReturnValue:
    must_see(place_id)
    person, hidden = the_person(), request.form.get("hidden") == "yes"
    if voice(db.session(), place_id, response_id, question) is None:
        raise NotFound(detail="comment")
    body = CommentHidden(response=response_id, question=question, hidden=hidden, by=person.id)
    moment = now()
    with writing() as session:
        record(session, current_app.extensions["kontuar.kinds"], "kiosk.comment-hidden", body, place_id, moment)
        verb = "comment.hidden" if hidden else "comment.shown"
        note(session, moment, verb, str(response_id), person_id=person.id, place_id=place_id, question=question)
    return redirect(inside(request.form.get("back", ""), "/results/comments"), 303)


def _number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 50_000):
        raise FilterWrong(detail="page")
    return int(text[:6])


def _mood() -> str:
    mood = request.args.get("score", "")
    if mood not in ("", "low", "good"):
        raise FilterWrong(detail="score")
    return mood


def _fits(filters: Filters, mood: str, reason: Reason | None) -> Any:
    """Whether a response's answers are of the mood that is wanted (a face up to the middle, or above it) and name the reason."""
    smileys = next((question.id for question in filters.scales if question.type == "smileys"), None)
    if not reason and (not mood or smileys is None):
        return None

    def fits(answers: Mapping[str, Any]) -> bool:
        if reason is not None:
            picked = answers.get(reason[0])
            if picked != reason[1] and not (isinstance(picked, list) and reason[1] in picked):
                return False
        mark = answers.get(smileys) if smileys else None
        return not mood or (isinstance(mark, int) and (mark <= LOW_UP_TO) == (mood == "low"))

    return fits


def _reason(filters: Filters) -> Reason | None:
    """The question and the choice that are asked for."""
    asked = request.args.get("reason")
    if not asked:
        return None
    question, _dot, choice = asked.partition(".")
    if question not in filters.questions or filters.questions[question].choice(choice) is None:
        raise FilterWrong(detail="reason")
    return question, choice


def _reasons_field(filters: Filters, reason: Reason | None) -> list[bar.Field]:
    source = filters.survey.source if filters.survey else ""
    options = [
        (f"{question.id}.{choice.id}", words.said(choice.label, source))
        for question in filters.questions.values()
        for choice in question.choices
    ]
    chosen_one = ".".join(reason) if reason else ""
    return [bar.Field("reason", _("Reason"), chosen_one, [("", _("All reasons")), *options])] if options else []


def _repeated(filters: Filters, found: list[Voice]) -> list[tuple[str, str, str]]:
    """What comes back in the latest of these comments: words, a search for them, and in how many."""
    notation = current_notation()
    return [
        (one.words, filters.address(words=f'"{one.words}"'), notation.whole(one.comments))
        for one in repeated([voice.text for voice in found])
    ]


def _chips(filters: Filters, mood: str, hidden: bool) -> list[tuple[str, str, bool]]:
    week = filters.span is Span.WEEK
    found = [(_("Last 7 days"), filters.address(period=None if week else "week", **{"from": None, "to": None}), week)]
    if any(question.type == "smileys" for question in filters.scales):
        found += [
            (_("Low scores"), filters.address(score=None if mood == "low" else "low"), mood == "low"),
            (_("Good scores"), filters.address(score=None if mood == "good" else "good"), mood == "good"),
        ]
    if hideable(db.session(), the_person()):
        found.append((_("Hidden"), filters.address(hidden=None if hidden else "yes"), hidden))
    return found


def _headline(counted: int, text: str, mood: str, hidden: bool) -> str:
    if hidden:
        return _("Comments that were hidden")
    if text:
        return _("Comments with “%(words)s”", words=text)
    if mood == "low":
        return _("Comments with a low score")
    if mood == "good":
        return _("Comments with a good score")
    return _("What customers say") if counted else _("Nobody has left a comment in this time")


def _lead(filters: Filters, counted: int) -> str:
    where = filters.only.name if filters.only else _("All places")
    return _(
        "%(place)s, %(period)s: comments in all: %(n)s.",
        place=where, period=words.period(filters.period), n=current_notation().whole(counted),
    )  # fmt: skip
