"""Results pages printed by a real Chromium: A4, without what one presses, with what is shown said in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from kontuar.core import visits
from kontuar.core.database import writing
from kontuar.core.times import now
from kontuar.web.access import COOKIE
from tests.reports.conftest import Staff, days_ago
from tests.reports.test_monthly_report import info, pages
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite
from tests.support.servers import serving

pytestmark = on_sqlite
Answered = Callable[..., list[bytes]]
BrowserOf = Callable[..., FlaskClient]
Printed = Callable[..., bytes]
UPRIGHT, LYING = "594.96 x 841.92", "841.92 x 594.96"
MONTH = "from=2026-10-01&to=2026-11-22"


@pytest.fixture
def printed(
    app: Flask, context: BrowserContext, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> Printed:
    """A results page of a chain with two shops as an analyst's printer gets it."""
    for tablet in (gdansk, krakow):
        for days in range(0, 50, 7):
            said = [{"visit": 2, "reasons": ["waiting"], "comment": f"Kolejka {days}"}] * 6
            answered(tablet, *said, *[{"visit": 5, "recommend": 9}] * 14, moment=days_ago(days))
    with writing() as session:
        token = visits.begin(session, staff.analyst, "password", now())

    def paper(path: str, language: str = "en") -> bytes:
        with serving(app) as address:
            context.add_cookies(
                [
                    {"name": COOKIE, "value": token, "url": address},
                    {"name": "language", "value": language, "url": address},
                ]
            )
            page = context.new_page()
            answer = page.goto(address + path)
            assert answer and answer.status == 200
            page.evaluate("() => document.fonts.ready.then(() => true)")
            return page.pdf(prefer_css_page_size=True, print_background=True)

    return paper


@pytest.mark.parametrize(
    ("path", "size", "most", "told"),
    [
        ("/results", UPRIGHT, 5, "All places. 1 Oct – 22 Nov 2026 beside"),
        ("/results/trend", LYING, 3, "Steps: Weeks"),
        ("/results/shops", UPRIGHT, 3, "n"),
        ("/results/reasons", LYING, 3, "320 responses"),
        ("/results/comments", UPRIGHT, 6, "comments in all: 96"),
        ("/results/control", LYING, 4, "Limits from: all steps"),
    ],
)
def test_a_page_of_results_prints_well_on_a4(printed: Printed, path: str, size: str, most: int, told: str) -> None:
    pdf = printed(f"{path}?{MONTH}")
    found = pages(pdf)
    text = " ".join(found)
    assert size in info(pdf) and len(found) <= most
    assert "Time: Days of your choice" in text and "First day: 1 Oct 2026" in text
    assert told in text
    assert len(text[text.index("How it is counted") :]) > 150  # unfolded
    for pressed in (
        "Sign out",
        "Skip to the content",
        "Mark it",
        "Show the numbers",
        "Next",
        "Take the answers",
        "Keep this view",
    ):
        assert pressed not in text, pressed


@pytest.mark.parametrize("tag", ["vi", "ar", "de"])
def test_the_monthly_report_prints_on_two_pages(
    printed: Printed, browser_of: BrowserOf, staff: Staff, chain: Chain, tag: str
) -> None:
    admin = browser_of(staff.admin)
    for day in range(10, 18):
        event = {"name": f"Remont sali {day}", "day": f"2026-10-{day}", "place": str(chain.gdansk)}
        assert admin.post("/results/events?question=visit&by=week", data=event).status_code == 303
    found = pages(printed(f"/results/report?month=2026-10&place={chain.gdansk}", tag))
    assert len(found) == 2
    assert "NPS" in found[0] and "Remont sali 10" in found[0] and "Kolejka" in found[1]
    assert "kontuar" not in " ".join(found).lower()  # the sidebar
