"""A screen on a wall shows large figures to whoever has its link, refreshes itself, and goes dark when it's taken back."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import update

from kontuar.core.database import db, writing
from kontuar.core.devices import token_hash
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.reports.kept.models import WallScreen
from tests.reports.conftest import Staff, days_ago
from tests.reports.test_control import read
from tests.reports.test_kept_views import OCTOBER, Answered, BrowserOf, keep, satisfied
from tests.support.axe import faults
from tests.support.browsers import Troubles
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite
from tests.support.servers import serving


def screen(browser: FlaskClient, view: UUID) -> str:
    """Make a screen; the path of its link, which is shown once."""
    answer = browser.post(f"/results/views/{view}/screens")
    found = re.search(r'value="https?://[^/"]+(/wall/[\w-]{43})"', answer.text)
    assert answer.status_code == 200 and found
    return found[1]


def forgotten(app: Flask) -> None:
    """The half minute has passed in which a picture is held."""
    app.extensions.pop("kontuar.pictures", None)


def test_whoever_has_the_link_reads_figures_and_reasons_and_nothing_of_anybody(
    app: Flask, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    satisfied(answered, gdansk, 20, 40, days_ago(75))
    words = {"comment": "Kowalska kept me waiting", "reasons": ["waiting"]}
    answered(gdansk, *[{"visit": 5, "recommend": 10}] * 34, *[{"visit": 2} | words] * 6, moment=days_ago(40))
    marta = browser_of(staff.gdansk)
    path = screen(marta, keep(marta, OCTOBER, "October"))
    answer = app.test_client().get(path)
    page = read(app.test_client(), path)
    assert "85 %" in page and "from 71 to 93, n 40" in page and "How was it?" in page and "<svg" in answer.text
    assert not re.search("Kowalska|Marta|Sowa", answer.text) and "csrf" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and answer.headers["Referrer-Policy"] == "no-referrer"
    assert (
        answer.headers["Cache-Control"] == "no-store"
        and "script-src 'self'" in answer.headers["Content-Security-Policy"]
    )
    row = db.session.query(WallScreen).one()
    assert row.hash == token_hash(path.rpartition("/")[2])


def test_of_so_few_that_it_would_tell_who_nothing_is_shown(
    app: Flask, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    marta = browser_of(staff.gdansk)
    path = screen(marta, keep(marta, OCTOBER, "October"))
    satisfied(answered, gdansk, 3, 4, days_ago(40))
    page = read(app.test_client(), path)
    assert "Too few answers" in page and "CSAT" not in page and not re.search(r"n 4\b|4 responses", page)
    forgotten(app)
    satisfied(answered, gdansk, 2, 3, days_ago(40))
    page = read(app.test_client(), path)
    assert "CSAT" in page and "too few to tell" in page and "n 7" not in page


def test_a_screen_goes_with_its_maker_with_the_view_or_when_it_is_taken_back(
    app: Flask, browser_of: BrowserOf, staff: Staff, chain: Chain
) -> None:
    marta, nobody = browser_of(staff.gdansk), app.test_client()
    view = keep(marta, OCTOBER, "October", shared=True)
    path, olek_s = screen(marta, view), screen(browser_of(staff.krakow), view)
    assert nobody.get(path).status_code == nobody.get(olek_s).status_code == 200
    page = marta.get(f"/results/views/{view}").text
    removals = re.findall(r'action="(/results/views/[^"]+/screens/[^"]+/removal)"', page)
    assert len(removals) == 2 and "Olek Sowa" in page  # the view is hers: so is every screen on it
    assert browser_of(staff.krakow).post(removals[0]).status_code == 404
    assert marta.post(removals[0]).status_code == 303 and nobody.get(path).status_code == 404
    with writing() as session:
        session.execute(update(Person).where(Person.id == staff.krakow.id).values(left_at=now()))
    forgotten(app)
    assert nobody.get(olek_s).status_code == 404
    anew = screen(marta, view)
    assert nobody.get(anew).status_code == 200 and marta.post(f"/results/views/{view}/removal").status_code == 303
    assert nobody.get(anew).status_code == 404


def test_an_author_reads_results_and_hangs_up_no_screen(browser_of: BrowserOf, staff: Staff, chain: Chain) -> None:
    view = keep(browser_of(staff.analyst), OCTOBER, "October", shared=True)
    with writing() as session:
        session.execute(update(Post).where(Post.person_id == staff.gdansk.id).values(role=Role.AUTHOR))
    db.session.expire_all()
    author = browser_of(staff.gdansk)
    assert "Wall screen" not in read(author, f"/results/views/{view}")
    assert author.post(f"/results/views/{view}/screens").status_code == 403


def test_who_guesses_waits_and_the_screens_of_the_shop_go_on(app: Flask, browser_of: BrowserOf, staff: Staff) -> None:
    marta, guesser = browser_of(staff.gdansk), app.test_client()
    path = screen(marta, keep(marta, OCTOBER, "October"))
    told = [guesser.get(f"/wall/{n}" + "x" * 42).status_code for n in range(14)]
    assert told[:10] == [404] * 10 and told[-1] == 429
    assert guesser.get(path).status_code == 200


@on_sqlite
def test_a_screen_refreshes_itself_keeps_its_picture_offline_and_goes_when_taken_back(
    app: Flask, page: Page, troubles: Troubles, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    troubles.expect("ERR_INTERNET_DISCONNECTED|404")
    satisfied(answered, gdansk, 34, 40, days_ago(40))
    marta = browser_of(staff.gdansk)
    view = keep(marta, OCTOBER, "October")
    path = screen(marta, view)
    with serving(app) as address:
        page.clock.install()
        page.goto(address + path)
        expect(page.locator(".wall-value").first).to_have_text("85%")
        assert faults(page) == []
        satisfied(answered, gdansk, 0, 40, days_ago(40))
        forgotten(app)
        page.clock.fast_forward("03:01")
        expect(page.locator(".wall-value").first).to_have_text(re.compile(r"4[23]%"))
        page.context.set_offline(True)
        page.clock.fast_forward("03:01")
        expect(page.get_by_role("status")).to_have_text(re.compile("No connection. Last refreshed 3 minutes ago"))
        page.clock.fast_forward("26:00:00")
        expect(page.get_by_role("status")).to_have_text(re.compile("1 day ago"))
        expect(page.locator(".wall-value").first).to_be_visible()
        page.context.set_offline(False)
        page.clock.fast_forward("03:01")
        expect(page.locator("#stale")).to_be_hidden()
        assert marta.post(f"/results/views/{view}/removal").status_code == 303
        page.clock.fast_forward("03:01")
        expect(page.locator("h1")).to_have_text("This screen was taken back")
