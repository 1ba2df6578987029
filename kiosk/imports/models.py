"""Readings of imports: what was brought in, how it ended, and which were taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Json, Moment


class Import(Base):
    """A file that was brought in, from its first new row on. `device_id` wrote its facts, `source` says whose keys rows have."""

    __tablename__ = "import"
    __table_args__ = ({"info": {"sort": "reading"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(Id)
    file: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[bytes] = mapped_column(Hash)
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    survey_hash: Mapped[bytes] = mapped_column(Hash)
    source: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[str] = mapped_column(Text)
    by: Mapped[UUID | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment)


class ImportEnd(Base):
    """An import came to its end, with these counts; one that was interrupted and has none can be gone on with."""

    __tablename__ = "import_end"
    __table_args__ = (Index(None, "place_id", "import_id"), {"info": {"sort": "reading"}})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    import_id: Mapped[UUID] = mapped_column(Id)
    added: Mapped[int]
    known: Mapped[int]
    changed: Mapped[int]
    replaced: Mapped[int]
    refused: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)


class ImportUndoing(Base):
    """Somebody took an import back: its streams are withdrawn one after another from then on."""

    __tablename__ = "import_undoing"
    __table_args__ = (Index(None, "place_id", "import_id"), {"info": {"sort": "reading"}})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    import_id: Mapped[UUID] = mapped_column(Id)
    by: Mapped[UUID | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment)


class ImportWork(Base):
    """A file that somebody sent by the page and works on: what is wanted of it, how far that is, what came of it."""

    __tablename__ = "import_work"
    __table_args__ = ({"info": {"sort": "local"}},)

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    language: Mapped[str] = mapped_column(String(12))  # that its sentences are in
    sent_at: Mapped[datetime] = mapped_column(Moment)
    mapping: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str | None] = mapped_column(String(8))  # guess, try, bring
    wanted_at: Mapped[datetime] = mapped_column(Moment)
    progress: Mapped[int]  # of a thousand
    told: Mapped[dict[str, Any] | None] = mapped_column(Json)
    looked_at: Mapped[datetime | None] = mapped_column(Moment)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    brought_at: Mapped[datetime | None] = mapped_column(Moment)
