"""Updates: a newer survey or a newer program comes between two customers, never under anybody's hand, and comes whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Response
from flask import request as asked
from playwright.sync_api import Page, expect

from kontuar.sync.definitions import publish
from kontuar.tablet.files import Supply
from tests.browser.nodes import Node
from tests.browser.surveys import visit, words
from tests.browser.tablets import Tablet
from tests.browser.words import say
from tests.support.chains import NOON

CACHES = """async () => {
  const names = await caches.keys();
  const read = async (name) => (await (await caches.open(name)).match("/kiosk/static/extra/extra.js"))?.text();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)])));
}"""
LOOK = "() => navigator.serviceWorker.getRegistration('/kiosk').then((registration) => registration.update())"


@pytest.fixture
def extra(node: Node, tmp_path: Path) -> Path:
    """A file of the program that changes while it runs."""
    folder = tmp_path / "extra"
    folder.mkdir()
    (folder / "extra.js").write_text("// one")
    node.app.extensions["kontuar.tablet"] += (Supply("extra", folder),)
    node.app.debug = True
    return folder / "extra.js"


def installed(page: Page) -> None:
    """Wait for the newer worker to lie ready beside the one in force."""
    page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration("/kiosk");
          while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
        }"""
    )


def test_a_newer_survey_waits_until_the_customer_has_gone(tablet: Tablet) -> None:
    tablet.start()
    tablet.begin()
    newer = visit(invite=words("Jak nam dziś poszło?"), questions=visit()["questions"][:1])
    tablet.node.work(lambda session: publish(session, "survey", "shop-visit", newer, NOON))
    with tablet.page.expect_response("**/api/v1/set"):
        tablet.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    tablet.face(5)
    tablet.asked("recommend")
    tablet.tile(10)
    tablet.asked("comment")
    tablet.onwards()
    tablet.page.get_by_role("button", name=say("Done")).click()
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Jak nam dziś poszło?")
    tablet.begin()
    tablet.face(1)
    expect(tablet.page.locator("[data-screen=thanks]")).to_be_visible()
    tablet.emptied()
    first, second = tablet.node.responses()
    assert first["survey"] != second["survey"] and len(first["answers"]) == 2


def test_a_newer_survey_comes_by_itself_where_nobody_stands(tablet: Tablet) -> None:
    tablet.start()
    newer = visit(invite=words("Jak nam dziś poszło?"))
    tablet.node.work(lambda session: publish(session, "survey", "shop-visit", newer, NOON))
    tablet.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Jak nam dziś poszło?")


def test_a_newer_program_comes_whole_and_between_two_customers(tablet: Tablet, extra: Path) -> None:
    page = tablet.page
    tablet.start().ready()
    tablet.again()
    page = tablet.page
    (first,) = page.evaluate(CACHES)
    extra.write_text("// two")
    tablet.begin()
    page.evaluate(LOOK)
    installed(page)
    held = page.evaluate(CACHES)
    assert sorted(held.values()) == ["// one", "// two"]
    page.evaluate("() => { window.thisLife = true; }")
    tablet.face(4)
    tablet.asked("recommend")
    assert page.evaluate("() => window.thisLife")
    tablet.tile(9)
    tablet.asked("comment")
    tablet.onwards()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Done")).click()
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    assert page.evaluate("() => window.thisLife") is None
    held = page.evaluate(CACHES)
    assert list(held.values()) == ["// two"] and first not in held
    tablet.emptied()
    assert len(tablet.node.responses()) == 1


def test_half_a_program_is_never_put_in_force(node: Node, extra: Path, request: pytest.FixtureRequest) -> None:
    others: list[bytes] = []

    @node.app.after_request
    def mixed(response: Response) -> Response:
        if others and asked.path.endswith("/extra.js"):
            response.direct_passthrough = False
            response.set_data(others[0])
        return response

    tablet: Tablet = request.getfixturevalue("tablet")
    tablet.start().ready()
    tablet.again()
    page = tablet.page
    before = page.evaluate(CACHES)
    extra.write_text("// two")
    others.append(b"// of another version")
    state = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration("/kiosk");
          await registration.update().catch(() => {});
          const fresh = registration.installing;
          if (!fresh) return "none";
          await new Promise((done) => fresh.addEventListener("statechange", done, { once: true }));
          return fresh.state;
        }"""
    )
    assert state == "redundant"
    assert (
        page.evaluate("() => navigator.serviceWorker.getRegistration('/kiosk').then((known) => known.waiting)") is None
    )
    tablet.node.line.set("refuse")
    tablet.again()
    held = tablet.page.evaluate(CACHES)
    assert {name: held[name] for name in before} == before
