"""A view is kept under a name, shared without showing anybody more than is his, and mailed to who wants it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, before_render_template, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import update
from statsmodels.stats.proportion import proportion_confint

from kontuar.core.chores import do_all
from kontuar.core.database import db, writing
from kontuar.core.installation import Installation
from kontuar.core.people import Person, Post
from kontuar.core.times import now
from kontuar.reports.kept.models import KeptView, Subscription
from kontuar.reports.kept.pictures import overview_values
from kontuar.reports.kept.subscriptions import next_midnight
from kontuar.reports.readers import reading_as
from tests.reports.conftest import Staff, days_ago
from tests.reports.test_control import read
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite
from tests.support.post_office import PostOffice

BrowserOf = Callable[[Person], FlaskClient]
Answered = Callable[..., list[bytes]]
WARSAW = ZoneInfo("Europe/Warsaw")
OCTOBER = "/results?period=own&from=2026-10-01&to=2026-10-31"
PAGES = ("/results", "/results/trend", "/results/shops", "/results/reasons", "/results/comments", "/results/control")


def keep(browser: FlaskClient, address: str, name: str, *, shared: bool = False) -> UUID:
    """Keep an address under a name; the view's id."""
    given = {"address": address, "name": name} | ({"shared": "y"} if shared else {})
    answer = browser.post("/results/views", data=given)
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def by_mail(browser: FlaskClient, view: UUID, often: str = "daily") -> None:
    assert browser.post(f"/results/views/{view}/mail", data={"often": often}).status_code == 303


def a_night_passes() -> None:
    with writing() as session:
        session.execute(update(Subscription).values(next_at=now() - timedelta(seconds=1)))
    db.session.expire_all()


def satisfied(answered: Answered, tablet: Tablet, good: int, of: int, moment: datetime) -> None:
    answered(tablet, *[{"visit": 5}] * good, *[{"visit": 2}] * (of - good), moment=moment)


def words_of(letter: object) -> str:
    return re.sub(r"\s+", " ", letter.get_body(("plain",)).get_content())  # type: ignore[attr-defined, no-any-return]


def test_a_view_is_kept_found_again_renamed_and_removed(browser_of: BrowserOf, staff: Staff, chain: Chain) -> None:
    marta = browser_of(staff.gdansk)
    for page in PAGES:
        assert "Keep this view" in read(marta, page)
    assert "Keep this view" in read(marta, f"/results/views/new?address={quote(OCTOBER)}")
    view = keep(marta, OCTOBER + "&page=3", "Last October")
    found = marta.get(OCTOBER).text
    assert re.search(r'aria-current="page">.*Last October', found) and "Keep this view" not in found
    href = re.search(r'class="chip" href="([^"]+)"', marta.get("/results/trend").text)
    assert href and href[1].replace("&amp;", "&") == OCTOBER
    assert marta.post(f"/results/views/{view}", data={"name": "  Our\n October ", "address": "x"}).status_code == 303
    assert "Our October" in read(marta, "/results")
    assert marta.post(f"/results/views/{view}", data={"name": ""}).status_code == 422
    assert marta.post(f"/results/views/{view}/removal").headers["Location"] == OCTOBER
    assert "Our October" not in read(marta, "/results") and marta.get(f"/results/views/{view}").status_code == 404


def test_only_addresses_of_results_pages_are_kept(browser_of: BrowserOf, staff: Staff, chain: Chain) -> None:
    marta = browser_of(staff.gdansk)
    for wrong in (
        "/people", "/results/views/new", "https://else.example/results", "//else.example/results", "/results/alerts",
        "/results?" + "&".join(f"a{n}=1" for n in "x" * 40), "/results?period=" + "x" * 300, "/results?__x=1",
        "/results?a=%0D%0AX", "/leave/x", "\0", "/results/nothing",
        "javascript:/results?a=/,alert(1)//",
    ):  # fmt: skip
        assert marta.get("/results/views/new", query_string={"address": wrong}).status_code in (400, 422), wrong
        assert marta.post("/results/views", data={"address": wrong, "name": "x"}).status_code == 422, wrong


