"""Reading events: those that count for a shop, a region or the chain."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kiosk.events.models import EventMark


def events(
    session: Session, places: Collection[UUID], *, survey: str | None = None, start: str = "", end: str = "9999"
) -> list[EventMark]:
    """Events of these places as they were marked last, by day, without those taken back.

    `survey` leaves out those of other surveys; days are both included.
    """
    which = select(EventMark).where(EventMark.place_id.in_(places)).order_by(EventMark.at, EventMark.id)
    if survey is not None:
        which = which.where(or_(EventMark.survey.is_(None), EventMark.survey == survey))
    latest = {(mark.place_id, mark.event_id): mark for mark in session.scalars(which)}
    kept = [mark for mark in latest.values() if not mark.withdrawn and start <= mark.day <= end]
    return sorted(kept, key=lambda mark: (mark.day, mark.at, mark.id))


def event(session: Session, place: UUID, event_id: UUID) -> EventMark | None:
    """One event as it was marked last; None where there is none or it was taken back."""
    return next((mark for mark in events(session, [place]) if mark.event_id == event_id), None)
