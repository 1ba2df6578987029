"""The door: people of the shop sign in on its tablet by PIN, with the node and without it, and are signed out in time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from kontuar.core.people import Person
from kontuar.hub.people import coding
from tests.browser.clocks import stand_still
from tests.browser.learners import PIN, School
from tests.browser.nodes import Node
from tests.browser.tablets import Tablet
from tests.browser.words import say

HELD = """async () => {
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const store = await open();
  const found = await kept.all(store, "verifier:");
  store.close();
  return found.map(([key]) => key);
}"""

AWAY = say(
    "No connection to the node. Signing in without it works for 72 hours after you last signed in on this tablet."
)


def left(tries: int) -> str:
    return say("That isn't the PIN. {n} try left while the node is away.", n=tries)


@pytest.fixture
def school(node: Node) -> School:
    return School.opened(node)


def to_the_door(tablet: Tablet, name: str = "Kasia S.") -> Page:
    """From the customers' screen to the keypad of one person."""
    page = tablet.page
    page.get_by_role("button", name=say("For staff")).click()
    page.get_by_role("button", name=name).click()
    return page


def enter(page: Page, digits: str, action: str = "Sign in") -> None:
    for digit in digits:
        page.locator(".key", has_text=digit).click()
    page.get_by_role("button", name=say(action)).click()


def answered(page: Page) -> None:
    """Wait until the keypad takes the next try."""
    page.wait_for_function("() => !document.querySelector('.button.brass[aria-busy]')")


def signed_in(page: Page) -> None:
    expect(page.locator("[data-screen=learn]")).to_be_visible()


def left_behind(tablet: Tablet) -> list[str]:
    """Wait until the verifier of a sign-in is written, and name those there are."""
    while not (found := tablet.page.evaluate(HELD)):
        tablet.page.wait_for_timeout(50)
    return found  # type: ignore[no-any-return]


def back_to_customers(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.locator("[data-screen=attract]")).to_be_visible()


def test_kasia_signs_in_with_her_pin(tablet: Tablet, school: School) -> None:
    page = to_the_door(tablet.start())
    expect(page.get_by_role("heading", name=say("{name}, enter your PIN", name="Kasia"))).to_be_focused()
    enter(page, PIN)
    signed_in(page)
    with tablet.node.app.app_context():
        visits = tablet.node.work(lambda session: session.execute(text("select means from visit")).scalars().all())
    assert visits == ["pin"]
    with page.expect_response("**/api/v1/sign-out"):
        back_to_customers(page)
    assert tablet.node.work(lambda session: session.execute(text("select count(*) from visit")).scalar()) == 0


def test_keys_of_a_keyboard_do_as_well(tablet: Tablet, school: School) -> None:
    page = to_the_door(tablet.start())
    page.keyboard.type("47")
    page.keyboard.press("Backspace")
    page.keyboard.type("711")
    expect(page.get_by_role("img", name=say("{n} digit entered", n=4))).to_be_visible()
    page.keyboard.press("Enter")
    signed_in(page)


def test_a_wrong_pin_is_told_and_too_many_make_one_wait(tablet: Tablet, school: School) -> None:
    page = to_the_door(tablet.start())
    too_many = say("Too many wrong tries. Try again at {time}.").split("{time}")[0]
    enter(page, "9999")
    expect(page.get_by_role("alert")).to_have_text(say("That isn't the PIN. Try again."))
    for _ in range(3):
        enter(page, "9999")
        answered(page)
    expect(page.get_by_role("alert")).to_contain_text(too_many)
    enter(page, PIN)
    expect(page.get_by_role("alert")).to_contain_text(too_many)


def test_a_locked_pin_sends_to_the_manager(tablet: Tablet, school: School) -> None:
    for number in range(1, 12):  # an hour lies between two tries
        tablet.node.work(lambda session: session.execute(text("update tries set last_at = 0")))
        page = to_the_door(tablet.start()) if number == 1 else tablet.page
        enter(page, "9999")
        expect(page.get_by_role("alert")).to_be_visible()
        answered(page)
    expect(page.get_by_role("alert")).to_have_text(
        say("Too many wrong tries: the PIN is locked. Ask your manager for a code.")
    )


