"""Alerts stand on evidence: a shop that fell is told of once, a bad day is left alone, somebody takes note."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from kontuar.core.chores import do_all
from kontuar.core.people import Person
from tests.reports.conftest import Staff, days_ago
from tests.reports.test_control import read
from tests.support.chains import Chain, Tablet

BrowserOf = Callable[[Person], FlaskClient]
Answered = Callable[..., list[bytes]]


def weeks(answered: Answered, tablet: Tablet, good: int, last: int) -> None:
    """Twelve weeks of `good` satisfied of 40 each, and `last` of 40 in the days up to yesterday."""
    for week in range(1, 13):
        answered(tablet, *[{"visit": 5}] * good, *[{"visit": 2}] * (40 - good), moment=days_ago(7 * week + 2))
    answered(tablet, *[{"visit": 5}] * last, *[{"visit": 2}] * (40 - last), moment=days_ago(2))


def test_a_shop_that_fell_is_told_of_once_and_somebody_takes_note(
    app: Flask, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    weeks(answered, gdansk, 34, 14)
    weeks(answered, krakow, 34, 31)
    do_all(app)
    do_all(app)
    marta = browser_of(staff.gdansk)
    page = read(marta, "/results/alerts")
    assert page.count("Gdańsk, Długi Targ: lower than before") == 1
    assert re.search(r"35 ?%, \d[^%]{6,40} \d{4}; 85 ?% in the 91 days before, n 40", page), page
    assert "Nothing that isn't chance" in read(browser_of(staff.krakow), "/results/alerts")
    seen = re.search(r'action="(/results/alerts/[^"]+/acknowledgement)"', marta.get("/results/alerts").text)
    assert seen is not None
    assert browser_of(staff.krakow).post(seen[1]).status_code == 404
    assert marta.post(seen[1]).status_code == 303
    assert "Nothing that isn't chance" in read(marta, "/results/alerts")


def test_a_target_counts_for_the_shops_below_and_only_beyond_chance(
    app: Flask, browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    target = {"place": str(chain.root), "question": "shop-visit/visit", "value": "80"}
    analyst = browser_of(staff.analyst)
    assert analyst.post("/results/targets", data=target).status_code == 303
    assert re.search(r"Bursztyn How was it\? 80 ?%", read(analyst, "/results/alerts"))
    weeks(answered, gdansk, 24, 24)  # 60 %, week after week
    weeks(answered, krakow, 31, 31)  # 77.5 %: below the target, but chance may have done it
    do_all(app)
    page = read(analyst, "/results/alerts")
    assert "Gdańsk, Długi Targ: below the target" in page and "Kraków, Rynek:" not in page
    assert analyst.post("/results/targets", data=target | {"value": "much"}).status_code == 422
    assert analyst.post("/results/targets", data=target | {"value": ""}).status_code == 303
    assert "Bursztyn How was it?" not in read(analyst, "/results/alerts")
    assert browser_of(staff.krakow).post("/results/targets", data=target).status_code == 422
