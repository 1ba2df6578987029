"""Reads about devices: which there are in a part of the tree, and in what state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.database import db
from kontuar.core.devices import Device, DeviceContact, DeviceToken
from kontuar.core.installation import installation
from kontuar.core.places import Place
from kontuar.hub.enrolment import watching
from kontuar.hub.enrolment.watching import State
from kontuar.sync.definitions import all_in_force


@dataclass(frozen=True, slots=True)
class Row:
    """A device as the list shows it."""

    device: Device
    place: Place
    contact: DeviceContact | None
    state: State
    old: bool


def devices(session: Session, seen: Iterable[UUID], at: datetime, only: UUID | None = None) -> list[Row]:
    """Devices of the places `seen`: what needs attention first, then by shop and name; those let go last."""
    here = installation(session)
    own = select(DeviceToken.device_id).where(DeviceToken.device_id == Device.id).exists()
    which = (
        select(Device, Place, DeviceContact, own)
        .join(Place, Place.id == Device.place_id)
        .outerjoin(DeviceContact, DeviceContact.device_id == Device.id)
        .where(Device.place_id.in_(list(seen)))
    )
    rows = []
    for device, place, contact, is_own in session.execute(which.where(Device.id == only) if only else which):
        state = watching.state(device, contact, is_own, at)
        old = state != State.REVOKED and watching.is_old(contact, here.release if here else 0)
        rows.append(Row(device, place, contact, state, old))
    order = list(State)
    return sorted(rows, key=lambda row: (order.index(row.state), row.place.name, row.device.name, row.device.id))


def one(session: Session, device_id: UUID, seen: Iterable[UUID], at: datetime) -> Row | None:
    return next(iter(devices(session, seen, at, device_id)), None)


FIRST_SURVEY = "kontuar.first_survey"  # the app's extension: key of the survey a tablet shows unless another is chosen


def first_survey() -> str:
    """The survey to suggest: the one that app.py names, if it's in force, else any that is."""
    keys = [definition.key for definition in all_in_force(db.session(), "survey")]
    wanted = current_app.extensions.get(FIRST_SURVEY)
    return wanted if wanted in keys else next(iter(keys), "")


def surveys(session: Session, language: str) -> list[tuple[str, str, int]]:
    """Published surveys to choose from: key, title in the reader's language or its own, version."""
    found = []
    for definition in all_in_force(session, "survey"):
        document = definition.content
        title = document["title"].get(language) or document["title"][document["source"]]
        found.append((definition.key, title, definition.version))
    return found
