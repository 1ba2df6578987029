"""Readings of what people learnt: each attempt, each answer in it, and the answer that counts for what they know now."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Json, Moment

KEY = String(64)  # of a quiz, an item, a clause, a product
DAY = String(10)
TAG = String(12)


class Attempt(Base):
    """One person's going through a quiz once. Graded here, from the document it names; the tablet's own marks don't count.

    A fact's id is its own within its place only, so the place is part of the key here and wherever an attempt is named.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index(None, "quiz", "place_id", "day"),
        {"info": {"sort": "reading"}, "sqlite_with_rowid": False},
    )

    person_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    quiz_hash: Mapped[bytes] = mapped_column(Hash)
    quiz: Mapped[str] = mapped_column(KEY)
    version: Mapped[int]
    day: Mapped[str] = mapped_column(DAY)
    at: Mapped[datetime] = mapped_column(Moment)  # of its end, or of its being left
    finished: Mapped[bool]  # False: begun and left
    fraction: Mapped[float] = mapped_column(Float(53))  # mean of what was asked, 0..1; not answered counts 0
    passed: Mapped[bool]
    milliseconds: Mapped[int]
    language: Mapped[str] = mapped_column(TAG)


class ItemAnswer(Base):
    """What one item of an attempt was answered with, and what that earned."""

    __tablename__ = "item_answer"
    __table_args__ = ({"info": {"sort": "reading"}, "sqlite_with_rowid": False},)

    person_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    item: Mapped[str] = mapped_column(KEY, primary_key=True)
    version: Mapped[int]  # of the item
    clause: Mapped[str | None] = mapped_column(KEY)
    product: Mapped[str | None] = mapped_column(KEY)
    at: Mapped[datetime] = mapped_column(Moment)  # the attempt's
    finished: Mapped[bool]  # the attempt's
    fraction: Mapped[float] = mapped_column(Float(53))  # 0..1
    milliseconds: Mapped[int]
    answer: Mapped[Any] = mapped_column(Json)


class ItemLatest(Base):
    """A person's latest answer to an item in a finished attempt, by (stamped time, id, place): what he knows now."""

    __tablename__ = "item_latest"
    __table_args__ = (
        Index(None, "clause", "place_id"),
        {"info": {"sort": "reading"}, "sqlite_with_rowid": False},
    )

    person_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    item: Mapped[str] = mapped_column(KEY, primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(Id)
    place_id: Mapped[UUID] = mapped_column(Id)
    version: Mapped[int]
    clause: Mapped[str | None] = mapped_column(KEY)
    product: Mapped[str | None] = mapped_column(KEY)
    at: Mapped[datetime] = mapped_column(Moment)
    fraction: Mapped[float] = mapped_column(Float(53))
