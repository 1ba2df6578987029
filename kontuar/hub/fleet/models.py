"""Rows: the codes by which nodes come in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment


class NodeInvitation(Base):
    """A one-use code for a shop's node. Whoever used it may come again with the same `nonce`, if the answer was lost."""

    __tablename__ = "node_invitation"
    __table_args__ = ({"info": {"sort": "local"}},)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    hash: Mapped[bytes] = mapped_column(Hash, unique=True)  # keyed: forty bits could be tried out
    place_id: Mapped[UUID] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(String(80))
    made_by: Mapped[UUID | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    device_id: Mapped[UUID | None] = mapped_column(Id)
    nonce: Mapped[bytes | None] = mapped_column(Hash)
