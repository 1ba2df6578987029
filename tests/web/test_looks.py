"""How the pages look and behave in a real browser: menus, dialogs, long words, behaviours, the strict policy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import faults, sideways
from tests.support.browsers import Troubles


def read_as(page: Page, address: str, language: str, theme: str) -> None:
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in (("language", language), ("theme", theme))]
    )


def test_a_page_that_broke_can_be_read_by_everybody(page: Page, served: str, troubles: Troubles) -> None:
    troubles.expect("500")
    read_as(page, served, "he", "dark")
    page.goto(f"{served}/broken", wait_until="networkidle")
    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_longest_word_doesn_t_make_a_page_scroll_sideways(page: Page, served: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}/words/Najdłuższezesłówwcałymsklepie", wait_until="networkidle")
    assert sideways(page) == 0


def test_a_reader_chooses_a_language_without_a_script(page: Page, served: str) -> None:
    page.route(re.compile(r"\.js$"), lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{served}/components?day=today")
    page.get_by_role("button", name=re.compile("language and look")).click()
    assert faults(page) == []
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url == f"{served}/components?day=today"


def test_on_a_phone_the_sidebar_is_a_drawer_that_the_keyboard_opens_and_closes(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served}/components", wait_until="networkidle")
    drawer = page.get_by_role("navigation", name="Main", exact=True)
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    expect(drawer).to_be_visible()
    page.keyboard.press("Tab")
    expect(drawer.get_by_role("link").first).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_a_dialog_opens_with_the_safe_answer_focused_and_gives_the_focus_back(page: Page, served: str) -> None:
    page.goto(f"{served}/components", wait_until="networkidle")
    opener = page.get_by_role("button", name="Take a release back")
    opener.click()
    expect(page.get_by_role("dialog", name="Take release 214 back?")).to_be_visible()
    expect(page.get_by_role("button", name="Leave it")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_choice_among_filters_is_sent_at_once_and_days_by_enter(page: Page, served: str) -> None:
    page.goto(f"{served}/components", wait_until="networkidle")
    page.get_by_label("From").fill("2026-11-05")
    assert page.url == f"{served}/components"
    page.get_by_label("From").press("Enter")
    page.wait_for_url("**/components?survey=visit&from=2026-11-05")  # no empty words in the address
    page.get_by_label("Survey", exact=True).select_option("")
    page.wait_for_url(re.compile("from=2026-11-01"))
    assert "survey" not in page.url


def test_a_text_area_counts_the_letters_that_people_see(page: Page, served: str) -> None:
    page.goto(f"{served}/components", wait_until="networkidle")
    page.get_by_label("Remarks").fill("Zażółć 😀")
    expect(page.get_by_text("8 of 500 characters")).to_be_visible()


def test_a_field_tells_a_screen_reader_its_hint_and_its_error(page: Page, served: str) -> None:
    page.goto(f"{served}/components", wait_until="networkidle")
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_accessible_description("Employees will see it so. Fill this in.")
    expect(name).to_have_attribute("aria-invalid", "true")


def test_a_countdown_turns_its_ring_and_says_when_it_is_over(page: Page, served: str) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(f"{served}/countdown")
    page.evaluate("() => addEventListener('countdown:over', () => { document.title = 'over'; })")
    expect(page.locator("[data-left]")).to_have_text("15")
    page.clock.run_for(5000)
    expect(page.locator("[data-left]")).to_have_text("10")
    page.clock.run_for(10_000)
    expect(page).to_have_title("over")


def test_a_code_is_copied_and_says_so(page: Page, served: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served)
    page.goto(f"{served}/components", wait_until="networkidle")
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == "K7P4-M2XD"


def test_our_policy_lets_no_page_run_what_isn_t_ours(page: Page, served: str, troubles: Troubles) -> None:
    troubles.expect("Content Security Policy")
    page.goto(f"{served}/components", wait_until="networkidle")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'taken'";
            document.body.append(script);
            document.body.setAttribute("style", "display: none");
        }"""
    )
    expect(page).not_to_have_title("taken")
    expect(page.locator("main")).to_be_visible()
    assert any("Content Security Policy" in line for line in troubles.seen)
