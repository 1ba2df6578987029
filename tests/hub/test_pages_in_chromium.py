"""The pages of people, places, devices, the log, the doors and the first start, in a browser."""

import re
from uuid import UUID

from flask import Flask
from playwright.sync_api import Page, expect

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.people import Person
from kontuar.core.times import now
from kontuar.web.access import COOKIE
from tests.hub.conftest import PASSWORD, Staff
from tests.support.axe import faults, sideways
from tests.support.browsers import Troubles
from tests.support.databases import on_sqlite

pytestmark = on_sqlite
FRESH = "eleven quiet spoons in a drawer"


def read_as(page: Page, served: str, language: str, theme: str) -> None:
    cookies = (("language", language), ("theme", theme))
    page.context.add_cookies([{"name": name, "value": value, "url": served} for name, value in cookies])


def signed_in(page: Page, served: str, person: UUID) -> None:
    with writing() as session:
        token = visits.begin(
            session, session.get_one(Person, person), "password", now(), agent="Mozilla Firefox/140 Linux"
        )
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": served}])


def usable(page: Page, where: str) -> None:
    assert faults(page) == [], where
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) == 0, (where, width)


def test_an_administrator_sees_every_door_without_scrolling(page: Page, served: str, staff: Staff) -> None:
    signed_in(page, served, staff.iga)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{served}/people")
    hidden = page.locator(".app-side").evaluate("side => side.scrollHeight - side.clientHeight")
    assert hidden == 0


def test_what_is_wrong_is_said_beside_its_field(page: Page, served: str, staff: Staff, troubles: Troubles) -> None:
    troubles.expect("422")
    page.goto(f"{served}/sign-in")
    page.get_by_label("E-mail address").fill("marta@bursztyn.example")
    page.get_by_label("Password").fill("not this one, I think")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Password")).to_have_accessible_description("Address and password don't go together.")
    expect(page.get_by_label("E-mail address")).to_have_value("marta@bursztyn.example")
    usable(page, "/sign-in")


def test_what_is_typed_can_be_looked_at_and_is_hidden_when_sent(page: Page, served: str, staff: Staff) -> None:
    page.goto(f"{served}/sign-in")
    field = page.get_by_label("Password")
    field.fill(PASSWORD)
    page.get_by_role("button", name="Show what I type").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide what I type").click()
    expect(field).to_have_attribute("type", "password")


def test_a_link_sets_a_password_and_its_code_leaves_the_address(
    page: Page, served: str, staff: Staff, app: Flask
) -> None:
    signed_in(page, served, staff.iga)
    page.goto(f"{served}/people/{staff.marta}")
    page.get_by_role("button", name="Give a code for a new password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A code for Marta's password")
    usable(page, "a code")
    link = page.get_by_label("Link").input_value()
    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_label("Code")).to_have_value(link.partition("#")[2])
    assert "#" not in page.url
    page.get_by_label("New password").fill(FRESH)
    page.get_by_role("button", name="Set password and sign in").click()
    page.goto(f"{served}/me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Marta Wilk")


def test_the_page_with_a_tablets_code_goes_on_when_the_tablet_has_come(
    page: Page, served: str, staff: Staff, app: Flask
) -> None:
    signed_in(page, served, staff.marta)
    page.goto(f"{served}/devices/new")
    page.get_by_label("Name", exact=True).fill("Wejście")
    page.get_by_role("button", name="Make a code").click()
    usable(page, "a tablet's code")
    code = page.locator("#code").inner_text()
    assert app.test_client().post("/api/v1/enrol", json={"code": code}).status_code == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Wejście", timeout=10_000)
    assert "/devices/" in page.url


def test_letting_somebody_go_is_asked_first_and_the_safe_answer_has_the_focus(
    page: Page, served: str, staff: Staff
) -> None:
    signed_in(page, served, staff.iga)
    page.goto(f"{served}/people/{staff.kasia}")
    page.get_by_role("button", name="Works here no longer").click()
    asked = page.get_by_role("dialog", name="Does Kasia work here no longer?")
    expect(asked.get_by_role("button", name="Still works here")).to_be_focused()
    usable(page, "a question")
    asked.get_by_role("button", name="Has left").click()
    expect(page.get_by_text("Kasia left on")).to_be_visible()
    usable(page, "somebody who left")


def test_a_chain_is_begun_in_a_browser_and_that_browser_becomes_its_tablet(
    page: Page, served: str, app: Flask, troubles: Troubles
) -> None:
    troubles.expect("422")
    page.goto(served)
    expect(page.get_by_role("heading", level=1)).to_have_text("A counter is about to open")
    usable(page, "/start")
    page.get_by_role("link", name=re.compile("Begin a new chain")).click()
    page.get_by_role("button", name="Next: the shop").click()
    assert page.get_by_text("Fill this in.").count() == 4
    usable(page, "/start/you")
    page.get_by_label("Given name").fill("Iga")
    page.get_by_label("Family name").fill("Pawlak")
    page.get_by_label("E-mail address").fill("iga@bursztyn.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Next: the shop").click()
    page.get_by_label("The chain's name").fill("Bursztyn")
    page.get_by_label("The shop's name").fill("Gdańsk, Długi Targ")
    page.get_by_label("Time zone").select_option("Europe/Warsaw")
    usable(page, "/start/shop")
    page.get_by_role("button", name="Next: languages").click()
    page.get_by_role("radio", name="Polski").check(force=True)
    usable(page, "/start/language")
    page.get_by_role("button", name="Open the counter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The counter is open")
    usable(page, "/start/tablet")
    page.get_by_role("button", name="Make this browser a tablet").click()
    expect(page.get_by_text("Bursztyn, Gdańsk, Długi Targ")).to_be_visible(timeout=15_000)
    assert "#enrol" not in page.url


def test_joining_is_refused_in_words(page: Page, served: str, app: Flask, troubles: Troubles) -> None:
    troubles.expect("422")
    page.goto(f"{served}/join#K7P4-M2XD-8SA2-5PTS.{'0f' * 16}")
    expect(page.get_by_label("Link or code")).to_have_value(f"K7P4-M2XD-8SA2-5PTS.{'0f' * 16}")
    assert page.url == f"{served}/start/join"
    usable(page, "/start/join")
    page.get_by_label("Link or code").fill("not a code")
    page.get_by_label("This computer's name").fill("Zaplecze")
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".field-error")).to_have_count(1)
    assert db.session.query(Person).count() == 0
