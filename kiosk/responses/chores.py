"""The chore that makes sums over many shops and many days from the tallies, soon after these have changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kiosk.responses.wide import CHAIN, MONTHS, TALLIES, ChangedMonth, columns, over
from kontuar.core.chores import Chore
from kontuar.core.database import writing
from kontuar.sync.models import ChangedDay

SHOP_DAYS = 400  # changed shop-days taken in one piece
DAYS = 10  # and days of the whole chain: each is summed over all shops
MONTHS_AT_ONCE = 10  # a shop's month is summed over all its rows
Pair = tuple[UUID, str]


def widen() -> bool:
    """Make the chain's sums of some changed days anew, and those of some shops' months that are over; True: there's more."""
    with writing() as session:
        connection = session.connection()
        last = connection.scalar(select(ChangedDay.day).distinct().order_by(ChangedDay.day).offset(DAYS).limit(1))
        changed = _take(connection, ChangedDay.__table__, "day", SHOP_DAYS, before=last)  # type: ignore[arg-type]
        _chain_anew(connection, {day for _, day in changed})
        _note_months(connection, {(place, day[:7]) for place, day in changed})
    with writing() as session:
        months = _take(session.connection(), ChangedMonth.__table__, "month", MONTHS_AT_ONCE, before=over())  # type: ignore[arg-type]
        for pair in months:
            _month_anew(session.connection(), *pair)
    return bool(changed or months)


def _take(connection: Connection, table: Table, column: str, most: int, before: str | None = None) -> list[Pair]:
    """Delete some of the pairs that wait, and give them. One that somebody is about to write is left for the next time."""
    which = select(table.c.place_id, table.c[column]).order_by(table.c[column], table.c.place_id).limit(most)
    if before is not None:
        which = which.where(table.c[column] < before)
    pairs = [(row[0], row[1]) for row in connection.execute(which.with_for_update(skip_locked=True))]
    for start in range(0, len(pairs), 200):
        some = pairs[start : start + 200]
        connection.execute(delete(table).where(tuple_(table.c.place_id, table.c[column]).in_(some)))
    return pairs


def _note_months(connection: Connection, pairs: Iterable[Pair]) -> None:
    rows = [{"place_id": place, "month": month} for place, month in sorted(pairs)]
    if rows:
        insert = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
        connection.execute(insert(ChangedMonth).on_conflict_do_nothing(index_elements=["place_id", "month"]), rows)


def _chain_anew(connection: Connection, days: set[str]) -> None:
    for tally in TALLIES if days else ():
        wide, source = CHAIN[tally], tally.__table__
        connection.execute(delete(wide).where(wide.c.day.in_(days)))
        key = [source.c[name] for name in columns(tally, key=True) if name != "place_id"]
        amounts = [func.sum(source.c[name]).label(name) for name in columns(tally, key=False)]
        sums = select(*key, *amounts).where(source.c.day.in_(days)).group_by(*key)
        connection.execute(wide.insert().from_select([column.name for column in (*key, *amounts)], sums))


def _month_anew(connection: Connection, place: UUID, month: str) -> None:
    for tally in TALLIES:
        wide, source = MONTHS[tally], tally.__table__
        connection.execute(delete(wide).where(wide.c.place_id == place, wide.c.month == month))
        key = [source.c[name] for name in columns(tally, key=True) if name != "day"]
        amounts = [func.sum(source.c[name]).label(name) for name in columns(tally, key=False)]
        sums = (
            select(literal(month).label("month"), *key, *amounts)
            .where(source.c.place_id == place, source.c.day.between(f"{month}-01", f"{month}-31"))
            .group_by(*key)
        )
        names = ["month", *(column.name for column in (*key, *amounts))]
        connection.execute(wide.insert().from_select(names, sums))


CHORES = (Chore("summing-up", 5.0, widen),)
