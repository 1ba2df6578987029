"""Weighted scores are those of statsmodels, and with equal weights those without any."""

from __future__ import annotations

import random
from collections import Counter
from math import sqrt

import pytest

from kontuar.core.intervals import Share, mean_of_counts
from kontuar.core.promoters import net_promoter
from kontuar.core.weighing import Weighed, Weights, effective, weighed_mean, weighed_promoters, weighed_share

DICE = random.Random(20261122)
SAMPLES = [
    [(DICE.choices(range(11), weights=range(1, 12))[0], round(DICE.lognormvariate(0, spread), 6)) for _ in range(n)]
    for n in (2, 9, 40, 400)
    for spread in (0.3, 1.5)
]
TOGETHER = [
    [(7, 1.0), (7, 2.5)],
    [(0, 3.0)],
    [(10, 0.25)] * 5,
]


def weighed(answers: list[tuple[int, float]]) -> Weights:
    found: dict[int, Weighed] = {}
    for answer, weight in answers:
        n, weights, squares = found.get(answer, Weighed(0, 0.0, 0.0))
        found[answer] = Weighed(n + 1, weights + weight, squares + weight * weight)
    return found


def robust(answers: list[tuple[float, float]], kind: str) -> tuple[float, float, tuple[float, float]]:
    """Mean, standard error and 95 % interval of statsmodels' weighted least squares on a constant, by the sandwich.

    HC0 is the linearised variance of a ratio, HC1 that times n / (n - 1).
    """
    from statsmodels.api import WLS

    values, weights = zip(*answers, strict=True)
    fit = WLS(values, [1.0] * len(values), weights=weights).fit(cov_type=kind, use_t=kind == "HC1")
    low, high = fit.conf_int()[0]
    return float(fit.params[0]), float(fit.bse[0]), (float(low), float(high))


@pytest.mark.parametrize("answers", SAMPLES)
def test_a_weighted_mean_and_its_interval_are_those_of_weighted_least_squares(answers: list[tuple[int, float]]) -> None:
    from statsmodels.stats.weightstats import DescrStatsW

    found = weighed_mean(weighed(answers))
    assert found is not None
    value, error, interval = robust([(float(answer), weight) for answer, weight in answers], "HC1")
    described = DescrStatsW([answer for answer, _ in answers], weights=[weight for _, weight in answers])
    assert found.value == pytest.approx(described.mean, rel=1e-12)
    assert (found.value, sqrt(found.variance)) == pytest.approx((value, error), rel=1e-9)
    assert found.interval_at(0.95) == pytest.approx(interval, rel=1e-9)


@pytest.mark.parametrize("answers", SAMPLES[4:])
def test_a_weighted_score_of_promoters_has_the_linearised_interval(answers: list[tuple[int, float]]) -> None:
    found = weighed_promoters(weighed(answers))
    assert found is not None
    points = [(100.0 * ((answer >= 9) - (answer <= 6)), weight) for answer, weight in answers]
    value, error, interval = robust(points, "HC0")
    assert (found.value, found.error) == pytest.approx((value, error), rel=1e-9)
    if found.effective >= 30:
        assert found.interval_at(0.95) == pytest.approx(interval, rel=1e-9)
    else:
        assert found.method == "adjusted-wald-rocks-2016-kish-1965"


@pytest.mark.parametrize("answers", [*SAMPLES, *TOGETHER])
def test_a_weighted_share_is_as_sure_as_its_effective_number_of_answers(answers: list[tuple[int, float]]) -> None:
    from statsmodels.stats.proportion import proportion_confint

    weights = weighed(answers)
    found = weighed_share(weights, range(9, 11))
    assert found is not None
    squares = sum(weight * weight for _, weight in answers)
    n = sum(weight for _, weight in answers) ** 2 / squares
    assert effective(weights) == pytest.approx(n, rel=1e-12)
    assert found.interval_at(0.95) == pytest.approx(proportion_confint(found.value * n, n, method="wilson"), abs=1e-9)


@pytest.mark.parametrize("weight", [0.001, 1.0, 12_345.678])
@pytest.mark.parametrize("answers", [*SAMPLES, *TOGETHER])
def test_equal_weights_weigh_nothing(answers: list[tuple[int, float]], weight: float) -> None:
    weights, counts = weighed([(answer, weight) for answer, _ in answers]), Counter(answer for answer, _ in answers)
    mean, plain_mean = weighed_mean(weights), mean_of_counts(counts)
    promoters, plain_promoters = weighed_promoters(weights), net_promoter(counts)
    share, plain_share = weighed_share(weights, range(9, 11)), Share(counts[9] + counts[10], len(answers))
    assert mean and plain_mean and promoters and plain_promoters and share
    assert effective(weights) == pytest.approx(len(answers), rel=1e-9)
    assert mean.value == pytest.approx(plain_mean.value, rel=1e-9)
    assert mean.interval_at(0.9) == (
        None if len(answers) == 1 else pytest.approx(plain_mean.interval_at(0.9), rel=1e-9, abs=1e-9)
    )
    assert promoters.interval_at(0.99) == pytest.approx(plain_promoters.interval_at(0.99), rel=1e-6, abs=1e-6)
    assert share.interval_at(0.95) == pytest.approx(plain_share.interval, abs=1e-9)


def test_nothing_weighed_is_no_score() -> None:
    assert (weighed_mean({}), weighed_promoters({}), weighed_share({}, range(4, 6)), effective({})) == (
        None,
        None,
        None,
        0,
    )
