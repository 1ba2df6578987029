"""Dividing: what responses add to the tallies that only some surveys keep, by weight and by segment."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kiosk.responses.counting import Counted
from kiosk.responses.models import SegmentDay, WeightDay
from kiosk.surveys.document import Survey
from kontuar.sync.projection import Projection, Row

UNIT = 1_000_000
"""Weights are kept in millionths."""
SQUARED = UNIT * UNIT


class Divided:
    """What the facts of one place add. Whole numbers throughout, so that any order comes to the same row.

    The square of a weight in millionths may have 24 digits, too many for a column: it is kept as its whole part and the rest.
    """

    __slots__ = ("segments", "weights")

    def __init__(self) -> None:
        self.weights: dict[Row, list[int]] = {}
        self.segments: dict[Row, list[int]] = {}

    def add(
        self, survey: Survey, tail: Row, counted: Counted, weight: float | None, segments: Mapping[str, str] | None
    ) -> None:
        """Count one response. `tail`: its day, language, version and mark."""
        if survey.weighted and weight is not None:
            heavy = max(1, round(weight * UNIT))
            whole, rest = divmod(heavy * heavy, SQUARED)
            weights, name = self.weights, survey.key
            for question, value in counted.values:
                key = (name, question, value, *tail)
                sums = weights.get(key)
                if sums is None:
                    weights[key] = [1, heavy, whole, rest]
                else:
                    sums[0] += 1
                    sums[1] += heavy
                    sums[2] += whole
                    sums[3] += rest
        if segments:
            day, _, version, marked = tail
            for segment in survey.segments:
                said = segments.get(segment.key)
                if said:
                    for question, value in counted.values:
                        cell = (survey.key, question, day, segment.key, said, version, marked)
                        row = self.segments.get(cell)
                        if row is None:
                            row = self.segments[cell] = [0] * 11
                        row[value] += 1

    def tally(self, projection: Projection, place: UUID) -> None:
        projection.tally(WeightDay, self.weights, place)
        projection.tally(SegmentDay, self.segments, place)
