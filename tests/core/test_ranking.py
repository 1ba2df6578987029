"""Many shops at once: intervals that hold together, and scores drawn towards the chain's by as much as is open."""

from __future__ import annotations

from random import Random

import pytest

from kontuar.core.intervals import Mean, Share
from kontuar.core.promoters import NetPromoter
from kontuar.core.ranking import confidence_each, league_misleads, shrunken, shrunken_scores, shrunken_shares


def test_twenty_intervals_hold_together_only_if_each_is_surer() -> None:
    assert confidence_each(1) == pytest.approx(0.95, abs=1e-15)
    assert confidence_each(20) == pytest.approx(0.95 ** (1 / 20), abs=1e-15)
    assert confidence_each(100_000) ** 100_000 == pytest.approx(0.95, abs=1e-9)
    assert confidence_each(20) < 1 - 0.05 / 20  # Bonferroni's is wider
    with pytest.raises(ValueError, match="no confidence"):
        confidence_each(0)


def test_statsmodels_corrects_alike() -> None:
    from statsmodels.stats.multitest import multipletests

    _, _, sidak, _ = multipletests([0.5] * 37, alpha=0.05, method="sidak")
    assert 1 - confidence_each(37) == pytest.approx(sidak, rel=1e-12)


def test_a_small_shops_luck_is_drawn_to_the_chain_and_a_large_shops_merit_stays() -> None:
    shops = {"Hel": Share(6, 6), "Gdynia": Share(540, 600), "Reda": Share(420, 600), "Puck": Share(460, 600)}
    drawn, spread = shrunken_shares(shops)
    assert spread is not None and spread.strength is not None
    assert list(drawn) == list(shops)
    assert drawn["Hel"].raw == 1.0 > drawn["Gdynia"].raw
    assert drawn["Hel"].value < drawn["Gdynia"].value
    assert drawn["Hel"].weight < 0.5 < drawn["Gdynia"].weight
    by_hand = (6 + spread.strength * spread.centre) / (6 + spread.strength)
    assert drawn["Hel"].value == pytest.approx(by_hand, abs=1e-12)
    assert league_misleads(shops, ends=1)
    assert not league_misleads({name: shop for name, shop in shops.items() if name != "Hel"}, ends=1)


def test_shops_that_differ_no_more_than_chance_are_all_the_chain() -> None:
    shops = {name: Share(70 + step % 2, 100) for step, name in enumerate("abcdef")}
    drawn, spread = shrunken(shops)
    assert spread is not None and spread.strength is None
    assert {round(each.value, 12) for each in drawn.values()} == {0.705}
    assert league_misleads(shops)
    assert shrunken({}) == ({}, None)


def test_the_spread_of_many_shops_is_found_again() -> None:
    """Shops whose true shares are beta(40, 10): strength 50 (the sum), centre 0.8."""
    chance = Random(7)
    shops = {}
    for number in range(3_000):
        true, total = chance.betavariate(40, 10), chance.choice((20, 60, 200))
        shops[number] = Share(sum(chance.random() < true for _ in range(total)), total)
    _, spread = shrunken_shares(shops)
    assert spread is not None and spread.strength is not None
    assert spread.centre == pytest.approx(0.8, abs=0.01)
    assert spread.strength == pytest.approx(50, rel=0.15)


def test_shrunken_means_miss_the_truth_by_less_than_raw_ones() -> None:
    """Means about 5, true standard deviation 0.5 between shops, 1.5 within: strength 9."""
    chance = Random(11)
    truth, shops = {}, {}
    for number in range(2_000):
        truth[number], n = chance.gauss(5, 0.5), chance.choice((2, 5, 30))
        marks = [chance.gauss(truth[number], 1.5) for _ in range(n)]
        mean = sum(marks) / n
        shops[number] = Mean(n, mean, sum((mark - mean) ** 2 for mark in marks) / (n - 1))
    drawn, spread = shrunken_scores(shops)
    assert spread is not None and spread.strength == pytest.approx(9, rel=0.15)
    missed = {
        name: sum((getattr(drawn[number], name) - truth[number]) ** 2 for number in shops) for name in ("raw", "value")
    }
    assert missed["value"] < 0.5 * missed["raw"]


def test_promoters_are_ranked_in_points_and_never_beside_shares() -> None:
    shops = {"Hel": NetPromoter(4, 0, 0), "Gdynia": NetPromoter(300, 100, 100), "Reda": NetPromoter(150, 100, 250)}
    drawn, spread = shrunken(shops)
    assert spread is not None and -100 <= spread.centre <= 100
    assert drawn["Hel"].raw == 100 and drawn["Hel"].value < 60
    with pytest.raises(TypeError, match="ranked together"):
        shrunken({"a": Share(1, 2), "b": NetPromoter(1, 1, 1)})
