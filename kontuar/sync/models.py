"""The record's rows: the journal and what is kept beside it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment

DAY = String(10)


class PlaceHead(Base):
    """The highest position given out at a place; whoever writes there holds this row."""

    __tablename__ = "place_head"
    __table_args__ = ({"info": {"sort": "fact"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    high: Mapped[int] = mapped_column(BigInteger)


class Journal(Base):
    """Every fact this installation knows, as the bytes that came, with the stamp its first receiver gave it."""

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("place_id", "id"),
        Index(None, "device_id", "epoch", "seq"),
        {"info": {"sort": "fact"}},
    )

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(Id)
    device_id: Mapped[UUID] = mapped_column(Id)
    epoch: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(64))
    v: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    hash: Mapped[bytes] = mapped_column(Hash)
    line: Mapped[bytes] = mapped_column(LargeBinary)
    stamp_at: Mapped[datetime] = mapped_column(Moment)
    stamp_margin: Mapped[int] = mapped_column(BigInteger)  # milliseconds either way
    stamp_day: Mapped[str] = mapped_column(DAY)
    stamp_hour: Mapped[int] = mapped_column(SmallInteger)  # -1: can't be told


class Overruled(Base):
    """The other bytes of a conflict: same place and id as a fact of the journal, a higher hash."""

    __tablename__ = "overruled"
    __table_args__ = (
        Index(None, "place_id", "position"),
        {"info": {"sort": "fact"}},
    )

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    hash: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(Moment)
    line: Mapped[bytes] = mapped_column(LargeBinary)
    stamp_at: Mapped[datetime] = mapped_column(Moment)
    stamp_margin: Mapped[int] = mapped_column(BigInteger)
    stamp_day: Mapped[str] = mapped_column(DAY)
    stamp_hour: Mapped[int] = mapped_column(SmallInteger)  # -1: can't be told


class Stream(Base):
    """What one device has sent in one epoch, at its one place: complete up to `high` but for the gaps."""

    __tablename__ = "stream"
    __table_args__ = (Index(None, "place_id"), {"info": {"sort": "fact"}})

    device_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    epoch: Mapped[str] = mapped_column(String(32), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id)
    high: Mapped[int] = mapped_column(BigInteger)
    forked_at: Mapped[datetime | None] = mapped_column(Moment)  # a known seq came under a new id: cloned or restored


class Quarantined(Base):
    """A line that can't be read by this version: in the journal (place and position say where), or kept here by its hash."""

    __tablename__ = "quarantined"
    __table_args__ = (
        CheckConstraint("(line is null) = (position is not null)", name="somewhere"),
        Index(None, "device_id"),
        Index(None, "place_id", "position"),
        {"info": {"sort": "fact"}},
    )

    hash: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    why: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(300))
    device_id: Mapped[UUID] = mapped_column(Id)  # the sender
    place_id: Mapped[UUID | None] = mapped_column(Id)
    position: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(Moment)
    line: Mapped[bytes | None] = mapped_column(LargeBinary)


class Waiting(Base):
    """A fact of the journal that names a definition this installation doesn't have yet."""

    __tablename__ = "waiting"
    __table_args__ = (Index(None, "definition"), {"info": {"sort": "fact"}})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    definition: Mapped[bytes] = mapped_column(Hash, primary_key=True)


class OwnStream(Base):
    """The epoch and last seq of what this installation itself writes for a place."""

    __tablename__ = "own_stream"
    __table_args__ = ({"info": {"sort": "local"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    epoch: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(BigInteger)


class Voided(Base):
    """A seq that was never stored here and why: the gap it leaves is explained."""

    __tablename__ = "voided"
    __table_args__ = ({"info": {"sort": "reading"}},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(Id)
    epoch: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str] = mapped_column(String(40))


class Withdrawn(Base):
    """A stream at a place, or one fact of it, that no longer counts, and who took it back. The journal keeps the facts."""

    __tablename__ = "withdrawn"
    __table_args__ = (Index(None, "place_id", "epoch"), {"info": {"sort": "reading"}})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(Id)
    epoch: Mapped[str] = mapped_column(String(32))
    fact_id: Mapped[UUID | None] = mapped_column(Id)  # None: the whole stream
    by: Mapped[UUID | None] = mapped_column(Id)
    why: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)


class Revision(Base):
    """Which revision of a kind's projector made the readings that stand."""

    __tablename__ = "revision"
    __table_args__ = ({"info": {"sort": "local"}},)

    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    revision: Mapped[int]


class ChangedDay(Base):
    """A shop's day whose readings have changed since the sums over many shops or days were last made from them."""

    __tablename__ = "changed_day"
    __table_args__ = ({"info": {"sort": "local"}, "sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    day: Mapped[str] = mapped_column(DAY, primary_key=True)
    times: Mapped[int]  # written each time, so that whoever takes the row waits for whoever is about to commit
