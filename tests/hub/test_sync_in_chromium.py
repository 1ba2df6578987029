"""Joining a chain by the page, in a browser; how its pages look in each state is swept in tests/sweep."""

import re

from flask import Flask
from playwright.sync_api import Page, expect

from kontuar.hub import joining
from kontuar.hub.releases import signing
from tests.hub.conftest import Staff
from tests.hub.test_pages_in_chromium import usable
from tests.support.chains import Chain
from tests.support.databases import on_sqlite
from tests.support.nodes import Node, invited, keys
from tests.support.servers import serving

pytestmark = on_sqlite


def test_a_shops_computer_joins_by_the_link(
    page: Page, app: Flask, served: str, chain: Chain, staff: Staff, node: Node
) -> None:
    way = invited(chain.gdansk, served)
    link = joining.link(served, way.secret, signing.public_key(keys()))
    with serving(node.app) as address:
        page.goto(address)
        page.get_by_role("link", name=re.compile("Join a chain")).click()
        page.get_by_label("Link or code").fill(link)
        page.get_by_label("This computer's name").fill("Back office")
        usable(page, "/start/join")
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("This shop belongs to the chain now.")).to_be_visible()
        usable(page, "joined")
