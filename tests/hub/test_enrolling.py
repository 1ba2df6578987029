"""Enrolling: a browser becomes a tablet of a shop by a code, once."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.devices import Device
from kontuar.core.installation import installation
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.hub.codes import shown
from kontuar.hub.enrolment import enrolling
from kontuar.hub.enrolment.models import Invitation
from tests.hub.conftest import Staff
from tests.support.chains import Chain


def invitation(chain: Chain, staff: Staff, name: str = "By the door") -> str:
    with writing() as session:
        place = session.get_one(Place, chain.gdansk)
        return enrolling.invite(session, place, name, "shop-visit", by=staff.marta, at=now())[1]


def test_a_code_makes_a_tablet_of_the_shop(chain: Chain, staff: Staff, client: FlaskClient) -> None:
    code = invitation(chain, staff)
    before = installation(db.session()).release
    answer = client.post("/api/v1/enrol", json={"code": shown(code).lower()})
    assert answer.status_code == 200
    assert answer.json["place"]["id"] == str(chain.gdansk) and answer.json["name"] == "By the door"
    assert len(bytes.fromhex(answer.json["receipt_key"])) == 32
    the_set = client.get("/api/v1/set", headers={"Authorization": f"Bearer {answer.json['token']}"})
    assert the_set.json["survey"]["document"]["key"] == "shop-visit"
    assert installation(db.session()).release == before + 1


def test_the_name_typed_on_the_tablet_counts(chain: Chain, staff: Staff, client: FlaskClient) -> None:
    answer = client.post("/api/v1/enrol", json={"code": invitation(chain, staff), "name": "  Przy\u202e kasie "})
    assert answer.json["name"] == "Przy kasie"


def test_a_code_works_once(chain: Chain, staff: Staff, client: FlaskClient) -> None:
    code = invitation(chain, staff)
    assert client.post("/api/v1/enrol", json={"code": code}).status_code == 200
    again = client.post("/api/v1/enrol", json={"code": code})
    assert (again.status_code, again.json["error"]["code"]) == (401, "code-wrong")
    assert db.session.query(Device).count() == 1


def test_a_code_is_over_after_fifteen_minutes(chain: Chain, staff: Staff, client: FlaskClient) -> None:
    code = invitation(chain, staff)
    with writing() as session:
        session.scalar(select(Invitation)).until -= timedelta(minutes=15)
    assert client.post("/api/v1/enrol", json={"code": code}).status_code == 401


def test_guessing_is_stopped_at_the_address(client: FlaskClient, chain: Chain) -> None:
    answers = [client.post("/api/v1/enrol", json={"code": f"GUESS-{number:04}"}) for number in range(11)]
    assert {answer.status_code for answer in answers[:10]} == {401}
    assert answers[10].status_code == 429 and int(answers[10].headers["Retry-After"]) >= 5


def test_trying_one_code_from_many_addresses_is_stopped_too(app: Flask, chain: Chain) -> None:
    statuses = [
        app.test_client()
        .post("/api/v1/enrol", json={"code": "0000"}, environ_base={"REMOTE_ADDR": f"192.0.2.{n}"})
        .status_code
        for n in range(11)
    ]
    assert statuses == [401] * 10 + [429]


def test_a_revoked_tablet_is_nobody_at_once(chain: Chain, staff: Staff, client: FlaskClient) -> None:
    answer = client.post("/api/v1/enrol", json={"code": invitation(chain, staff)}).json
    with writing() as session:
        device = session.scalar(select(Device))
        enrolling.revoke(session, device, by=staff.marta, at=now())
    refused = client.get("/api/v1/set", headers={"Authorization": f"Bearer {answer['token']}"})
    assert (refused.status_code, refused.json["error"]["code"]) == (401, "device-unknown")
    verbs = [deed.verb for deed in db.session.query(Deed).order_by(Deed.at, Deed.id)]
    assert verbs == ["device.invited", "device.enrolled", "device.revoked"]
