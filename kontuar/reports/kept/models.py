"""Rows of kept views: the views, who gets a mail on them, and the screens that show them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment


class KeptView(Base):
    """A results page and what is chosen on it; never figures: each reader gets those that he may see."""

    __tablename__ = "kept_view"
    __table_args__ = (Index(None, "person_id"), {"info": {"sort": "local"}})

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(80))
    endpoint: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Moment)


class Subscription(Base):
    """Somebody gets a mail on a view: daily, or on a weekday (Monday 0)."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("view_id", "person_id"),
        Index(None, "next_at"),
        {"info": {"sort": "local"}},
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    view_id: Mapped[UUID] = mapped_column(Id)
    person_id: Mapped[UUID] = mapped_column(Id)
    weekday: Mapped[int | None]
    next_at: Mapped[datetime] = mapped_column(Moment)


class WallScreen(Base):
    """A screen that shows a view to whoever has its address, as the person sees it who made it."""

    __tablename__ = "wall_screen"
    __table_args__ = (UniqueConstraint("hash"), Index(None, "view_id"), {"info": {"sort": "local"}})

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    view_id: Mapped[UUID] = mapped_column(Id)
    person_id: Mapped[UUID] = mapped_column(Id)
    hash: Mapped[bytes] = mapped_column(Hash)
    made_at: Mapped[datetime] = mapped_column(Moment)
