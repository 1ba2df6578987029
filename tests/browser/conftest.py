"""Fixtures: a shop's node behind a line that can fail, and a tablet of that shop in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.nodes import Node
from tests.browser.tablets import Tablet
from tests.support.browsers import Troubles

AWAY = r"net::ERR_|Failed to load resource"  # the browser's own words for a node that is away


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 1280, "height": 800}, "locale": "pl-PL", "timezone_id": "Europe/Warsaw"}


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """A shop's node, its line whole."""
    node = Node(tmp_path)
    yield node
    node.close()


@pytest.fixture
def tablet(node: Node, context: BrowserContext, troubles: Troubles) -> Tablet:
    """A tablet of the shop in Gdańsk, enrolled, not yet started."""
    troubles.expect(AWAY)
    context.set_default_timeout(10_000)
    return Tablet.enrolled_at(node, context)
