"""What the people of some places know, wherever they learnt it, and who of them has taken which quiz: reads of attempts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from kontuar.core.people import Person, Post, Role
from kontuar.reports.knowing import Knowledge, knowledge
from lms.quizzes.models import Attempt, ItemLatest

Within = Collection[UUID] | None
"""Ids of places; None for all of them."""


def by_clause(session: Session, within: Within) -> dict[str, Knowledge]:
    """What is known of each clause."""
    found = _by(session, ItemLatest.clause, _here(within))
    return {clause: known for clause, known in found.items() if clause}


def by_item(session: Session, within: Within, clause: str) -> dict[str, Knowledge]:
    """What is known of each item about a clause."""
    return _by(session, ItemLatest.item, and_(_here(within), ItemLatest.clause == clause))


def in_all(session: Session, within: Within) -> Knowledge | None:
    """What is known of all clauses together."""
    named = ItemLatest.clause.is_not(None)
    return next(iter(_by(session, named, and_(_here(within), named)).values()), None)


def by_place(session: Session, within: Within) -> dict[UUID, Knowledge]:
    """What is known in each place of all clauses together. Who works at two shops counts at both."""
    posts = _roster(within).with_only_columns(Post.person_id, Post.place_id).distinct().subquery()
    at_work = ItemLatest.person_id == posts.c.person_id
    return _by(session, posts.c.place_id, and_(at_work, ItemLatest.clause.is_not(None)))


def _here(within: Within) -> ColumnElement[bool]:
    """Latest answers of people who work in these places now, wherever they gave them."""
    return ItemLatest.person_id.in_(_roster(within))


def _roster(within: Within) -> Select[Any]:
    """The people who hold a post in these places and haven't left."""
    here = select(Post.person_id).join(Person, Person.id == Post.person_id).where(Person.left_at.is_(None))
    return here if within is None else here.where(Post.place_id.in_(within))


def _by(session: Session, column: Any, condition: ColumnElement[bool]) -> dict[Any, Knowledge]:
    marks: dict[Any, dict[float, int]] = {}
    for key, fraction, n in session.execute(
        select(column, ItemLatest.fraction, func.count(ItemLatest.item))
        .where(condition)
        .group_by(column, ItemLatest.fraction)
    ):
        marks.setdefault(key, {})[float(fraction)] = n
    people = select(column, func.count(ItemLatest.person_id.distinct())).where(condition).group_by(column)
    found = {key: knowledge(marks[key], n) for key, n in session.execute(people)}
    return {key: known for key, known in found.items() if known is not None}


def learners(session: Session, within: Within) -> list[tuple[Person, UUID]]:
    """People who work in a shop of these places, and that shop, by name."""
    which = (
        select(Person, Post.place_id)
        .join(Post, Post.person_id == Person.id)
        .where(Post.role == Role.EMPLOYEE, Person.left_at.is_(None))
        .order_by(Person.given_name, Person.family_name, Person.id)
    )
    rows = session.execute(which if within is None else which.where(Post.place_id.in_(within)))
    return [(person, place) for person, place in rows]


def taken(session: Session, people: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    """The day on which a person last finished a quiz, by person and quiz's key. How it went isn't told."""
    if not people:
        return {}
    rows = session.execute(
        select(Attempt.person_id, Attempt.quiz, func.max(Attempt.day))
        .where(Attempt.finished, Attempt.person_id.in_(people))
        .group_by(Attempt.person_id, Attempt.quiz)
    )
    return {(person, quiz): day for person, quiz, day in rows}
