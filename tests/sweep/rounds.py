"""Rounds through the tablet's screens, as a customer and as an employee; at each one somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Page, expect

from kontuar.demo.chain import PIN
from tests.browser.learners import ENROL

Look = Callable[[str], None]
# Text for a field, as somebody writes it in marked letters.
WRITTEN = "Καλη καφε"
PATIENCE = 20_000  # ms: the first start of a tablet fetches all it works with


def enrolled(page: Page, address: str, device: UUID, token: str, key: str, name: str) -> None:
    """Make this browser that tablet."""
    page.goto(f"{address}/kiosk/manifest.webmanifest")
    page.evaluate(ENROL, {"id": str(device), "token": token, "receipt_key": key, "name": name})


def at(page: Page, screen: str) -> None:
    expect(page.locator(f"[data-screen={screen}]")).to_be_visible(timeout=PATIENCE)


def press(page: Page, what: str) -> None:
    """A key's press: it needn't wait for the screen to be ripe."""
    page.locator(what).dispatch_event("click")


def customer(page: Page, address: str, language: str, look: Look, written: str = WRITTEN) -> None:
    """From the first screen to the thanks, marking something at every question."""
    page.goto(f"{address}/kiosk")
    at(page, "attract")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")  # by then its set has come and been put on
    page.locator(".counter.attract button:has(.icon)").nth(1).click()
    at(page, "language")
    look("languages")
    page.locator(f".language[lang='{language}']").click()
    at(page, "attract")
    look("attract")
    page.locator("[aria-haspopup=dialog]").click()
    look("aids")
    page.locator("dialog .brass").click()
    page.locator(".start").click()
    number = 0
    while page.locator("[data-screen=question]").count():
        number += 1
        look(f"question {number}")
        if page.locator("textarea").count():
            page.locator("textarea").fill(written)
            look(f"question {number}, written")
        elif page.locator("label.choice").count():
            page.locator("label.choice").first.dispatch_event("click")
            look(f"question {number}, marked")
        _onwards(page)
    at(page, "thanks")
    look("thanks")


def _onwards(page: Page) -> None:
    page.evaluate("() => { document.querySelector('#screen').firstElementChild.id = 'before'; }")
    for kind, which in ((".face", 1), (".tile", 4), (".star", 2), ("button.choice", 0)):
        if page.locator(kind).count():
            page.locator(kind).nth(which).dispatch_event("click")
            break
    else:
        press(page, ".counter-foot > :last-child button")
    expect(page.locator("#before")).to_have_count(0)


def to_staff(page: Page) -> None:
    """From the customers' first screen to the staff's corner."""
    at(page, "attract")
    press(page, ".counter.attract > .row > button >> nth=-1")
    at(page, "door")
    page.locator(".hand-top .button.plain").click()
    at(page, "staff")


def door(page: Page, address: str, look: Look) -> None:
    """Somebody who doesn't know his PIN, up to the staff's corner."""
    page.goto(f"{address}/kiosk")
    at(page, "attract")
    press(page, ".counter.attract > .row > button >> nth=-1")
    at(page, "door")
    look("door")
    page.locator(".person").first.click()
    look("keypad")
    page.keyboard.type("9999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    look("a wrong PIN")
    page.locator(".key.quiet").first.click()
    look("the code")
    for digits, name in (("12345678", "a new PIN"), ("7294", "once more"), ("7295", "two PINs that differ")):
        page.keyboard.type(digits)
        page.keyboard.press("Enter")
        look(name)
    page.locator(".hand-top .button.plain").click()
    at(page, "staff")
    look("the staff's corner")
    page.locator(".hand-top .button.quiet").click()


def employee(page: Page, address: str, look: Look) -> None:
    """Sign in, the Book, oneself, and a quiz from its first item to what it came to."""
    page.goto(f"{address}/kiosk/manifest.webmanifest")
    page.goto(f"{address}/kiosk#learn")
    page.locator(".person").first.click()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    at(page, "learn")
    look("today")
    page.locator(".hand-link").nth(1).click()
    at(page, "book")
    look("the Book")
    page.locator(".list-title").first.click()
    at(page, "clause")
    look("a clause")
    page.locator(".hand-top .button").click()
    page.locator(".hand-link").nth(2).click()
    at(page, "me")
    look("me")
    page.locator(".hand-link").first.click()
    at(page, "learn")
    page.locator(".task").first.click()
    at(page, "quiz")
    look("a quiz")
    press(page, ".hand-act .button.brass")
    _take(page, look)
    look("the outcome")
    page.locator(".hand-main .button.wide").click()
    at(page, "learn")
    look("today, done")


def _take(page: Page, look: Look) -> None:
    """Answer whatever comes; each sort of item and each sort of feedback is looked at once."""
    seen: set[str] = set()

    def once(name: str) -> None:
        if name not in seen:
            seen.add(name)
            look(name)

    for _ in range(60):
        expect(page.locator("[data-screen=item], [data-screen=outcome]")).to_be_visible()
        if page.locator("[data-screen=outcome]").count():
            return
        field = page.locator(".hand-main input:not([type=radio]):not([type=checkbox])")
        boxes = page.locator(".hand-main input[type=checkbox]").count()
        once("an item to write" if field.count() else "an item to mark" if boxes else "an item to choose")
        if field.count():
            if field.get_attribute("inputmode") == "decimal":
                field.fill("?")
                page.keyboard.press("Enter")
                expect(page.locator("#wrong")).to_be_visible()
                once("a number that is none")
            field.fill("7")
        else:
            page.locator("label.choice").first.click()
        press(page, ".hand-act .button.brass")
        at(page, "feedback")
        once(f"feedback, {page.locator('h1').inner_text()}")
        press(page, ".hand-act .button.brass")
    raise AssertionError("the quiz has no end")
