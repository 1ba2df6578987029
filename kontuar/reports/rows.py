"""Rows: comments, reasons and clauses as the pages list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from kiosk.responses.searching import marked
from kiosk.responses.voices import Voice
from kiosk.surveys.document import Question
from kontuar.core import places
from kontuar.core.people import Person, Role
from kontuar.core.times import zone
from kontuar.reports import documents, words
from kontuar.reports.filters import Filters
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _

HIDERS = (Role.ADMIN, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A customer's words as a page shows them: the day and the hour, never the minute."""

    text: str
    pieces: Sequence[tuple[str, bool]]  # of the text, and which of them were looked for
    language: str
    mark: int | None
    mark_label: str
    place: str
    day: str
    hour: str
    reasons: Sequence[tuple[str, str]]
    hidden: bool
    may_hide: bool
    hiding_url: str
    back: str


def comment_rows(
    session: Session, filters: Filters, found: Sequence[Voice], person: Person, wanted: Sequence[str] = ()
) -> list[CommentRow]:
    """Comments with their face, reasons and place, and whether this person may hide them."""
    names = {place.id: place for place in filters.seen}
    mine = hideable(session, person) if found else set()
    smileys = next((question for question in filters.scales if question.type == "smileys"), None)
    return [_comment(filters, voice, names[voice.place_id].name, names[voice.place_id].time_zone, smileys, mine, wanted)
            for voice in found if voice.place_id in names]  # fmt: skip


def hideable(session: Session, person: Person) -> set[UUID]:
    """The places whose comments this person may hide."""
    return places.below(session, person.roots(HIDERS))


def _comment(
    filters: Filters,
    voice: Voice,
    name: str,
    time_zone: str,
    smileys: Question | None,
    mine: set[UUID],
    wanted: Sequence[str],
) -> CommentRow:
    notation = current_notation()
    given = voice.answers.get(smileys.id) if smileys else None
    mark = given if isinstance(given, int) and 1 <= given <= 5 else None
    source = filters.survey.source if filters.survey else ""
    label = words.said(smileys.labels[mark - 1], source) if smileys and mark and smileys.labels else str(mark or "")
    return CommentRow(
        text=voice.text,
        pieces=marked(voice.text, wanted),
        language=voice.language,
        mark=mark,
        mark_label=label,
        place=name,
        day=notation.day_of_year(voice.day),
        hour=notation.hour(voice.at, zone(time_zone)),
        reasons=_reasons(filters, voice, source),
        hidden=voice.hidden,
        may_hide=voice.place_id in mine,
        hiding_url=url_for(
            "comments.hiding", place_id=voice.place_id, response_id=voice.response_id, question=voice.question
        ),
        back=request.full_path.rstrip("?"),
    )


def _reasons(filters: Filters, voice: Voice, source: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for question in filters.questions.values():
        picked = voice.answers.get(question.id)
        for choice in question.choices:
            if picked == choice.id or (isinstance(picked, list) and choice.id in picked):
                url = url_for("standards.one", clause=choice.clause) if choice.clause else ""
                found.append((words.said(choice.label, source), url))
    return found


def clause_links(session: Session, wanted: Iterable[str | None]) -> dict[str, tuple[str, str]]:
    """What a clause is called (`3.4 Tell how long it takes`) and its page, by id; only clauses of the Book in force."""
    book = documents.book(session)
    found: dict[str, tuple[str, str]] = {}
    for id in wanted:
        clause = book.clause(id) if book and id else None
        if book and clause:
            name = _("%(number)s %(title)s", number=clause.number, title=words.said(clause.title, book.source))
            found[clause.id] = (str(name), url_for("standards.one", clause=clause.id))
    return found
