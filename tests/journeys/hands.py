"""Hands: what people do on screens in a journey, by what they see there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from lms.quizzes.checking import read_quiz
from lms.quizzes.document import Item, Quiz
from tests.shared import CHECKOUT
from tests.support.programs import Program

PIN = "4711"
REASONS = ("waiting", "greeting", "courtesy", "advice", "shelves", "price")
UNSENT = """async () => {
  const { open } = await import("/kiosk/static/tablet/store.js");
  const { waiting } = await import("/kiosk/static/tablet/outbox.js");
  window.dispatchEvent(new Event("online"));
  const store = await open();
  const found = await waiting(store);
  store.close();
  return found.unsent;
}"""


@dataclass(frozen=True)
class Customer:
    """What a customer will tap; `recommend` None: walks away before that question."""

    face: int
    recommend: int | None
    reasons: tuple[str, ...] = ()
    words: str = ""
    language: str = ""


def first_start(page: Page, hub: Program, *, chain: str, shop: str) -> None:
    """Irena begins a chain; she ends up signed in."""
    page.goto(f"{hub.address}/start")
    page.get_by_text("Begin a new chain").click()
    page.get_by_label("Given name").fill("Irena")
    page.get_by_label("Family name").fill("Wolska")
    page.get_by_label("E-mail address").fill("irena@bursztyn.example")
    page.get_by_label("Password", exact=True).fill("mosiężny brzeg lady")
    page.get_by_role("button", name="Next: the shop").click()
    page.get_by_label("The chain's name").fill(chain)
    page.get_by_label("The shop's name").fill(shop)
    page.get_by_label("Time zone").select_option("Europe/Warsaw")
    page.get_by_role("button", name="Next: languages").click()
    page.get_by_label("Polski").check()
    page.get_by_role("button", name="Open the counter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The counter is open")


def joins(hub: Program, node: Program, address: str, shop: str) -> None:
    """Head office makes a code for the shop's node; the node joins by it, at an address of its own."""
    said = hub.run("device", "code", "--node", "--place", shop, "--name", "Back office").stdout
    found = re.search(r"#(\S+)", said)
    assert found, said
    node.run("join", f"{address}/join#{found.group(1)}")


