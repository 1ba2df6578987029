"""Rows: the invitations by which tablets come in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment


class Invitation(Base):
    """A one-use code for a tablet: which shop it will belong to, under which name, with which survey."""

    __tablename__ = "invitation"
    __table_args__ = ({"info": {"sort": "local"}},)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    hash: Mapped[bytes] = mapped_column(Hash, unique=True)
    place_id: Mapped[UUID] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(String(80))
    survey: Mapped[str | None] = mapped_column(String(64))
    made_by: Mapped[UUID | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    device_id: Mapped[UUID | None] = mapped_column(Id)
