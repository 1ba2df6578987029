"""Look-up: what somebody on the command line means by a name, and what is listed there."""

from __future__ import annotations

from typing import TypeVar, cast
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.database import db, writing
from kontuar.core.errors import N_, Conflict, Invalid, NotFound
from kontuar.core.ids import new_id, parse_id
from kontuar.core.installation import found, installation
from kontuar.core.languages import resolve
from kontuar.core.people import Person, Post, normal_email
from kontuar.core.places import Place, PlaceKind, below, chain
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub import directory, joining
from kontuar.hub.codes import shown
from kontuar.hub.enrolment import queries as devices_queries
from kontuar.hub.fleet import inviting
from kontuar.hub.permission import forget
from kontuar.hub.places.choosing import Branch, tree
from kontuar.hub.releases import signing
from kontuar.hub.start.starting import BegunAlready, Shipped
from kontuar.hub.start.views import SHIPPED

Row = TypeVar("Row")


def session() -> Session:
    return db.session()


def must_keep_directory() -> None:
    directory.must_be_here(session())


def place(name: str | None) -> Place:
    """The place of that id or name; the chain when nothing is named. Raises NotFound, or Conflict for a name of several."""
    if name is None:
        root = chain(session())
        if root is None:
            raise NotFound(N_("There is no chain yet."))
        return root
    ident = parse_id(name)
    which = select(Place).where(Place.id == ident if ident else Place.name == name)
    return _only(list(session().scalars(which)), name)


def person(who: str) -> Person:
    """Whoever works here and has that address, id, or name. Raises NotFound, or Conflict for a name of several."""
    ident = parse_id(who)
    which = select(Person).where(Person.left_at.is_(None))
    if ident:
        return _only(list(session().scalars(which.where(Person.id == ident))), who)
    if "@" in who:
        return _only(list(session().scalars(which.where(Person.email == normal_email(who)))), who)
    return _only([each for each in session().scalars(which) if each.name == who], who)


def people(place_name: str | None, left: bool) -> list[tuple[Person, list[tuple[Post, str]]]]:
    """People by name, each with posts and the names of their places."""
    where = {each.id: each.name for each in session().scalars(select(Place))}
    within = below(session(), [place(place_name).id]) if place_name else set(where)
    which = select(Person).where(
        Person.left_at.is_not(None) if left else Person.left_at.is_(None),
        Person.posts.any(Post.place_id.in_(list(within))),
    )
    rows = session().scalars(which.order_by(Person.family_name, Person.given_name, Person.id))
    return [(each, [(post, where[post.place_id]) for post in each.posts]) for each in rows]


def all_places() -> list[Branch]:
    return tree(session().scalars(select(Place)))


def devices() -> list[devices_queries.Row]:
    return devices_queries.devices(session(), list(session().scalars(select(Place.id))), now())


def begin_chain(name: str, zone: str, language: str, shipped: bool) -> UUID:
    """A new installation with nothing but its chain; people and shops are added after it. Gives the chain's id."""
    spoken, at = resolve(language), now()
    if spoken is None:
        raise Invalid(N_("That isn't one of the twelve languages."), detail=language)
    with writing() as work:
        if installation(work) is not None:
            raise BegunAlready
        found(work, kind="hub", language=spoken.tag, at=at)
        root = Place(id=new_id(), parent_id=None, kind=PlaceKind.CHAIN, name=name, time_zone=zone)
        work.add(root)
        work.flush()
        if shipped:
            cast(Shipped, current_app.extensions[SHIPPED])(work, at)
        deeds.note(work, at, "chain.begun", name, place_id=root.id)
    forget(current_app.config["KONTUAR"].keys)
    return root.id


def node_code(shop: Place, name: str) -> tuple[str, str]:
    """A code with which a computer becomes the shop's node, and the link that carries it."""
    must_keep_directory()
    with writing() as work:
        _row, secret = inviting.invite(work, shop, name, by=None, at=now())
    settings: Settings = current_app.config["KONTUAR"]
    key = signing.public_key(settings.keys)
    return shown(joining.code(secret, key)), joining.link(settings.address, secret, key)


def _only(rows: list[Row], name: str) -> Row:
    if not rows:
        raise NotFound(N_("Nothing of that name is here."), detail=name)
    if len(rows) > 1:
        raise Conflict(N_("Several have that name. Say the id."), detail=name)
    return rows[0]
