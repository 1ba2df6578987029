"""Whereabouts: the place that somebody names on the command line, by its name or its id."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core import places
from kontuar.core.errors import Invalid
from kontuar.core.places import Place


def named_place(session: Session, wanted: str) -> UUID:
    """The id of the place with that name or id. Raises Invalid where there is none, or more than one."""
    try:
        which = select(Place).where(Place.id == UUID(wanted))
    except ValueError:
        which = select(Place).where(Place.name == wanted)
    found = session.scalars(which).all()
    if not found:
        raise Invalid(f"There is no place called {wanted}.")
    if len(found) > 1:
        raise Invalid(f"There are {len(found)} places called {wanted}. Name one by its id.")
    return found[0].id


def below_place(session: Session, wanted: str) -> set[UUID]:
    """The ids of that place and of all below it."""
    return places.below(session, [named_place(session, wanted)])
