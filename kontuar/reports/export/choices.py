"""Choices: what the page of exports is asked for by its address, and what may be chosen on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core import places
from kontuar.core.errors import NotAllowed, NotFound
from kontuar.core.languages import LANGUAGES, TAGS
from kontuar.core.people import Person
from kontuar.core.places import Place, PlaceKind
from kontuar.core.times import parse_day
from kontuar.reports import documents, words
from kontuar.reports.bar import Field
from kontuar.reports.export.asking import SHAPES, Asked, What
from kontuar.reports.export.formats import FORMATS
from kontuar.reports.export.rights import right_of
from kontuar.reports.filters import FilterWrong
from kontuar.web.locale import current_language
from kontuar.web.texts import gettext as _

WHAT = {
    What.RESPONSES: _l("Responses, a row each"),
    What.ANSWERS: _l("Answers, a row each"),
    What.SCORES: _l("Scores, day by day"),
    What.COMMENTS: _l("Comments, a row each"),
    What.ATTEMPTS: _l("Quizzes, a row an answer"),
}
SHAPE = {"wide": _l("A row for all answers"), "long": _l("A row for each answer")}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, the place by which, and the places it is about (None: the whole chain)."""

    asked: Asked
    place: str
    within: frozenset[UUID] | None


def choice(session: Session, person: Person) -> Choice:
    """What the address asks for. Raises FilterWrong for what can't be read, NotAllowed for what this person mayn't take."""
    address, right = request.args, right_of(person)
    what = What(_one_of(address, "what", list(What)) or What.RESPONSES)
    if what not in right.tables:
        raise NotAllowed
    shape: Any = _one_of(address, "shape", SHAPES[what]) or SHAPES[what][0]
    return Choice(
        Asked(
            what=what,
            shape=shape,
            format=_one_of(address, "format", list(FORMATS)) or "csv",
            survey=None if what is What.ATTEMPTS else _survey(session, address),
            quiz=_quiz(session, address) if what is What.ATTEMPTS else None,
            start=_day(address, "from"),
            end=_day(address, "to"),
            language=_one_of(address, "language", TAGS),
            segment=_segment(session, address) if what is not What.ATTEMPTS else None,
            words=current_language().tag,
            labels=_one_of(address, "values", ["codes", "words"]) == "words",
            comments=right.comments,
            times=right.times,
            bom=_one_of(address, "mark", ["yes"]) is not None,
        ),
        address.get("place", ""),
        _within(session, person, address.get("place")),
    )


def fields(session: Session, person: Person, chosen: Choice) -> list[Field]:
    """What may be chosen; a list with one entry isn't a choice."""
    asked = chosen.asked
    tables = [(what.value, str(WHAT[what])) for what in right_of(person).tables]
    found = [
        Field("what", _("What"), asked.what, tables),
        _quizzes(session, asked) if asked.what is What.ATTEMPTS else _surveys(session, asked),
        Field("place", _("Place"), chosen.place, _places(session, person)),
        Field("from", _("First day"), asked.start or ""),
        Field("to", _("Last day"), asked.end or ""),
        Field("language", _("Answered in"), asked.language or "", _languages()),
        _segments(session, asked),
        Field("shape", _("Shape"), asked.shape, [(each, str(SHAPE[each])) for each in SHAPES[asked.what]]),
        Field("format", _("Format"), asked.format, [(each.name, str(each.about)) for each in FORMATS.values()]),
        Field("values", _("Values"), "words" if asked.labels else "codes", _values(asked)),
        Field("mark", _("Byte order mark"), "yes" if asked.bom else "", _marks(asked)),
    ]
    return [field for field in found if len(field.options) > 1 or field.name in ("from", "to")]


def _surveys(session: Session, asked: Asked) -> Field:
    latest = documents.latest(documents.surveys(session))
    options = [(key, words.said(survey.title, survey.source)) for key, survey in latest.items()]
    return Field("survey", _("Survey"), asked.survey or "", [("", _("All surveys")), *options])


