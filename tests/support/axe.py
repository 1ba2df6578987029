"""What axe-core finds on a page, and whether it scrolls sideways; run by the page itself, so that the policy stays in force."""

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page


@cache
def _source() -> str:
    (file,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return file.read_text("utf-8")


COLOURS = ["color-contrast", "link-in-text-block", "target-size"]  # the rules that a theme can change the outcome of


def faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """Every violation at any level, a line each: the rule, the element, what is wrong. `rules`: only these."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found: dict[str, Any] = page.evaluate("only => axe.run(document, {resultTypes: ['violations'], ...only})", only)
    return [
        f"{violation['id']} at {node['target']}: {node.get('failureSummary', violation['help'])}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
