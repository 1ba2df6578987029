"""How responses went, for machines: how many were finished or left in the middle, and the median time."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kiosk.responses.queries import Division, Key, taken
from kiosk.responses.scope import Scope
from kiosk.responses.timings import taken_by, times_taken
from kontuar.core.comparing import compare
from kontuar.core.errors import Invalid
from kontuar.core.intervals import Share, share
from kontuar.core.medians import Median, difference_of_medians, median_of
from kontuar.reports import documents
from kontuar.reports.scores import Asked, about, scope_of, shops_by_name


def taken_rows(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """A row for each part of a division (all in one without): n, complete, abandoned, finished (0..1), median seconds.

    Raises Invalid for a survey that isn't there and for what can't be asked of responses.
    """
    if not documents.surveys(session, asked.survey):
        raise Invalid(f"No survey with the key {asked.survey} was ever published.")
    if asked.question or asked.by is Division.QUESTION:
        raise Invalid("Responses have no question: leave out --question and --by question.")
    if asked.against and asked.by in (Division.DAY, Division.WEEK, Division.MONTH):
        raise Invalid("Days, weeks and months can't be compared one by one.")
    shops = shops_by_name(session, asked.place)
    scope = scope_of(asked, shops)
    found, times = _counted(session, scope, asked.by), times_taken(session, scope, asked.by)
    before = scope.between(asked.against.start, asked.against.end) if asked.against else None
    then = _counted(session, before, asked.by) if before else {}
    then_times = times_taken(session, before, asked.by) if before else {}
    rows = []
    for key in shops if asked.by is Division.PLACE else found:
        finished, middle = _share(found.get(key)), median_of(times.get(key, ()))
        row = {} if asked.by is None else about(asked.by, key, shops)
        row |= _row(found.get(key, (0, 0)), finished, middle, asked.confidence)
        if before:
            row |= _beside(
                finished, _share(then.get(key)), middle, median_of(then_times.get(key, ())), asked.confidence
            )
        rows.append(row)
    return rows


def _counted(session: Session, scope: Scope, by: Division | None) -> dict[Key, tuple[int, int]]:
    if by is not None:
        return taken_by(session, scope, by)
    found = taken(session, scope)
    return {"": (found.complete, found.abandoned)}


def _share(counted: tuple[int, int] | None) -> Share | None:
    return share(counted[0], sum(counted)) if counted else None


def _row(counted: tuple[int, int], finished: Share | None, middle: Median | None, confidence: float) -> dict[str, Any]:
    low, high = finished.interval_at(confidence) if finished else (None, None)
    shortest, longest = (middle.interval_at(confidence) if middle else None) or (None, None)
    return {
        "confidence": round(100 * confidence), "n": sum(counted), "complete": counted[0], "abandoned": counted[1],
        "finished": finished.value if finished else None, "finished_low": low, "finished_high": high,
        "finished_method": finished.method if finished else None,
        "seconds": middle.value if middle else None, "seconds_low": shortest, "seconds_high": longest,
        "seconds_method": middle.method if middle else None,
    }  # fmt: skip


def _beside(
    finished: Share | None, then: Share | None, middle: Median | None, then_middle: Median | None, confidence: float
) -> dict[str, Any]:
    """How both differ from the earlier days, and what may be said of it."""
    told = compare(finished, then, confidence=confidence)
    found = told.difference
    longer = difference_of_medians(middle, then_middle, confidence=confidence) if middle and then_middle else None
    return {
        "earlier_n": then.total if then else 0,
        "difference": found.value if found else None,
        "difference_low": found.low if found else None,
        "difference_high": found.high if found else None,
        "difference_method": found.method if found else None,
        "verdict": told.verdict,
        "seconds_difference": longer.value if longer else None,
        "seconds_difference_low": longer.low if longer else None,
        "seconds_difference_high": longer.high if longer else None,
        "seconds_difference_method": longer.method if longer else None,
    }
