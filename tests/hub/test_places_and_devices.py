"""The pages about places and devices, and the log: who sees which, what may be done, what is written down."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.core.people import Role
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.hub.enrolment.models import Invitation
from tests.hub.conftest import Staff, hired
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite

SignedIn = Callable[[UUID], FlaskClient]


def shop(chain: Chain, **changes: str) -> dict[str, str]:
    return {"kind": "shop", "name": "Lublin", "parent": str(chain.root), "time_zone": "Europe/Warsaw"} | changes


def called(name: str) -> Place:
    return db.session.scalars(select(Place).where(Place.name == name)).one()


def test_a_region_gets_shops_each_with_its_own_clock(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    iga = signed_in(staff.iga)
    before = installation(db.session()).release
    iga.post("/places/new", data=shop(chain, kind="region", name="Zachód", time_zone="Europe/Lisbon"))
    west = called("Zachód")
    iga.post("/places/new", data=shop(chain, name="Lisboa", parent=str(west.id), time_zone="Europe/Lisbon"))
    lisbon = called("Lisboa")
    assert (lisbon.kind, lisbon.parent_id, lisbon.time_zone) == ("shop", west.id, "Europe/Lisbon")
    assert "Lisboa" in iga.get("/places").text
    assert installation(db.session()).release == before + 2


def test_a_time_zone_is_one_that_exists(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    answer = signed_in(staff.iga).post("/places/new", data=shop(chain, time_zone="Europe/Gdansk"))
    assert answer.status_code == 422


def test_a_shop_has_no_shops(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    assert signed_in(staff.iga).post("/places/new", data=shop(chain, parent=str(chain.gdansk))).status_code == 422


def test_an_administrator_of_one_shop_keeps_that_one_only(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    with writing() as session:
        ada = hired(session, "Ada", "Kos", (Role.ADMIN, chain.gdansk), email="ada@bursztyn.example")
    client = signed_in(ada)
    assert "Kraków" not in client.get("/places").text
    assert client.get(f"/places/{chain.krakow}").status_code == 404
    assert client.post("/places/new", data=shop(chain)).status_code == 422
    assert (
        client.post(f"/places/{chain.gdansk}", data={"name": "Gdańsk", "time_zone": "Europe/Warsaw"}).status_code == 303
    )
    assert called("Gdańsk").id == chain.gdansk


def test_a_shop_where_a_tablet_works_isnt_closed(
    staff: Staff, chain: Chain, tablet: Tablet, signed_in: SignedIn
) -> None:
    iga = signed_in(staff.iga)
    assert "Let them go first" in iga.post(f"/places/{chain.gdansk}/closing", follow_redirects=True).text
    iga.post(f"/devices/{tablet.id}/revocation")
    iga.post(f"/places/{chain.gdansk}/closing")
    assert called("Gdańsk, Długi Targ").closed_at is not None
    assert "Długi Targ" not in iga.get("/devices/new").text
    iga.post(f"/places/{chain.gdansk}/opening")
    assert called("Gdańsk, Długi Targ").closed_at is None


def test_marta_makes_a_code_for_her_shop_with_qr_and_letters(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    marta = signed_in(staff.marta)
    assert "Kraków" not in marta.get("/devices/new").text
    text = marta.post("/devices/new", data={"place": str(chain.gdansk), "name": "Wejście", "survey": "shop-visit"}).text
    code = re.search(r'id="code">([0-9A-Z-]{19})<', text)
    assert code and "<svg" in text and "style=" not in text
    invitation = db.session.scalars(select(Invitation)).one()
    status = marta.get(f"/devices/invitations/{invitation.id}")
    assert status.json == {"page": None}
    marta.post("/api/v1/enrol", json={"code": code[1]})
    device = db.session.scalars(select(Device)).one()
    assert marta.get(f"/devices/invitations/{invitation.id}").json == {"page": f"/devices/{device.id}"}
    assert (device.name, device.survey, device.place_id) == ("Wejście", "shop-visit", chain.gdansk)
    assert signed_in(staff.roman).get(f"/devices/invitations/{invitation.id}").status_code == 404


def test_no_code_for_another_shop(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    marta = signed_in(staff.marta)
    asked = {"place": str(chain.krakow), "name": "Wejście", "survey": "shop-visit"}
    assert marta.post("/devices/new", data=asked).status_code == 422
    assert marta.post("/devices/here", data=asked).status_code == 404
    assert db.session.query(Invitation).count() == 0


def test_the_list_says_what_is_silent_and_what_is_old(
    staff: Staff, chain: Chain, tablet: Tablet, signed_in: SignedIn
) -> None:
    with writing() as session:
        session.add(DeviceContact(device_id=tablet.id, last_at=now() - timedelta(minutes=41), unsent=12, release=0))
        installation(session).release = 3
    text = signed_in(staff.marta).get("/devices").text
    assert "0 of 1 device works" in text and "silent for 41 minutes" in text and ">12<" in text and "old" in text
    assert "By the door" not in signed_in(staff.roman).get("/devices").text


def test_an_administrator_makes_a_code_for_a_shops_node(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    asked = {"place": str(chain.gdansk), "name": "Zaplecze"}
    text = signed_in(staff.iga).post("/devices/new-node", data=asked).text
    code = re.search(r'id="code">([0-9A-Z-]{19})<', text)
    assert code and f"http://localhost/join#{code[1]}." in text
    assert signed_in(staff.marta).post("/devices/new-node", data=asked).status_code == 403
    assert "Code for a node made: Zaplecze" in signed_in(staff.iga).get("/log").text


def test_a_tablet_gets_another_name_and_survey(
    staff: Staff, chain: Chain, tablet: Tablet, signed_in: SignedIn, client: FlaskClient
) -> None:
    answer = signed_in(staff.marta).post(f"/devices/{tablet.id}", data={"name": "Przy kasie", "survey": ""})
    assert answer.status_code == 303
    the_set = client.get("/api/v1/set", headers={"Authorization": f"Bearer {tablet.token}"}).json
    assert (the_set["device"]["name"], the_set["survey"]) == ("Przy kasie", None)


def test_a_lost_tablet_is_let_go(staff: Staff, tablet: Tablet, signed_in: SignedIn, client: FlaskClient) -> None:
    assert signed_in(staff.roman).post(f"/devices/{tablet.id}/revocation").status_code == 404
    assert signed_in(staff.marta).post(f"/devices/{tablet.id}/revocation").status_code == 303
    assert client.get("/api/v1/set", headers={"Authorization": f"Bearer {tablet.token}"}).status_code == 401
    assert "By the door" in signed_in(staff.marta).get("/devices?show=gone").text


def test_the_log_is_read_by_administrators_of_that_part(
    staff: Staff, chain: Chain, tablet: Tablet, signed_in: SignedIn
) -> None:
    with writing() as session:
        ada = hired(session, "Ada", "Kos", (Role.ADMIN, chain.krakow), email="ada@bursztyn.example")
    signed_in(staff.marta).post(f"/devices/{tablet.id}/revocation")
    whole = signed_in(staff.iga).get("/log").text
    assert "Device let go: By the door" in whole and "Marta Wilk" in whole
    assert "By the door" not in signed_in(ada).get("/log").text
    assert signed_in(staff.marta).get("/log").status_code == 403


def test_the_log_is_asked_by_kind_place_person_and_day(
    staff: Staff, chain: Chain, tablet: Tablet, signed_in: SignedIn
) -> None:
    iga = signed_in(staff.iga)
    signed_in(staff.marta).post(f"/devices/{tablet.id}/revocation")
    line, today = "Device let go", now().astimezone(ZoneInfo("Europe/Warsaw")).date().isoformat()
    for query in ("kind=devices", f"place={chain.gdansk}", f"person={staff.marta}", f"to={today}", "kind=nonsense"):
        assert line in iga.get(f"/log?{query}").text, query
    for query in ("kind=people", f"place={chain.krakow}", f"person={staff.iga}", "from=2100-12-31", "to=2020-01-01"):
        assert line not in iga.get(f"/log?{query}").text, query


@on_sqlite
def test_the_log_goes_back_page_by_page_without_losing_a_line(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    from kontuar.core import deeds

    at = now()
    with writing() as session:
        for number in range(120):  # many in the same millisecond
            deeds.note(session, at, "place.added", f"Shop {number:03}", place_id=chain.gdansk, where="Bursztyn")
    iga, seen, address = signed_in(staff.iga), [], "/log"
    while address:
        text = iga.get(address).text
        seen += re.findall(r"Shop (\d{3})", text)
        older = re.search(r'href="(/log\?before=[^"]+)"', text)
        address = older[1].replace("&amp;", "&") if older else ""
    assert sorted(seen) == [f"{number:03}" for number in range(120)]


def test_every_deed_has_a_sentence(staff: Staff) -> None:
    from pathlib import Path

    from kontuar.hub.log.sentences import groups
    from tests.shared import CHECKOUT

    verbs = set()
    for folder in ("kontuar", "kiosk", "lms"):
        for path in Path(CHECKOUT / folder).rglob("*.py"):
            found = re.findall(
                r'(?:deeds\.|_)note\(\s*[a-z]+,\s*[a-z]+(?:\(\))?,\s*f?"([a-z{}.-]+)"', path.read_text("utf-8")
            )
            verbs |= set(found)
    verbs = {verb.replace("{purpose}", word) for verb in verbs for word in ("pin", "password")}
    told = {verb for _, verbs in groups().values() for verb in verbs}
    assert verbs and verbs <= told, verbs - told


def test_an_unknown_device_isnt_there(staff: Staff, signed_in: SignedIn) -> None:
    assert signed_in(staff.iga).get(f"/devices/{new_id()}").status_code == 404
    assert signed_in(staff.iga).post(f"/devices/{new_id()}/revocation").status_code == 404
