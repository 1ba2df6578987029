"""What answers say of a clause, with figures that statsmodels and a hand calculation agree with."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from kontuar.core.database import db, writing
from kontuar.core.people import Person, Post, Role
from kontuar.reports.knowing import knowledge
from kontuar.reports.knowledge import by_clause, by_place
from tests.lms.learning import RIGHT, attempt, publish_quiz
from tests.support.chains import NOON, Chain
from tests.sync.test_receiving import take

Hired = Callable[..., list[UUID]]


def test_nobody_answered() -> None:
    assert knowledge({}, 0) is None


@pytest.mark.parametrize(("right", "n"), [(0, 1), (1, 1), (9, 12), (12, 12), (0, 7), (230, 250)])
def test_marks_of_nought_and_one_have_a_wilson_interval(right: int, n: int) -> None:
    known = knowledge({1.0: right, 0.0: n - right}, n)
    assert known is not None
    assert known.interval is not None
    assert (known.n, known.value) == (n, right / n)
    assert known.interval == pytest.approx(proportion_confint(right, n, method="wilson"), abs=1e-9)


def test_partial_marks_have_a_t_interval() -> None:
    fractions = [1, 1, 0.5, 0, 1, 2 / 3, 0.5]
    known = knowledge(Counter(fractions), 7)
    assert known is not None
    assert known.interval is not None
    low, high = DescrStatsW(fractions).tconfint_mean()
    assert (known.n, known.people) == (7, 7)
    assert known.value == pytest.approx(2 / 3)
    assert known.interval == pytest.approx((low, min(1, high)), abs=1e-9)


def test_one_partial_mark_says_nothing_of_spread() -> None:
    known = knowledge({0.5: 1}, 1)
    assert known is not None
    assert (known.value, known.interval) == (0.5, None)


def test_each_persons_latest_finished_answer_counts_once(app: Flask, chain: Chain, hired: Hired) -> None:
    kasia, olena, tomek = hired(chain.gdansk, chain.gdansk, chain.krakow)
    with writing() as session:
        quiz = publish_quiz(session)
        gdansk, krakow = chain.tablet(session), chain.tablet(session, chain.krakow)
    take(
        app,
        gdansk,
        attempt(gdansk, quiz, kasia, {"greet": "late", "wait": ["minutes"]}, moment=NOON - timedelta(days=3)),
        attempt(gdansk, quiz, kasia, RIGHT, moment=NOON - timedelta(days=1)),
        attempt(gdansk, quiz, olena, RIGHT | {"greet": "late", "wait": ["minutes"]}),
        attempt(gdansk, quiz, olena, {"greet": "soon"}, moment=NOON + timedelta(seconds=1), finished=False),
    )
    take(app, krakow, attempt(krakow, quiz, tomek, RIGHT))
    session = db.session()
    known = by_clause(session, None)
    assert set(known) == {"greet-30-seconds", "tell-waiting-time"}  # what is about a product is no clause's
    assert (known["greet-30-seconds"].n, known["greet-30-seconds"].people) == (3, 3)
    assert known["greet-30-seconds"].value == pytest.approx(2 / 3)
    assert (known["tell-waiting-time"].n, known["tell-waiting-time"].people) == (3, 3)
    assert known["tell-waiting-time"].value == pytest.approx(2.5 / 3)
    assert by_clause(session, [chain.krakow])["greet-30-seconds"].value == 1
    places = by_place(session, [chain.gdansk, chain.krakow])
    assert {place: each.value for place, each in places.items()} == {
        chain.gdansk: pytest.approx(0.625),
        chain.krakow: 1,
    }
    assert by_place(session, []) == {}


def test_who_moves_to_another_shop_takes_along_what_he_knows(app: Flask, chain: Chain, hired: Hired) -> None:
    kasia, olena, tomek = hired(chain.gdansk, chain.gdansk, chain.krakow)
    with writing() as session:
        quiz, tablet = publish_quiz(session), chain.tablet(session)
    for person, answers in ((kasia, {"greet": "soon"}), (olena, {"greet": "late"}), (tomek, {"greet": "soon"})):
        take(app, tablet, attempt(tablet, quiz, person, answers))  # Tomek helps out in Gdańsk that day
    with writing() as session:  # Kasia moves to Kraków; Olena leaves
        session.get_one(Person, kasia).posts = [
            Post(role=Role.EMPLOYEE, place_id=chain.krakow), Post(role=Role.MANAGER, place_id=chain.krakow),
        ]  # fmt: skip
        session.get_one(Person, olena).left_at = NOON
    session = db.session()
    known = by_place(session, None)
    assert {place: (each.n, each.people, each.value) for place, each in known.items()} == {chain.krakow: (2, 2, 1)}
    assert by_clause(session, [chain.gdansk]) == {}
    for within in (None, [chain.krakow], [chain.gdansk, chain.krakow]):
        assert by_clause(session, within)["greet-30-seconds"].n == 2
