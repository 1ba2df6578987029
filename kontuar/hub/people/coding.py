"""Giving codes: how somebody gets a first password or PIN, or a new one, without mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.errors import N_, Problem
from kontuar.core.people import Person
from kontuar.hub.codes import code_hash, new_code, new_digits, typed
from kontuar.hub.people.models import PersonalCode
from kontuar.hub.people.tries import forgive, keyed

GOOD_FOR = timedelta(hours=24)


class CodeWrong(Problem):
    code, status = "code-wrong", 401
    message = N_("This code isn't valid. A code works once, for 24 hours. Ask for a new one.")


def give(session: Session, person: Person, purpose: str, *, by: UUID | None, at: datetime) -> str:
    """A code for `purpose` (pin, password), told once; an earlier one dies. A locked PIN opens when a new one is set with it."""
    code = new_digits() if purpose == "pin" else new_code()
    session.merge(
        PersonalCode(
            person_id=person.id,
            purpose=purpose,
            hash=hash_for(person.id, purpose, code),
            given_at=at,
            until=at + GOOD_FOR,
        )
    )
    if purpose == "pin":
        forgive(session, "pin-code", str(person.id))
    where = person.posts[0].place_id if person.posts else None
    deeds.note(session, at, f"{purpose}.code-given", person.name, person_id=by, place_id=where, of=str(person.id))
    return code


def hash_for(person_id: UUID, purpose: str, code: str) -> bytes:
    """A password's code says by itself whose it is; eight digits must be tried for one person, and their hash is keyed."""
    return keyed("code", str(person_id), typed(code)) if purpose == "pin" else code_hash(code)


def good(row: PersonalCode | None, at: datetime) -> PersonalCode:
    """`row` if it's a code that still works. Raises CodeWrong."""
    if row is None or at >= row.until:
        raise CodeWrong
    return row


def pin_code(session: Session, person_id: UUID, code: str, at: datetime) -> PersonalCode:
    """The person's code for a PIN, if that is it. Raises CodeWrong."""
    row = session.get(PersonalCode, (person_id, "pin"))
    if row is None or row.hash != hash_for(person_id, "pin", code):
        raise CodeWrong
    return good(row, at)
