"""Readings of what happened in shops: each time somebody marked an event, changed it or took it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.responses.models import DAY, KEY
from kontuar.core.database import Base, Id, Moment

LONGEST = 120


class EventMark(Base):
    """An event as it was marked once; of several marks of one event the latest by (at, id) counts."""

    __tablename__ = "event_mark"
    __table_args__ = (Index(None, "place_id", "event_id"), {"info": {"sort": "reading"}, "sqlite_with_rowid": False})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    event_id: Mapped[UUID] = mapped_column(Id)
    day: Mapped[str] = mapped_column(DAY)
    survey: Mapped[str | None] = mapped_column(KEY)  # None: whatever was asked
    name: Mapped[str] = mapped_column(String(LONGEST))
    limits_anew: Mapped[bool]  # control charts reckon their limits anew from this day
    withdrawn: Mapped[bool]
    by: Mapped[UUID] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment)
