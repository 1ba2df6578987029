"""Sums over many shops and days are exact at every moment: before they are made, after, and while more customers answer."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.responses.queries import (
    Blamed,
    Division,
    Hour,
    blamed,
    by_version,
    chosen,
    counts_by,
    days,
    hours,
    taken,
    taken_by,
)
from kiosk.responses.scope import Scope
from kiosk.responses.sources import whole_months
from kiosk.responses.wide import CHAIN, MONTHS, TALLIES
from kontuar.core.chores import do_all
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.sync.rebuilding import rebuild
from tests.support.chains import Chain, Tablet
from tests.sync.test_receiving import take

FIRST = datetime(2026, 7, 20, 10, tzinfo=UTC)


class Customer(NamedTuple):
    place: UUID
    at: datetime
    language: str
    visit: int
    reasons: tuple[str, ...]

    @property
    def day(self) -> str:
        return self.at.date().isoformat()


@pytest.fixture
def shops(chain: Chain) -> list[Tablet]:
    """Fourteen shops, each with its tablet."""
    with writing() as session:
        places = [
            Place(id=new_id(), parent_id=chain.root, kind="shop", name=f"Shop {number}", time_zone="UTC")
            for number in range(14)
        ]
        session.add_all(places)
        session.flush()
        return [chain.tablet(session, place.id) for place in places]


def answer(app: Flask, chain: Chain, shops: list[Tablet], dice: random.Random, count: int) -> list[Customer]:
    """Customers on any day of four months, in any shop."""
    came = []
    for tablet in shops:
        some = [
            Customer(
                tablet.place,
                FIRST + timedelta(days=dice.randrange(100), hours=dice.randrange(9)),
                dice.choice(["pl", "uk"]),
                visit := dice.randint(1, 5),
                tuple(dice.sample(["waiting", "advice"], dice.randint(1, 2))) if visit < 4 else (),
            )
            for _ in range(count)
        ]
        lines = [
            tablet.response(
                chain.survey,
                {"visit": one.visit} | ({"reasons": list(one.reasons)} if one.reasons else {}),
                moment=one.at,
                language=one.language,
            )
            for one in some
        ]
        assert {verdict.v for verdict in take(app, tablet, *lines).verdicts} == {"created"}
        came += some
    return came


def summed_up(app: Flask) -> None:
    """The chores are done, and what was read before is forgotten."""
    do_all(app)
    db.session.rollback()


def right(customers: list[Customer], scope: Scope) -> None:
    """Everything that can be asked of these answers, reckoned from the customers themselves."""
    meant = [
        one for one in customers
        if (scope.places is None or one.place in scope.places)
        and (scope.start or "") <= one.day <= (scope.end or "9999")
        and scope.language in (None, one.language)
    ]  # fmt: skip
    session = db.session()

    def told_apart(by: Division) -> dict[object, dict[int, int]]:
        found = counts_by(session, scope, by, "visit")
        return {key: {value: n for value, n in counts.items() if n} for key, counts in found.items()}

    for by, key in (
        (Division.DAY, lambda one: one.day),
        (Division.MONTH, lambda one: one.day[:7]),
        (Division.PLACE, lambda one: one.place),
        (Division.LANGUAGE, lambda one: one.language),
        (Division.QUESTION, lambda one: "visit"),
    ):
        expected: dict[object, Counter[int]] = {}
        for one in meant:
            expected.setdefault(key(one), Counter())[one.visit] += 1
        assert told_apart(by) == expected
    answers = taken(session, scope)
    assert (answers.complete, answers.abandoned) == (len(meant), 0)
    assert taken_by(session, scope, Division.PLACE) == Counter(one.place for one in meant)
    assert chosen(session, scope, "reasons").choices == Counter(reason for one in meant for reason in one.reasons)
    assert by_version(session, scope).responses == ({1: len(meant)} if meant else {})
    assert days(session, scope) == ((min(one.day for one in meant), max(one.day for one in meant)) if meant else None)


@pytest.fixture
def scopes(shops: list[Tablet]) -> list[Scope]:
    key = "shop-visit"
    many = frozenset(tablet.place for tablet in shops[:13])
    return [
        Scope(key),
        Scope(key, None, "2026-08-01", "2026-09-30"),
        Scope(key, None, "2026-08-15", "2026-10-20", "uk"),
        Scope(key, many, "2026-08-01", "2026-10-15"),
        Scope(key, many, "2026-09-02", "2026-09-29"),
        Scope(key, frozenset([shops[0].place]), "2026-08-01"),
    ]


def test_sums_are_exact_before_they_are_made_after_and_while_more_customers_answer(
    app: Flask, chain: Chain, shops: list[Tablet], scopes: list[Scope]
) -> None:
    dice = random.Random(11)
    came = answer(app, chain, shops, dice, 60)
    for scope in scopes:
        right(came, scope)
    summed_up(app)
    assert all(db.session.scalar(select(func.count()).select_from(table)) for table in CHAIN.values())
    assert all(db.session.scalar(select(func.count()).select_from(table)) for table in MONTHS.values())
    for scope in scopes:
        right(came, scope)
    came += answer(app, chain, shops[:3], dice, 3)
    for scope in scopes:
        right(came, scope)
    summed_up(app)
    for scope in scopes:
        right(came, scope)


def test_wide_sums_are_made_anew_after_a_rebuild(app: Flask, chain: Chain, shops: list[Tablet]) -> None:
    came = answer(app, chain, shops, random.Random(3), 10)
    summed_up(app)
    with writing() as session:
        for tally in TALLIES:
            session.execute(CHAIN[tally].update().values({column.name: 77 for column in CHAIN[tally].columns[-1:]}))
    rebuild(writing, app.extensions["kontuar.kinds"])
    right(came, Scope("shop-visit"))
    summed_up(app)
    right(came, Scope("shop-visit"))


def test_whole_months_of_a_period_are_those_that_are_over() -> None:
    assert whole_months(None, None, "2026-11") == ("1970-01", "2026-10")
    assert whole_months("2026-08-01", "2026-09-30", "2026-11") == ("2026-08", "2026-09")
    assert whole_months("2026-08-02", "2026-09-29", "2026-11") == ("2026-09", "2026-08")  # none
    assert whole_months("2026-08-01", "2026-11-30", "2026-11") == ("2026-08", "2026-10")
    assert whole_months("2025-12-31", "2026-02-28", "2026-11") == ("2026-01", "2026-02")


def test_customers_who_blame_something_and_the_hours_they_came(app: Flask, chain: Chain, shops: list[Tablet]) -> None:
    tablet = shops[0]
    monday = datetime(2026, 11, 16, 14, 20, tzinfo=UTC)
    take(
        app,
        tablet,
        tablet.response(chain.survey, {"visit": 2, "reasons": ["waiting", "advice"]}, moment=monday),
        tablet.response(chain.survey, {"visit": 3, "reasons": ["waiting"]}, moment=monday + timedelta(minutes=30)),
        tablet.response(chain.survey, {"visit": 5}, moment=monday + timedelta(hours=1)),
        tablet.response(chain.survey, {"recommend": 9}, moment=monday),
    )
    scope = Scope("shop-visit", frozenset([tablet.place]))
    assert blamed(db.session(), scope, "reasons") == {
        "": Blamed(2, 2, 0), "waiting": Blamed(2, 2, 0), "advice": Blamed(1, 1, 0)
    }  # fmt: skip
    assert hours(db.session(), scope) == {(0, 14): Hour(2, 0), (0, 15): Hour(1, 1)}