class Tablet:
    """The tablet by the till, and whoever stands in front of it."""

    def __init__(self, page: Page, node: Program) -> None:
        self.page, self.node = page, node
        raw = (CHECKOUT / "lms" / "quizzes" / "shipped" / "product-kettle.yaml").read_bytes()
        quiz, _ = read_quiz(raw)
        assert quiz is not None
        self.quiz: Quiz = quiz

    @classmethod
    def enrolled(cls, context: BrowserContext, node: Program, shop: str) -> Tablet:
        said = node.run("device", "code", "--place", shop, "--name", "Przy kasie", "--survey", "shop-visit").stdout
        found = re.search(r"#enrol=(\S+)", said)
        assert found, said
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{node.address}/kiosk#enrol={found.group(1)}")
        tablet = cls(page, node)
        tablet.at("attract")
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        return tablet

    def at(self, screen: str) -> None:
        expect(self.page.locator(f"[data-screen={screen}]")).to_be_visible(timeout=30_000)

    # customers

    def answers(self, customer: Customer, meanwhile: Callable[[], None] = lambda: None) -> None:
        """A whole conversation; `meanwhile` happens in the middle of it."""
        self._begins(customer)
        meanwhile()
        assert customer.recommend is not None
        self._ripe(".scale-tiles")
        self.page.locator(f".tile[value='{customer.recommend}']").click()
        self._ripe("textarea")
        if customer.words:
            self.page.locator("textarea").fill(customer.words)
        self._onwards()
        self.at("thanks")
        self.page.locator("[data-screen=thanks] button").first.click()
        self.at("attract")

    def walks_away(self, customer: Customer) -> None:
        """Begins, taps a face, and goes; the tablet waits, asks, and starts anew."""
        self.page.clock.install()
        self.page.goto(f"{self.node.address}/kiosk")
        self.at("attract")
        self._begins(customer)
        self.page.clock.fast_forward(120_000)
        self.page.clock.fast_forward(30_000)
        self.at("attract")

    def _begins(self, customer: Customer) -> None:
        self.at("attract")
        if customer.language:
            self.page.get_by_role("button", name=customer.language, exact=True).click()
            self.at("attract")
        self.page.locator(".start").click()
        self._ripe(".faces")
        self.page.locator(".face").nth(customer.face - 1).click()
        if customer.face <= 3:
            self._ripe(".choices")
            for reason in customer.reasons:
                self.page.locator(".choice").nth(REASONS.index(reason)).click()
            self._onwards()

    def _ripe(self, what: str) -> None:
        """Wait until a screen is there and takes taps: the second of a double tap isn't an answer."""
        expect(self.page.locator(what)).to_be_visible()
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 310))")

    def _onwards(self) -> None:
        self.page.locator(".counter-foot > :last-child button").click()

    # employees

    def sets_pin(self, name: str, code: str) -> None:
        """The first time: the one-time code, then a PIN twice."""
        self._picks(name)
        for digits in (code, PIN, PIN):
            self._types(digits)
        self.signs_out()

    def signs_in(self, name: str) -> None:
        self._picks(name)
        self._types(PIN)
        self.at("learn")

    def signs_out(self) -> None:
        self.page.get_by_role("button", name=re.compile("Sign out|Wyloguj|Вийти")).first.click()
        self.at("attract")

    def _picks(self, name: str) -> None:
        self.page.goto(f"{self.node.address}/kiosk/manifest.webmanifest")
        self.page.goto(f"{self.node.address}/kiosk#learn")
        self.page.locator(".person", has_text=name).click()

    def _types(self, digits: str) -> None:
        for digit in digits:
            self.page.locator(".keypad .key", has_text=digit).click()
        self.page.locator(".hand-act .button.brass").click()

    def item(self) -> Item:
        """The item on the screen, found by its words."""
        self.at("item")
        asked = " ".join(self.page.get_by_role("heading", level=1).inner_text().split())
        return next(
            item for item in self.quiz.items if asked in {" ".join(words.split()) for words in item.prompt.values()}
        )

    def emptied(self) -> None:
        """Wait until the node has everything."""
        until = time.monotonic() + 60
        while self.page.evaluate(UNSENT):
            assert time.monotonic() < until, "facts still wait on the tablet"
            self.page.wait_for_timeout(100)


def employee_takes_the_quiz(tablet: Tablet, name: str, title: str, right: int) -> None:
    """Signs in, answers every item, the first `right` of them right, and signs out."""
    tablet.signs_in(name)
    texts = set(tablet.quiz.title.values())
    assert title in texts
    tablet.page.locator(".task", has_text=re.compile("|".join(map(re.escape, texts)))).first.click()
    tablet.at("quiz")
    act = tablet.page.locator(".hand-act .button.brass")
    act.click()
    for number in range(tablet.quiz.asked):
        _answer(tablet, tablet.item(), number < right)
        act.click()
        tablet.at("feedback")
        act.click()
    tablet.at("outcome")
    tablet.signs_out()


def _answer(tablet: Tablet, item: Item, right: bool) -> None:
    page = tablet.page
    language = page.evaluate("() => document.documentElement.lang")
    match item.type:
        case "one" | "several":
            for option in item.options:
                if option.right is right:
                    page.get_by_text(option.text[language], exact=True).click()
        case "truefalse":
            page.locator(".choice").nth(0 if item.answer is right else 1).click()
        case "short":
            page.locator(".hand-main input").fill(next(iter(item.accepted.values()))[0] if right else "?")
        case "numeric":
            page.locator(".hand-main input").fill(str(item.value) if right else "7 000")
