"""Segments: answers told apart by what else is known of a response, where the survey declares it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.responses.models import SegmentDay
from kiosk.responses.queries import VALUES
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Counts, tallied


def counts_by_segment(session: Session, scope: Scope, segment: str, question: str) -> dict[str, Counts]:
    """How many gave each answer to a question, by a segment's value, in order of it. A scope's language must be open."""
    if scope.language is not None:
        raise ValueError("segments aren't told apart by language")
    rows = session.execute(
        select(SegmentDay.value, *(func.sum(getattr(SegmentDay, value)) for value in VALUES))
        .where(scope.within(SegmentDay), SegmentDay.segment == segment, SegmentDay.question == question)
        .group_by(SegmentDay.value)
    )
    return {row[0]: tallied([int(n or 0) for n in row[1:]]) for row in sorted(rows, key=lambda row: str(row[0]))}
