"""Intervals agree with those who published the formulas and with the statisticians' own programs."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.core.comparing import Verdict, difference_of_means, difference_of_promoters, difference_of_shares
from kontuar.core.intervals import Interval, Mean, Share, mean_of, mean_of_counts, share, too_few
from kontuar.core.promoters import NetPromoter, net_promoter
from kontuar.core.quantiles import t_quantile


def near(interval: Interval | None, low: float, high: float, within: float = 1e-9) -> bool:
    return interval is not None and interval == pytest.approx((low, high), rel=within, abs=within)


GRID = [(hits, n) for n in (1, 2, 9, 10, 29, 30, 263, 1_000_000) for hits in sorted({0, 1, n // 3, n // 2, n - 1, n})]
CONFIDENCES = [0.9, 0.95, 0.99]


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_a_share_has_the_interval_that_statsmodels_gives_it(confidence: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    for successes, total in GRID:
        low, high = proportion_confint(successes, total, alpha=1 - confidence, method="wilson")
        assert near(Share(successes, total).interval_at(confidence), low, high), (successes, total)
    assert Share(81, 263).interval == Share(81, 263).interval_at(0.95)


def test_a_share_has_the_interval_newcombe_printed() -> None:
    """Newcombe 1998, Statistics in Medicine 17, p. 857 ff., table I: 81 of 263 and 1 of 29, method 3."""
    assert near(Share(81, 263).interval, 0.2553, 0.3662, within=5e-5)
    assert near(Share(1, 29).interval, 0.0061, 0.1718, within=5e-5)


@pytest.mark.parametrize(
    "freedom", [1, 1.3, 2, 3, 4.7, 5, 9, 10, 29, 30.5, 99, 150, 499, 499.9, 500, 999, 10_000, 10**9]
)
@pytest.mark.parametrize("probability", [0.025, 0.6, 0.9, 0.95, 0.975, 0.995])
def test_a_quantile_of_student_is_scipys(probability: float, freedom: float) -> None:
    from scipy import stats

    assert t_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-9)


def test_half_of_students_distribution_lies_below_nought() -> None:
    assert t_quantile(0.5, 7) == 0


def test_a_mean_of_efforts_has_the_interval_that_statsmodels_gives_it() -> None:
    from statsmodels.stats.weightstats import DescrStatsW

    efforts = {1: 3, 2: 8, 3: 21, 4: 30, 5: 44, 6: 51, 7: 17}
    mean = mean_of_counts(efforts)
    assert mean is not None
    described = DescrStatsW([answer for answer, count in efforts.items() for _ in range(count)])
    assert mean.value == pytest.approx(described.mean, rel=1e-12)
    assert near(mean.interval, *described.tconfint_mean())
    assert near(mean.interval_at(0.9), *described.tconfint_mean(alpha=0.1))


def test_a_mean_of_marks_is_the_same_from_counts_and_from_values() -> None:
    counted, listed = mean_of_counts({0: 4, 1: 9}), mean_of([0.0] * 4 + [1.0] * 9)
    assert counted is not None and listed is not None
    assert near(counted.interval, *(listed.interval or (0, 0)))


def test_one_answer_has_a_mean_and_says_nothing_of_its_spread() -> None:
    mean = mean_of_counts({6: 1})
    assert mean == Mean(1, 6.0, 0.0)
    assert mean.interval is None and mean.interval_within(1, 7) is None


def test_an_interval_is_shown_no_wider_than_the_scale() -> None:
    mean = mean_of_counts({7: 3, 6: 1})
    assert mean is not None and mean.interval is not None
    assert mean.interval[1] > 7
    assert mean.interval_within(1, 7) == (mean.interval[0], 7)
    assert NetPromoter(39, 0, 1).interval[1] > 100
    assert NetPromoter(39, 0, 1).interval_on_scale[1] == 100


def test_where_nobody_answered_there_is_nothing_to_say() -> None:
    assert share(0, 0) is None
    assert mean_of_counts({}) is None
    assert mean_of_counts({5: 0}) is None
    assert mean_of([]) is None
    assert net_promoter({0: 0, 10: 0}) is None


@pytest.mark.parametrize(("successes", "total"), [(1, 0), (3, 2), (-1, 4)])
def test_an_impossible_share_is_refused(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(successes, total)


def test_nine_answers_are_too_few_and_ten_are_enough_unless_a_chain_says_otherwise() -> None:
    assert too_few(9) and not too_few(10)
    assert too_few(29, enough=30) and not too_few(30, enough=30)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_two_shares_differ_by_what_statsmodels_says(confidence: float) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    pairs = [pair for pair in GRID if pair[1] < 1000]
    for later in pairs:
        for earlier in pairs:
            difference = difference_of_shares(Share(*later), Share(*earlier), confidence)
            judged = confint_proportions_2indep(
                *later, *earlier, method="newcomb", compare="diff", alpha=1 - confidence
            )
            assert near((difference.low, difference.high), *judged), (later, earlier)


def test_two_shares_differ_by_what_newcombe_printed() -> None:
    """Newcombe 1998, Statistics in Medicine 17, p. 873 ff., table II, method 10: 56/70 less 48/80."""
    difference = difference_of_shares(Share(56, 70), Share(48, 80))
    assert difference.value == pytest.approx(0.2)
    assert near((difference.low, difference.high), 0.0524, 0.3339, within=5e-5)


def test_two_means_differ_by_what_statsmodels_says() -> None:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    later, earlier = {5: 9, 6: 14, 7: 12}, {1: 3, 3: 6, 4: 11, 5: 20, 6: 5}
    values = [[answer for answer, count in counts.items() for _ in range(count)] for counts in (later, earlier)]
    first, second = (mean_of_counts(counts) for counts in (later, earlier))
    assert first is not None and second is not None
    difference = difference_of_means(first, second)
    assert difference is not None and difference.verdict is Verdict.ROSE
    compared = CompareMeans(DescrStatsW(values[0]), DescrStatsW(values[1]))
    assert near((difference.low, difference.high), *compared.tconfint_diff(usevar="unequal"))
    assert difference.p_value == pytest.approx(compared.ttest_ind(usevar="unequal")[1], rel=1e-9)
    surer = difference_of_means(first, second, 0.99)
    assert surer is not None
    assert near((surer.low, surer.high), *compared.tconfint_diff(alpha=0.01, usevar="unequal"))


def test_a_rise_beyond_chance_a_fall_and_neither() -> None:
    good, middling = net_promoter({10: 70, 8: 20, 3: 10}), net_promoter({10: 40, 8: 30, 3: 30})
    assert good is not None and middling is not None
    assert difference_of_promoters(good, middling).verdict is Verdict.ROSE
    assert difference_of_promoters(middling, good).verdict is Verdict.FELL
    assert difference_of_promoters(good, good).verdict is Verdict.CANT_TELL
    assert difference_of_shares(Share(81, 100), Share(80, 100)).verdict is Verdict.CANT_TELL


def test_means_that_never_vary_differ_by_exactly_what_they_differ() -> None:
    difference = difference_of_means(Mean(10, 7.0, 0.0), Mean(12, 5.0, 0.0))
    assert difference is not None and (difference.low, difference.high) == (2, 2)
    assert difference_of_means(Mean(1, 7.0, 0.0), Mean(12, 5.0, 0.0)) is None


@given(st.integers(1, 10**9).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_share_lies_within_its_interval_and_that_within_nought_and_one(pair: tuple[int, int]) -> None:
    one = Share(*pair)
    low, high = one.interval
    assert 0 <= low <= one.value <= high <= 1


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_promoters_of_any_answers_keep_to_the_scale_and_add_up(answers: list[int]) -> None:
    score = net_promoter(Counter(answers))
    assert score is not None and score.n == len(answers)
    low, high = score.interval_on_scale
    assert -100 <= low <= score.value <= high <= 100
