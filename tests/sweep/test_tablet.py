"""Every screen of the tablet, before there is a tablet, for customers and for employees: axe, narrow windows, bare texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kontuar.core.installation import receipt_key
from tests.browser.clocks import stand_still
from tests.support.browsers import Troubles
from tests.support.servers import serving
from tests.sweep import rounds
from tests.sweep.eyes import Eyes
from tests.sweep.readings import Reading
from tests.sweep.worlds import World, marked

People = Callable[[], BrowserContext]
UNSAFE = "() => Object.defineProperty(window, 'isSecureContext', { value: false })"
LEFT_BEHIND = """async () => {
  const { ask, open, kept, transact } = await import("/kiosk/static/tablet/store.js");
  const store = await open();
  const at = new Date(Date.now() - 3600000).toISOString();
  await kept.put(store, "contact", { at, release: 3 });
  for (const shelf of ["facts", "refused"])
    await transact(store, [shelf], "readwrite", (work) => ask(work.objectStore(shelf).put({ at, device: "another" })));
  store.close();
}"""
REVOKED = """async () => {
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const store = await open();
  await kept.put(store, "device", { ...(await kept.get(store, "device")), revoked: true }, "strict");
  store.close();
}"""


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serving(world.app) as address:
        yield address


@pytest.fixture
def tablet(world: World, address: str, people: People, troubles: Troubles) -> Callable[..., Page]:
    """A new tablet of the shop, enrolled in a browser of its own."""
    troubles.expect(r"net::ERR_|Failed to load resource")

    def enrol(**more: Any) -> Page:
        device, token = world.tablet("By the till", **more)
        page = people().new_page()
        keys = world.app.config["KONTUAR"].keys
        rounds.enrolled(page, address, device, token, receipt_key(keys, device).hex(), marked("By the till"))
        return page

    return enrol


@pytest.fixture
def eye(eyes: Eyes, reading: Reading) -> Callable[[Page], Callable[[str], None]]:
    """Looks at screens of one page; in Arabic once more in large text."""

    def at(page: Page) -> Callable[[str], None]:
        return lambda name: eyes.look(page, name)

    return at


def test_every_screen_a_customer_meets(tablet: Any, address: str, reading: Reading, eyes: Eyes, eye: Any) -> None:
    page = tablet(survey="everything")
    rounds.customer(page, address, reading.tag, eye(page))
    asked = page.context.new_page()
    asked.clock.install()
    asked.goto(f"{address}/kiosk")
    asked.locator(".start").click()
    stand_still(asked)
    asked.clock.run_for(45_000)
    expect(asked.get_by_role("dialog")).to_be_visible()
    asked.clock.resume()
    eyes.look(asked, "shall we wait?")
    assert eyes.found == []
    assert len(eyes.looked) > 15


def test_every_screen_of_an_employee(tablet: Any, address: str, eyes: Eyes, eye: Any) -> None:
    page = tablet(survey="shop-visit")
    rounds.door(page, address, eye(page))
    rounds.employee(page, address, eye(page))
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(LEFT_BEHIND)
    page.context.set_offline(True)
    page.goto(f"{address}/kiosk")
    rounds.to_staff(page)
    eyes.look(page, "the staff's corner, away")
    assert eyes.found == []
    assert len(eyes.looked) > 20


def test_every_screen_before_and_after_a_tablet(
    tablet: Any, address: str, people: People, eyes: Eyes, troubles: Troubles
) -> None:
    page = tablet()
    page.context.route("**/api/v1/set", lambda route: route.abort())
    page.goto(f"{address}/kiosk")
    rounds.at(page, "rest")
    eyes.look(page, "waiting for the node")
    waits = page.locator("h1").inner_text()
    page.context.unroute("**/api/v1/set")
    page.locator(".hand-act .button.brass").click()
    expect(page.locator("h1")).not_to_have_text(waits, timeout=rounds.PATIENCE)
    eyes.look(page, "no survey")
    page.evaluate(REVOKED)
    page.goto(f"{address}/kiosk#revoked")
    page.reload()
    rounds.at(page, "enrol")
    eyes.look(page, "revoked")
    page.locator("#code").fill("wrong")
    page.locator("[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    eyes.look(page, "a code that isn't one")
    unsafe = people()
    unsafe.add_init_script(f"({UNSAFE})()")
    page = unsafe.new_page()
    page.goto(f"{address}/kiosk")
    rounds.at(page, "unfit")
    eyes.look(page, "a browser that can't")
    assert eyes.found == []
