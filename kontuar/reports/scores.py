"""Scores for machines: a row for each part of a division and each question, at full precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.responses.queries import Division, Key, counts_by
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Counts, Scale, change, figures, measured
from kiosk.responses.segments import counts_by_segment
from kiosk.responses.weights import weighted_figures, weights_by
from kiosk.surveys.document import Question, Survey
from kontuar.core import places
from kontuar.core.comparing import size
from kontuar.core.errors import Invalid
from kontuar.core.intervals import USUAL
from kontuar.core.places import Place, PlaceKind
from kontuar.core.weighing import Weights
from kontuar.reports import documents
from kontuar.reports.choosing import Period
from kontuar.reports.documents import scale_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. Days are the shops' own, both included; None: open, all."""

    survey: str
    question: str | None = None
    by: Division | None = None
    start: str | None = None
    end: str | None = None
    place: UUID | None = None
    language: str | None = None
    confidence: float = USUAL
    against: Period | None = None
    segment: str | None = None  # told apart by it, instead of `by`
    weighted: bool = False  # with the weighted figures beside


def score_rows(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """Rows with the keys of `figures`, before them the question and what the row is of. Raises Invalid for what isn't there."""
    versions = _versions(session, asked)
    questions = _questions(asked, versions)
    shops = shops_by_name(session, asked.place)
    scope = scope_of(asked, shops)
    before = scope.between(asked.against.start, asked.against.end) if asked.against else None
    if before is not None and asked.by in (Division.DAY, Division.WEEK, Division.MONTH):
        raise Invalid(
            "Days, weeks and months can't be compared one by one. Leave out --by, or tell apart by place or language."
        )
    found = _parts(session, scope, asked, questions, shops)
    then = _parts(session, before, asked, questions, shops) if before else {}
    weights = _weights(session, scope, asked, questions) if asked.weighted else {}
    rows = []
    for (key, id), (about, question, counted) in found.items():
        row = _row(about, question, counted, asked.confidence)
        if before is not None:
            earlier = then[key, id][2] if (key, id) in then else {}
            row |= _beside(question, counted, earlier, asked.confidence)
        if asked.weighted:
            row |= weighted_figures(_scale(question), weights.get((key, id), {}), asked.confidence)
        rows.append(row)
    return rows


Part = tuple[dict[str, Any], Question, Counts]


def _parts(
    session: Session, scope: Scope, asked: Asked, questions: list[Question], shops: Mapping[UUID, str]
) -> dict[tuple[Key, str], Part]:
    """What each row is of, its question and its answers, by part and question, in the order of the rows."""
    if asked.segment is not None:
        return _by_segment(session, scope, asked.segment, questions)
    if asked.by is None or asked.by is Division.QUESTION:
        by_question = counts_by(session, scope, Division.QUESTION)
        return {("", question.id): ({}, question, by_question.get(question.id, {})) for question in questions}
    found: dict[tuple[Key, str], Part] = {}
    for question in questions:
        divided = counts_by(session, scope, asked.by, question.id)
        keys = list(shops) if asked.by is Division.PLACE else list(divided)
        for key in keys:
            found[key, question.id] = (about(asked.by, key, shops), question, divided.get(key, {}))
    return found


def about(by: Division, key: Key, shops: Mapping[UUID, str]) -> dict[str, Any]:
    """What says in a row which part of a division it is of."""
    if by is Division.PLACE and isinstance(key, UUID):
        return {"place": shops.get(key, ""), "place_id": str(key)}
    return {by.value: key}


def scope_of(asked: Asked, shops: Mapping[UUID, str]) -> Scope:
    """Which answers are meant, with the shops of the place asked for."""
    within = None if asked.place is None else frozenset(shops)
    return Scope(asked.survey, within, asked.start, asked.end, asked.language)


def _row(about: Mapping[str, Any], question: Question, counted: Counts, confidence: float) -> dict[str, Any]:
    told = {"question": question.id, "type": question.type, "confidence": round(100 * confidence)}
    return {**about, **told, **figures(_scale(question), counted, confidence)}


def _beside(question: Question, counted: Counts, earlier: Counts, confidence: float) -> dict[str, Any]:
    """How the question's leading score differs from the earlier one, in its own unit, and what may be said of it."""
    told = change(_scale(question), counted, earlier, confidence=confidence)
    then, found = measured(_scale(question), earlier), told.difference
    return {
        "earlier_n": size(then) if then else 0,
        "earlier": then.value if then else None,
        "difference": found.value if found else None,
        "difference_low": found.low if found else None,
        "difference_high": found.high if found else None,
        "difference_p": found.p_value if found else None,
        "difference_method": found.method if found else None,
        "verdict": told.verdict,
    }


def _scale(question: Question) -> Scale:
    scale = scale_of(question)
    assert scale is not None
    return scale


def _by_segment(
    session: Session, scope: Scope, segment: str, questions: Sequence[Question]
) -> dict[tuple[Key, str], Part]:
    return {
        (value, question.id): ({"segment": segment, "value": value}, question, counted)
        for question in questions
        for value, counted in counts_by_segment(session, scope, segment, question.id).items()
    }


def _weights(
    session: Session, scope: Scope, asked: Asked, questions: Sequence[Question]
) -> dict[tuple[Key, str], Weights]:
    """The weighed answers of each row, by part and question."""
    by = asked.by or Division.QUESTION
    if by is Division.QUESTION:
        return {("", str(key)): weights for key, weights in weights_by(session, scope, by).items()}
    return {
        (key, question.id): weights
        for question in questions
        for key, weights in weights_by(session, scope, by, question.id).items()
    }


def _versions(session: Session, asked: Asked) -> list[Survey]:
    """Every version of the survey. Raises Invalid where it doesn't have what is asked for."""
    versions = documents.surveys(session, asked.survey)
    if not versions:
        known = ", ".join(sorted(documents.latest(documents.surveys(session)))) or "none"
        raise Invalid(f"No survey with the key {asked.survey} was ever published. Known: {known}.")
    if asked.weighted and not any(survey.weighted for survey in versions):
        raise Invalid(f"The survey {asked.survey} declares no weights (weighted: true).")
    if asked.segment is not None:
        declared = sorted({segment.key for survey in versions for segment in survey.segments})
        if asked.segment not in declared:
            known = ", ".join(declared) or "none"
            raise Invalid(f"The survey {asked.survey} declares no segment {asked.segment}. Known: {known}.")
        if asked.weighted or asked.language is not None:
            raise Invalid("By segment there are neither weighted figures nor a language to choose. Leave them out.")
    return versions


def _questions(asked: Asked, versions: Sequence[Survey]) -> list[Question]:
    scored = [question for question in documents.questions(versions).values() if scale_of(question)]
    if asked.question is None:
        return scored
    found = [question for question in scored if question.id == asked.question]
    if not found:
        known = ", ".join(question.id for question in scored) or "none"
        raise Invalid(f"The survey has no question {asked.question} with a score. Known: {known}.")
    return found


def shops_by_name(session: Session, place: UUID | None) -> dict[UUID, str]:
    """Shops by name: all of them, closed ones too, or those of a region."""
    among = None if place is None else places.below(session, [place])
    rows = session.execute(
        select(Place.id, Place.name).where(Place.kind == PlaceKind.SHOP).order_by(Place.name, Place.id)
    )
    return {id: name for id, name in rows if among is None or id in among}
