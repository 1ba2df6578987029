"""The machine interface for people: a tablet signs somebody in by PIN, sets a PIN, signs out; a node has a PIN kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import msgspec
from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import Invalid, NotFound
from kontuar.core.ids import parse_id
from kontuar.core.passwords import hashed, readable
from kontuar.core.people import Person, roster
from kontuar.core.places import below
from kontuar.core.times import now
from kontuar.hub import directory
from kontuar.hub.bodies import body
from kontuar.hub.people import acts, coding, entrance, pins, throttling
from kontuar.hub.people.tries import forgive
from kontuar.web.access import VISIT, current_device, for_device

api = Blueprint("people_api", __name__, url_prefix="/api/v1")
LEARNER_STATE = "kontuar.learner_state"  # the app's extension: what a person has learnt, to show on the tablet


class PinWeak(Invalid):
    code = "pin-weak"


class SignIn(msgspec.Struct):
    person: str
    pin: str


class NewPin(msgspec.Struct):
    person: str
    code: str
    pin: str


class PinFromNode(msgspec.Struct):
    pin_hash: str
    code: str | None = None


@api.post("/sign-in")
@for_device("tablet")
def sign_in() -> ResponseReturnValue:
    asked, device = body(SignIn), current_device()
    person = _of_the_shop(device, asked.person)
    entered = entrance.by_pin(person, asked.pin, device=device, agent=_agent(), at=now())
    state = cast("Callable[[UUID], list[Any]] | None", current_app.extensions.get(LEARNER_STATE))
    return {
        "visit": entered.token,
        "person": {
            "id": str(person.id),
            "name": person.short_name,
            "initials": person.initials,
            "language": person.language,
        },
        "attempts": state(person.id) if state else [],
        "until": entered.until.isoformat(timespec="milliseconds"),
    }


@api.post("/pin")
@for_device("tablet")
def set_pin() -> ResponseReturnValue:
    """Set a PIN with the manager's one-time code. A weak PIN doesn't use the code up."""
    asked, device, at = body(NewPin), current_device(), now()
    person = _of_the_shop(device, asked.person)
    entrance.count_all(
        [("device", str(device.id), throttling.DEVICE), ("pin-code", str(person.id), throttling.PIN_CODE)], at
    )
    local = _known_here(person, asked.code)
    flaw = pins.flaw(asked.pin)
    if flaw is not None:
        if local:  # the code was right
            with writing() as session:
                forgive(session, "pin-code", str(person.id))
        raise PinWeak(detail=flaw)
    kept = hashed(asked.pin)
    if not directory.is_here(db.session()):
        told = {"pin_hash": kept} if local else {"pin_hash": kept, "code": asked.code}
        directory.ask_hub(f"/api/v1/people/{person.id}/pin", told)
    with writing() as session:
        if local:
            coding.pin_code(session, person.id, asked.code, at)  # somebody else may have been quicker
        acts.set_pin(session, session.get_one(Person, person.id), kept, by=person.id, at=at)
    return {}


def _known_here(person: Person, code: str) -> bool:
    """Whether the code was given here. At a node it may have been given at head office, and is judged there."""
    try:
        coding.pin_code(db.session(), person.id, code, now())
    except coding.CodeWrong:
        if directory.is_here(db.session()):
            raise
        return False
    return True


@api.post("/sign-out")
@for_device("tablet")
def sign_out() -> ResponseReturnValue:
    token = request.headers.get(VISIT, "")
    if token:
        with writing() as session:
            visits.end(session, token)
    return {}


@api.post("/people/<uuid:person_id>/pin")
@for_device("node")
def keep_pin(person_id: UUID) -> ResponseReturnValue:
    """A node has had a PIN set for somebody of its shop: with a code given there, or with one that was given here."""
    node, at = current_device(), now()
    directory.must_be_here(db.session())
    person = db.session.get(Person, person_id)
    shops = below(db.session(), [node.place_id])
    if person is None or person.left_at is not None or not any(post.place_id in shops for post in person.posts):
        raise NotFound
    asked = body(PinFromNode)
    if not readable(asked.pin_hash):
        raise Invalid(detail="pin_hash")
    if asked.code is not None:
        entrance.count_all([("pin-code", str(person.id), throttling.PIN_CODE)], at)
    with writing() as session:
        if asked.code is not None:
            coding.pin_code(session, person.id, asked.code, at)
        acts.set_pin(session, session.get_one(Person, person.id), asked.pin_hash, by=person.id, at=at)
    return {}


def _of_the_shop(device: Device, person_id: str) -> Person:
    """The person, if he's on the roster of the device's own shop."""
    person = entrance.on_roster(roster(db.session(), device.place_id), parse_id(person_id))
    if person is None:
        raise NotFound(detail="person")
    return person


def _agent() -> str:
    return request.headers.get("User-Agent", "")
