"""Weighing: scores of answers that don't count alike, and how sure we may be of them.

A weight says how many people of the whole an answer stands for; only the ratios of weights matter. With equal weights each
figure and each interval here is the unweighted one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from typing import NamedTuple

from kontuar.core.intervals import Interval, Method
from kontuar.core.promoters import ADJUSTED_BELOW
from kontuar.core.quantiles import t_quantile, z_of


class Weighed(NamedTuple):
    """Answers that say the same: how many they are, the sum of their weights, and that of the squared weights."""

    n: int
    weight: float
    squares: float


Weights = Mapping[int, Weighed]
"""What was answered, by answer."""


def effective(weights: Weights) -> float:
    """The effective number of answers: (sum of weights)^2 / sum of squared weights (Kish 1965, Survey Sampling, 11.2C).

    So many answers of equal weight would say as much, for a question that has nothing to do with the weights.
    """
    squares = fsum(each.squares for each in weights.values())
    return fsum(each.weight for each in weights.values()) ** 2 / squares if squares else 0.0


@dataclass(frozen=True, slots=True)
class WeighedShare:
    """A weighted proportion, 0..1, with a Wilson interval (Wilson 1927) of as many answers as are effective (Kish 1965)."""

    value: float
    effective: float

    @property
    def method(self) -> Method:
        return Method.WEIGHED_WILSON

    def interval_at(self, confidence: float) -> Interval:
        """The interval of a confidence in 0..1, the ends excluded."""
        z = z_of(confidence)
        n, p, zz = self.effective, self.value, z * z
        centre = (p + zz / (2 * n)) / (1 + zz / n)
        half = z / (1 + zz / n) * sqrt(max(0.0, p * (1 - p)) / n + zz / (4 * n * n))
        low = 0.0 if p <= 0 else max(0.0, centre - half)
        return low, 1.0 if p >= 1 else min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class WeighedMean:
    """A weighted mean of `n` answers and the variance of that mean, in the answers' own unit.

    The mean is a ratio of two sums; its variance is the linearised one (Cochran 1977, Sampling Techniques, 6.4 and 11.6):
    n / (n - 1) * sum of w^2 (y - mean)^2 / (sum of w)^2. The interval is Student's with n - 1 degrees of freedom.
    """

    n: int
    value: float
    variance: float

    @property
    def method(self) -> Method:
        return Method.LINEARISED_STUDENT

    def interval_at(self, confidence: float) -> Interval | None:
        """The interval of a confidence in 0..1, the ends excluded, not cut to any scale; None for a single answer."""
        if self.n < 2:
            return None
        half = t_quantile((1 + confidence) / 2, self.n - 1) * sqrt(self.variance)
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class WeighedPromoters:
    """A weighted Net Promoter Score in points, -100..100, from weighted shares of promoters and detractors.

    Wald's interval with the linearised variance (Cochran 1977, as for a mean of 100, 0 and -100, without n / (n - 1)); where
    fewer than 30 answers are effective, or all say the same, the adjusted one of so many answers (Rocks 2016; Kish 1965).
    """

    promoters: float
    detractors: float
    error: float  # linearised standard error, points
    effective: float

    @property
    def value(self) -> float:
        return 100 * (self.promoters - self.detractors)

    @property
    def method(self) -> Method:
        few = self.effective < ADJUSTED_BELOW or self.error == 0
        return Method.WEIGHED_ADJUSTED_WALD if few else Method.LINEARISED_WALD

    def interval_at(self, confidence: float) -> Interval:
        """The interval of a confidence in 0..1 (the ends excluded) in points, not cut to the scale."""
        centre, error = self.value, self.error
        if self.method is Method.WEIGHED_ADJUSTED_WALD:
            n = self.effective + 3
            p, d = ((share * self.effective + 0.75) / n for share in (self.promoters, self.detractors))
            centre, error = 100 * (p - d), 100 * sqrt(max(0.0, p + d - (p - d) ** 2) / n)
        half = z_of(confidence) * error
        return centre - half, centre + half


def weighed_share(weights: Weights, successes: range) -> WeighedShare | None:
    """The weighted share of those whose answer is among `successes`; None when nobody answered."""
    total = fsum(each.weight for each in weights.values())
    if not total:
        return None
    inside = fsum(each.weight for answer, each in weights.items() if answer in successes)
    return WeighedShare(min(1.0, inside / total), effective(weights))


def weighed_mean(weights: Weights) -> WeighedMean | None:
    """The weighted mean answer; None when nobody answered."""
    n, total = sum(each.n for each in weights.values()), fsum(each.weight for each in weights.values())
    if not total:
        return None
    value = fsum(answer * each.weight for answer, each in weights.items()) / total
    spread = fsum(each.squares * (answer - value) ** 2 for answer, each in weights.items()) / total**2
    return WeighedMean(n, value, spread * n / (n - 1) if n > 1 else 0.0)


def weighed_promoters(weights: Weights) -> WeighedPromoters | None:
    """The weighted Net Promoter Score of answers 0..10; None when nobody answered."""
    total = fsum(each.weight for each in weights.values())
    if not total:
        return None
    p = fsum(each.weight for answer, each in weights.items() if answer >= 9) / total
    d = fsum(each.weight for answer, each in weights.items() if answer <= 6) / total
    spread = fsum(each.squares * ((answer >= 9) - (answer <= 6) - (p - d)) ** 2 for answer, each in weights.items())
    return WeighedPromoters(p, d, 100 * sqrt(spread) / total, effective(weights))
