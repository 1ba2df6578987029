"""Knowing: what people's latest answers say they know, and how sure we may be of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from kontuar.core.intervals import Interval, Mean, Share, too_few

FEWEST_PEOPLE = 3
"""With fewer people than this a figure would tell who got what wrong, however many questions each of them answered."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The mean fraction (0..1) of people's latest finished answers, one a person and item; how many answers, whose."""

    n: int
    people: int
    value: float
    interval: Interval | None

    @property
    def too_few(self) -> bool:
        """Whether so few answered that the figure isn't shown."""
        return too_few(self.n) or self.people < FEWEST_PEOPLE


def knowledge(marks: Mapping[float, int], people: int) -> Knowledge | None:
    """Knowledge from how many answers earned each fraction (`{1.0: 8, 0.5: 1, 0.0: 2}`); None where nobody answered.

    95 % interval: Wilson 1927 where every mark is 0 or 1, else Student's t on the mean, cut to 0..1.
    """
    n = sum(marks.values())
    if n == 0:
        return None
    if set(marks) <= {0.0, 1.0}:
        share = Share(marks.get(1.0, 0), n)
        return Knowledge(n, people, share.value, share.interval)
    centre = fsum(mark * count for mark, count in marks.items()) / n
    spread = fsum(count * (mark - centre) ** 2 for mark, count in marks.items())
    mean = Mean(n, centre, spread / (n - 1) if n > 1 else 0.0)
    return Knowledge(n, people, centre, mean.interval_within(0.0, 1.0))
