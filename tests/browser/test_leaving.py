"""Leaving: a customer walks away, the power goes, and the next one sees nothing of him; what he marked is kept."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from playwright.sync_api import BrowserType, Page, expect

from tests.browser.clocks import stand_still
from tests.browser.nodes import Node
from tests.browser.tablets import Tablet
from tests.browser.words import say
from tests.support.browsers import chromium


def idle(page: Page, ms: int = 45_000) -> None:
    """Nobody touches the tablet until it asks whether to wait."""
    page.clock.run_for(ms)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_customer_who_walks_away_is_asked_then_forgotten_and_his_marks_are_kept(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    tablet.start()
    stand_still(page)
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Ease of use").click()
    page.get_by_label("Stronger contrast").check()
    page.get_by_role("button", name="Done").click()
    page.locator(".start").click()
    page.clock.run_for(400)
    tablet.face(2)
    page.clock.run_for(400)
    page.get_by_label("Price").check()
    idle(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Shall we wait?")
    expect(dialog).to_contain_text("In 15 s this screen goes back to the start. We'll keep what you've marked.")
    expect(dialog.get_by_role("button", name="Yes, wait")).to_be_focused()
    page.clock.run_for(5_000)
    expect(dialog.get_by_role("timer")).to_have_text("10")
    page.clock.run_for(11_000)
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    assert page.evaluate("() => Object.keys(document.documentElement.dataset)") == []
    tablet.emptied()
    (response,) = tablet.node.responses()
    assert response["answers"] == {"visit": 2, "reasons": ["price"]}
    assert response["complete"] is False and response["language"] == "en"
    page.locator(".start").click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    page.clock.run_for(400)
    tablet.face(1)
    expect(page.locator("input:checked")).to_have_count(0)


def test_one_tap_keeps_everything_as_it_was(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    tablet.start()
    stand_still(page)
    page.locator(".start").click()
    page.clock.run_for(400)
    page.get_by_role("button", name=say("Skip")).click()
    page.clock.run_for(400)
    page.get_by_role("button", name=say("Skip")).click()
    page.locator("textarea").fill("Jeszcze piszę")
    idle(page)
    page.get_by_role("button", name=say("Yes, wait")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("textarea")).to_have_value("Jeszcze piszę")
    page.clock.run_for(40_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    idle(page, 5_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("textarea")).to_have_value("Jeszcze piszę")


def test_words_that_were_not_sent_are_not_kept(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    tablet.start()
    stand_still(page)
    page.locator(".start").click()
    page.clock.run_for(400)
    tablet.face(5)
    page.clock.run_for(400)
    tablet.tile(9)
    page.locator("textarea").fill("Nazywam się")
    idle(page)
    page.clock.run_for(16_000)
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    tablet.emptied()
    (response,) = tablet.node.responses()
    assert response["answers"] == {"visit": 5, "recommend": 9} and response["complete"] is False
    held = page.evaluate("async () => JSON.stringify(await indexedDB.databases())")
    assert "Nazywam" not in str(tablet.context.storage_state(indexed_db=True)) + held


def test_nobody_who_marked_nothing_is_counted(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    tablet.start()
    stand_still(page)
    page.locator(".start").click()
    idle(page)
    page.get_by_role("button", name=say("Finish")).click()
    expect(page.locator("[data-screen=attract]")).to_be_visible()
    assert tablet.shelves()["facts"] == [] and tablet.node.facts() == []


def test_whoever_goes_back_to_the_start_may_go_on_where_he_was(tablet: Tablet) -> None:
    tablet.start()
    tablet.begin()
    tablet.face(4)
    tablet.asked("recommend")
    for _ in range(2):
        tablet.page.get_by_role("button", name=say("Back")).click()
        tablet.ripe()
    expect(tablet.page.locator("[data-screen=attract]")).to_be_visible()
    tablet.begin()
    expect(tablet.page.locator(".face[aria-pressed=true]")).to_have_attribute("value", "4")
    tablet.page.get_by_role("button", name=say("Skip")).click()
    tablet.asked("recommend")
    tablet.tile(7)
    tablet.asked("comment")
    tablet.onwards()
    expect(tablet.page.locator("[data-screen=thanks]")).to_be_visible()
    tablet.emptied()
    assert [response["answers"] for response in tablet.node.responses()] == [{"recommend": 7}]


def test_a_tap_survives_the_end_of_the_browser(browser_type: BrowserType, node: Node, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    how = {"executable_path": chromium(), "args": ["--no-sandbox", "--disable-dev-shm-usage"], "locale": "pl-PL"}
    context = browser_type.launch_persistent_context(profile, **how)
    tablet = Tablet.enrolled_at(node, context).start().ready()
    node.line.set("refuse")
    tablet.answer_all(mark=5, recommend=10)
    tablet.begin()
    tablet.face(1)
    tablet.asked("reasons")
    _kill(profile)
    context = browser_type.launch_persistent_context(profile, **how)
    tablet = Tablet(node, context, tablet.device, context.new_page()).start()
    assert len(tablet.shelves()["facts"]) == 2
    node.line.set("pass")
    tablet.emptied()
    whole, begun = node.facts("kiosk.response")
    assert whole["body"]["answers"] == {"visit": 5, "recommend": 10} and whole["body"]["complete"] is True
    assert begun["body"]["answers"] == {"visit": 1} and begun["body"]["complete"] is False
    assert [whole["seq"], begun["seq"]] == [1, 2]
    tablet.again()
    assert tablet.shelves()["facts"] == []
    context.close()


def test_a_page_that_is_still_open_keeps_its_own_customer(tablet: Tablet) -> None:
    tablet.start()
    tablet.begin()
    tablet.face(3)
    tablet.asked("reasons")
    other = Tablet(tablet.node, tablet.context, tablet.device, tablet.context.new_page()).start()
    other.emptied()
    assert tablet.node.responses() == []
    tablet.page.locator(".choice").first.click()
    tablet.onwards()
    tablet.asked("recommend")
    tablet.page.close()
    last = Tablet(tablet.node, tablet.context, tablet.device, tablet.context.new_page()).start()
    last.emptied()
    assert [response["answers"] for response in last.node.responses()] == [{"visit": 3, "reasons": ["waiting"]}]


def _kill(profile: Path) -> None:
    """kill -9 for every process of the browser that uses this profile."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if str(profile).encode() in command and b"chrom" in command:
            os.kill(int(folder.name), signal.SIGKILL)
