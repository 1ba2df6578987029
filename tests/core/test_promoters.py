"""The Net Promoter Score is as sure as Rocks says: Wald's interval, the adjusted one for few answers, and their tests."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter

import pytest

from kontuar.core.comparing import Verdict, compare, difference_of_promoters
from kontuar.core.intervals import Method
from kontuar.core.promoters import NetPromoter, adjusted_wald, net_promoter, wald
from tests.shared import shared

Z95 = 1.959963984540054
GRID = [
    NetPromoter(promoters, n - promoters - detractors, detractors)
    for n in (1, 2, 3, 9, 10, 29, 30, 250)
    for promoters in sorted({0, 1, n // 3, n // 2, n})
    for detractors in sorted({0, n // 4, n - promoters})
    if promoters + detractors <= n
]


def by_statsmodels(
    score: NetPromoter, added: float, confidence: float, against: float = 0
) -> tuple[float, float, float]:
    """The z interval and p-value of statsmodels for answers of 100, 0 and -100 points, `added` promoters and detractors more."""
    from statsmodels.stats.weightstats import DescrStatsW, _zconfint_generic, _zstat_generic2

    weights = [score.promoters + added, score.passives + 2 * added, score.detractors + added]
    described = DescrStatsW([100.0, 0.0, -100.0], weights=weights, ddof=0)
    error = math.sqrt(described.var / described.sum_weights)
    low, high = _zconfint_generic(described.mean, error, 1 - confidence, "two-sided")
    p_value = _zstat_generic2(described.mean - against, error, "two-sided")[1] if error else math.nan
    return low, high, p_value


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_both_intervals_are_those_of_statsmodels(confidence: float) -> None:
    for score in GRID:
        low, high, _ = by_statsmodels(score, 0, confidence)
        assert wald(score, confidence) == pytest.approx((low, high), abs=1e-9), score
        low, high, p_value = by_statsmodels(score, 0.75, confidence)
        assert adjusted_wald(score, confidence) == pytest.approx((low, high), abs=1e-9), score
        if score.method is Method.ADJUSTED_WALD:
            assert score.p_value() == pytest.approx(p_value, abs=1e-9), score


def test_few_answers_get_the_adjusted_interval_and_thirty_get_walds() -> None:
    few, enough = NetPromoter(15, 9, 5), NetPromoter(15, 9, 6)
    assert (few.n, few.method, few.interval) == (29, Method.ADJUSTED_WALD, adjusted_wald(few))
    assert (enough.n, enough.method, enough.interval) == (30, Method.WALD, wald(enough))


def test_five_promoters_and_three_detractors_of_ten_by_hand() -> None:
    """20 points; Wald: (0.5 + 0.3 - 0.04) / 10 = 0.076. With 3 added: (5.75 - 3.75) / 13, (9.5 / 13 - (2 / 13)^2) / 13."""
    score = net_promoter({10: 3, 9: 2, 8: 1, 7: 1, 6: 1, 0: 2})
    assert score == NetPromoter(5, 2, 3)
    assert score.value == 20
    assert wald(score) == pytest.approx((20 - Z95 * 27.5680975041804, 20 + Z95 * 27.5680975041804), abs=1e-9)
    error = 100 * math.sqrt((9.5 / 13 - 4 / 169) / 13)
    assert score.interval == pytest.approx((200 / 13 - Z95 * error, 200 / 13 + Z95 * error), abs=1e-9)


def test_that_all_answer_alike_makes_nobody_certain() -> None:
    low, high = NetPromoter(200, 0, 0).interval
    assert low < 100 and NetPromoter(200, 0, 0).method is Method.ADJUSTED_WALD
    assert high - low > 1


def test_the_package_agrees_at_90_95_and_99_percent_and_in_its_p_values() -> None:
    folder = shared("data/nps-testdata")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    with (folder / "nps_testdata.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    units = {unit: Counter(int(row["REC"]) for row in rows if row["BU"] == unit) for unit in expected["by_BU"]}
    for counts, told in [
        (Counter(int(row["REC"]) for row in rows), expected["overall"]),
        *((units[unit], expected["by_BU"][unit]) for unit in units),
    ]:
        score = net_promoter(counts)
        if told["nps"] is None:
            assert score is None
            continue
        assert score is not None and score.value == pytest.approx(told["nps"], abs=1e-6)
        assert (score.standard_error / 100) ** 2 * score.n == pytest.approx(told["var"], abs=1e-6)
        for percent in (90, 95, 99):
            assert score.interval_at(percent / 100) == pytest.approx(told[f"wald{percent}"], abs=1e-6)
        assert score.p_value() == pytest.approx(told["p_value_vs_0"], abs=1e-9)


def test_a_score_is_as_likely_by_chance_as_its_interval_says() -> None:
    for score in GRID:
        low, high = score.interval_at(0.95)
        for against in (low + 1e-6, high - 1e-6):
            assert score.p_value(against) > 0.05
        for against in (low - 1e-6, high + 1e-6):
            assert score.p_value(against) < 0.05


def test_two_scores_differ_by_what_a_z_test_of_statsmodels_says() -> None:
    from statsmodels.stats.weightstats import _zstat_generic

    apples, berries = NetPromoter(120, 47, 83), NetPromoter(117, 36, 97)
    difference = difference_of_promoters(apples, berries)
    assert difference.value == pytest.approx(6.8)
    _, p_value = _zstat_generic(14.8, 8.0, math.hypot(5.6217292713, 5.8295797447), "two-sided")
    assert difference.p_value == pytest.approx(p_value, abs=1e-9)
    assert difference.verdict is Verdict.CANT_TELL
    assert compare(NetPromoter(9, 0, 0), berries).verdict is Verdict.TOO_FEW
    assert compare(NetPromoter(9, 0, 0), berries, enough=9).verdict is Verdict.ROSE
    with pytest.raises(TypeError, match="can't be compared"):
        compare(apples, net_share())


def net_share() -> object:
    from kontuar.core.intervals import Share

    return Share(30, 40)
