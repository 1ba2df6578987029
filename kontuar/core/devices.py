"""Devices: the tablets and nodes that have been enrolled, and the tokens they show."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment
from kontuar.core.plain import as_id, ask
from kontuar.core.times import from_ms


class Device(Base):
    """A tablet or a node, its place, and the survey that a tablet shows."""

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint("kind in ('tablet', 'node')", name="kind"),
        Index(None, "place_id"),
        {"info": {"sort": "directory"}},
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id, ForeignKey("place.id"))
    kind: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(80))
    survey: Mapped[str | None] = mapped_column(String(64))
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class DeviceToken(Base):
    """The hash of the token that a device enrolled here shows; a token is told once and never kept."""

    __tablename__ = "device_token"
    __table_args__ = ({"info": {"sort": "local"}},)

    hash: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(Id, index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)


class DeviceContact(Base):
    """When a device was last heard of here, and what it said of itself; flushed every half minute, not in a fact's way."""

    __tablename__ = "device_contact"
    __table_args__ = ({"info": {"sort": "local"}},)

    device_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    last_at: Mapped[datetime] = mapped_column(Moment)
    release: Mapped[int | None]
    unsent: Mapped[int | None]
    oldest_at: Mapped[datetime | None] = mapped_column(Moment)


def token_hash(token: str) -> bytes:
    """The hash kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def new_token(session: Session, device_id: UUID, at: datetime) -> str:
    """A token for a device, told once; earlier ones of that device die."""
    for old in session.scalars(select(DeviceToken).where(DeviceToken.device_id == device_id)):
        session.delete(old)
    token = secrets.token_urlsafe(32)
    session.add(DeviceToken(hash=token_hash(token), device_id=device_id, made_at=at))
    return token


def by_token(session: Session, token: str) -> Device | None:
    """The device that shows this token, unless it was revoked; a copy to read, asked for with every tap."""
    row = ask(
        session.connection(),
        "SELECT device.id, place_id, kind, name, survey, enrolled_at FROM device_token"
        " JOIN device ON device.id = device_id WHERE hash = ? AND revoked_at IS NULL",
        (token_hash(token),),
    ).fetchone()
    if row is None:
        return None
    id, place, kind, name, survey, enrolled = row
    return Device(
        id=as_id(id), place_id=as_id(place), kind=kind, name=name, survey=survey, enrolled_at=from_ms(enrolled)
    )
