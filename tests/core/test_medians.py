"""The middle of a set of times lies between two of them, as surely as a fair coin says."""

from __future__ import annotations

from random import Random

import pytest

from kontuar.core.comparing import Verdict
from kontuar.core.medians import Median, coin_rank, difference_of_medians, median_of


def test_the_middle_of_times_and_the_two_that_enclose_it() -> None:
    """Conover 1999, table A3: of 20 values the 6th and the 15th enclose the median with 95.86 %."""
    median = median_of(float(second) for second in range(20, 0, -1))
    assert median is not None
    assert (median.value, median.interval_at(0.95)) == (10.5, (6.0, 15.0))
    assert Median([3.0, 5.0, 40.0]).value == 5


def test_five_times_enclose_nothing_and_six_do() -> None:
    assert Median([1.0, 2.0, 3.0, 4.0, 5.0]).interval_at(0.95) is None
    assert Median([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).interval_at(0.95) == (1.0, 6.0)
    assert median_of([]) is None
    with pytest.raises(ValueError, match="no median"):
        Median([])


@pytest.mark.parametrize("n", [6, 7, 50, 333, 1000, 1001, 20_000])
@pytest.mark.parametrize("tail", [0.05, 0.025, 0.005])
def test_the_rank_is_the_one_that_scipy_counts(n: int, tail: float) -> None:
    from scipy import stats

    rank = coin_rank(n, tail)
    assert rank == 0 or stats.binom.cdf(rank - 1, n, 0.5) <= tail
    assert stats.binom.cdf(rank if n <= 1000 else rank + 1, n, 0.5) > tail


def test_two_medians_differ_by_what_resampling_them_one_by_one_says() -> None:
    chance = Random(20261122)
    for sizes in ((31, 40), (60, 25)):
        later, earlier = (sorted(chance.lognormvariate(3, 0.4) for _ in range(n)) for n in sizes)
        difference = difference_of_medians(Median(later), Median(earlier), seed=5, resamples=20_000)
        drawn = sorted(
            Median(sorted(chance.choices(later, k=sizes[0]))).value
            - Median(sorted(chance.choices(earlier, k=sizes[1]))).value
            for _ in range(5_000)
        )
        assert (difference.low, difference.high) == pytest.approx((drawn[125], drawn[-126]), abs=0.6)


def test_the_same_seed_tells_the_same_and_longer_visits_are_longer() -> None:
    short, long = Median([float(n) for n in range(20, 60)]), Median([float(n) for n in range(60, 120)])
    assert difference_of_medians(long, short, seed=1) == difference_of_medians(long, short, seed=1)
    assert difference_of_medians(long, short).verdict is Verdict.ROSE
    assert difference_of_medians(short, short).verdict is Verdict.CANT_TELL
