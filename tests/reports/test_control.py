"""The page of control charts: signals in words, noise left alone, and events that people mark."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from kontuar.core.people import Person
from tests.reports.conftest import Staff, days_ago
from tests.support.chains import Chain, Tablet

BrowserOf = Callable[[Person], FlaskClient]
Answered = Callable[..., list[bytes]]


def read(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


@pytest.fixture
def weeks(gdansk: Tablet, answered: Answered) -> None:
    """Twelve ordinary weeks of 16 to 18 satisfied of 20, then one of 6."""
    for week in range(12, 0, -1):
        good = 16 + week % 3
        answered(gdansk, *[{"visit": 5}] * good, *[{"visit": 2}] * (20 - good), moment=days_ago(7 * week))
    answered(gdansk, *[{"visit": 5}] * 6, *[{"visit": 2}] * 14)


def test_a_week_below_the_limit_is_a_signal_told_in_words(browser_of: BrowserOf, staff: Staff, weeks: None) -> None:
    page = read(browser_of(staff.gdansk), "/results/control?question=visit&by=week&baseline=10")
    assert "1 signal that something else happened" in page
    assert "1. 16 Nov 2026 lies below the lower limit" in page
    assert "By chance about 3 of 1,000 steps do this" in page
    # 169 of 200 in the first ten weeks, 84.5 %; of 20 answers 3 * sqrt(0.845 * 0.155 / 20) = 24.3: 60.2 to 100.
    assert re.search(r"16 Nov 2026 30 ?% 60 85 100 20 1", page), page


def test_ordinary_weeks_are_left_alone(browser_of: BrowserOf, staff: Staff, weeks: None) -> None:
    page = read(browser_of(staff.gdansk), "/results/control?question=visit&by=week&from=2026-08-24&to=2026-11-15")
    assert "Only ordinary up and down" in page
    assert "chasing noise makes results swing more" in page


def test_steps_too_small_are_said_to_be_left_out(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, weeks: None
) -> None:
    answered(gdansk, *[{"visit": 1}] * 9, moment=days_ago(7 * 14))
    page = read(browser_of(staff.gdansk), "/results/control?question=visit&by=week")
    assert "1 step with too few answers isn't drawn." in page


def test_recommendation_and_reasons_have_charts_of_their_own(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    for week in range(3):
        answers = [{"recommend": 9, "reasons": ["waiting", "price"]}] * 8 + [{"recommend": 2, "reasons": ["price"]}] * 4
        answered(gdansk, *answers, moment=days_ago(7 * week))
    client = browser_of(staff.analyst)
    points = read(client, "/results/control?question=recommend")
    assert "XmR chart" in points and "Too few steps to tell a signal from chance" in points
    reasons = read(client, "/results/control?question=reasons")
    assert "u chart" in reasons and re.search(r"16 Nov 2026 166[.,]7", reasons)  # 20 ticks in 12 responses
    assert client.get("/results/control?question=comment").status_code == 422
    assert client.get("/results/control?baseline=11").status_code == 422


def test_an_event_is_marked_shown_on_the_trend_and_taken_back(
    browser_of: BrowserOf, staff: Staff, chain: Chain, weeks: None
) -> None:
    marta = browser_of(staff.gdansk)
    event = {"name": "New tills", "day": "2026-11-16", "place": str(chain.gdansk), "limits_anew": "y"}
    assert marta.post("/results/events?question=visit&by=week", data=event).status_code == 303
    page = read(marta, "/results/control?question=visit&by=week")
    assert "New tills" in page and "limits anew" in page
    assert "Limits from fewer than 10 steps still move" in page
    assert "lies below the lower limit" not in page
    assert "New tills" in read(marta, "/results/trend?period=quarter")
    assert "New tills" not in read(browser_of(staff.krakow), "/results/control")
    taking = re.search(
        r'action="(/results/events/[^"]+/withdrawal)"', marta.get("/results/control").get_data(as_text=True)
    )
    assert taking is not None
    assert browser_of(staff.krakow).post(taking[1]).status_code == 404
    assert marta.post(taking[1]).status_code == 303
    assert "New tills" not in read(marta, "/results/control?question=visit")
    assert marta.post(taking[1]).status_code == 404


def test_an_event_needs_a_name_and_a_place_one_may_mark(browser_of: BrowserOf, staff: Staff, chain: Chain) -> None:
    marta = browser_of(staff.gdansk)
    event = {"name": "", "day": "2026-11-16", "place": str(chain.gdansk)}
    assert marta.post("/results/events", data=event).status_code == 422
    assert marta.post("/results/events", data=event | {"name": "X", "day": "soon"}).status_code == 422
    assert marta.post("/results/events", data=event | {"name": "X", "place": str(chain.krakow)}).status_code == 422
    assert browser_of(staff.employee).post("/results/events", data=event | {"name": "X"}).status_code == 403
