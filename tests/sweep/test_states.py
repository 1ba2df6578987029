"""Pages that depend on how things are: the first start step by step, and a shop's own page while it syncs and doesn't."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from kontuar.core import visits
from kontuar.core.database import writing
from kontuar.core.devices import DeviceContact
from kontuar.core.errors import DeviceUnknown, Unreachable
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Role
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.hub import exchange
from kontuar.sync.outgoing import HeldBack, SetAside, UpstreamContact
from kontuar.web.access import COOKIE
from tests.hub.conftest import PASSWORD, hired
from tests.support.browsers import Troubles
from tests.support.chains import Tablet, found_chain
from tests.support.nodes import Node, installed, invited
from tests.support.servers import serving
from tests.sweep.eyes import Eyes
from tests.sweep.readings import Reading
from tests.sweep.test_pages import reader
from tests.sweep.worlds import marked

People = Callable[[], BrowserContext]
SHOP = {"chain": marked("Bursztyn"), "shop": marked("Gdańsk")}
YOU = {
    "given_name": marked("Iga"),
    "family_name": marked("Pawlak"),
    "email": "iga@bursztyn.example",
    "password": PASSWORD,
}


@pytest.fixture
def empty(tmp_path: Path, sqlite_template: Path, spoken: Callable[[Any], Any]) -> Iterator[Node]:
    """An installation with nothing in it."""
    with installed(tmp_path / "empty", sqlite_template) as empty:
        spoken(empty.app)
        yield empty


def send(page: Page, **typed: str) -> None:
    """Fill in what the page asks for and send it."""
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form [type=submit]").last.click()


def test_every_step_of_the_first_start(
    empty: Node, people: People, reading: Reading, eyes: Eyes, troubles: Troubles
) -> None:
    troubles.expect("422")
    with serving(empty.app) as address:
        page = reader(people, address, reading)
        for path in ("/start", "/start/join", "/start/you"):
            page.goto(address + path)
            eyes.look(page, path)
        send(page)
        eyes.look(page, "/start/you, with nothing in it")
        send(page, **YOU)
        page.wait_for_url("**/start/shop")
        eyes.look(page, "/start/shop")
        page.locator("[name=time_zone]").select_option("Europe/Warsaw")
        send(page, **SHOP)
        page.wait_for_url("**/start/language")
        eyes.look(page, "/start/language")
        page.locator(f"input[name=language][value='{reading.tag}']").check(force=True)
        send(page)
        page.wait_for_url("**/start/tablet")
        eyes.look(page, "/start/tablet")
        for path in ("/", "/people", "/devices", "/sync", "/log", "/me"):
            page.goto(address + path)
            eyes.look(page, f"{path}, on the first day")
    assert eyes.found == []


@pytest.fixture
def hub(tmp_path: Path, sqlite_template: Path) -> Iterator[Node]:
    """A chain with two shops, in marked letters, and Marta, who looks after the one in Gdańsk."""
    with installed(tmp_path / "hub", sqlite_template) as hub:
        yield hub


def test_a_shops_own_page_in_every_state(hub: Node, empty: Node, people: People, reading: Reading, eyes: Eyes) -> None:
    with hub.inside(), writing() as session:
        chain = found_chain(session)
        for place in session.scalars(select(Place)):
            place.name = marked(place.name)
        marta = hired(
            session, marked("Marta"), marked("Wilk"), (Role.MANAGER, chain.gdansk), email="marta@bursztyn.example"
        )
        tablet = chain.tablet(session, name=marked("By the door"))
    with serving(hub.app) as upstream, serving(empty.app) as address:
        with hub.inside():
            way = invited(chain.gdansk, upstream, marked("Back office"))
        empty.joins(way, marked("Back office"))
        with empty.inside(), writing() as session:
            cookie = visits.begin(session, session.get_one(Person, marta), "password", now())
        page = reader(people, address, reading)
        page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])

        def look(state: str) -> None:
            page.goto(f"{address}/sync")
            eyes.look(page, f"/sync, {state}")

        look("new")
        empty.syncs()
        look("done")
        _answers(empty, tablet, chain.survey)
        look("sending, with all that can lie aside")
        with empty.inside(), writing() as session:
            session.get_one(UpstreamContact, 1).reached_at = now() - timedelta(hours=1)
        look("stopped")
        with empty.inside():
            exchange.note_failure(Unreachable(detail="ECONNREFUSED"))
            _lie_aside(chain.gdansk, tablet.id)
        look("offline")
        with empty.inside(), writing() as session:
            session.get_one(UpstreamContact, 1).release_refused = "signature"
        look("a refused release")
        with empty.inside():
            exchange.note_failure(DeviceUnknown())
        look("let go")
    assert eyes.found == []
    assert len(eyes.looked) == 7


def _answers(node: Node, tablet: Tablet, survey: str) -> None:
    """Answers of which some lie aside, each for another reason, and some are missing, one with a reason."""
    first = tablet.response(survey, {"visit": 1}, seq=1)
    void = {"epoch": tablet.epoch, "seq": 5, "fact": str(new_id()), "why": "too-long"}
    node.takes(
        tablet, first, tablet.response(survey, {"visit": 5}, id=json.loads(first)["id"], seq=1),
        tablet.response(survey, {"visit": 2}, seq=1), tablet.fact("kiosk.lost-property", {}, changes={"seq": 2}),
        tablet.response("00" * 32, {"visit": 1}, seq=3), tablet.fact("sync.void", void, changes={"seq": 6}),
        *(tablet.response(survey, {"visit": 2}, seq=seq) for seq in (9, 99)),
        tablet.response(survey, {"visit": 2}, seq=11, at="yesterday"),
    )  # fmt: skip


def _lie_aside(place: UUID, device: UUID) -> None:
    with writing() as session:
        at = now()
        session.add(HeldBack(place_id=place, position=1, why="no-verdict", tries=1, held_at=at, again_at=at))
        session.add(SetAside(place_id=place, position=2, fact_id=new_id(), kind="x.y", why="place", at=at))
        session.merge(DeviceContact(device_id=device, last_at=at - timedelta(hours=2), release=1, unsent=4))
