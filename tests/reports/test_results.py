"""Managers and head office read how customers found it: figures as worked out by hand, each within his own places."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kiosk.responses.models import CommentHiding
from kontuar.core.database import db
from kontuar.core.deeds import Deed
from tests.reports.conftest import Staff, days_ago
from tests.support.chains import Chain, Tablet

NOVEMBER = "from=2026-11-01&to=2026-11-30"
PAGES = (
    "/results", "/results/trend", "/results/shops", "/results/reasons", "/results/comments", "/results/knowledge",
    "/standards",
)  # fmt: skip
BrowserOf = Callable[..., FlaskClient]
Answered = Callable[..., list[bytes]]


def words(html: str) -> str:
    """A page's text without its tags, spaces made one; what is only drawn is left out."""
    shown = re.sub(r"<(svg|head|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)).replace("&#39;", "'")


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_any_answer_says_so(browser_of: BrowserOf, staff: Staff, path: str) -> None:
    assert browser_of(staff.analyst).get(path).status_code == 200


def test_the_overview_says_satisfaction_with_its_interval_and_n(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5, "recommend": 9}] * 8, *[{"visit": 2, "recommend": 3}] * 2)
    text = read(browser_of(staff.analyst), f"/results?{NOVEMBER}")
    # CSAT 8/10; Wilson: centre (0.8 + 3.8415/20)/(1 + 0.38415) = 0.7167, half 0.2266: 0.4902 to 0.9433.
    assert "Satisfied (CSAT) 80 % from 49 to 94, n 10" in text
    # NPS 80 - 20 = 60; adjusted Wald: 600/13 -+ 1.96 * 100 * sqrt((11.5/13 - 36/169)/13) = 46.2 -+ 44.5: 2 to 91.
    assert "Recommending (NPS) 60 from 2 to 91, n 10" in text
    assert "80% of customers are satisfied" in text


def test_the_overview_says_what_to_fix_first_and_when_it_is_hardest(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 2, "reasons": ["waiting"]}] * 30, *[{"visit": 4, "reasons": ["advice"]}] * 3)
    answered(gdansk, *[{"visit": 5}] * 167)
    html = browser_of(staff.analyst).get(f"/results?{NOVEMBER}").text
    text = words(html)
    # CSAT 170/200 = 85 %; of the 170 who don't name waiting all are content: 15 points more. All 30 low scores name it.
    assert "To fix first: How was it?" in text
    assert "is named in 100% of low scores" in text and "rise by about 15.0 points" in text
    assert re.search(r"100% \+15\.0 from [\d.]+ to [\d.]+ begin here", text)
    assert "CSAT by weekday and hour" in html


def test_nine_answers_are_too_few_to_tell(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5}] * 9)
    text = read(browser_of(staff.analyst), f"/results?{NOVEMBER}")
    assert "Too few answers to tell how it was" in text
    assert "Satisfied (CSAT) – n 9 too few to tell" in text


def test_a_change_beyond_chance_is_said_as_one(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 1, "reasons": ["waiting"]}] * 40, *[{"visit": 5}] * 20, moment=days_ago(30))
    answered(gdansk, *[{"visit": 1}] * 6, *[{"visit": 5}] * 54)
    text = read(browser_of(staff.analyst), "/results?period=own&from=2026-11-01&to=2026-11-30")
    # 54/60 beside 20/60: 90.0 - 33.3 = 56.7 points.
    assert "rose by 56.7, beyond chance" in text
    assert "Customers are more satisfied, and say “How was it?” less often" in text


def test_a_manager_reads_his_own_shop_alone(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5, "comment": "Miło i szybko"}] * 12)
    answered(krakow, *[{"visit": 1, "comment": "Bez końca"}] * 30)
    manager, analyst = browser_of(staff.gdansk), browser_of(staff.analyst)
    assert "n 42" in read(analyst, f"/results?{NOVEMBER}")
    text = read(manager, f"/results?{NOVEMBER}")
    assert "100 % from 76 to 100, n 12" in text  # Wilson for 12 of 12: 12/(12 + 3.8415) = 0.7575
    assert "Gdańsk, Długi Targ" in text
    for path in PAGES:
        page = read(manager, f"{path}?{NOVEMBER}")
        assert "Kraków" not in page and "Bez końca" not in page, path