def test_a_shared_view_keeps_the_choice_and_each_reader_sees_his_own_shops(
    browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    satisfied(answered, gdansk, 34, 40, days_ago(40))
    satisfied(answered, krakow, 20, 40, days_ago(40))
    tomasz, marta, olek = (browser_of(each) for each in (staff.analyst, staff.gdansk, staff.krakow))
    keep(tomasz, OCTOBER, "All of October", shared=True)
    keep(tomasz, f"{OCTOBER}&place={chain.gdansk}", "Gdańsk in October", shared=True)
    own = keep(tomasz, "/results/trend", "Mine")
    assert "Gdańsk in October" in read(marta, "/results") and "Gdańsk in October" not in read(olek, "/results")
    assert "Mine" not in read(marta, "/results") and marta.get(f"/results/views/{own}").status_code == 404
    assert "n 40" in read(marta, OCTOBER) and "85 %" in read(marta, OCTOBER).replace("\u00a0", " ").replace(
        "85%", "85 %"
    )
    assert "All of October" in read(olek, OCTOBER) and "n 80" in read(tomasz, OCTOBER)


def test_only_its_owner_changes_a_view_or_the_chains_administrator_a_shared_one(
    browser_of: BrowserOf, staff: Staff, chain: Chain
) -> None:
    tomasz, marta, ewa = (browser_of(each) for each in (staff.analyst, staff.gdansk, staff.admin))
    view = keep(tomasz, OCTOBER, "October", shared=True)
    assert marta.get(f"/results/views/{view}").status_code == 200
    assert marta.post(f"/results/views/{view}", data={"name": "Mine now"}).status_code == 403
    assert marta.post(f"/results/views/{view}/removal").status_code == 403
    assert browser_of(staff.employee).get(f"/results/views/{view}").status_code == 403
    assert ewa.post(f"/results/views/{view}/removal").status_code == 303
    assert db.session.query(KeptView).count() == 0


def test_a_subscriber_gets_the_finding_with_n_interval_and_change_once_a_day(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, gdansk: Tablet, answered: Answered
) -> None:
    satisfied(answered, gdansk, 20, 40, days_ago(75))
    satisfied(answered, gdansk, 34, 40, days_ago(40))
    marta = browser_of(addressed.gdansk)
    by_mail(marta, keep(marta, OCTOBER, "October"))
    do_all(mailing)
    assert post_office.letters == []  # not before midnight
    a_night_passes()
    do_all(mailing)
    do_all(mailing)
    (letter,) = post_office.of("marta@bursztyn.example")
    assert letter["Subject"] == "Customers are more satisfied, and that isn't chance · October"
    low, high = (round(100 * bound) for bound in proportion_confint(34, 40, method="wilson"))
    words = words_of(letter)
    assert f"85%, from {low} to {high}, n 40, rose by 35.0, beyond chance" in words, words
    link = re.search(r"In Kontuar: (\S+)", words)
    assert link and link[1] == mailing.config["KONTUAR"].address + OCTOBER
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<th" in html and OCTOBER.replace("&", "&amp;") in html


def test_each_gets_his_own_figures_in_his_own_language(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain, gdansk: Tablet,
    krakow: Tablet, answered: Answered,
) -> None:  # fmt: skip
    satisfied(answered, gdansk, 34, 40, days_ago(40))
    satisfied(answered, krakow, 20, 40, days_ago(40))
    with writing() as session:
        session.execute(update(Person).where(Person.id == addressed.krakow.id).values(language="pl"))
    db.session.expire_all()
    view = keep(browser_of(addressed.analyst), OCTOBER, "Październik", shared=True)
    for person in (addressed.analyst, addressed.gdansk, addressed.krakow):
        by_mail(browser_of(person), view)
    a_night_passes()
    do_all(mailing)
    told = {
        to.partition("@")[0]: words_of(letter) for letter, to in zip(post_office.letters, post_office.to, strict=True)
    }
    assert "n 80" in told["tomasz"] and "n 40" in told["marta"] and "n 40" in told["olek"]
    assert "85%" in told["marta"] and "50%" in told["olek"] and "Zadowolenie (CSAT)" in told["olek"]


@pytest.mark.parametrize("page", PAGES)
def test_a_mail_says_what_its_page_finds_and_no_customers_words(
    page: str, mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, gdansk: Tablet,
    answered: Answered,
) -> None:  # fmt: skip
    answered(gdansk, *[{"visit": 2, "comment": "Kowalska kept me waiting"}] * 12, moment=days_ago(40))
    marta = browser_of(addressed.gdansk)
    address = OCTOBER.replace("/results", page)
    by_mail(marta, keep(marta, address, "October"))
    a_night_passes()
    do_all(mailing)
    (letter,) = post_office.letters
    head = re.search(r"<h1>(.*?)</h1>", marta.get(address).text)
    assert head and letter["Subject"] == head[1].replace("&#39;", "'").replace("\u00a0", " ") + " · October"
    assert "Kowalska" not in post_office.raw[0].decode() and "n 12" in words_of(letter)


def test_a_mail_tells_of_days_that_are_over(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, gdansk: Tablet, answered: Answered
) -> None:
    satisfied(answered, gdansk, 10, 11, days_ago(2))
    satisfied(answered, gdansk, 7, 13, days_ago(0))
    for day, n in (("2026-11-21", "n 11"), ("2026-11-22", "n 24")):
        with reading_as(addressed.gdansk.id, "/results?period=week", until=day):
            told = overview_values(now())
            assert told and told["strip"][0].interval.endswith(n)
    marta = browser_of(addressed.gdansk)
    by_mail(marta, keep(marta, "/results?period=week", "Week"))
    a_night_passes()
    do_all(mailing)
    yesterday = datetime.now(WARSAW) - timedelta(days=1)
    assert re.search(rf"\b{yesterday.day} \w+ {yesterday.year} beside", words_of(post_office.letters[0]))


def test_who_left_lost_his_post_or_the_view_gets_nothing(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    tomasz = browser_of(addressed.analyst)
    shared = keep(tomasz, OCTOBER, "October", shared=True)
    for person in (addressed.gdansk, addressed.krakow, addressed.admin, addressed.analyst):
        by_mail(browser_of(person), shared)
    in_gdansk = keep(browser_of(addressed.gdansk), f"{OCTOBER}&place={chain.gdansk}", "Ours", shared=True)
    by_mail(tomasz, in_gdansk)
    with writing() as session:
        session.execute(update(Person).where(Person.id == addressed.gdansk.id).values(left_at=now()))
        session.execute(update(Post).where(Post.person_id == addressed.krakow.id).values(role="employee"))
        session.execute(update(KeptView).where(KeptView.id == shared).values(shared=False))
        session.execute(update(Post).where(Post.person_id == addressed.analyst.id).values(place_id=chain.krakow))
    a_night_passes()
    do_all(mailing)
    assert post_office.to == ["tomasz@bursztyn.example"]  # his own view; the one of Gdańsk isn't his to see any more


def test_the_last_link_of_a_mail_ends_that_one_alone(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff
) -> None:
    marta = browser_of(addressed.gdansk)
    by_mail(marta, keep(marta, OCTOBER, "October"))
    by_mail(marta, keep(marta, "/results/trend", "Trend of ours"))
    a_night_passes()
    do_all(mailing)
    letter = next(letter for letter in post_office.letters if letter["Subject"].endswith("· October"))
    link = re.sub(r"^<https?://[^/]+|>$", "", letter["List-Unsubscribe"])
    mailing.config["WTF_CSRF_ENABLED"] = True
    assert "October" in mailing.test_client().get(link).text
    assert mailing.test_client().post(link).status_code == 200
    assert mailing.test_client().get(link).status_code == 404  # it is ended
    a_night_passes()
    do_all(mailing)
    assert len(post_office.letters) == 3


@on_sqlite
def test_the_next_midnight_is_the_clocks_own(app: Flask) -> None:
    at = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # Sunday 25 October 1:30 in Warsaw; that night the clocks go back
    assert next_midnight("Europe/Warsaw", None, at) == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)
    assert next_midnight("Europe/Warsaw", 6, at) == datetime(
        2026, 10, 31, 23, 0, tzinfo=UTC
    )  # a week on: today is over
    assert next_midnight("Asia/Tokyo", 0, at) == datetime(2026, 10, 25, 15, 0, tzinfo=UTC)


def test_a_shops_node_keeps_views_and_sends_no_mail(browser_of: BrowserOf, addressed: Staff) -> None:
    with writing() as session:
        session.execute(update(Installation).values(kind="node", upstream="https://hub.example"))
    db.session.expire_all()
    marta = browser_of(addressed.gdansk)
    view = keep(marta, OCTOBER, "October")
    assert "By e-mail" not in read(marta, f"/results/views/{view}")
    assert marta.post(f"/results/views/{view}/mail", data={"often": "daily"}).status_code == 404


def test_a_page_somebody_else_opens_at_that_moment_gets_into_nobodys_mail(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, gdansk: Tablet, krakow: Tablet,
    answered: Answered,
) -> None:  # fmt: skip
    satisfied(answered, gdansk, 34, 40, days_ago(40))
    satisfied(answered, krakow, 20, 60, days_ago(40))
    olek, marta = browser_of(addressed.krakow), browser_of(addressed.gdansk)
    by_mail(marta, keep(marta, OCTOBER, "October"))
    a_night_passes()
    opened: list[int] = []

    def look() -> None:
        with mailing.app_context():
            opened.append(olek.get(OCTOBER).status_code)

    def open_beside(_app: Flask, **_more: object) -> None:
        if threading.current_thread() is threading.main_thread() and len(opened) < 4:
            opened.append(0)
            beside = threading.Thread(target=look)
            beside.start()
            beside.join()

    def afterwards(_app: Flask, **_more: object) -> None:
        template_rendered.connect(open_beside, mailing)  # so late that it comes after whoever listens by now

    with before_render_template.connected_to(afterwards, mailing):
        do_all(mailing)
    template_rendered.disconnect(open_beside, mailing)
    assert 200 in opened
    assert "n 40" in words_of(post_office.letters[0]) and "n 60" not in words_of(post_office.letters[0])
