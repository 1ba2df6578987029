"""Fixtures: pages in a real Chromium; what goes wrong inside the browser fails the test.

A test asks for `page` (or `context`, `browser`: pytest-playwright's) and is marked `chromium` by that.
"""

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, WebError, expect

from tests.support.required import absent

PATIENCE = 30_000  # ms for what must come; a machine that has much else to do is no reason to fail
expect.set_options(timeout=PATIENCE)
NEEDING = {"browser", "context", "page", "in_chromium"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a browser needs Chromium."""
    for item in items:
        if isinstance(item, pytest.Function) and NEEDING & set(item.fixturenames):
            item.add_marker(pytest.mark.chromium)


def chromium() -> str:
    """The path of the installed Chromium."""
    found = [path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))]
    return found[0] if found else absent("chromium", "no Chromium is installed")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium(), "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


class Troubles:
    """What a browser complained of, less what the test expects."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """Complaints that match the regular expression are part of the story, such as a request without a network."""
        self._expected.append(pattern)

    def left(self) -> list[str]:
        return [line for line in self.seen if not any(re.search(pattern, line) for pattern in self._expected)]

    def watch(self, context: BrowserContext) -> None:
        def on_console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.seen.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

        def on_error(error: WebError) -> None:
            self.seen.append(f"uncaught: {error.error}")

        context.on("console", on_console)
        context.on("weberror", on_error)


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """Fails the test at its end for errors on the browser's console and for uncaught ones."""
    troubles = Troubles()
    yield troubles
    left = troubles.left()
    if left:
        pytest.fail("the browser complained:\n" + "\n".join(left), pytrace=False)


@pytest.fixture
def context(context: BrowserContext, troubles: Troubles) -> BrowserContext:
    troubles.watch(context)
    context.set_default_timeout(PATIENCE)
    return context
