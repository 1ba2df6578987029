"""Control charts have the limits that others printed, and call a signal what chance seldom makes."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from kontuar.core.control import ChartKind, Measured, Rule, control_chart
from tests.shared import shared


def expected() -> dict[str, Any]:
    """What others printed of the same values."""
    return json.loads((shared("data/spc-example") / "expected.json").read_text("utf-8"))  # type: ignore[no-any-return]


def xmr(values: list[float], **more: object) -> object:
    return control_chart(ChartKind.XMR, [Measured(value) for value in values], **more)  # type: ignore[arg-type]


def rules(values: list[float], **more: object) -> list[tuple[Rule, int, int, bool]]:
    chart = xmr(values, **more)
    return [(one.rule, one.first, one.last, one.up) for one in chart.signals]  # type: ignore[attr-defined]


def test_montgomerys_viscosity_has_the_limits_that_qcc_prints() -> None:
    said = expected()["individuals_chart_montgomery_viscosity"]
    chart = control_chart(ChartKind.XMR, [Measured(value) for value in said["data"]], factor=3 / 1.128, screened=False)
    dot = chart.dots[0]
    assert dot.centre == pytest.approx(said["center"], abs=5e-11)
    assert dot.sigma == pytest.approx(said["std.dev"], abs=5e-12)
    assert (dot.low, dot.high) == pytest.approx((said["LCL"], said["UCL"]), abs=5e-11)
    assert list(chart.signals) == said["violations"]["beyond_limits"] + said["violations"]["violating_runs"]


def test_twenty_random_values_have_the_limits_that_the_health_service_prints() -> None:
    said = expected()["xmr_nhsr_r1"]
    chart = control_chart(ChartKind.XMR, [Measured(value) for value in said["y"]])
    dot = chart.dots[0]
    assert dot.centre == pytest.approx(said["mean"], abs=5e-12)
    assert (dot.low, dot.high) == pytest.approx((said["lpl"], said["upl"]), abs=1e-9)
    assert [one.side for one in chart.dots] == said["relative_to_mean"]
    assert [abs(one.distance) > 2 for one in chart.dots] == said["close_to_limits"]
    assert chart.signals == [] and set(said["special_cause"]) == {"Common Cause"}


CALM = [10.0, 12, 9, 11, 10, 12, 9, 11, 10, 11]  # mean 10.5


def test_one_point_beyond_a_limit_is_a_signal() -> None:
    assert rules([*CALM, 25.0], baseline=(0, 9)) == [(Rule.BEYOND, 10, 10, True)]
    assert rules([*CALM, -4.0], baseline=(0, 9)) == [(Rule.BEYOND, 10, 10, False)]


def test_seven_on_one_side_are_a_signal_and_six_are_not() -> None:
    assert rules([*CALM, *[9.0, 10.0] * 3], baseline=(0, 9)) == []
    assert rules([*CALM, *[9.0, 10.0] * 3, 9.0], baseline=(0, 9)) == [(Rule.SIDE, 10, 16, False)]
    assert rules([*CALM, 9, 10, 9, 10.5, 9, 10, 9, 10], baseline=(0, 9)) == []  # one on the centre ends it


def test_seven_rising_are_a_signal_and_six_are_not() -> None:
    rising = [9.0, 9.5, 9.8, 10.2, 11.2, 11.6, 12.5]
    assert (Rule.TREND, 10, 16, True) in rules([*CALM, *rising], baseline=(0, 9))
    assert rules([*CALM, *rising[1:]], baseline=(0, 9)) == []
    assert rules([*CALM, 12.5, 11.6, 11.2, 10.2, 9.8, 9.5, 9.0], baseline=(0, 9))[0][0] is Rule.TREND


def test_two_of_three_near_one_limit_are_a_signal_and_one_near_each_isnt() -> None:
    """Mean moving range 2, so sigma 1.773: two of them from 10.5 is 14.05 or 6.95."""
    assert rules([*CALM, 14.5, 11, 14.5], baseline=(0, 9)) == [(Rule.NEAR, 10, 12, True)]
    assert rules([*CALM, 14.5, 11, 6.5], baseline=(0, 9)) == []
    assert rules([*CALM, 14.5, 11, 10, 14.5], baseline=(0, 9)) == []


def test_limits_are_reckoned_anew_after_a_change_that_was_marked() -> None:
    values = [*CALM, *(value + 20 for value in CALM)]
    assert rules(values) != []
    chart = control_chart(ChartKind.XMR, [Measured(value) for value in values], changes=[10])
    assert chart.signals == [] and list(chart.starts) == [0, 10]
    assert (chart.dots[0].centre, chart.dots[10].centre) == pytest.approx((10.5, 30.5))
    assert chart.dots[10].high - chart.dots[10].low == pytest.approx(chart.dots[0].high - chart.dots[0].low)


def test_a_share_has_limits_of_its_own_for_each_n() -> None:
    """300 of 400: 0.75; of 25 answers 3 * sqrt(0.75 * 0.25 / 25) = 0.2598, of 100 half as much."""
    steps = [Measured(75, 100), Measured(19, 25), Measured(56, 75)] + [Measured(15, 20)] * 10
    chart = control_chart(ChartKind.P, steps)
    assert [dot.centre for dot in chart.dots[:2]] == [0.75, 0.75]
    assert (chart.dots[1].low, chart.dots[0].low) == pytest.approx((0.75 - 0.2598, 0.75 - 0.1299), abs=1e-4)
    assert chart.dots[1].high == 1.0
    worse = control_chart(ChartKind.P, [*steps, Measured(55, 100)], baseline=(0, 12))
    assert [(one.rule, one.last) for one in worse.signals if one.rule is Rule.BEYOND] == [(Rule.BEYOND, 13)]


def test_reasons_named_are_counted_per_response() -> None:
    """600 reasons in 1,000 responses: 0.6; of 100 responses 3 * sqrt(0.6 / 100) = 0.2324."""
    chart = control_chart(ChartKind.U, [Measured(60, 100)] * 10)
    assert (chart.dots[0].low, chart.dots[0].high) == pytest.approx((0.6 - 0.2324, 0.6 + 0.2324), abs=1e-4)
    assert control_chart(ChartKind.U, [Measured(3, 10)] * 10).dots[0].low == 0


def test_where_nothing_varied_yet_one_dissatisfied_customer_is_no_signal() -> None:
    steps = [Measured(20, 20)] * 12
    assert control_chart(ChartKind.P, [*steps, Measured(19, 20), Measured(19, 20)], baseline=(0, 11)).signals == []


def test_of_few_points_nothing_is_called_a_signal() -> None:
    assert rules([*CALM[:8], 40.0], baseline=(0, 7)) == []
    assert control_chart(ChartKind.XMR, [Measured(3.0)]).dots[0].high == 3.0
    assert control_chart(ChartKind.XMR, []).dots == []
    with pytest.raises(ValueError, match="nobody"):
        control_chart(ChartKind.P, [Measured(0, 0)])


def test_chance_alone_rarely_goes_beyond_a_limit() -> None:
    """Of normal values 0.27 % lie beyond three sigmas; limits from 200 points are nearly those."""
    chance = Random(3)
    beyond = 0
    for _ in range(100):
        chart = control_chart(ChartKind.XMR, [Measured(chance.gauss(0, 1)) for _ in range(200)], screened=False)
        beyond += sum(signal.rule is Rule.BEYOND for signal in chart.signals)
    assert 20 <= beyond <= 110
