"""Whoever looks after a shop sees whether its answers have arrived, and what lies aside; head office sees it of all shops."""

import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact
from kontuar.core.errors import Unreachable
from kontuar.core.people import Person
from kontuar.core.times import now
from kontuar.hub import exchange
from kontuar.hub.enrolment import enrolling
from kontuar.sync.outgoing import HeldBack, SetAside, UpstreamContact
from kontuar.web.access import COOKIE
from tests.hub.conftest import Staff
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite
from tests.support.nodes import Node, gathered

pytestmark = on_sqlite
SignedIn = Callable[[UUID], FlaskClient]


def read(answer: TestResponse) -> str:
    """A page's words as they are read."""
    return unescape(answer.text)


def marta_at(shop: Node, staff: Staff) -> FlaskClient:
    """The manager's browser, in which she has signed in at the shop's own node."""
    shop.app.config["WTF_CSRF_ENABLED"] = False
    client = shop.app.test_client()
    with shop.inside(), writing() as session:
        token = visits.begin(session, session.get_one(Person, staff.marta), "password", now())
    client.set_cookie(COOKIE, token)
    return client


def test_a_shop_sees_that_everything_has_arrived(chain: Chain, staff: Staff, tablet: Tablet, shop: Node) -> None:
    gathered(shop, chain, tablet, 3)
    marta = marta_at(shop, staff)
    shop.syncs()
    page = read(marta.get("/sync"))
    assert "Everything is at head office" in page
    assert "Nothing lies aside" in page


def test_a_shop_sees_since_when_the_line_is_down_and_what_waits(
    chain: Chain, staff: Staff, tablet: Tablet, shop: Node
) -> None:
    shop.syncs()
    gathered(shop, chain, tablet, 12)
    with shop.inside():
        exchange.note_failure(Unreachable(detail="Connection refused"))
    page = read(marta_at(shop, staff).get("/sync"))
    assert "No connection to head office since" in page
    assert "12 answers wait here." in page
    assert "Head office's computer doesn't answer." in page


def test_try_now_asks_whoever_sends_not_to_wait(chain: Chain, staff: Staff, shop: Node) -> None:
    shop.syncs()
    with shop.inside():
        assert not exchange.asked_for()
    assert marta_at(shop, staff).post("/sync/now").status_code == 303
    with shop.inside():
        assert exchange.asked_for()
    shop.syncs()
    with shop.inside():
        assert not exchange.asked_for()


def aside_of_each_sort(chain: Chain, tablet: Tablet) -> list[bytes]:
    """Lines of which each lies aside for another reason, or leaves a gap."""
    first = tablet.response(chain.survey, {"visit": 1}, seq=1)
    return [
        first,
        tablet.response(chain.survey, {"visit": 5}, id=json.loads(first)["id"], seq=1),
        tablet.response(chain.survey, {"visit": 2}, seq=1),
        tablet.fact("kiosk.lost-property", {}, changes={"seq": 2}),
        tablet.response("00" * 32, {"visit": 1}, seq=3),
        *(tablet.response(chain.survey, {"visit": 2}, seq=seq) for seq in (9, 99)),
        tablet.response(chain.survey, {"visit": 2}, seq=11, at="yesterday"),
    ]


def test_a_shop_sees_each_thing_that_lies_aside(chain: Chain, staff: Staff, tablet: Tablet, shop: Node) -> None:
    shop.takes(tablet, *aside_of_each_sort(chain, tablet))
    with shop.inside(), writing() as session:
        at = now()
        session.add(HeldBack(place_id=chain.gdansk, position=1, why="no-verdict", tries=1, held_at=at, again_at=at))
        session.add(
            SetAside(place_id=chain.gdansk, position=2, fact_id=tablet.id, kind="kiosk.response", why="place", at=at)
        )
    marta = marta_at(shop, staff)
    page = read(marta.get("/sync"))
    for words in (
        "Refused by head office", "Sent again later", "Can't be read", "Waiting for their survey or quiz",
        "Came twice, differently", "Devices that were copied or restored", "Missing, and nobody has said why",
        "numbers 4 to 8", "number 11: arrived, but unreadable",
    ):  # fmt: skip
        assert words in page, words
    assert marta.post("/sync/again").status_code == 303
    assert "Refused by head office" not in read(marta.get("/sync"))


