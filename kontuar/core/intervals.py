"""Intervals: what a set of answers says, and how sure we may be of it: shares and means (scores of promoters: promoters.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

from kontuar.core.quantiles import t_quantile, z_of
from kontuar.core.thresholds import thresholds

USUAL = 0.95
"""The confidence of an interval where no other is asked for."""

Interval = tuple[float, float]


class Method(StrEnum):
    """How an interval was worked out, as machines are told; the sources stand with the rules and in docs/formulas.md."""

    WILSON = "wilson-1927"
    WALD = "wald-rocks-2016"
    ADJUSTED_WALD = "adjusted-wald-rocks-2016"
    STUDENT = "student-1908"
    NEWCOMBE = "newcombe-1998-method-10"
    WALD_OF_TWO = "wald-of-two-rocks-2016"
    WELCH = "welch-1947"
    ORDER_STATISTICS = "order-statistics-thompson-1936"
    BOOTSTRAP = "percentile-bootstrap-efron-1979"
    WEIGHED_WILSON = "wilson-1927-kish-1965"
    LINEARISED_WALD = "wald-linearised-cochran-1977"
    WEIGHED_ADJUSTED_WALD = "adjusted-wald-rocks-2016-kish-1965"
    LINEARISED_STUDENT = "student-linearised-cochran-1977"


def enough_are(enough: int | None = None) -> int:
    """How many answers are enough: as asked for, else as set for the chain."""
    return thresholds().too_few_below if enough is None else enough


def too_few(n: int, enough: int | None = None) -> bool:
    """Whether `n` answers are too few to say anything; they are shown as "too few to tell", never as a figure."""
    return n < enough_are(enough)


@dataclass(frozen=True, slots=True)
class Share:
    """A proportion with its Wilson interval, all in 0..1.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22, p. 209 ff. (the score interval, no continuity correction).
    A share of nothing doesn't exist: `total` is at least 1, and `share` gives None otherwise.
    """

    successes: int
    total: int

    def __post_init__(self) -> None:
        if not (self.total >= 1 and 0 <= self.successes <= self.total):
            raise ValueError(f"no share: {self.successes} of {self.total}")

    @property
    def value(self) -> float:
        """The proportion itself, 0..1."""
        return self.successes / self.total

    @property
    def method(self) -> Method:
        return Method.WILSON

    @property
    def interval(self) -> Interval:
        """The 95 % Wilson interval, 0..1."""
        return self.interval_at(USUAL)

    def interval_at(self, confidence: float) -> Interval:
        """The Wilson interval of a confidence in 0..1, the ends excluded."""
        z = z_of(confidence)
        n, p, zz = self.total, self.value, z * z
        centre = (p + zz / (2 * n)) / (1 + zz / n)
        half = z / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n))
        low = 0.0 if self.successes == 0 else max(0.0, centre - half)
        high = 1.0 if self.successes == n else min(1.0, centre + half)
        return low, high


def share(successes: int, total: int) -> Share | None:
    """The share of `successes` in `total`; None when nobody answered."""
    return Share(successes, total) if total else None


@dataclass(frozen=True, slots=True)
class Mean:
    """An arithmetic mean of `n` values with its t interval, in the values' own unit.

    `variance` is the sample variance (divisor n - 1), 0 for a single value.
    Source: Student 1908, Biometrika 6, p. 1 ff.: mean -+ t(1 - alpha / 2, n - 1) * sqrt(variance / n).
    """

    n: int
    value: float
    variance: float

    def __post_init__(self) -> None:
        if not (self.n >= 1 and self.variance >= 0):
            raise ValueError(f"no mean: {self.n} values, variance {self.variance}")

    @property
    def method(self) -> Method:
        return Method.STUDENT

    @property
    def interval(self) -> Interval | None:
        """The 95 % t interval, not cut to any scale; None for a single value, which says nothing of spread."""
        return self.interval_at(USUAL)

    def interval_at(self, confidence: float) -> Interval | None:
        """The t interval of a confidence in 0..1, the ends excluded; None for a single value."""
        if self.n < 2:
            return None
        half = t_quantile((1 + confidence) / 2, self.n - 1) * sqrt(self.variance / self.n)
        return self.value - half, self.value + half

    def interval_within(self, least: float, most: float, confidence: float = USUAL) -> Interval | None:
        """The interval cut to a scale: no mean of marks 1 to 7 lies above 7."""
        return cut(self.interval_at(confidence), least, most)


def mean_of_counts(counts: Mapping[int, int]) -> Mean | None:
    """The mean of whole-number answers counted by answer (`{7: 12}`: twelve people said 7); None when nobody answered."""
    n = sum(counts.values())
    if n == 0:
        return None
    total = sum(answer * count for answer, count in counts.items())
    squares = sum(answer * answer * count for answer, count in counts.items())
    # Whole numbers all the way to one division: no cancellation however many answers there are.
    variance = (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0
    return Mean(n, total / n, variance)


def mean_of(values: Iterable[float]) -> Mean | None:
    """The mean of `values` in two passes; None when there are none."""
    kept = list(values)
    n = len(kept)
    if n == 0:
        return None
    centre = fsum(kept) / n
    variance = fsum((value - centre) ** 2 for value in kept) / (n - 1) if n > 1 else 0.0
    return Mean(n, centre, variance)


def cut(interval: Interval | None, least: float, most: float) -> Interval | None:
    """An interval cut to what is possible; None stays None."""
    if interval is None:
        return None
    low, high = interval
    return min(most, max(least, low)), max(least, min(most, high))
