"""Trying: each try at a secret is counted before it's looked at, so that many at once don't get more."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kontuar.core.errors import N_, Problem, TooMany
from kontuar.hub.people.models import Tries
from kontuar.hub.people.throttling import Patience

KEPT = timedelta(days=1)  # after so long without a try a row of an address or a device is of no use
KEPT_OF_PEOPLE = timedelta(days=30)  # and one of a person, or of an address nobody has, while nothing follows from it


class Locked(Problem):
    code, status = "locked", 429
    message = N_("Too many wrong tries: this sign-in is locked. An administrator can open it with a new code.")


class PinLocked(Problem):
    code, status = "pin-locked", 429
    message = N_("Too many wrong tries: this PIN is locked. A manager can open it with a new code.")


def keyed(*parts: str) -> bytes:
    """A hash that only this installation can make: addresses and short codes can't be read back out of the database."""
    key: bytes = current_app.config["SECRET_KEY"]
    return hmac.new(key, "\0".join(("tries", *parts)).encode(), hashlib.sha256).digest()


def refuse_early(session: Session, what: str, who: str, patience: Patience, at: datetime) -> None:
    """Raise what `count` would, without writing."""
    row = session.get(Tries, (what, keyed(what, who)))
    if row is not None:
        _refuse(row, patience, at)


def count(session: Session, what: str, who: str, patience: Patience, at: datetime) -> None:
    """Count a try that is about to be made. Raises TooMany, with the seconds to wait, or Locked."""
    whose = keyed(what, who)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(Tries)
        .values(what=what, whose=whose, failures=0, last_at=at)
        .on_conflict_do_nothing(index_elements=["what", "whose"])
    )
    row = session.get_one(Tries, (what, whose), with_for_update=True, populate_existing=True)
    _refuse(row, patience, at)
    row.failures = patience.left(row.failures, row.last_at, at) + 1
    row.last_at = at
    session.flush()


def forgive(session: Session, what: str, who: str) -> None:
    """The try was right: what was wrong before no longer counts."""
    session.execute(delete(Tries).where(Tries.what == what, Tries.whose == keyed(what, who)))


def take_back(session: Session, what: str, who: str) -> None:
    """A try of many people's was right: it doesn't count, but what others did wrong before still does."""
    which = update(Tries).where(Tries.what == what, Tries.whose == keyed(what, who), Tries.failures > 0)
    session.execute(which.values(failures=Tries.failures - 1))


def failures(session: Session, what: str, who: str) -> Tries | None:
    """What counts against somebody, to show on his page."""
    return session.get(Tries, (what, keyed(what, who)))


def sweep(session: Session, at: datetime) -> None:
    """Drop what nobody needs any more: addresses, devices, and names that may not even be anybody's."""
    of_people = Tries.what.in_(("password", "pin", "pin-code"))
    session.execute(delete(Tries).where(~of_people, Tries.last_at < at - KEPT))
    session.execute(delete(Tries).where(of_people, Tries.failures < 3, Tries.last_at < at - KEPT_OF_PEOPLE))


def _refuse(row: Tries, patience: Patience, at: datetime) -> None:
    left = patience.left(row.failures, row.last_at, at)
    if patience.locked(left):
        raise (PinLocked if row.what.startswith("pin") else Locked)()
    seconds = patience.seconds(row.failures, row.last_at, at)
    if seconds:
        raise TooMany(retry_after=seconds)
