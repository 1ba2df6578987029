"""Alerts come from evidence: a shop that got worse is found, and chance accuses nobody more often than was said."""

from __future__ import annotations

from random import Random

import pytest

from kontuar.core.evidence import Evidence, below_target, chance_each, confidence_for, exact_below, exact_fall, fell
from kontuar.core.intervals import Mean, Share
from kontuar.core.promoters import NetPromoter
from tests.bench.evidence import Setting, simulate, summed_up


def test_a_look_among_many_must_be_surer() -> None:
    assert chance_each(1, 0.01) == pytest.approx(0.01)
    assert (1 - chance_each(600, 0.01)) ** 600 == pytest.approx(0.99, abs=1e-12)
    assert confidence_for(1, 0.025) == pytest.approx(0.95)
    with pytest.raises(ValueError, match="no chance"):
        chance_each(0)


def test_both_exact_tests_are_scipys() -> None:
    from scipy import stats

    for recent, before in (((3, 10), (80, 100)), ((0, 5), (50, 60)), ((55, 84), (900, 1092)), ((9, 9), (10, 12))):
        table = [[recent[0], recent[1] - recent[0]], [before[0], before[1] - before[0]]]
        expected = stats.fisher_exact(table, alternative="less").pvalue
        assert exact_fall(Share(*recent), Share(*before)) == pytest.approx(expected, rel=1e-9)
        assert exact_below(Share(*recent), 0.8) == pytest.approx(stats.binom.cdf(*recent, 0.8), rel=1e-9)
    assert exact_below(Share(9, 10), 1.0) == 0 and exact_below(Share(9, 10), 0.0) == 1


def test_a_bad_week_of_one_shop_alone_is_evidence_and_among_a_thousand_isnt() -> None:
    week, before = Share(52, 84), Share(900, 1092)
    found = fell(week, before, 7, looks=3)
    assert found is not None
    assert (found.evidence, found.days, found.n, found.value) == (Evidence.FELL, 7, 84, 52 / 84)
    assert found.beside == 900 / 1092 and found.low < found.high < 0
    assert fell(week, before, 7, looks=3_000_000) is None
    assert fell(before, week, 7, looks=3) is None  # better isn't an alert
    assert fell(Share(2, 9), before, 7, looks=3) is None  # too few to tell


def test_points_and_means_want_thirty_answers() -> None:
    before = NetPromoter(700, 200, 100)
    assert fell(NetPromoter(2, 4, 23), before, 7, looks=600) is None
    assert fell(NetPromoter(2, 4, 24), before, 7, looks=600) is not None
    assert fell(Mean(40, 3.0, 0.0), Mean(400, 5.0, 0.0), 7, looks=1) is None  # no spread, nothing to judge by
    assert fell(Mean(40, 3.0, 1.0), Mean(400, 5.0, 1.0), 7, looks=600) is not None


def test_a_target_is_missed_only_where_the_whole_interval_is_below_it() -> None:
    assert below_target(Share(150, 200), 0.8, looks=1) is None
    found = below_target(Share(130, 200), 0.8, looks=1)
    assert found is not None and found.evidence is Evidence.BELOW_TARGET and found.high < 0.8 == found.beside
    assert below_target(None, 0.8, looks=1) is None
    assert below_target(NetPromoter(10, 10, 9), 90, looks=1) is None  # 29 answers


def test_a_change_in_one_shop_of_many_is_found_and_the_others_are_left_in_peace() -> None:
    """A small version of the table in docs/evidence.md: forty shops, five chains, 25 points, watched for three weeks."""
    setting = Setting(shops=40, answers=15, drop=0.25, days=21)
    told = summed_up(setting, [simulate(setting, Random(seed)) for seed in range(5)])
    assert told.found == 1.0
    assert told.same_week >= 0.8
    assert told.false_rate <= 2 * setting.rate
