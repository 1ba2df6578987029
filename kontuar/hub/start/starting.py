"""Starting: a new chain with its first shop and its first administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.errors import N_, Problem
from kontuar.core.ids import new_id
from kontuar.core.installation import found, installation
from kontuar.core.people import Person, Post, Role, normal_email
from kontuar.core.places import Place, PlaceKind

Shipped = Callable[[Session, datetime], list[Any]]


class BegunAlready(Problem):
    code, status = "begun-already", 409
    message = N_("This installation has begun already. Sign in instead.")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a first start asks for."""

    given_name: str
    family_name: str
    email: str
    password_hash: str
    own_language: str
    chain: str
    shop: str
    time_zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Begun:
    person: Person
    shop: Place


def begin(session: Session, asked: Beginning, at: datetime, shipped: Shipped) -> Begun:
    """Write it all down and put in force what comes with the program. Raises BegunAlready."""
    if installation(session) is not None:
        raise BegunAlready
    found(session, kind="hub", language=asked.language, at=at)
    root = Place(id=new_id(), parent_id=None, kind=PlaceKind.CHAIN, name=asked.chain, time_zone=asked.time_zone)
    session.add(root)
    session.flush()
    shop = Place(id=new_id(), parent_id=root.id, kind=PlaceKind.SHOP, name=asked.shop, time_zone=asked.time_zone)
    person = Person(
        id=new_id(),
        given_name=asked.given_name,
        family_name=asked.family_name,
        email=normal_email(asked.email),
        language=asked.own_language,
        password_hash=asked.password_hash,
        joined_at=at,
    )
    session.add_all([shop, person])
    session.flush()
    person.posts.append(Post(person_id=person.id, role=Role.ADMIN, place_id=root.id))
    session.flush()
    published = shipped(session, at)
    deeds.note(session, at, "chain.begun", asked.chain, person_id=person.id, place_id=root.id, published=len(published))
    return Begun(person, shop)
