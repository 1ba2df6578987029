"""Reasons named, step by step: how many ticks a question with choices got, and in how many responses."""

from __future__ import annotations

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from kiosk.responses.models import ChoiceDay, ResponseDay
from kiosk.responses.queries import Division, Key, step_of
from kiosk.responses.scope import Scope
from kiosk.responses.sources import source


def named_by_step(session: Session, scope: Scope, by: Division, question: str) -> dict[Key, tuple[int, int]]:
    """Ticks of all choices and responses of all who came, by day, Monday or month, in order; a response may tick several."""
    by_day = by is not Division.MONTH
    rows = source(session, ChoiceDay, scope, by_day=by_day).c
    ticks = (
        select(rows.day, func.sum(rows.n))
        .where(rows.question == question, rows.choice != "", not_(rows.choice.startswith("?")))
        .group_by(rows.day)
    )
    came = source(session, ResponseDay, scope, by_day=by_day).c
    responses = select(came.day, func.sum(came.complete + came.abandoned)).group_by(came.day).order_by(came.day)
    named = {day: int(n) for day, n in session.execute(ticks)}
    found: dict[Key, tuple[int, int]] = {}
    for day, n in session.execute(responses):
        key = step_of(day, by)
        before = found.get(key, (0, 0))
        found[key] = (before[0] + named.get(day, 0), before[1] + int(n))
    return found
