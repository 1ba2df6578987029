"""Acts: what is done to a person's row, each with its line in the log and a number for the next release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kontuar.core import deeds, visits
from kontuar.core.errors import N_, Conflict, Problem
from kontuar.core.ids import new_id
from kontuar.core.installation import changed
from kontuar.core.people import Person, Post, Role, normal_email
from kontuar.core.places import Place, chain
from kontuar.hub.people.models import PersonalCode
from kontuar.hub.people.tries import forgive


class EmailTaken(Problem):
    code, status = "email-taken", 409
    message = N_("Somebody has this address already.")


class LastAdmin(Problem):
    code, status = "last-admin", 409
    message = N_("This is the chain's only administrator. Make somebody else one first.")


@dataclass(frozen=True, slots=True)
class About:
    """What is written down of a person."""

    given_name: str
    family_name: str
    email: str | None
    language: str


def add(session: Session, about: About, posts: Sequence[tuple[Role, UUID]], *, by: UUID | None, at: datetime) -> Person:
    """Somebody begins to work here."""
    person = Person(id=new_id(), joined_at=at, **_values(session, about, None))
    session.add(person)
    session.flush()
    for role, place_id in dict.fromkeys(posts):
        person.posts.append(Post(person_id=person.id, role=role, place_id=place_id))
    session.flush()
    _note(session, at, "person.added", person, by, roles=[role for role, _ in posts])
    changed(session)
    return person


def change(session: Session, person: Person, about: About, *, by: UUID | None, at: datetime) -> None:
    """Another name, address or language. A new address doesn't end visits: the password stays the person's own."""
    new = _values(session, about, person.id)
    what = [name for name, value in new.items() if getattr(person, name) != value]
    if not what:
        return
    for name in what:
        setattr(person, name, new[name])
    session.flush()
    _note(session, at, "person.changed", person, by, what=what)
    changed(session)


def give_post(session: Session, person: Person, role: Role, place: Place, *, by: UUID | None, at: datetime) -> None:
    if any(post.role == role and post.place_id == place.id for post in person.posts):
        return
    person.posts.append(Post(person_id=person.id, role=role, place_id=place.id))
    session.flush()
    _note(session, at, "post.given", person, by, place=place, role=role, where=place.name)
    changed(session)


def take_post(session: Session, person: Person, role: str, place: Place, *, by: UUID | None, at: datetime) -> None:
    """Take a post back. Somebody who would be left without any has to leave instead."""
    post = next((post for post in person.posts if post.role == role and post.place_id == place.id), None)
    if post is None:
        return
    if len(person.posts) == 1:
        raise Conflict(N_("A person's only post can't be taken. Let the person leave instead."))
    if role == Role.ADMIN:
        _must_not_be_last_admin(session, person, place.id)
    person.posts.remove(post)
    session.flush()
    _note(session, at, "post.taken", person, by, place=place, role=role, where=place.name)
    changed(session)


def leave(session: Session, person: Person, *, by: UUID | None, at: datetime) -> None:
    """Somebody no longer works here: signed out everywhere, secrets and address gone; what he learnt stays."""
    if person.left_at is not None:
        return
    for post in person.posts:
        if post.role == Role.ADMIN:
            _must_not_be_last_admin(session, person, post.place_id)
    person.left_at = at
    person.email = person.password_hash = person.pin_hash = None
    session.flush()
    visits.end_all(session, person.id)
    session.execute(delete(PersonalCode).where(PersonalCode.person_id == person.id))
    _note(session, at, "person.left", person, by)
    changed(session)


def come_back(session: Session, person: Person, *, by: UUID | None, at: datetime) -> None:
    """Somebody who left works here again, with the posts he had; address and secrets are given anew."""
    if person.left_at is None:
        return
    person.left_at = None
    session.flush()
    _note(session, at, "person.came-back", person, by)
    changed(session)


def set_pin(session: Session, person: Person, pin_hash: str, *, by: UUID | None, at: datetime) -> None:
    """A new PIN: visits by the old one end, wrong tries are forgotten."""
    person.pin_hash = pin_hash
    session.flush()
    for what in ("pin", "pin-code"):
        forgive(session, what, str(person.id))
    session.execute(delete(visits.Visit).where(visits.Visit.person_id == person.id, visits.Visit.means == "pin"))
    _spend(session, person, "pin")
    _note(session, at, "pin.set", person, by)
    changed(session)


def set_password(
    session: Session, person: Person, password_hash: str, *, by: UUID | None, at: datetime, but: bytes | None = None
) -> None:
    """A new password: everybody signed in by the old one is signed out, except the visit `but`."""
    person.password_hash = password_hash
    session.flush()
    if person.email:
        forgive(session, "password", person.email)
    visits.end_all(session, person.id, but=but)
    _spend(session, person, "password")
    _note(session, at, "password.set", person, by)
    changed(session)


def _values(session: Session, about: About, own: UUID | None) -> dict[str, str | None]:
    email = normal_email(about.email or "") or None
    if email is not None:
        taken = session.scalar(select(Person.id).where(Person.email == email))
        if taken is not None and taken != own:
            raise EmailTaken
    return {
        "given_name": about.given_name.strip(),
        "family_name": about.family_name.strip(),
        "email": email,
        "language": about.language,
    }


def _must_not_be_last_admin(session: Session, person: Person, place_id: UUID) -> None:
    """A chain without an administrator could never get one again."""
    root = chain(session)
    if root is None or root.id != place_id:
        return
    others = session.scalar(
        select(func.count())
        .select_from(Post)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == Role.ADMIN, Post.place_id == root.id, Person.left_at.is_(None), Person.id != person.id)
    )
    if not others:
        raise LastAdmin


def _spend(session: Session, person: Person, purpose: str) -> None:
    session.execute(delete(PersonalCode).where(PersonalCode.person_id == person.id, PersonalCode.purpose == purpose))


def _note(
    session: Session,
    at: datetime,
    verb: str,
    person: Person,
    by: UUID | None,
    place: Place | None = None,
    **detail: Any,
) -> None:
    where = place.id if place else person.posts[0].place_id if person.posts else None
    deeds.note(session, at, verb, person.name, person_id=by, place_id=where, of=str(person.id), **detail)
