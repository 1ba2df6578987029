"""Keeping places: regions and shops are added, renamed, closed and opened again, each with its line in the log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.devices import Device
from kontuar.core.errors import N_, Conflict
from kontuar.core.ids import new_id
from kontuar.core.installation import changed
from kontuar.core.places import Place, PlaceKind


def add(
    session: Session, kind: PlaceKind, parent: Place, name: str, time_zone: str, *, by: UUID | None, at: datetime
) -> Place:
    """A new region or shop under the chain or a region."""
    if kind == PlaceKind.CHAIN or parent.kind == PlaceKind.SHOP:
        raise Conflict(N_("Regions and shops stand in the chain or in a region."))
    if parent.closed_at is not None:
        raise Conflict(N_("That region is closed. Open it again first."))
    place = Place(id=new_id(), parent_id=parent.id, kind=kind, name=name, time_zone=time_zone)
    session.add(place)
    session.flush()
    deeds.note(session, at, "place.added", name, person_id=by, place_id=place.id, kind=kind, where=parent.name)
    changed(session)
    return place


def change(session: Session, place: Place, name: str, time_zone: str, *, by: UUID | None, at: datetime) -> None:
    """Another name or clock. Days that were counted stay as they were counted."""
    former = place.name
    what = [word for word, same in (("name", former == name), ("time_zone", place.time_zone == time_zone)) if not same]
    if not what:
        return
    place.name, place.time_zone = name, time_zone
    session.flush()
    deeds.note(session, at, "place.changed", name, person_id=by, place_id=place.id, what=what, formerly=former)
    changed(session)


def close(session: Session, place: Place, *, by: UUID | None, at: datetime) -> None:
    """Close a shop or region for good or for now: its results stay, nothing new is enrolled there."""
    if place.closed_at is not None:
        return
    if place.kind == PlaceKind.CHAIN:
        raise Conflict(N_("The chain itself can't be closed."))
    if session.scalar(
        select(func.count()).select_from(Place).where(Place.parent_id == place.id, Place.closed_at.is_(None))
    ):
        raise Conflict(N_("Shops in this region are open. Close them first."))
    here = select(func.count()).select_from(Device).where(Device.place_id == place.id, Device.revoked_at.is_(None))
    if session.scalar(here):
        raise Conflict(N_("Devices work here. Let them go first; what they hold is sent before."))
    place.closed_at = at
    session.flush()
    deeds.note(session, at, "place.closed", place.name, person_id=by, place_id=place.id)
    changed(session)


def reopen(session: Session, place: Place, *, by: UUID | None, at: datetime) -> None:
    if place.closed_at is None:
        return
    place.closed_at = None
    session.flush()
    deeds.note(session, at, "place.reopened", place.name, person_id=by, place_id=place.id)
    changed(session)
