"""Reads of the log: lines of one part of the chain, the latest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from kontuar.core.deeds import Deed
from kontuar.core.people import Person

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is asked for. `since` and `until` are moments; `before` is where the last page ended."""

    verbs: Sequence[str] = ()
    person: UUID | None = None
    place: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, UUID] | None = None


def lines(session: Session, seen: Iterable[UUID], whole: bool, asked: Asked) -> tuple[list[Deed], bool]:
    """A page of deeds at the places `seen`, and, if `whole`, of those that have no place; whether there are more."""
    here: ColumnElement[bool] = Deed.place_id.in_(list(seen))
    which = select(Deed).where(or_(here, Deed.place_id.is_(None)) if whole else here)
    if asked.verbs:
        which = which.where(Deed.verb.in_(asked.verbs))
    if asked.person:
        which = which.where(Deed.person_id == asked.person)
    if asked.place:
        which = which.where(Deed.place_id == asked.place)
    if asked.since:
        which = which.where(Deed.at >= asked.since)
    if asked.until:
        which = which.where(Deed.at < asked.until)
    if asked.before:
        which = which.where(tuple_(Deed.at, Deed.id) < asked.before)
    rows = list(session.scalars(which.order_by(Deed.at.desc(), Deed.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def names(session: Session, deeds: Iterable[Deed]) -> dict[UUID, str]:
    """Who did them, by id."""
    ids = {deed.person_id for deed in deeds if deed.person_id}
    return {person.id: person.name for person in session.scalars(select(Person).where(Person.id.in_(ids)))}
