"""Everybody's: keys do what fingers do, readers are told, who wants less motion gets it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.tablets import Tablet
from tests.browser.words import say


def test_a_conversation_needs_no_pointer(tablet: Tablet) -> None:
    page = tablet.start().page
    focused = page.locator(":focus")
    expect(focused).to_have_text("Jak było u\u00a0nas dzisiaj?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Jak udała się dzisiejsza wizyta?")
    expect(page.get_by_role("group", name="Jak udała się dzisiejsza wizyta?")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("Źle")
    page.keyboard.press("Space")
    expect(focused).to_have_text("Przykro nam. Co poszło nie tak?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Czas oczekiwania")).to_be_checked()
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Czy polecisz nas znajomym?")
    for _ in range(11):
        page.keyboard.press("Tab")
    expect(focused).to_have_accessible_name("10\u00a0na pewno tak")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Co możemy zrobić lepiej?")
    page.keyboard.press("Tab")
    expect(focused).to_have_accessible_name("Co możemy zrobić lepiej?")
    page.keyboard.type("Dobra kawa")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(focused).to_contain_text("Dziękujemy.")
    tablet.emptied()
    (response,) = tablet.node.responses()
    assert response["answers"] == {"visit": 2, "reasons": ["waiting"], "recommend": 10, "comment": "Dobra kawa"}


def test_the_second_tap_of_two_isn_t_an_answer(tablet: Tablet) -> None:
    page = tablet.start().page
    tablet.begin()
    page.locator(".face").nth(4).dblclick()
    tablet.asked("recommend")
    page.wait_for_timeout(400)
    expect(page.locator("[data-screen=question]")).to_be_visible()
    expect(page.locator(".scale-tiles")).to_be_visible()


def test_less_motion_moves_nothing(tablet: Tablet) -> None:
    page = tablet.start().page
    page.get_by_role("button", name=say("Ease of use")).click()
    page.get_by_label(say("Less motion")).check()
    page.get_by_role("button", name=say("Done")).click()
    page.locator(".start").click()
    assert page.evaluate("() => document.getAnimations().length") == 0