def test_the_first_pin_is_set_with_the_manager_s_code(tablet: Tablet, school: School) -> None:
    def give(session: object) -> str:
        kasia = session.get_one(Person, school.people["Kasia"])  # type: ignore[attr-defined]
        kasia.pin_hash = None
        return coding.give(session, kasia, "pin", by=None, at=datetime.now(UTC))  # type: ignore[arg-type]

    code = tablet.node.work(give)
    page = to_the_door(tablet.start())
    expect(page.get_by_role("heading", name=say("{name}, enter the code", name="Kasia"))).to_be_visible()
    enter(page, "00000000", "Next")
    enter(page, "1234", "Next")
    enter(page, "1234", "Set PIN and sign in")
    expect(page.get_by_role("alert")).to_have_text(say("This code isn't valid. Ask your manager for a new one."))
    enter(page, code, "Next")
    enter(page, "1234", "Next")
    enter(page, "1235", "Set PIN and sign in")
    expect(page.get_by_role("alert")).to_have_text(say("The two PINs differ. Choose one again."))
    enter(page, "1234", "Next")
    enter(page, "1234", "Set PIN and sign in")
    expect(page.get_by_role("alert")).to_have_text(say("This PIN is too easy to guess. Choose another."))
    enter(page, "7294", "Next")
    enter(page, "7294", "Set PIN and sign in")
    signed_in(page)


def test_without_the_node_whoever_signed_in_here_lately_gets_in(tablet: Tablet, school: School) -> None:
    page = to_the_door(tablet.start().ready())
    enter(page, PIN)
    signed_in(page)
    assert left_behind(tablet) == [f"verifier:{school.people['Kasia']}"]
    back_to_customers(page)
    tablet.node.line.set("refuse")
    tablet.again()
    page = to_the_door(tablet)
    enter(page, "9999")
    expect(page.get_by_role("alert")).to_have_text(left(4))
    enter(page, PIN)
    signed_in(page)
    back_to_customers(page)
    page = to_the_door(tablet, "Olena S.")
    enter(page, PIN)
    expect(page.get_by_role("alert")).to_have_text(AWAY)


def test_five_wrong_tries_without_the_node_wipe_what_lies_here(tablet: Tablet, school: School) -> None:
    page = to_the_door(tablet.start().ready())
    enter(page, PIN)
    signed_in(page)
    left_behind(tablet)
    back_to_customers(page)
    tablet.node.line.set("refuse")
    page = to_the_door(tablet)
    for tries in (4, 3, 2, 1, 0):
        enter(page, "9999")
        expect(page.get_by_role("alert")).to_have_text(left(tries))
    assert page.evaluate(HELD) == []
    enter(page, PIN)
    expect(page.get_by_role("alert")).to_have_text(AWAY)


@pytest.mark.parametrize("ends", ["72 hours", "off the roster", "revoked"])
def test_what_lets_kasia_in_without_the_node_is_wiped_when_it_ends(tablet: Tablet, school: School, ends: str) -> None:
    page = to_the_door(tablet.start().ready())
    enter(page, PIN)
    signed_in(page)
    assert left_behind(tablet)
    back_to_customers(page)
    if ends == "72 hours":
        page.clock.install()
        page.clock.fast_forward(73 * 3600 * 1000)
        page.evaluate("() => Date.now()")
        to_the_door(tablet)
        page.get_by_role("button", name=say("Back to customers")).click()
        expect(page.locator("[data-screen=attract]")).to_be_visible()
    else:
        change = {
            "off the roster": "update person set left_at = 1763000000000",
            "revoked": "update device set revoked_at = 1763000000000",
        }
        tablet.node.work(lambda session: session.execute(text(change[ends])))
        if ends == "off the roster":
            to_the_door(tablet)
            page.get_by_role("button", name=say("This tablet")).click()
            with page.expect_response("**/api/v1/set"):
                page.get_by_role("button", name=say("Check the line")).click()
            page.get_by_role("button", name=say("Back to customers")).click()
        else:
            page.evaluate("() => window.dispatchEvent(new Event('online'))")
            expect(page.get_by_text(say("This tablet has been taken out of service."))).to_be_visible()
    until = time.monotonic() + 30
    while page.evaluate(HELD):
        assert time.monotonic() < until, "it is still there"
        page.wait_for_timeout(50)


def test_after_two_minutes_without_a_touch_kasia_is_signed_out(tablet: Tablet, school: School) -> None:
    page = tablet.page
    page.clock.install()
    to_the_door(tablet.start())
    enter(page, PIN)
    signed_in(page)
    stand_still(page)
    page.clock.run_for(90_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(15_000)
    expect(page.get_by_role("dialog")).to_contain_text("you will be signed out")
    page.clock.run_for(15_000)
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "pl")


def test_learning_has_an_address_of_its_own(tablet: Tablet, school: School) -> None:
    tablet.page.goto(f"{tablet.node.address}/kiosk#learn")
    expect(tablet.page.get_by_role("heading", name=say("Who is learning?"))).to_be_visible()
    assert isinstance(school.people["Kasia"], UUID)
