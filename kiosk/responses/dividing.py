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
        self.weights: dict[Row, dict[tuple[str, int], list[int]]] = {}  # by survey and tail, question and value
        self.segments: dict[Row, dict[str, list[int]]] = {}  # by all but the question, by question

    def add(
        self, survey: Survey, tail: Row, counted: Counted, weight: float | None, segments: Mapping[str, str] | None
    ) -> None:
        """Count one response. `tail`: its day, language, version and mark."""
        if survey.weighted and weight is not None:
            heavy = max(1, round(weight * UNIT))
            whole, rest = divmod(heavy * heavy, SQUARED)
            weights = self.weights.setdefault((survey.key, *tail), {})
            for pair in counted.values:
                sums = weights.get(pair)
                if sums is None:
                    weights[pair] = [1, heavy, whole, rest]
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
                    rows = self.segments.setdefault((survey.key, day, segment.key, said, version, marked), {})
                    for question, value in counted.values:
                        row = rows.get(question)
                        if row is None:
                            row = rows[question] = [0] * 11
                        row[value] += 1

    def tally(self, projection: Projection, place: UUID) -> None:
        weights = {
            (survey, *pair, *tail): sums
            for (survey, *tail), by_pair in self.weights.items()
            for pair, sums in by_pair.items()
        }
        segments = {
            (survey, question, *tail): row
            for (survey, *tail), by_question in self.segments.items()
            for question, row in by_question.items()
        }
        projection.tally(WeightDay, weights, place)
        projection.tally(SegmentDay, segments, place)
