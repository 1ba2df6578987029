"""How responses went, by any division: how many were finished, and how long each took."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.responses.models import Response, ResponseDay
from kiosk.responses.queries import COLUMNS, Division, Key, step_of
from kiosk.responses.scope import Scope
from kiosk.responses.sources import source


def taken_by(session: Session, scope: Scope, by: Division) -> dict[Key, tuple[int, int]]:
    """How many responses were finished and left in the middle, for each part of a division (not by question), in its order."""
    by_day = by is Division.DAY or by is Division.WEEK
    rows = source(session, ResponseDay, scope, by_place=by is Division.PLACE, by_day=by_day).c
    column = rows[COLUMNS.get(by, "day")]
    sums = select(column, func.sum(rows.complete), func.sum(rows.abandoned)).group_by(column).order_by(column)
    found: dict[Key, tuple[int, int]] = {}
    for part, complete, abandoned in session.execute(sums):
        key = step_of(part, by)
        before = found.get(key, (0, 0))
        found[key] = (before[0] + int(complete), before[1] + int(abandoned))
    return found


def times_taken(session: Session, scope: Scope, by: Division | None = None) -> dict[Key, list[float]]:
    """Seconds that each finished response took, for each part of a division (not by question), else all under "".

    Reads responses one by one, since a median can't be had from tallies: ask it of a shop or of some months.
    """
    chosen: list[Any] = [Response.milliseconds]
    if by is not None:
        chosen.append(getattr(Response, COLUMNS.get(by, "day")))
    which = select(*chosen).where(scope.within(Response), Response.complete.is_(True))
    found: dict[Key, list[float]] = {}
    for row in session.execute(which.execution_options(yield_per=10_000)):
        key = "" if by is None else step_of(row[1], by)
        found.setdefault(key, []).append(row[0] / 1000)
    return found