def _quizzes(session: Session, asked: Asked) -> Field:
    options = [(quiz.key, words.said(quiz.title, quiz.source)) for quiz in documents.quizzes(session)]
    return Field("quiz", _("Quiz"), asked.quiz or "", [("", _("All quizzes")), *options])


def _segments(session: Session, asked: Asked) -> Field:
    values = _segment_values(session, asked.survey) if asked.what is not What.ATTEMPTS else []
    return Field("segment", _("Segment"), asked.segment or "", [("", _("All segments")), *values])


def _segment_values(session: Session, survey: str | None) -> list[tuple[str, str]]:
    """The values that surveys name of their segments, as `key=value`; a command may ask for others too."""
    found: dict[str, str] = {}
    for each in documents.latest(documents.surveys(session)).values():
        for segment in each.segments if survey in (None, "", each.key) else ():
            title = words.said(segment.title, each.source)
            for value in segment.values:
                said = words.said(value.label, each.source)
                found.setdefault(f"{segment.key}={value.id}", _("%(title)s: %(value)s", title=title, value=said))
    return list(found.items())


def _languages() -> list[tuple[str, str]]:
    return [("", _("All languages")), *((language.tag, language.own_name) for language in LANGUAGES)]


def _values(asked: Asked) -> list[tuple[str, str]]:
    if asked.format == "sav" or asked.what in (What.SCORES, What.ATTEMPTS):  # SPSS has both at once
        return []
    return [("codes", _("Codes")), ("words", _("Words in your language"))]


def _marks(asked: Asked) -> list[tuple[str, str]]:
    return [("", _("Without")), ("yes", _("With, for an older spreadsheet"))] if asked.format == "csv" else []


def _seen(session: Session, person: Person) -> list[Place]:
    """The places whose answers this person may take, by name."""
    allowed = places.below(session, person.roots(right_of(person).roles))
    rows = session.scalars(select(Place).order_by(Place.name, Place.id))
    return [place for place in rows if place.id in allowed]


def _places(session: Session, person: Person) -> list[tuple[str, str]]:
    seen = _seen(session, person)
    regions = [
        (str(place.id), _("%(region)s, all shops", region=place.name))
        for place in seen
        if place.kind == PlaceKind.REGION
    ]
    shops = [(str(place.id), place.name) for place in seen if place.kind == PlaceKind.SHOP]
    return [*([("", _("All places"))] if len(shops) > 1 else []), *regions, *shops]


def _within(session: Session, person: Person, wanted: str | None) -> frozenset[UUID] | None:
    seen = _seen(session, person)
    if wanted:
        place = next((place for place in seen if str(place.id) == wanted), None)
        if place is None:
            raise NotFound(detail="place")
        return frozenset(places.below(session, [place.id]))
    whole = any(place.kind == PlaceKind.CHAIN for place in seen)
    return None if whole else frozenset(place.id for place in seen)


def _one_of(address: Mapping[str, str], name: str, known: Sequence[str]) -> str | None:
    wanted = address.get(name)
    if wanted and wanted not in known:
        raise FilterWrong(detail=name)
    return wanted or None


def _survey(session: Session, address: Mapping[str, str]) -> str | None:
    return _one_of(address, "survey", sorted({survey.key for survey in documents.surveys(session)}))


def _segment(session: Session, address: Mapping[str, str]) -> str | None:
    known = [value for value, _ in _segment_values(session, address.get("survey"))]
    return _one_of(address, "segment", known)


def _quiz(session: Session, address: Mapping[str, str]) -> str | None:
    return _one_of(address, "quiz", [quiz.key for quiz in documents.quizzes(session)])


def _day(address: Mapping[str, str], name: str) -> str | None:
    text = address.get(name)
    day = parse_day(text) if text else None
    if text and day is None:
        raise FilterWrong(detail=name)
    return day
