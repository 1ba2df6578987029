"""Reads about places: the tree with how many people and devices each place has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kontuar.core.devices import Device
from kontuar.core.people import Person, Post
from kontuar.core.places import Place
from kontuar.hub.places.choosing import Branch, tree


@dataclass(frozen=True, slots=True)
class Row:
    """A place as the list shows it, with what it belongs to."""

    branch: Branch
    parent: Place | None
    people: int
    devices: int


def listed(session: Session, seen: Iterable[UUID]) -> list[Row]:
    """The places `seen`, in the order of the tree."""
    ids = list(seen)
    found = {place.id: place for place in session.scalars(select(Place).where(Place.id.in_(ids)))}
    people = _counts(
        session.execute(
            select(Post.place_id, func.count(Post.person_id.distinct()))
            .join(Person, Person.id == Post.person_id)
            .where(Post.place_id.in_(ids), Person.left_at.is_(None))
            .group_by(Post.place_id)
        )
    )
    devices = _counts(
        session.execute(
            select(Device.place_id, func.count())
            .where(Device.place_id.in_(ids), Device.revoked_at.is_(None))
            .group_by(Device.place_id)
        )
    )
    return [
        Row(branch, found.get(branch.place.parent_id), people.get(branch.place.id, 0), devices.get(branch.place.id, 0))  # type: ignore[arg-type]
        for branch in tree(found.values())
    ]


def _counts(rows: Iterable[object]) -> dict[UUID, int]:
    return dict(tuple(row) for row in rows)  # type: ignore[arg-type, misc]
