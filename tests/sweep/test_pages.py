"""Every page that the application serves, opened by whoever may: axe, narrow windows, and no text without a translation.

The routes are the application's own: a new page is walked without anybody adding it here.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from kontuar.web.access import COOKIE
from tests.support.browsers import Troubles
from tests.support.servers import serving
from tests.sweep.eyes import Eyes
from tests.sweep.readings import Reading
from tests.sweep.worlds import World

People = Callable[[], BrowserContext]
# Routes that answer a GET and aren't opened here, and why.
NOT_HERE = {
    "web.asset": "a file", "tablet.module": "a file", "tablet.manifest": "a file", "tablet.service_worker": "a file",
    "tablet.texts": "a file", "tablet_api.the_set": "for machines", "releases_api.document": "for machines",
    "releases_api.release": "for machines", "fleet_api.hub": "for machines",
    "devices.invited": "for the page that waits for a tablet", "tablet.shell": "the tablet: test_tablet.py",
    "start.index": "only before a chain begins: test_states.py", "start.you": "the same", "start.shop": "the same",
    "start.language": "the same", "start_join.join": "the same",
    "imports.progress": "for the page that waits", "imports.bad_rows": "a file", "monthly.as_pdf": "a file",
}  # fmt: skip
SIGNED_IN = {"door.sign_out"}  # open to anybody, and worth looking at only for who has signed in
MORE = {  # addresses that show something else than the plain ones, and their answer
    "/results?days=7": 200, "/results?from=2001-01-01&to=2001-01-02": 200, "/results/comments?words=ζζζ": 200,
    "/results/shops?by=language": 200,
    "/results/trend?from=2001-01-01&to=2001-01-02": 200, "/surveys/product-advice?language=ar": 200, "/nowhere": 404,
}  # fmt: skip


def test_every_page_of_a_chain(world: World, people: People, eyes: Eyes, reading: Reading, troubles: Troubles) -> None:
    troubles.expect("404")
    with serving(world.app) as address:
        nobody, somebody = (reader(people, address, reading) for _ in range(2))
        cookie = world.signed_in("Mozilla Firefox/140 Linux")
        somebody.context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        for path, endpoint in addresses(world):
            access = getattr(world.app.view_functions.get(endpoint), "access", "people")
            page = nobody if access == "anyone" and endpoint not in SIGNED_IN else somebody
            answer = page.goto(address + path)
            assert answer and (answer.status, page.url.startswith(address + path[:9])) == (MORE.get(path, 200), True), (
                path
            )
            eyes.look(page, path)
    assert eyes.found == []
    assert len(eyes.looked) > 45


def reader(people: People, address: str, reading: Reading) -> Page:
    context = people()
    context.add_cookies([{"name": "language", "value": reading.tag, "url": address}])
    return context.new_page()


def addresses(world: World) -> list[tuple[str, str]]:
    """Every address that is a page, with its endpoint; then the further ones, with none."""
    binding = world.app.url_map.bind("localhost")
    found = []
    for rule in world.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_HERE:
            room = str(rule.endpoint).partition(".")[0]
            values = {name: world.examples.get(f"{room}.{name}") or world.examples[name] for name in rule.arguments}
            found.append((binding.build(rule.endpoint, values), str(rule.endpoint)))
    return [*sorted(found), *((path, "") for path in MORE)]
