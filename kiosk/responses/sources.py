"""Sources: which rows a tally is read from. The widest that are settled, and shops' days for the rest: sums are always exact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from kiosk.responses.scope import Scope
from kiosk.responses.wide import CHAIN, MONTHS, ChangedMonth, over
from kontuar.core.database import Base
from kontuar.sync.models import ChangedDay

MANY = 12  # places from which months are worth looking up
MOST_CHANGED = 400  # with more days or months than that still to be summed up, days are read at once


def source(
    session: Session, tally: type[Base], scope: Scope, *, by_place: bool = False, by_day: bool = False
) -> Subquery:
    """Rows to sum up, with a tally's columns: those of `scope` and no others.

    A row may stand for the whole chain (not when told apart `by_place`; its `place_id` is NULL) or for a shop's month (not
    when told apart `by_day`; its `day` is the month). What has changed since these were summed up is looked up first: a
    change that comes after that look is simply not in the answer yet.
    """
    parts: list[Select[Any]] | None = None
    if scope.places is None and not by_place:
        parts = _chain_and_days(session, tally, scope)
    elif not by_day and (scope.places is None or len(scope.places) >= MANY):
        parts = _months_and_days(session, tally, scope)
    parts = parts or [_days(tally, scope)]
    return (parts[0] if len(parts) == 1 else union_all(*parts)).subquery(tally.__tablename__)


def _days(tally: type[Base], scope: Scope) -> Select[Any]:
    return select(tally.__table__).where(scope.within(tally))


def _chain_and_days(session: Session, tally: type[Base], scope: Scope) -> list[Select[Any]] | None:
    changed = session.scalars(select(ChangedDay.day).distinct().limit(MOST_CHANGED + 1)).all()
    if len(changed) > MOST_CHANGED:
        return None
    wide: Any = CHAIN[tally].c
    inner: Any = tally.__table__.c
    place = literal(None, inner.place_id.type).label("place_id")
    taken = [place if column.name == "place_id" else wide[column.name] for column in tally.__table__.columns]
    chain = select(*taken).where(*scope.conditions(wide), wide.day.not_in(changed))
    late = [day for day in changed if (scope.start or "") <= day <= (scope.end or "9999")]
    return [chain, _days(tally, scope).where(inner.day.in_(late))] if late else [chain]


def _months_and_days(session: Session, tally: type[Base], scope: Scope) -> list[Select[Any]] | None:
    first, last = whole_months(scope.start, scope.end, over())
    if first > last:
        return None
    changed = _changed_months(session, first, last)
    if len(changed) > MOST_CHANGED:
        return None
    wide: Any = MONTHS[tally].c
    inner: Any = tally.__table__.c
    taken = [
        wide.month.label("day") if column.name == "day" else wide[column.name] for column in tally.__table__.columns
    ]
    months = select(*taken).where(*scope.between(None, None).conditions(wide), wide.month.between(first, last))
    parts = [months.where(tuple_(wide.place_id, wide.month).not_in(changed)) if changed else months]
    if changed:
        late = tuple_(inner.place_id, func.substr(inner.day, 1, 7)).in_(changed)
        parts.append(_days(tally, scope).where(inner.day.between(f"{first}-01", f"{last}-31"), late))
    if scope.start is None or scope.start < f"{first}-01":
        parts.append(_days(tally, scope).where(inner.day < f"{first}-01"))
    return [*parts, _days(tally, scope).where(inner.day > f"{last}-31")]


def _changed_months(session: Session, first: str, last: str) -> list[tuple[Any, str]]:
    month = func.substr(ChangedDay.day, 1, 7)
    days = select(ChangedDay.place_id, month.label("month")).where(month.between(first, last)).distinct()
    months = select(ChangedMonth.place_id, ChangedMonth.month).where(ChangedMonth.month.between(first, last))
    return [(row[0], row[1]) for row in session.execute(days.union(months).limit(MOST_CHANGED + 1))]


def whole_months(start: str | None, end: str | None, over: str) -> tuple[str, str]:
    """The first and the last month that lie within a period whole and are over, `over` being the first that isn't.

    The first comes after the last where there is none.
    """
    first, last = "1970-01", _before(over)
    if start is not None:
        first = start[:7] if start.endswith("-01") else _after(start[:7])
    if end is not None:
        whole = (date.fromisoformat(end) + timedelta(days=1)).day == 1
        last = min(last, end[:7] if whole else _before(end[:7]))
    return first, last


def _after(month: str) -> str:
    return (date.fromisoformat(f"{month}-28") + timedelta(days=4)).isoformat()[:7]


def _before(month: str) -> str:
    return (date.fromisoformat(f"{month}-01") - timedelta(days=1)).isoformat()[:7]
