"""Promoters: the Net Promoter Score, how sure we may be of it, and how likely it is by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from kontuar.core.intervals import USUAL, Interval, Method
from kontuar.core.quantiles import normal_tails, z_of

ADJUSTED_BELOW = 30
"""With fewer answers than this Wald's interval is too narrow, and the adjusted one is given (Rocks 2016)."""


@dataclass(frozen=True, slots=True)
class NetPromoter:
    """A Net Promoter Score of answers 0..10: promoters say 9-10, detractors 0-6; in points, -100..100.

    Source: Reichheld 2003 for the score; Rocks 2016, The American Statistician 70, p. 365 ff., for its intervals.
    """

    promoters: int
    passives: int
    detractors: int

    def __post_init__(self) -> None:
        if self.n < 1 or min(self.promoters, self.passives, self.detractors) < 0:
            raise ValueError(f"no score: {self.promoters}, {self.passives}, {self.detractors}")

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> float:
        """Share of promoters less share of detractors, in points."""
        return 100 * (self.promoters - self.detractors) / self.n

    @property
    def standard_error(self) -> float:
        """Standard error in points: the root of (p + d - (p - d)^2) / n, of two shares of one multinomial (Rocks 2016, eq. 2)."""
        return _standard_error(self.promoters, self.detractors, self.n)

    @property
    def method(self) -> Method:
        """Which interval is given: Wald's from 30 answers on; the adjusted one below.

        The adjusted one also where all answer alike: Wald's would have no width, as if nobody could ever answer otherwise.
        """
        return Method.ADJUSTED_WALD if self.n < ADJUSTED_BELOW or self.standard_error == 0 else Method.WALD

    @property
    def centre(self) -> tuple[float, float]:
        """Where the given interval has its centre, and its standard error, both in points."""
        if self.method is Method.WALD:
            return self.value, self.standard_error
        n, promoters, detractors = self.n + 3, self.promoters + 0.75, self.detractors + 0.75
        return 100 * (promoters - detractors) / n, _standard_error(promoters, detractors, n)

    @property
    def interval(self) -> Interval:
        """The 95 % interval in points, not cut to the scale."""
        return self.interval_at(USUAL)

    def interval_at(self, confidence: float) -> Interval:
        """The interval of a confidence in 0..1 (the ends excluded) in points, by `method`, not cut to the scale."""
        centre, error = self.centre
        half = z_of(confidence) * error
        return centre - half, centre + half

    @property
    def interval_on_scale(self) -> Interval:
        """The 95 % interval as people are shown it: see `interval_on_scale_at`."""
        return self.interval_on_scale_at(USUAL)

    def interval_on_scale_at(self, confidence: float) -> Interval:
        """The interval as people are shown it: cut to -100..100, and wide enough to hold the score itself.

        The adjusted one needn't where nearly all of a few people answer alike: it is drawn towards 0.
        """
        low, high = self.interval_at(confidence)
        return max(-100.0, min(low, self.value)), min(100.0, max(high, self.value))

    def p_value(self, against: float = 0.0) -> float:
        """How likely a score so far from `against` points (or farther) is by chance, both sides together; 0..1.

        From the same centre and standard error as the interval, so that the two never disagree (Wald's test, Rocks 2016).
        """
        centre, error = self.centre
        return normal_tails((centre - against) / error)


def wald(score: NetPromoter, confidence: float = USUAL) -> Interval:
    """Wald's interval in points, whatever n (Rocks 2016, eq. 2)."""
    half = z_of(confidence) * score.standard_error
    return score.value - half, score.value + half


def adjusted_wald(score: NetPromoter, confidence: float = USUAL) -> Interval:
    """The adjusted interval in points, whatever n: Wald's after adding 3 answers, 3/4 of them promoters and 3/4 detractors.

    Source: Rocks 2016 (after Agresti and Coull 1998, The American Statistician 52, p. 119 ff.).
    """
    n, promoters, detractors = score.n + 3, score.promoters + 0.75, score.detractors + 0.75
    centre, half = 100 * (promoters - detractors) / n, z_of(confidence) * _standard_error(promoters, detractors, n)
    return centre - half, centre + half


def net_promoter(counts: Mapping[int, int]) -> NetPromoter | None:
    """Net Promoter Score of answers 0..10 counted by answer; None when nobody answered."""
    promoters = sum(count for answer, count in counts.items() if answer >= 9)
    detractors = sum(count for answer, count in counts.items() if answer <= 6)
    n = sum(counts.values())
    return NetPromoter(promoters, n - promoters - detractors, detractors) if n else None


def _standard_error(promoters: float, detractors: float, n: float) -> float:
    p, d = promoters / n, detractors / n
    return 100 * sqrt(max(0.0, p + d - (p - d) ** 2) / n)
