"""Reads about people: who may be seen, and what stands on a person's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place, below
from kontuar.hub.people.granting import Reach


def reach_of(session: Session, person: Person) -> Reach:
    """What a person may grant, by the posts he holds."""
    return Reach(
        admin=frozenset(below(session, person.roots([Role.ADMIN]))),
        manager=frozenset(below(session, person.roots([Role.MANAGER]))),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of people is asked for."""

    words: str = ""
    place: UUID | None = None
    role: str = ""
    left: bool = False


PAGE = 50


def listed(session: Session, seen: Iterable[UUID], asked: Asked, page: int) -> tuple[list[Person], int]:
    """A page of the people with a post in `seen` that fit what was asked, by name; and how many there are."""
    post: ColumnElement[bool] = Post.place_id.in_(list(seen))
    if asked.place is not None:
        post &= Post.place_id == asked.place
    if asked.role:
        post &= Post.role == asked.role
    which = select(Person).where(
        Person.posts.any(post), Person.left_at.is_not(None) if asked.left else Person.left_at.is_(None)
    )
    for word in asked.words.split():
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        which = which.where(
            or_(*(column.ilike(like, escape="\\") for column in (Person.given_name, Person.family_name, Person.email)))
        )
    total = session.scalar(select(func.count()).select_from(which.subquery())) or 0
    rows = session.scalars(
        which.order_by(Person.family_name, Person.given_name, Person.id).limit(PAGE).offset((page - 1) * PAGE)
    )
    return list(rows), total


def places_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Place]:
    return {place.id: place for place in session.scalars(select(Place).where(Place.id.in_(list(ids))))}
