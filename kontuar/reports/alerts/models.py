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


class AlertReader(Base):
    """How somebody wants to hear of alerts, and up to when he has seen them. Hours are full ones of the shop's clock."""

    __tablename__ = "alert_reader"
    __table_args__ = ({"info": {"sort": "local"}},)

    person_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    by_mail: Mapped[bool] = mapped_column(default=False)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]


class AlertDue(Base):
    """Somebody is to be told of an alert by mail."""

    __tablename__ = "alert_due"
    __table_args__ = ({"info": {"sort": "local"}},)

    person_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    alert_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)


class Webhook(Base):
    """An address elsewhere that is told of the alerts of a place and all below it, and what it last answered."""

    __tablename__ = "webhook"
    __table_args__ = ({"info": {"sort": "local"}},)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id)
    url: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime | None] = mapped_column(Moment)
    last_status: Mapped[int | None]  # 0: nobody answered


class WebhookDue(Base):
    """A webhook is to be told of an alert."""

    __tablename__ = "webhook_due"
    __table_args__ = (Index(None, "due_at"), {"info": {"sort": "local"}})

    webhook_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    alert_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
