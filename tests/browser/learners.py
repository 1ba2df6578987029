"""A learner for tests: Kasia and Olena on the shop's tablet, with the shipped Book and quizzes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy.orm import Session

from kontuar.core.ids import new_id
from kontuar.core.passwords import hashed
from kontuar.core.people import Person, Post
from lms.quizzes.document import Item, Quiz, quiz_from
from tests.browser.nodes import Node
from tests.lms.learning import QUIZZES, publish_book, publish_quiz
from tests.support.chains import NOON

PIN = "4711"
ENROL = """async ({id, token, receipt_key}) => {
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const { receiptKey } = await import("/kiosk/static/tablet/receipt.js");
  const store = await open();
  await kept.put(store, "device", { id, token, name: "By the till", key: await receiptKey(receipt_key) }, "strict");
  store.close();
}"""
KEPT = """async (beginning) => {
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const store = await open();
  const found = await kept.all(store, beginning);
  store.close();
  return found;
}"""
SENT = """async () => {
  const { open } = await import("/kiosk/static/tablet/store.js");
  const { waiting } = await import("/kiosk/static/tablet/outbox.js");
  window.dispatchEvent(new Event("online"));
  const store = await open();
  const patience = performance.now() + 20000;
  while ((await waiting(store)).unsent) {
    if (performance.now() > patience) throw new Error("facts still wait");
    await new Promise((done) => setTimeout(done, 50));
  }
  store.close();
}"""


@dataclass
class School:
    """A node with the shipped Book and quizzes, and two people who work in Gdańsk."""

    node: Node
    people: dict[str, UUID]
    quizzes: dict[str, Quiz]

    @classmethod
    def opened(cls, node: Node, language: str = "en") -> School:
        people = {"Kasia": new_id(), "Olena": new_id()}

        def work(session: Session) -> dict[str, Quiz]:
            publish_book(session)
            found = [publish_quiz(session, file.read_bytes()) for file in sorted(QUIZZES.glob("*.yaml"))]
            for name, id in people.items():
                person = Person(id=id, given_name=name, family_name="Sikora", language=language, joined_at=NOON)
                person.pin_hash = hashed(PIN)
                person.posts = [Post(role="employee", place_id=node.chain.gdansk)]
                session.add(person)
            return {each.key: quiz_from(each.document) for each in found}

        return cls(node, people, node.work(work))

    def attempts(self) -> list[dict[str, Any]]:
        """The attempts in the node's journal."""
        return self.node.facts("lms.attempt")


class Learner:
    """What somebody does with the tablet's page to learn; answers are looked up in the quiz."""

    def __init__(self, school: School, page: Page) -> None:
        self.school, self.page = school, page
        device = school.node.tablet()
        page.goto(f"{school.node.address}/kiosk/manifest.webmanifest")
        page.evaluate(ENROL, {"id": str(device.id), "token": device.token, "receipt_key": device.receipt_key})
        self.open()
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    def open(self) -> None:
        self.page.goto(f"{self.school.node.address}/kiosk")
        expect(self.page.locator("[data-screen=attract]")).to_be_visible()

    def again(self, context: BrowserContext) -> None:
        """The page is closed, as when the tablet is switched off, and opened anew."""
        self.page.close()
        self.page = context.new_page()
        self.open()

    def sign_in(self, name: str = "Kasia") -> None:
        self.page.goto(f"{self.school.node.address}/kiosk/manifest.webmanifest")
        self.page.goto(f"{self.school.node.address}/kiosk#learn")
        self.page.locator(".person", has_text=name).click()
        for digit in PIN:
            self.page.locator(".keypad .key", has_text=digit).click()
        self.act()
        self.at("learn")

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        self.at("attract")

    def at(self, screen: str) -> None:
        expect(self.page.locator(f"[data-screen={screen}]")).to_be_visible()

    def act(self) -> None:
        """The one thing on the counter."""
        self.page.locator(".hand-act .button.brass").click()

    def open_quiz(self, title: str) -> None:
        self.page.locator(".task", has_text=title).click()
        self.at("quiz")

    def item(self) -> Item:
        """The item on the screen."""
        self.at("item")
        asked = self.page.get_by_role("heading", level=1).inner_text()
        found = [
            item
            for quiz in self.school.quizzes.values()
            for item in quiz.items
            if asked in [" ".join(words.split()) for words in item.prompt.values()] + list(item.prompt.values())
        ]
        return found[0]

    def answer(self, right: bool = True) -> Item:
        """Answer the item on the screen and check it."""
        item, page = self.item(), self.page
        match item.type:
            case "one" | "several":
                for option in item.options:
                    if option.right is right:
                        page.get_by_text(option.text["en"], exact=True).click()
            case "truefalse":
                page.get_by_text("True" if item.answer is right else "False", exact=True).click()
            case "short":
                page.locator(".hand-main input").fill("  LIMESCALE " if right else "sugar")
            case "numeric":
                value = str(item.value)
                page.locator(".hand-main input").fill(value.replace(".", ",") if right else "7 000")
        self.act()
        self.at("feedback")
        return item

    def take(self, count: int, right: bool = True) -> list[Item]:
        """Answer so many items, looking at each feedback."""
        taken = []
        for _ in range(count):
            taken.append(self.answer(right))
            self.act()
        return taken

    def kept(self, beginning: str) -> list[Any]:
        """What lies on the tablet under names that begin so."""
        return list(self.page.evaluate(KEPT, beginning))

    def sent(self) -> None:
        """Wait until nothing waits to be sent."""
        self.page.evaluate(SENT)


def body_of(fact: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(json.dumps(fact["body"]))
    return body
