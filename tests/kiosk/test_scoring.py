"""Scores say what people answered, as the published programs say it, and no more than the answers allow."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest

from kiosk.responses.scoring import (
    Scale,
    Unit,
    change,
    change_of_mentions,
    figures,
    mentions,
    on_scale,
    satisfaction,
    score,
    tallied,
    together,
)
from kontuar.core.comparing import Verdict
from kontuar.core.intervals import Share
from kontuar.core.promoters import NetPromoter, net_promoter
from tests.shared import shared


def test_the_thousand_of_the_nps_package_score_as_its_author_printed() -> None:
    folder = shared("data/nps-testdata")
    expected = json.loads((folder / "expected.json").read_text())
    with (folder / "nps_testdata.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    units = {unit: Counter(int(row["REC"]) for row in rows if row["BU"] == unit) for unit in expected["by_BU"]}
    judged = [(together(units.values()), expected["overall"])]
    judged += [(units[unit], told) for unit, told in expected["by_BU"].items()]
    for counts, told in judged:
        found = figures(Scale.NPS, counts)
        assert found["n"] == told["n_valid"]
        assert [found[name] for name in ("promoters", "passives", "detractors")] == [
            told[name] for name in ("promoters", "passives", "detractors")
        ]
        if told["n_valid"] == 0:
            assert found["nps"] is found["nps_low"] is found["nps_high"] is None
            continue
        low, high = told["wald95"]
        assert (found["nps"], found["nps_low"], found["nps_high"]) == pytest.approx((told["nps"], low, high), abs=1e-6)
        measured = net_promoter(counts)
        assert isinstance(measured, NetPromoter)
        assert measured.standard_error == pytest.approx(told["se"], abs=1e-6)


def test_a_week_of_smileys_is_read_by_the_share_of_the_two_best() -> None:
    """45 + 33 of 100. Wilson by hand: (0.78 + 0.0192073 -+ 1.959964 * sqrt(0.001716 + 0.0000960365)) / 1.0384146."""
    week = {1: 5, 2: 7, 3: 10, 4: 33, 5: 45}
    read = score(Scale.SMILEYS, week)
    assert read is not None and (read.unit, read.n, read.value) == (Unit.SHARE, 100, 0.78)
    assert (read.low, read.high) == pytest.approx((0.6892970, 0.8499872), abs=1e-6)
    assert figures(Scale.SMILEYS, week)["mean"] == pytest.approx(4.06)


def test_every_scale_is_read_in_its_own_unit() -> None:
    asked = {
        Scale.YESNO: ({1: 6, 0: 4}, (Unit.SHARE, 0.6, 0, 1)),
        Scale.NPS: ({10: 9, 8: 2, 1: 5}, (Unit.POINTS, 25, -100, 100)),
        Scale.EFFORT: ({6: 5, 7: 5}, (Unit.MARK, 6.5, 1, 7)),
        Scale.STARS: ({5: 3, 4: 9}, (Unit.MARK, 4.25, 1, 5)),
    }
    for scale, (counts, told) in asked.items():
        read = score(scale, counts)
        assert read is not None and (read.unit, read.value, read.least, read.most) == told


def test_no_score_is_shown_beyond_its_scale() -> None:
    efforts, points = score(Scale.EFFORT, {7: 11, 6: 1}), score(Scale.NPS, {10: 12, 0: 1})
    assert efforts is not None and efforts.high == 7
    assert points is not None and points.high == 100


def test_where_nobody_answered_every_figure_is_absent_but_the_counts() -> None:
    for scale in Scale:
        assert score(scale, {}) is None
        found = figures(scale, {})
        assert found.pop("n") == 0
        assert found.pop("counts") == {str(answer): 0 for answer in scale.answers}
        assert set(found.values()) == {None}


def test_one_customers_effort_has_no_interval() -> None:
    read = score(Scale.EFFORT, {3: 1})
    assert read is not None and (read.value, read.low, read.high, read.too_few) == (3, None, None, True)


def test_answers_come_from_the_columns_of_a_tally_and_add_up_across_shops() -> None:
    gdansk, sopot = tallied([0, 1, 0, 2, 0, 7, 0, 0, 0, 0, 0]), tallied([0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0])
    assert together([gdansk, sopot]) == {1: 1, 3: 3, 4: 3, 5: 7}
    assert satisfaction(together([gdansk, sopot])) == Share(10, 14)
    assert list(on_scale(Scale.SMILEYS, {5: 2, 9: 4})) == [1, 2, 3, 4, 5]


def test_a_rise_needs_more_than_chance_and_ten_answers_in_each_month() -> None:
    october, november = {5: 200, 2: 100}, {5: 260, 2: 60}
    assert change(Scale.SMILEYS, november, october).verdict is Verdict.ROSE
    assert change(Scale.SMILEYS, october, november).verdict is Verdict.FELL
    assert change(Scale.SMILEYS, {5: 20, 2: 9}, {5: 20, 2: 10}).verdict is Verdict.CANT_TELL
    for later, earlier in (({5: 9}, october), (october, {2: 9}), ({}, october), ({}, {})):
        assert change(Scale.SMILEYS, later, earlier).verdict is Verdict.TOO_FEW
        assert change(Scale.SMILEYS, later, earlier).difference is None


def test_nps_and_effort_are_judged_by_their_own_rules() -> None:
    better, worse = {10: 80, 7: 20, 3: 20}, {10: 40, 7: 40, 3: 40}
    told = change(Scale.NPS, better, worse)
    assert told.verdict is Verdict.ROSE and told.difference is not None and told.difference.value == pytest.approx(50)
    assert change(Scale.EFFORT, {6: 30, 5: 20}, {2: 25, 4: 25}).verdict is Verdict.ROSE
    assert change(Scale.EFFORT, {6: 30, 5: 20}, {6: 28, 5: 22}).verdict is Verdict.CANT_TELL
    assert change(Scale.EFFORT, {6: 9}, {2: 25, 4: 25}).verdict is Verdict.TOO_FEW


def test_reasons_are_counted_in_a_hundred_responses_with_the_most_named_first() -> None:
    named = mentions({"waiting": 39, "advice": 14, "tidiness": 14}, responses=200)
    assert [mention.choice for mention in named] == ["waiting", "advice", "tidiness"]
    assert named[0].per_hundred == 19.5
    low, high = named[0].interval
    assert 14 < low < 19.5 < high < 26
    assert mentions({}, 0) == [] and mentions({"waiting": 0}, 12)[0].per_hundred == 0


def test_a_reason_named_more_often_rose_even_if_nobody_likes_it() -> None:
    assert change_of_mentions(Share(60, 200), Share(20, 200)).verdict is Verdict.ROSE
    assert change_of_mentions(Share(3, 9), Share(20, 200)).verdict is Verdict.TOO_FEW
    assert change_of_mentions(None, Share(20, 200)).verdict is Verdict.TOO_FEW
