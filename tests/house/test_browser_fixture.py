"""The fixtures that drive a browser say what went wrong in it."""

from playwright.sync_api import Page

from tests.support.browsers import Troubles


def test_an_error_inside_the_page_is_seen(page: Page, troubles: Troubles) -> None:
    page.set_content("<p>Dzień dobry</p>")
    page.evaluate("() => { console.error('no such drawing'); setTimeout(() => { throw new Error('lost') }) }")
    page.wait_for_function("() => true")
    assert any("no such drawing" in line for line in troubles.left())
    troubles.expect("no such drawing|lost")
    assert troubles.left() == []
