"""Enrolling: a code for a shop becomes a tablet of that shop, once; a tablet is changed and let go."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kontuar.core import deeds, visits
from kontuar.core.devices import Device, DeviceToken, new_token
from kontuar.core.errors import N_, Problem
from kontuar.core.ids import new_id
from kontuar.core.installation import changed
from kontuar.core.places import Place
from kontuar.hub.codes import code_hash, new_code
from kontuar.hub.enrolment.models import Invitation

GOOD_FOR = timedelta(minutes=15)
KEPT = timedelta(days=1)


class EnrolmentCodeWrong(Problem):
    code, status = "code-wrong", 401
    message = N_("This code isn't valid. It works once, for 15 minutes. Ask for a new one.")


def invite(
    session: Session, place: Place, name: str, survey: str | None, *, by: UUID | None, at: datetime
) -> tuple[Invitation, str]:
    """An invitation for a tablet of `place`, and its code, told once."""
    session.execute(delete(Invitation).where(Invitation.until < at - KEPT))
    code = new_code()
    row = Invitation(
        id=new_id(), hash=code_hash(code), place_id=place.id, name=name, survey=survey, made_by=by, made_at=at,
        until=at + GOOD_FOR,
    )  # fmt: skip
    session.add(row)
    session.flush()
    deeds.note(session, at, "device.invited", name, person_id=by, place_id=place.id, where=place.name)
    return row, code


def invited(session: Session, code: str, at: datetime, *, lock: bool = False) -> Invitation:
    """The invitation that `code` opens. Raises EnrolmentCodeWrong for one that's unknown, used or over."""
    which = select(Invitation).where(Invitation.hash == code_hash(code))
    row = session.scalar(which.with_for_update() if lock else which)
    if row is None or row.used_at is not None or at >= row.until:
        raise EnrolmentCodeWrong
    return row


def enrol(
    session: Session, row: Invitation, name: str, at: datetime, device_id: UUID | None = None
) -> tuple[Device, str]:
    """Use an invitation up: the tablet's row, and its token, told once. `device_id` where the hub has given one."""
    device = add(session, row.place_id, name or row.name, row.survey, by=row.made_by, at=at, device_id=device_id)
    row.used_at, row.device_id = at, device.id
    session.flush()
    return device, new_token(session, device.id, at)


def add(
    session: Session,
    place_id: UUID,
    name: str,
    survey: str | None,
    *,
    by: UUID | None,
    at: datetime,
    device_id: UUID | None = None,
) -> Device:
    """A tablet's row in the directory."""
    device = session.get(Device, device_id, populate_existing=True) if device_id else None
    if device is None:  # else the hub's release has been quicker than its answer
        device = Device(
            id=device_id or new_id(), place_id=place_id, kind="tablet", name=name, survey=survey, enrolled_at=at
        )
        session.add(device)
        session.flush()
    deeds.note(session, at, "device.enrolled", name, person_id=by, device_id=device.id, place_id=place_id)
    changed(session)
    return device


def change(session: Session, device: Device, name: str, survey: str | None, *, by: UUID | None, at: datetime) -> None:
    """Another name, or another survey to show."""
    what = [word for word, same in (("name", device.name == name), ("survey", device.survey == survey)) if not same]
    if not what:
        return
    device.name, device.survey = name, survey
    session.flush()
    deeds.note(
        session, at, "device.changed", name, person_id=by, device_id=device.id, place_id=device.place_id, what=what
    )
    changed(session)


def revoke(session: Session, device: Device, *, by: UUID | None, at: datetime) -> None:
    """Let a device go, lost or broken: its token is worth nothing from now on, and whoever is signed in on it is out."""
    session.execute(delete(DeviceToken).where(DeviceToken.device_id == device.id))
    session.execute(delete(visits.Visit).where(visits.Visit.device_id == device.id))
    if device.revoked_at is not None:
        return
    device.revoked_at = at
    session.flush()
    deeds.note(session, at, "device.revoked", device.name, person_id=by, device_id=device.id, place_id=device.place_id)
    changed(session)
