"""Rows of alerts: targets, what was found on which day, and how far each shop has been looked at."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Float, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Id, Moment

KEY = String(64)


class Target(Base):
    """What a question's score should at least be in a place and all below it; in the score's unit (shares 0..1)."""

    __tablename__ = "target"
    __table_args__ = ({"info": {"sort": "local"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    question: Mapped[str] = mapped_column(KEY, primary_key=True)
    value: Mapped[float] = mapped_column(Float)
    set_by: Mapped[UUID] = mapped_column(Id)
    set_at: Mapped[datetime] = mapped_column(Moment)


class Alert(Base):
    """Evidence found when a shop's day was over; figures in the score's unit, see kontuar.core.evidence.Found."""

    __tablename__ = "alert"
    __table_args__ = (Index(None, "place_id", "day"), Index(None, "raised_at"), {"info": {"sort": "local"}})

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id)
    survey: Mapped[str] = mapped_column(KEY)
    question: Mapped[str] = mapped_column(KEY)
    evidence: Mapped[str] = mapped_column(String(16))
    day: Mapped[str] = mapped_column(String(10))
    days: Mapped[int]
    n: Mapped[int]
    value: Mapped[float] = mapped_column(Float)
    beside: Mapped[float] = mapped_column(Float)
    low: Mapped[float] = mapped_column(Float)
    high: Mapped[float] = mapped_column(Float)
    raised_at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[UUID | None] = mapped_column(Id)


class Watched(Base):
    """The last day of a shop that was looked at for evidence."""

    __tablename__ = "watched"
    __table_args__ = ({"info": {"sort": "local"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    day: Mapped[str] = mapped_column(String(10))
