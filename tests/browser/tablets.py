"""A tablet for tests: what people do with it, and what lies in it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.nodes import Enrolled, Node

ENROL = """async ({id, token, receipt_key, name}) => {
  await Promise.all(["outbox", "sending"].map((module) => import(`/kiosk/static/tablet/${module}.js`)));
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const { receiptKey } = await import("/kiosk/static/tablet/receipt.js");
  const store = await open();
  await kept.put(store, "device", { id, token, name, key: await receiptKey(receipt_key) }, "strict");
  store.close();
}"""
SHELVES = """async () => {
  const { ask, open, transact } = await import("/kiosk/static/tablet/store.js");
  const store = await open();
  const all = await transact(store, ["facts", "refused"], "readonly", async (work) => ({
    facts: await ask(work.objectStore("facts").getAll()), refused: await ask(work.objectStore("refused").getAll()) }));
  store.close();
  return all;
}"""


@dataclass
class Tablet:
    """One browser's storage, enrolled; `page` is the page in front."""

    node: Node
    context: BrowserContext
    device: Enrolled
    page: Page
    others: list[Page] = field(default_factory=list)

    @classmethod
    def enrolled_at(cls, node: Node, context: BrowserContext, device: Enrolled | None = None) -> Tablet:
        device = device or node.tablet()
        page = context.new_page()
        page.goto(f"{node.address}/kiosk/manifest.webmanifest")
        about = {"id": str(device.id), "token": device.token, "receipt_key": device.receipt_key, "name": "By the till"}
        page.evaluate(ENROL, about)
        return cls(node, context, device, page)

    def start(self, page: Page | None = None) -> Tablet:
        """Open the tablet's page, as when it is switched on."""
        page = page or self.page
        page.goto(f"{self.node.address}/kiosk")
        expect(page.locator("[data-screen=attract]")).to_be_visible()
        return self

    def ready(self) -> Tablet:
        """Wait until it could start without its node."""
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        return self

    def again(self) -> Tablet:
        """Close the page and open it anew."""
        self.page.close()
        self.page = self.context.new_page()
        return self.start()

    # what a customer does

    def begin(self) -> None:
        self.page.locator(".start").click()
        self.asked("visit")

    def asked(self, question: str) -> None:
        """Wait until this question is on the screen, and ripe to be tapped."""
        title = {"visit": ".faces", "reasons": ".choices", "recommend": ".scale-tiles", "comment": "textarea"}[question]
        expect(self.page.locator(title)).to_be_visible()
        self.ripe()

    def ripe(self) -> None:
        """Wait until the screen takes taps: the second of a double tap isn't an answer."""
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 310))")

    def face(self, mark: int) -> None:
        self.page.locator(".face").nth(mark - 1).click()

    def tile(self, value: int) -> None:
        self.page.locator(f".tile[value='{value}']").click()

    def onwards(self) -> None:
        """The button at the end of the foot."""
        self.page.locator(".counter-foot > :last-child button").click()

    def answer_all(self, mark: int = 5, recommend: int = 10, comment: str = "") -> None:
        """A whole conversation, thanks included."""
        self.begin()
        self.face(mark)
        if mark <= 3:
            self.asked("reasons")
            self.page.locator(".choice").first.click()
            self.onwards()
        self.asked("recommend")
        self.tile(recommend)
        self.asked("comment")
        if comment:
            self.page.locator("textarea").fill(comment)
        self.onwards()
        expect(self.page.locator("[data-screen=thanks]")).to_be_visible()
        self.page.locator(".counter-foot .brass").click()
        expect(self.page.locator("[data-screen=attract]")).to_be_visible()

    # what lies in it

    def shelves(self) -> dict[str, list[dict[str, Any]]]:
        """Facts that wait, and those that were refused."""
        return self.page.evaluate(SHELVES)  # type: ignore[no-any-return]

    def emptied(self) -> None:
        """Wait until nothing waits any more; knock, since a pause may be running."""
        self.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        until = time.monotonic() + 20
        while self.shelves()["facts"]:
            assert time.monotonic() < until, "facts still wait"
            self.page.wait_for_timeout(50)
