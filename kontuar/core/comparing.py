"""Comparing: two periods, shops or languages beside each other: the difference, its interval, and what may be said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from kontuar.core.intervals import USUAL, Mean, Method, Share, too_few
from kontuar.core.promoters import NetPromoter
from kontuar.core.quantiles import normal_tails, t_quantile, t_tails, z_of

Measured = Share | NetPromoter | Mean


class Verdict(StrEnum):
    """What may be said of a change; pages put it in words."""

    ROSE = "rose"
    FELL = "fell"
    CANT_TELL = "cant-tell"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class Difference:
    """How much later differs from earlier (or one shop from another), with the interval of that difference.

    All in the unit of the score. `p_value` is how likely such a difference is by chance, None where the method gives none.
    """

    value: float
    low: float
    high: float
    method: Method
    p_value: float | None = None

    @property
    def verdict(self) -> Verdict:
        """A change beyond chance is one whose interval holds no zero."""
        if self.low > 0:
            return Verdict.ROSE
        return Verdict.FELL if self.high < 0 else Verdict.CANT_TELL


@dataclass(frozen=True, slots=True)
class Comparison:
    """What may be said of two sets of answers; `difference` is None where there are too few to tell."""

    verdict: Verdict
    difference: Difference | None


def compare(
    later: Measured | None, earlier: Measured | None, *, confidence: float = USUAL, enough: int | None = None
) -> Comparison:
    """Two scores of the same sort beside each other: Newcombe for shares, Wald for NPS, Welch for means.

    Too few to tell where either has fewer than `enough` answers. Raises TypeError for two of different sorts.
    """
    if later is None or earlier is None or too_few(size(later), enough) or too_few(size(earlier), enough):
        return Comparison(Verdict.TOO_FEW, None)
    difference: Difference | None
    match later, earlier:
        case Share(), Share():
            difference = difference_of_shares(later, earlier, confidence)
        case NetPromoter(), NetPromoter():
            difference = difference_of_promoters(later, earlier, confidence)
        case Mean(), Mean():
            difference = difference_of_means(later, earlier, confidence)
        case _:
            raise TypeError(f"can't be compared: {type(later).__name__}, {type(earlier).__name__}")
    return Comparison(difference.verdict if difference else Verdict.TOO_FEW, difference)


def size(measured: Measured) -> int:
    """How many answers a score stands on."""
    return measured.total if isinstance(measured, Share) else measured.n


def difference_of_shares(later: Share, earlier: Share, confidence: float = USUAL) -> Difference:
    """Difference of two independent shares, -1..1.

    Source: Newcombe 1998, Statistics in Medicine 17, p. 873 ff., method 10 (hybrid of two Wilson intervals). It gives no p-value.
    """
    value = later.value - earlier.value
    (later_low, later_high), (earlier_low, earlier_high) = (
        later.interval_at(confidence),
        earlier.interval_at(confidence),
    )
    down = sqrt((later.value - later_low) ** 2 + (earlier_high - earlier.value) ** 2)
    up = sqrt((later_high - later.value) ** 2 + (earlier.value - earlier_low) ** 2)
    return Difference(value, max(-1.0, value - down), min(1.0, value + up), Method.NEWCOMBE)


def difference_of_promoters(later: NetPromoter, earlier: NetPromoter, confidence: float = USUAL) -> Difference:
    """Difference of two independent Net Promoter Scores in points; Wald: squared standard errors add (Rocks 2016, eq. 2).

    A score of fewer than 30 answers comes in with its adjusted centre and error, so `value` needn't lie in the middle.
    """
    (later_centre, later_error), (earlier_centre, earlier_error) = later.centre, earlier.centre
    centre, error = later_centre - earlier_centre, sqrt(later_error**2 + earlier_error**2)
    half = z_of(confidence) * error
    value, p = later.value - earlier.value, normal_tails(centre / error)
    return Difference(value, centre - half, centre + half, Method.WALD_OF_TWO, p)


def difference_of_means(later: Mean, earlier: Mean, confidence: float = USUAL) -> Difference | None:
    """Difference of two independent means in their unit; None where either is a single value.

    Source: Welch 1947, Biometrika 34, p. 28 ff., degrees of freedom by Satterthwaite 1946.
    """
    if later.n < 2 or earlier.n < 2:
        return None
    value = later.value - earlier.value
    a, b = later.variance / later.n, earlier.variance / earlier.n
    if a + b == 0:
        return Difference(value, value, value, Method.WELCH)
    freedom = (a + b) ** 2 / (a * a / (later.n - 1) + b * b / (earlier.n - 1))
    half = t_quantile((1 + confidence) / 2, freedom) * sqrt(a + b)
    return Difference(value, value - half, value + half, Method.WELCH, t_tails(value / sqrt(a + b), freedom))
