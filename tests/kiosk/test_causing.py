"""Which reason costs most, and whether that is more than chance."""

import random

import pytest

from kiosk.responses.causing import causes, gain_without
from kiosk.responses.queries import Blamed
from kontuar.core.intervals import Share


def test_the_gain_is_worked_out_by_hand() -> None:
    # 200 customers, 160 content. Of 50 who name waiting, 20 are content; of the 150 others 140 are: 93.3 % against 80 %.
    (waiting,) = causes(Share(160, 200), {"waiting": Blamed(50, 50, 20)})
    assert waiting.gain == pytest.approx(140 / 150 - 160 / 200)
    assert waiting.low_scores == Share(30, 40)
    assert waiting.sure


def test_the_dearest_reason_comes_first_and_a_rare_one_cannot_be_told() -> None:
    found = causes(
        Share(160, 200), {"price": Blamed(3, 3, 2), "waiting": Blamed(50, 50, 20), "advice": Blamed(0, 0, 0)}
    )
    assert [cause.choice for cause in found] == ["waiting", "price"]
    assert [cause.sure for cause in found] == [True, False]


def test_where_everybody_is_content_there_is_nothing_to_gain() -> None:
    assert causes(Share(40, 40), {"waiting": Blamed(5, 5, 5)}) == []


def test_the_error_is_what_drawing_again_shows() -> None:
    dice = random.Random(5)
    people = [(True, True)] * 20 + [(True, False)] * 30 + [(False, True)] * 140 + [(False, False)] * 10
    drawn = []
    for _ in range(4_000):
        again = dice.choices(people, k=len(people))
        naming = [content for names, content in again if names]
        everybody = Share(sum(content for _, content in again), len(again))
        drawn.append(gain_without(everybody, Share(sum(naming), len(naming)))[0])
    mean = sum(drawn) / len(drawn)
    spread = (sum((gain - mean) ** 2 for gain in drawn) / len(drawn)) ** 0.5
    assert gain_without(Share(160, 200), Share(20, 50))[1] == pytest.approx(spread, rel=0.05)
