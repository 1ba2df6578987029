"""The tablet alone: it starts without its node, keeps what customers say, and sends it once when the line is back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.tablets import Tablet


def test_a_tablet_starts_cold_with_its_node_switched_off(tablet: Tablet) -> None:
    tablet.start().ready()
    tablet.node.line.set("refuse")
    tablet.again()
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Jak było u\u00a0nas dzisiaj?")


def test_answers_given_without_the_node_are_kept_and_sent_once_when_it_is_back(tablet: Tablet) -> None:
    tablet.start().ready()
    tablet.node.line.set("refuse")
    tablet.again()
    tablet.answer_all(mark=2, recommend=3, comment="Długo czekałam.")
    tablet.answer_all(mark=5, recommend=9)
    assert len(tablet.shelves()["facts"]) == 2
    tablet.again()
    assert len(tablet.shelves()["facts"]) == 2
    tablet.node.line.set("pass")
    tablet.emptied()
    first, second = tablet.node.facts("kiosk.response")
    assert first["body"]["answers"] == {
        "visit": 2,
        "reasons": ["waiting"],
        "recommend": 3,
        "comment": "Długo czekałam.",
    }
    assert second["body"]["answers"] == {"visit": 5, "recommend": 9}
    assert [first["seq"], second["seq"]] == [1, 2] and first["epoch"] == second["epoch"]
    assert first["body"]["complete"] and first["body"]["language"] == "pl"


def test_every_language_is_there_without_the_node(tablet: Tablet) -> None:
    tablet.start().ready()
    tablet.node.line.set("refuse")
    tablet.again()
    tablet.page.locator(".row button:has(svg)").first.click()
    tablet.page.get_by_role("button", name="العربية").click()
    expect(tablet.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(tablet.page.locator("html")).to_have_attribute("lang", "ar")
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("كيف كانت زيارتك لنا اليوم؟")
    tablet.page.locator(".start").click()
    tablet.ripe()
    tablet.face(4)
    tablet.asked("recommend")
    tablet.tile(8)
    tablet.asked("comment")
    tablet.onwards()
    expect(tablet.page.locator("[data-screen=thanks]")).to_be_visible()
    tablet.node.line.set("pass")
    tablet.emptied()
    (response,) = tablet.node.responses()
    assert response["language"] == "ar" and response["answers"] == {"visit": 4, "recommend": 8}


def test_the_next_customer_is_met_in_the_chain_s_language(tablet: Tablet) -> None:
    tablet.start()
    tablet.page.get_by_role("button", name="Deutsch").click()
    expect(tablet.page.locator("html")).to_have_attribute("lang", "de")
    tablet.answer_all(mark=4)
    expect(tablet.page.locator("html")).to_have_attribute("lang", "pl")
    tablet.emptied()
    assert [response["language"] for response in tablet.node.responses()] == ["de"]


def test_two_pages_of_one_tablet_send_each_answer_once(tablet: Tablet) -> None:
    tablet.start().ready()
    tablet.node.line.set("refuse")
    other = Tablet(tablet.node, tablet.context, tablet.device, tablet.context.new_page()).start()
    for mark in (1, 2, 3):
        tablet.answer_all(mark=mark)
        other.answer_all(mark=mark + 2)
    tablet.node.line.set("pass")
    tablet.emptied()
    facts = tablet.node.facts("kiosk.response")
    assert sorted(fact["body"]["answers"]["visit"] for fact in facts) == [1, 2, 3, 3, 4, 5]
    assert sorted(fact["seq"] for fact in facts) == [1, 2, 3, 4, 5, 6]
    assert len({fact["epoch"] for fact in facts}) == 1
