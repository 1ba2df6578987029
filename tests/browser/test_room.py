"""Room: on every screen a customer meets, in twelve languages and in large text, nothing scrolls and every target is 72 px."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text

import kiosk.surveys
from kiosk.surveys.checking import check
from kontuar.core.documents import canonical
from kontuar.core.languages import TAGS
from kontuar.sync.definitions import publish
from tests.browser.nodes import Node
from tests.browser.surveys import everything
from tests.browser.tablets import Tablet
from tests.support.browsers import Troubles
from tests.support.chains import NOON

SHIPPED = Path(kiosk.surveys.__file__).parent / "shipped"
SIZES = ((1280, 800), (1024, 768), (768, 1024))
TARGET = 72  # px
MEASURE = """(target) => {
  const root = document.documentElement;
  const found = [];
  for (const text of ["", "large"]) {
    if (text) root.dataset.text = text; else delete root.dataset.text;
    const say = (what) => found.push(`${text || "usual"} text: ${what}`);
    const down = root.scrollHeight - window.innerHeight, across = root.scrollWidth - window.innerWidth;
    if (down > 0) say(`${down} px too tall`);
    if (across > 0) say(`${across} px too wide`);
    for (const control of document.querySelectorAll("#screen button, #screen label, #screen textarea")) {
      const { width, height, top, bottom, left, right } = control.getBoundingClientRect();
      if (!width) continue;
      const name = control.textContent || control.tagName;
      if (Math.min(width, height) < target - 0.5) say(`${name}: ${Math.round(width)}x${Math.round(height)}`);
      if (top < 0 || left < 0 || bottom > window.innerHeight + 0.5 || right > window.innerWidth + 0.5) say(`${name} sticks out`);
      if (control.scrollWidth > control.clientWidth + 1 && control.tagName === "BUTTON") say(`${name} doesn't fit its button`);
    }
  }
  delete root.dataset.text;
  return found;
}"""


def crowded(page: Page) -> list[str]:
    """What doesn't fit on the screen that is up, in every size."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}x{height}, {what}" for what in page.evaluate(MEASURE, TARGET)]
    return found


def on(page: Page) -> None:
    """Answer the question on the screen, whatever its type, and go on; as a key would, so without waiting for a ripe screen."""
    for kind, which in ((".face", 1), (".tile", 4), (".star", 2), ("button.choice", 0)):
        if page.locator(kind).count():
            page.locator(kind).nth(which).dispatch_event("click")
            return
    if page.locator("label.choice").count():
        page.locator("label.choice").first.dispatch_event("click")
    page.locator(".counter-foot > :last-child button").dispatch_event("click")


def walk(tablet: Tablet, language: str) -> tuple[list[str], int]:
    """Every screen from attract to thanks, and back; what is crowded there, and how many they were."""
    page, found, screens = tablet.page, [], 0
    page.locator(".counter.attract button:has(.icon)").nth(1).click()
    found += [f"languages, {what}" for what in crowded(page)]
    page.locator(f".language[lang='{language}']").click()
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    found += [f"attract, {what}" for what in crowded(page)]
    page.locator(".start").click()
    while page.locator("[data-screen=question]").count():
        heading = page.locator("h1").inner_text()
        found += [f"{heading}, {what}" for what in crowded(page)]
        before = page.evaluate("() => document.querySelector('#screen').firstElementChild.id = 'before'")
        on(page)
        expect(page.locator(f"#{before}")).to_have_count(0)
        screens += 1
    expect(page.locator("[data-screen=thanks]")).to_be_visible()
    page.locator(".counter-foot .brass").click()
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    return [f"{language}: {what}" for what in found], screens


def shipped(key: str) -> dict[str, Any]:
    survey = check((SHIPPED / f"{key}.yaml").read_bytes()).survey
    return json.loads(canonical(survey))  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["shop-visit", "product-advice"])
def test_a_shipped_survey_has_room_on_every_screen_in_every_language(
    node: Node, context: BrowserContext, troubles: Troubles, key: str
) -> None:
    node.work(lambda session: publish(session, "survey", key, shipped(key), NOON))
    troubles.expect("favicon")
    device = node.tablet()
    node.work(lambda session: session.execute(text("update device set survey = :key"), {"key": key}))
    tablet = Tablet.enrolled_at(node, context, device).start()
    for language in TAGS:
        found, screens = walk(tablet, language)
        assert found == []
        assert screens >= 4


def test_every_type_of_question_has_room(node: Node, tablet: Tablet) -> None:
    node.work(lambda session: publish(session, "survey", "shop-visit", everything(), NOON))
    found, screens = walk(tablet.start(), "en")
    assert found == []
    assert screens == 7
