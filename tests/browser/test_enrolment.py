"""Enrolment: a browser becomes a tablet of a shop by a code that works once, and says plainly what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from sqlalchemy import text

from kontuar.core.places import Place
from kontuar.hub.enrolment import enrolling
from tests.browser.nodes import Node
from tests.browser.tablets import Tablet
from tests.browser.words import say
from tests.support.browsers import Troubles, chromium

REVOKED = "update device set revoked_at = 1763000000000"


@pytest.fixture
def page(context: BrowserContext, troubles: Troubles) -> Page:
    troubles.expect(r"net::ERR_|Failed to load resource")
    return context.new_page()


def invite(node: Node, name: str = "By the till") -> str:
    """A code for a tablet of the shop in Gdańsk that shows the shop visit."""

    def work(session: Any) -> str:
        place = session.get_one(Place, node.chain.gdansk)
        return enrolling.invite(session, place, name, "shop-visit", by=None, at=datetime.now(UTC))[1]

    return node.work(work)  # type: ignore[no-any-return]


def test_one_click_on_a_link_makes_this_browser_a_tablet(node: Node, page: Page) -> None:
    code = invite(node)
    page.goto(f"{node.address}/kiosk#enrol={code}")
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    expect(page).to_have_url(f"{node.address}/kiosk")
    assert code not in str(page.context.storage_state(indexed_db=True))
    page.reload()
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    names = node.work(lambda session: session.execute(text("select name from device")).scalars().all())
    assert names == ["By the till"]


def test_a_code_is_typed_as_people_type_and_works_once(node: Node, page: Page) -> None:
    code = invite(node)
    page.goto(f"{node.address}/kiosk")
    page.get_by_label(say("Code")).fill("wrong-code-0000")
    page.get_by_role("button", name=say("Enrol this tablet")).click()
    expect(page.get_by_role("alert")).to_have_text(
        say("This code isn't valid. It works once, for 15 minutes. Ask for a new one.")
    )
    expect(page.get_by_label(say("Code"))).to_have_attribute("aria-invalid", "true")
    page.get_by_label(say("Code")).fill(" ".join(re.findall("....", code.lower())))
    page.get_by_label(say("What is this tablet called?")).fill("Na ladzie")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    names = node.work(lambda session: session.execute(text("select name from device")).scalars().all())
    assert names == ["Na ladzie"]


def test_without_the_node_the_form_says_so_and_keeps_what_was_typed(node: Node, page: Page) -> None:
    page.goto(f"{node.address}/kiosk")
    expect(page.get_by_label(say("Code"))).to_be_visible()
    node.line.set("refuse")
    page.get_by_label(say("Code")).fill("K7P4-M2XD-0000-0000")
    page.get_by_role("button", name=say("Enrol this tablet")).click()
    expect(page.get_by_role("alert")).to_have_text(say("The node can't be reached. Check the network, then try again."))
    expect(page.get_by_label(say("Code"))).to_have_value("K7P4-M2XD-0000-0000")


def test_a_tablet_that_is_enrolled_anew_in_its_shop_sends_what_it_had(tablet: Tablet) -> None:
    tablet.start()
    tablet.node.line.set("refuse")
    tablet.answer_all(mark=3)
    (waiting,) = tablet.shelves()["facts"]
    tablet.node.work(lambda session: session.execute(text(REVOKED)))
    tablet.node.line.set("pass")
    tablet.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(tablet.page.get_by_text(say("This tablet has been taken out of service."))).to_be_visible()
    tablet.page.get_by_label(say("Code")).fill(invite(tablet.node))
    tablet.page.get_by_role("button", name=say("Enrol this tablet")).click()
    expect(tablet.page.locator("[data-screen=attract]")).to_be_visible()
    tablet.emptied()
    (fact,) = tablet.node.facts("kiosk.response")
    assert fact["id"] == waiting["id"] and fact["seq"] == 1 and fact["epoch"] != waiting["epoch"]
    assert fact["device"] != str(tablet.device.id) and fact["body"]["answers"]["visit"] == 3


@pytest.fixture
def unsafe(browser_type: BrowserType) -> Iterator[Page]:
    """A browser for which the node has a name and no certificate, as on a shop's network without TLS."""
    args = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP kontuar.test 127.0.0.1"]
    browser = browser_type.launch(executable_path=chromium(), args=args)
    yield browser.new_page(locale="en-GB")
    browser.close()


def test_an_address_without_encryption_is_named_as_what_stands_in_the_way(node: Node, unsafe: Page) -> None:
    unsafe.goto(f"http://kontuar.test:{node.line.port}/kiosk")
    expect(unsafe.get_by_role("heading", level=1)).to_have_text("This browser can't be a tablet yet")
    expect(unsafe.get_by_role("main")).to_contain_text(f"without encryption (http://kontuar.test:{node.line.port})")
    expect(unsafe.get_by_role("main")).to_contain_text("Open it by its https address")
