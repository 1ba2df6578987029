"""Deeds: the log of who did what, written in the transaction that did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from kontuar.core.database import Base, Id, Json, Moment
from kontuar.core.ids import new_id


class Deed(Base):
    """One act: a stable verb like `person.added`, what it was done to, and what a reader of the log wants to know."""

    __tablename__ = "deed"
    __table_args__ = (Index(None, "at"), {"info": {"sort": "local"}})

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[UUID | None] = mapped_column(Id)
    device_id: Mapped[UUID | None] = mapped_column(Id)
    place_id: Mapped[UUID | None] = mapped_column(Id)
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(Json)


@dataclass(frozen=True, slots=True)
class Told:
    """How the log tells of a group of deeds: the group's key and title (lazy), and a sentence (lazy) for each verb.

    `%(what)s` is the deed's subject, `%(where)s` a place's name, `%(role)s` a role, `%(version)s` a version.
    """

    group: str
    title: Any
    sentences: Mapping[str, Any]


def note(
    session: Session,
    at: datetime,
    verb: str,
    subject: str,
    *,
    person_id: UUID | None = None,
    device_id: UUID | None = None,
    place_id: UUID | None = None,
    **detail: Any,
) -> None:
    """Write down that something was done. Never pass a secret or a customer's words."""
    session.add(
        Deed(
            id=new_id(),
            at=at,
            person_id=person_id,
            device_id=device_id,
            place_id=place_id,
            verb=verb,
            subject=subject[:200],
            detail=detail,
        )
    )
