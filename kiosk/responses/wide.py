"""Sums wider than a shop's day, made by a chore from tallies: the whole chain's days, and each shop's months that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Column, Table
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.responses.models import MONTH, ChoiceDay, ResponseDay, ScoreDay
from kontuar.core.database import Base, Id
from kontuar.core.times import now


def over() -> str:
    """The first month that isn't over: west of Greenwich it ends later."""
    return (now() - timedelta(days=1)).date().isoformat()[:7]


TALLIES: tuple[type[Base], ...] = (ScoreDay, ChoiceDay, ResponseDay)


class ChangedMonth(Base):
    """A shop's month whose days have changed since its sums were made."""

    __tablename__ = "changed_month"
    __table_args__ = ({"info": {"sort": "local"}, "sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)


def columns(tally: type[Base], *, key: bool) -> list[str]:
    """Names of a tally's key columns, or of its amounts."""
    return [column.name for column in tally.__table__.columns if column.primary_key is key]


def _wider(tally: type[Base], name: str, first: Sequence[str]) -> Table:
    """A table of a tally's columns, its key beginning with `first`: `month` for the day, or no place at all."""
    old = tally.__table__.c
    rest = [key for key in columns(tally, key=True) if key not in ("place_id", "survey", "day")]
    key = [Column(name, MONTH if name == "month" else old[name].type, primary_key=True) for name in (*first, *rest)]
    amounts = [Column(name, old[name].type, nullable=False) for name in columns(tally, key=False)]
    return Table(name, Base.metadata, *key, *amounts, info={"sort": "local"}, sqlite_with_rowid=False)


CHAIN: dict[type[Base], Table] = {
    tally: _wider(tally, f"chain_{tally.__tablename__}", ("survey", "day")) for tally in TALLIES
}
"""All shops together, by day."""
MONTHS: dict[type[Base], Table] = {
    tally: _wider(tally, tally.__tablename__.replace("_day", "_month"), ("place_id", "survey", "month"))
    for tally in TALLIES
}
"""A shop's months that are over."""
