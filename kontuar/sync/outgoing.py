"""What a node knows of its sending: how far it has come, what is held back, what was refused, when the hub last answered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Id, Moment


class SentUpTo(Base):
    """A cursor over the journal: every fact of the place up to this position has had its verdict, or is held back."""

    __tablename__ = "sent_up_to"
    __table_args__ = ({"info": {"sort": "local"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)


class HeldBack(Base):
    """A fact that the hub didn't take this time; it is sent again while the rest goes on."""

    __tablename__ = "held_back"
    __table_args__ = (Index(None, "again_at"), {"info": {"sort": "local"}})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    why: Mapped[str] = mapped_column(String(40))
    tries: Mapped[int]
    held_at: Mapped[datetime] = mapped_column(Moment)
    again_at: Mapped[datetime] = mapped_column(Moment)


class SetAside(Base):
    """A fact that the hub never will take, to be shown to staff; it stays in this journal."""

    __tablename__ = "set_aside"
    __table_args__ = ({"info": {"sort": "local"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    fact_id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)


class UpstreamContact(Base):
    """One row: when the hub last answered, since when it hasn't and why, and the number of its release."""

    __tablename__ = "upstream_contact"
    __table_args__ = (CheckConstraint("lone = 1", name="lone"), {"info": {"sort": "local"}})

    lone: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)  # somebody wants it done now
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    reached_at: Mapped[datetime | None] = mapped_column(Moment)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    why: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(String(300))
    release: Mapped[int | None]
    release_refused: Mapped[str | None] = mapped_column(String(40))  # why the newest release wasn't taken
