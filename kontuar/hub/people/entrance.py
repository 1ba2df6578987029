"""Entering: somebody shows a password, a PIN or a code; he is let in, told to wait, or told that it isn't right.

Every try is counted before it's looked at. Nobody learns from the answer, or from how long it takes, whether an address
belongs to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kontuar.core import deeds, visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import N_, Problem, TooMany
from kontuar.core.passwords import HASHER, hashed, matches
from kontuar.core.people import Person, by_email, normal_email
from kontuar.hub.people import throttling
from kontuar.hub.people.signing_in import LONGEST
from kontuar.hub.people.throttling import Patience
from kontuar.hub.people.tries import Locked, count, forgive, refuse_early, sweep, take_back

Gate = tuple[str, str, Patience]  # what is tried, by or for whom, and how patient we are


class SignInWrong(Problem):
    code, status = "sign-in-wrong", 401
    message = N_("Address and password don't go together.")


class PinWrong(Problem):
    code, status = "pin-wrong", 401
    message = N_("That isn't the PIN. Try again.")


class NoPin(Problem):
    code, status = "no-pin", 401
    message = N_("There is no PIN yet. Ask your manager for a code.")


@dataclass(frozen=True, slots=True)
class Entered:
    """Who has come in, and the token of the visit."""

    person: Person
    token: str
    until: datetime


def count_all(gates: list[Gate], at: datetime) -> None:
    """Count one try at each of `gates`, or at none. Raises TooMany or Locked."""
    for what, who, patience in gates:
        refuse_early(db.session(), what, who, patience, at)
    with writing() as session:
        for what, who, patience in gates:
            count(session, what, who, patience, at)


def by_password(email: str, password: str, *, address: str, agent: str, at: datetime) -> Entered:
    """Sign in at head office's pages. Raises SignInWrong, TooMany or Locked."""
    email = normal_email(email)[:254]
    try:
        count_all([("address", address, throttling.ADDRESS), ("password", email, throttling.PASSWORD)], at)
    except Locked as problem:  # an address nobody has would never say so: the answer is the same for both
        raise TooMany(retry_after=round(throttling.PASSWORD.longest.total_seconds())) from problem
    person = by_email(db.session(), email)
    kept = person.password_hash if person else None
    if not matches(kept, password[:LONGEST]) or person is None or kept is None:
        raise SignInWrong
    fresh = hashed(password) if HASHER.check_needs_rehash(kept) else None
    with writing() as session:
        if fresh:
            session.get_one(Person, person.id).password_hash = fresh
        forgive(session, "password", email)
        take_back(session, "address", address)
        sweep(session, at)
        visits.sweep(session, at)
        token = visits.begin(session, person, "password", at, agent=agent)
        deeds.note(session, at, "person.signed-in", person.name, person_id=person.id, of=str(person.id))
    return Entered(person, token, at + visits.BY_PASSWORD.whole)


def by_pin(person: Person, pin: str, *, device: Device, agent: str, at: datetime) -> Entered:
    """Sign in on a shop's tablet, with a learner's rights. Raises NoPin, PinWrong, TooMany or PinLocked."""
    if person.pin_hash is None:
        raise NoPin
    who = str(person.id)
    count_all([("device", str(device.id), throttling.DEVICE), ("pin", who, throttling.PIN)], at)
    if not matches(person.pin_hash, pin[:16]):
        raise PinWrong
    with writing() as session:
        forgive(session, "pin", who)
        take_back(session, "device", str(device.id))
        visits.sweep(session, at)
        token = visits.begin(session, person, "pin", at, device_id=device.id, agent=agent)
    return Entered(person, token, at + visits.BY_PIN.whole)


def on_roster(place_people: list[Person], person_id: UUID | None) -> Person | None:
    """The person of that id among the people of a tablet's own shop."""
    return next((person for person in place_people if person.id == person_id), None)