@pytest.mark.parametrize("path", [*PAGES, "/standards/tell-waiting-time"])
def test_a_manager_of_another_shop_finds_nothing_there(
    browser_of: BrowserOf, staff: Staff, chain: Chain, path: str
) -> None:
    assert browser_of(staff.krakow).get(f"{path}?place={chain.gdansk}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_an_employee_reads_no_results(browser_of: BrowserOf, staff: Staff, path: str) -> None:
    assert browser_of(staff.employee).get(path).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    ["period=fortnight", "from=2026-13-01", "from=2026-11-20&to=2026-11-01", "survey=no-such", "language=tlh",
     "from=2026-02-30", "period=own&from=0001-01-01", "place=nowhere"],
)  # fmt: skip
def test_an_address_that_cant_be_read_gets_a_clear_page(browser_of: BrowserOf, staff: Staff, wrong: str) -> None:
    answer = browser_of(staff.analyst).get(f"/results?{wrong}")
    assert answer.status_code == (404 if wrong.startswith("place") else 422)
    assert "<h1>" in answer.text


def test_shops_are_sorted_but_not_numbered_and_none_is_left_out(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 1}] * 30, *[{"visit": 5}] * 10)
    answered(krakow, *[{"visit": 5}] * 4)
    text = read(browser_of(staff.analyst), f"/results/shops?{NOVEMBER}")
    assert re.search(r"Gdańsk, Długi Targ 25% 14 40 40 Kraków, Rynek too few to tell 4", text)


def test_reasons_are_mentions_per_hundred_responses(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 2, "reasons": ["waiting", "price"]}] * 3, *[{"visit": 5}] * 17)
    text = read(browser_of(staff.analyst), f"/results/reasons?{NOVEMBER}")
    # 3 of 20 responses: 15; Wilson 5.2 to 36.0.
    assert text.count("15.0 from 5.2 to 36.0 3") == 2


def test_comments_are_told_by_the_hour_and_found_by_words_score_and_language(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 1, "comment": "Sto lat w KOLEJCE, jak 100% zawsze"}, language="pl")
    answered(gdansk, {"visit": 5, "comment": "Дуже швидко"}, language="uk")
    manager = browser_of(staff.gdansk)
    both = read(manager, f"/results/comments?{NOVEMBER}")
    assert "about 12:00" in both and "12:17" not in both
    assert "With the words" in both
    assert "Sto lat" in both and "Дуже швидко" in both
    assert "Дуже" not in read(manager, f"/results/comments?{NOVEMBER}&words=kolejce")
    assert "Sto lat" in read(manager, f"/results/comments?{NOVEMBER}&words=100%25")
    assert "No comment fits" in read(manager, f"/results/comments?{NOVEMBER}&words=200%25")
    assert "Дуже" not in read(manager, f"/results/comments?{NOVEMBER}&score=low")
    assert "Sto lat" not in read(manager, f"/results/comments?{NOVEMBER}&language=uk")


def test_comments_go_on_page_after_page_without_one_missing_or_twice(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    for number in range(45):
        answered(gdansk, {"visit": 1, "comment": f"Zdanie {number:02}."}, moment=days_ago(number // 5))
    seen = []
    for page in (1, 2, 3):
        text = read(browser_of(staff.analyst), f"/results/comments?from=2026-11-01&to=2026-11-30&page={page}")
        seen += re.findall(r"Zdanie (\d\d)", text)
    assert sorted(seen) == [f"{number:02}" for number in range(45)]


def test_a_manager_hides_a_comment_that_names_somebody_and_shows_it_again(
    app: Flask, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"visit": 1, "comment": "Pani Halina Nowak była niemiła"})
    manager, analyst = browser_of(staff.gdansk), browser_of(staff.analyst)
    address = f"/results/comments?{NOVEMBER}"
    assert "Hide: it names someone" not in read(analyst, address)
    hide = re.search(r'action="([^"]*/hiding)"', manager.get(address).text)
    assert hide
    assert browser_of(staff.krakow).post(hide[1], data={"hidden": "yes"}).status_code == 404
    assert analyst.post(hide[1], data={"hidden": "yes"}).status_code == 403
    assert manager.post(hide[1], data={"hidden": "yes", "back": address}).headers["Location"] == address
    for client in (manager, analyst):
        assert "Halina" not in read(client, address)
    assert "Halina" in read(manager, f"{address}&hidden=yes")
    assert "Halina" not in read(analyst, f"{address}&hidden=yes")
    manager.post(hide[1], data={"hidden": "no", "back": "https://elsewhere.example"})
    assert "Halina" in read(analyst, address)
    assert len(db.session.scalars(select(CommentHiding)).all()) == 2
    verbs = db.session.scalars(select(Deed.verb).order_by(Deed.at)).all()
    assert verbs == ["comment.hidden", "comment.shown"]
    assert "Halina" not in "".join(str(detail) for detail in db.session.scalars(select(Deed.detail)))
