"""Kasia learns on the shop's tablet: one thumb, between customers, with the node away, and nobody else sees how it went."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.database import db
from kontuar.core.people import Person
from lms.quizzes.models import Attempt, ItemLatest
from lms.quizzes.ordering import items_of
from tests.browser.learners import Learner, School
from tests.browser.nodes import Node
from tests.support.browsers import Troubles
from tests.support.chains import NOON

ROSTER_OF_ONE = """async () => {
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const store = await open();
  const patience = performance.now() + 20000;
  while ((await kept.get(store, "set")).set.roster.length !== 1) {
    if (performance.now() > patience) throw new Error("the roster is as it was");
    await new Promise((done) => setTimeout(done, 50));
  }
  store.close();
}"""


@pytest.fixture
def school(node: Node) -> School:
    return School.opened(node)


AWAY = r"net::ERR_|Failed to load resource"  # the browser's own words for a node that is away


@pytest.fixture
def kasia(school: School, context: BrowserContext, troubles: Troubles) -> Learner:
    troubles.expect(AWAY)
    context.set_default_timeout(10_000)
    return Learner(school, context.new_page())


def test_kasia_takes_a_quiz_and_sees_what_is_right_why_and_the_clause(kasia: Learner, school: School) -> None:
    kasia.sign_in()
    expect(kasia.page.get_by_role("heading", level=1)).to_have_text("8 minutes today")
    kasia.open_quiz("Our standards")
    kasia.act()
    first = kasia.answer(right=False)
    expect(kasia.page.get_by_role("heading", level=1)).to_have_text(re.compile("Not yet"))
    expect(kasia.page.get_by_text(first.feedback["en"])).to_be_visible()
    expect(kasia.page.locator(".clause-number")).to_be_visible()
    kasia.page.get_by_role("button", name="Open in the Book").click()
    kasia.at("clause")
    kasia.page.get_by_role("button", name="Back").click()
    kasia.at("feedback")
    kasia.act()
    kasia.take(11)
    kasia.at("outcome")
    expect(kasia.page.get_by_role("heading", level=1)).to_have_text("11 of 12 right")
    expect(kasia.page.locator(".badge.good")).to_have_count(11)
    kasia.sent()
    (attempt,) = school.attempts()
    body = attempt["body"]
    assert (body["person"], body["finished"], len(body["answers"])) == (str(school.people["Kasia"]), True, 12)
    order = [item.key for item in items_of(school.quizzes["standards"], attempt["id"])]
    assert [answer["item"] for answer in body["answers"]] == order
    assert all(answer["seconds"] >= 0 and answer["version"] == 1 for answer in body["answers"])
    with school.node.app.app_context():
        row = db.session.scalars(select(Attempt)).one()
        assert (row.fraction, row.passed) == (pytest.approx(11 / 12), True)
        latest = {each.item: each.fraction for each in db.session.scalars(select(ItemLatest))}
    assert latest == {answer["item"]: answer["fraction"] for answer in body["answers"]}  # marked alike on both sides
    assert latest[first.key] == 0


def test_every_type_of_item_is_marked_alike_on_both_sides(kasia: Learner, school: School) -> None:
    kasia.sign_in()
    for right in (True, False):
        kasia.open_quiz("The Brzask kettle")
        kasia.act()
        kasia.take(6, right)
        kasia.at("outcome")
        kasia.page.get_by_role("button", name="Back to today").click()
    kasia.sent()
    first, second = school.attempts()
    assert {answer["fraction"] for answer in first["body"]["answers"]} == {1}
    assert {answer["fraction"] for answer in second["body"]["answers"]} == {0}
    with school.node.app.app_context():
        rows = {str(row.id): row.fraction for row in db.session.scalars(select(Attempt))}
    assert rows == {first["id"]: 1, second["id"]: 0}


def test_it_goes_on_where_it_was_after_the_tablet_was_switched_off(
    kasia: Learner, school: School, context: BrowserContext
) -> None:
    kasia.sign_in()
    kasia.open_quiz("Our standards")
    kasia.act()
    before = kasia.take(4)
    waiting = kasia.item()
    kasia.again(context)
    kasia.sign_in()
    expect(kasia.page.locator(".task.next")).to_contain_text("Begun: 4 of 12 answered")
    kasia.open_quiz("Our standards")
    kasia.act()
    assert kasia.item().key == waiting.key
    after = kasia.take(8)
    kasia.at("outcome")
    kasia.sent()
    (attempt,) = school.attempts()
    assert [answer["item"] for answer in attempt["body"]["answers"]] == [item.key for item in before + after]
    assert kasia.kept("attempt:") == []


def test_it_is_taken_without_the_node_and_sent_once_when_it_is_back(
    kasia: Learner, school: School, context: BrowserContext
) -> None:
    kasia.sign_in()
    kasia.sign_out()
    school.node.line.set("refuse")
    kasia.again(context)
    kasia.sign_in()
    expect(kasia.page.get_by_text("No connection to the node")).to_be_visible()
    kasia.open_quiz("The Brzask kettle")
    kasia.act()
    kasia.take(6)
    kasia.at("outcome")
    kasia.page.get_by_role("button", name="Back to today").click()
    expect(kasia.page.locator(".task.done")).to_contain_text("Passed on")
    school.node.line.set("pass")
    kasia.sent()
    assert len(school.attempts()) == 1


def test_taking_it_again_comes_in_another_order(kasia: Learner, school: School) -> None:
    kasia.sign_in()
    for _ in range(2):
        kasia.open_quiz("Our standards")
        kasia.act()
        kasia.take(12)
        kasia.page.get_by_role("button", name="Back to today").click()
    kasia.sent()
    orders = [[answer["item"] for answer in attempt["body"]["answers"]] for attempt in school.attempts()]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_starting_over_keeps_what_was_left_as_an_attempt_that_proves_nothing(kasia: Learner, school: School) -> None:
    kasia.sign_in()
    kasia.open_quiz("Our standards")
    kasia.act()
    kasia.take(2)
    kasia.page.get_by_role("button", name="Interrupt").click()
    kasia.open_quiz("Our standards")
    kasia.page.get_by_role("button", name="Start over").click()
    kasia.at("item")
    kasia.sent()
    (left,) = school.attempts()
    assert (left["body"]["finished"], len(left["body"]["answers"])) == (False, 2)
    with school.node.app.app_context():
        assert db.session.scalars(select(ItemLatest)).all() == []


def test_what_a_leaver_had_begun_is_kept_and_goes_from_the_tablet(
    kasia: Learner, school: School, context: BrowserContext
) -> None:
    kasia.sign_in()
    kasia.open_quiz("Our standards")
    kasia.act()
    kasia.take(3)
    kasia.page.get_by_role("button", name="Interrupt").click()
    kasia.sign_out()

    def leave(session: Session) -> None:
        session.get_one(Person, school.people["Kasia"]).left_at = NOON

    school.node.work(leave)
    kasia.again(context)  # fetches the roster
    kasia.page.evaluate(ROSTER_OF_ONE)
    kasia.again(context)  # settles what is left
    kasia.sent()
    (left,) = school.attempts()
    assert (left["body"]["finished"], len(left["body"]["answers"])) == (False, 3)
    assert kasia.kept("attempt:") == []


def test_the_next_person_sees_nothing_of_the_last(kasia: Learner) -> None:
    kasia.sign_in()
    kasia.open_quiz("The Brzask kettle")
    kasia.act()
    kasia.take(6)
    kasia.sign_out()
    kasia.sign_in("Olena")
    expect(kasia.page.locator(".task.done")).to_have_count(0)
    kasia.page.get_by_role("button", name="Me").click()
    expect(kasia.page.get_by_text("Nothing yet.")).to_be_visible()
    kasia.sign_out()
    kasia.sign_in("Kasia")
    expect(kasia.page.locator(".task.done")).to_contain_text("Passed on")


def test_a_number_that_is_none_is_said_and_not_marked(kasia: Learner) -> None:
    kasia.sign_in()
    kasia.open_quiz("Our standards")
    kasia.act()
    while kasia.item().type != "numeric":
        kasia.take(1)
    field = kasia.page.locator(".hand-main input")
    field.fill("thirty")
    kasia.act()
    expect(kasia.page.get_by_role("alert")).to_contain_text("Write a number in figures")
    expect(field).to_be_focused()
    field.fill("٣٠")
    field.press("Enter")
    kasia.at("feedback")
    expect(kasia.page.get_by_role("heading", level=1)).to_have_text("Yes, that's it.")


def test_two_taps_on_check_are_one_answer(kasia: Learner) -> None:
    kasia.sign_in()
    kasia.open_quiz("Our standards")
    kasia.act()
    while kasia.item().type != "one":
        kasia.take(1)
    done = len(kasia.kept("attempt:")[0][1]["answers"]) if kasia.kept("attempt:") else 0
    kasia.page.locator("label.choice").first.click()
    box = kasia.page.locator(".hand-act .button.brass").bounding_box()
    assert box is not None
    kasia.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for tap in (1, 2):  # the second one lands where "Next" lies by then
        kasia.page.mouse.down(click_count=tap)
        kasia.page.mouse.up(click_count=tap)
        kasia.at("feedback")
    assert len(kasia.kept("attempt:")[0][1]["answers"]) == done + 1
    kasia.act()
    kasia.at("item")


def test_the_book_is_read_in_ones_own_language(kasia: Learner) -> None:
    kasia.sign_in()
    kasia.page.get_by_role("button", name="Me").click()
    kasia.page.get_by_role("button", name="العربية").click()
    expect(kasia.page.locator("html")).to_have_attribute("dir", "rtl")
    kasia.page.locator(".hand-link").nth(1).click()
    kasia.page.locator(".list-title", has_text="2.1").click()
    expect(kasia.page.get_by_role("heading", level=1)).to_have_text("الترحيب خلال 30\u00a0ثانية")