def test_a_shop_is_told_when_a_release_was_refused_and_when_it_was_let_go(
    chain: Chain, staff: Staff, shop: Node
) -> None:
    shop.syncs()
    marta = marta_at(shop, staff)
    with shop.inside(), writing() as session:
        session.get_one(UpstreamContact, 1).release_refused = "signature"
    page = read(marta.get("/sync"))
    assert "newest release wasn't taken" in page and "RELEASE-SIGNATURE" in page
    with shop.inside(), writing() as session:
        session.get_one(UpstreamContact, 1).why = "device-unknown"
    assert "Head office has let this computer go" in read(marta.get("/sync"))


def test_head_office_sees_its_shops_and_a_manager_only_his(
    chain: Chain, staff: Staff, tablet: Tablet, shop: Node, signed_in: SignedIn
) -> None:
    gathered(shop, chain, tablet, 2)
    shop.takes(tablet, tablet.fact("kiosk.lost-property", {}))
    shop.syncs()
    iga, roman, kasia = (signed_in(person) for person in (staff.iga, staff.roman, staff.kasia))
    page = read(iga.get("/sync"))
    assert "The shop's node is up to date" in page and "Gdańsk" in page and "1 answer" in page
    assert "Gdańsk" not in read(roman.get("/sync"))
    assert iga.get(f"/sync/{chain.gdansk}").status_code == 200
    assert roman.get(f"/sync/{chain.gdansk}").status_code == 404
    assert roman.get(f"/sync/{chain.krakow}").status_code == 200
    assert kasia.get("/sync").status_code == 403
    assert iga.get(f"/sync/{tablet.id}").status_code == 404


def test_head_office_sees_a_node_that_is_silent(chain: Chain, staff: Staff, shop: Node, signed_in: SignedIn) -> None:
    shop.syncs()
    with writing() as session:
        node = session.scalars(select(Device).where(Device.kind == "node")).one()
        session.get_one(DeviceContact, node.id).last_at = now() - timedelta(hours=3)
    assert "needs a look" in read(signed_in(staff.iga).get("/sync"))
    with writing() as session:
        enrolling.revoke(session, node, by=None, at=now())
    assert "Tablets report here directly" in read(signed_in(staff.iga).get("/sync"))


def test_head_office_sees_a_shop_that_is_incomplete(
    chain: Chain, staff: Staff, tablet: Tablet, shop: Node, signed_in: SignedIn
) -> None:
    shop.takes(tablet, tablet.response(chain.survey, {"visit": 4}, seq=7))
    shop.syncs()
    page = read(signed_in(staff.iga).get(f"/sync/{chain.gdansk}"))
    assert "Something is missing from" in page and "numbers 1 to 6" in page


def test_the_link_of_a_code_explains_itself_or_leads_to_the_form(client: FlaskClient, chain: Chain, node: Node) -> None:
    assert "Opening it here does nothing" in read(client.get("/join"))
    assert node.app.test_client().get("/join").headers["Location"] == "/start/join"


def test_the_hub_hears_from_a_node_of_its_tablets(chain: Chain, tablet: Tablet, shop: Node) -> None:
    at = now() - timedelta(minutes=3)
    with shop.inside(), writing() as session:
        session.add(DeviceContact(device_id=tablet.id, last_at=at, release=2, unsent=5, oldest_at=at))
    shop.syncs()
    row = db.session.get_one(DeviceContact, tablet.id)
    assert (row.release, row.unsent) == (2, 5)
    assert abs(row.last_at - at) < timedelta(milliseconds=2)
