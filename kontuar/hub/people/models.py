"""Rows: tries that were counted, and one-time codes that somebody was given."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment


class Tries(Base):
    """How often somebody (a person, an address, a device) has been wrong in a row. `whose` is a keyed hash of who."""

    __tablename__ = "tries"
    __table_args__ = ({"info": {"sort": "local"}},)

    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    whose: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Moment)


class PersonalCode(Base):
    """A code, given once to a person, with which he sets his PIN or his password; at most one of a purpose is good."""

    __tablename__ = "personal_code"
    __table_args__ = (
        CheckConstraint("purpose in ('pin', 'password')", name="purpose"),
        {"info": {"sort": "local"}},
    )

    person_id: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(8), primary_key=True)
    hash: Mapped[bytes] = mapped_column(Hash, unique=True)
    given_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
