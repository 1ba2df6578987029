"""The page's clock in a test's hand: it stands still, and goes on when the test says so."""

from __future__ import annotations

from playwright.sync_api import Page

MARGIN = 5  # seconds the clock leaps when it is stopped: on a busy machine a while passes between asking and stopping
SENDING = "() => navigator.locks.query().then(({ held }) => held.some(({ name }) => name === 'kontuar-sending'))"


def stand_still(page: Page) -> None:
    """From here on the page's clock goes only when it is told to. `page.clock.install()` came before the page."""
    page.clock.pause_at(page.evaluate("() => Date.now() / 1000") + MARGIN)


def rested(page: Page) -> None:
    """Wait until the tablet isn't sending, so that its next try is set on the clock."""
    while page.evaluate(SENDING):
        page.wait_for_timeout(20)
