"""Medians: the middle of a set of times, how sure we may be of it, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, comb, sqrt
from random import Random

from kontuar.core.comparing import Difference
from kontuar.core.intervals import USUAL, Interval, Method
from kontuar.core.quantiles import z_of

RESAMPLES = 4_000
"""How often a bootstrap draws anew."""

_EXACT_UP_TO = 1_000


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of `values` (sorted, at least one), in their own unit.

    Its interval needs no bootstrap: it lies between two of the values themselves, those that a fair coin thrown n times
    says enclose the middle of any distribution (Thompson 1936, Annals of Mathematical Statistics 7, p. 122 ff.).
    """

    values: Sequence[float]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("no median of nothing")

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def method(self) -> Method:
        return Method.ORDER_STATISTICS

    @property
    def value(self) -> float:
        """The middle value, or the mean of the two in the middle."""
        half = self.n // 2
        return self.values[half] if self.n % 2 else (self.values[half - 1] + self.values[half]) / 2

    def interval_at(self, confidence: float = USUAL) -> Interval | None:
        """The narrowest pair of values, as far from either end, that encloses the median with `confidence` or more.

        None where n is too small for any pair (under 6 at 95 %).
        """
        rank = coin_rank(self.n, (1 - confidence) / 2)
        return None if rank == 0 else (self.values[rank - 1], self.values[self.n - rank])


def median_of(values: Iterable[float]) -> Median | None:
    """The median of values in any order; None when there are none."""
    ordered = sorted(values)
    return Median(ordered) if ordered else None


def coin_rank(n: int, tail: float) -> int:
    """The largest r for which fewer than r heads of n throws of a fair coin are no likelier than `tail`; 0 for none.

    Exact up to 1,000 throws, then the normal approximation with continuity correction, rounded down (wider).
    """
    if n > _EXACT_UP_TO:
        return int((n + 1 - z_of(1 - 2 * tail) * sqrt(n)) / 2)
    allowed, heads, likely = tail * 2**n, 0, 0
    while (likely := likely + comb(n, heads)) <= allowed:
        heads += 1
    return heads


def difference_of_medians(
    later: Median, earlier: Median, *, confidence: float = USUAL, seed: int = 0, resamples: int = RESAMPLES
) -> Difference:
    """Difference of two independent medians in their unit, by percentile bootstrap: nothing better holds for any distribution.

    Source: Efron 1979, Annals of Statistics 7, p. 1 ff. A resample's median needs no resample: it is the value at the
    rank that a beta distributed point names (Maritz and Jarrett 1978, J. Am. Stat. Assoc. 73, p. 194 ff.).
    The same seed gives the same interval.
    """
    chance = Random(seed)  # noqa: S311 - repeatable on purpose, no secret
    drawn = sorted(_resampled(later, chance) - _resampled(earlier, chance) for _ in range(resamples))
    cut = int(resamples * (1 - confidence) / 2)
    return Difference(later.value - earlier.value, drawn[cut], drawn[resamples - 1 - cut], Method.BOOTSTRAP)


def _resampled(median: Median, chance: Random) -> float:
    """The median of n values drawn with replacement: the middle one or two of n uniform points, as ranks."""
    n, values = median.n, median.values
    if n % 2:
        point = chance.betavariate(n // 2 + 1, n // 2 + 1)
        return values[max(1, ceil(point * n)) - 1]
    half = n // 2
    lower = chance.betavariate(half, half + 1)
    upper: float = 1 - (1 - lower) * chance.random() ** (
        1 / half
    )  # the least of `half` uniform points above the lower one
    return (values[max(1, ceil(lower * n)) - 1] + values[max(1, ceil(upper * n)) - 1]) / 2
