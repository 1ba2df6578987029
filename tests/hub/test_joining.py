"""How a shop's node comes to belong to a chain, and who can't make it."""

import json
import stat
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import DeviceUnknown, Invalid, Problem, Unreachable
from kontuar.core.installation import Installation, found, installation
from kontuar.core.people import Person
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.hub import joining
from kontuar.hub.enrolment import enrolling
from kontuar.hub.fleet import inviting
from kontuar.hub.fleet.models import NodeInvitation
from kontuar.hub.joining import AnotherHub, AnotherShop, CodeUnreadable, NotEmpty, Way
from kontuar.hub.releases import signing
from kontuar.sync.definitions import Definition, Publication
from kontuar.sync.upstream import LineOpen
from tests.hub.conftest import Staff
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite
from tests.support.nodes import Node, at_hub, gathered, invited, keys
from tests.support.servers import serving


def test_a_node_joins_and_has_its_shop_its_people_and_what_is_published(
    app: Flask, chain: Chain, staff: Staff, served: str, node: Node
) -> None:
    node.joins(invited(chain.gdansk, served), "Kasa 1")
    device = db.session.scalars(select(Device)).one()
    assert (device.kind, device.place_id, device.name) == ("node", chain.gdansk, "Kasa 1")
    hub = installation(db.session())
    with node.inside():
        here = db.session.scalars(select(Installation)).one()
        assert (here.kind, here.id, here.place_id, here.upstream) == ("node", device.id, chain.gdansk, served)
        assert hub and here.release == hub.release
        assert here.language == "pl"
        assert {place.id for place in db.session.scalars(select(Place))} == {chain.root, chain.gdansk}
        assert {person.id for person in db.session.scalars(select(Person))} == {staff.marta, staff.kasia}
        marta = db.session.get_one(Person, staff.marta)
        assert marta.password_hash and [post.place_id for post in marta.posts] == [chain.gdansk]
        assert db.session.scalars(select(Definition.hash)).one().hex() == chain.survey
        assert db.session.scalars(select(Publication)).one().withdrawn_at is None
    assert here.upstream_key == signing.public_key(keys())


def test_the_token_is_kept_in_a_file_of_its_owner_and_nowhere_else(
    app: Flask, chain: Chain, served: str, node: Node
) -> None:
    node.joins(invited(chain.gdansk, served))
    home = node.app.config["KONTUAR"].home
    file = home / "keys" / "upstream"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    token = json.loads(file.read_bytes())["token"].encode()
    with node.inside():
        db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint")
    others = [each for each in home.rglob("*") if each.is_file() and each != file]
    assert not [each.name for each in others if token in each.read_bytes()]


def test_a_typed_code_does_as_well_as_a_link(app: Flask, chain: Chain, served: str, node: Node) -> None:
    way = invited(chain.gdansk, served)
    spoken = joining.code(way.secret, signing.public_key(keys())).lower().replace("0", "o")
    node.joins(joining.read(f"{spoken[:4]} {spoken[4:8]}-{spoken[8:12]} {spoken[12:]}", served))
    with node.inside():
        assert db.session.scalars(select(Installation.kind)).one() == "node"


@pytest.mark.parametrize("typed", ["", "K7P4", "K7P4-M2XD-K7P4-M2XU", "K7P4-M2XD-K7P4-M2XD-1", "#", "żółw" * 4])
def test_what_is_no_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(CodeUnreadable):
        joining.read(typed, "https://hub.example")


@pytest.mark.parametrize("address", ["", "hub.example", "ftp://hub.example", "https://", "https://a:b@hub.example"])
def test_an_address_must_be_one(address: str) -> None:
    with pytest.raises(Invalid):
        joining.read("K7P4-M2XD-K7P4-M2XD", address)


def test_an_open_line_is_refused_except_within_one_machine() -> None:
    with pytest.raises(LineOpen):
        joining.read("K7P4-M2XD-K7P4-M2XD", "http://hub.example")
    for address in (
        "http://localhost:8322",
        "http://127.0.0.1:8322",
        "http://[::1]:8322",
        "https://hub.example/kontuar",
    ):
        assert joining.read("K7P4-M2XD-K7P4-M2XD", address + "/").address == address


@on_sqlite
def test_the_secret_is_not_told_to_a_hub_that_did_not_make_the_code(
    app: Flask, chain: Chain, client: FlaskClient, node: Node
) -> None:
    heard: list[bytes] = []

    @app.before_request
    def listen() -> None:
        from flask import request

        heard.append(request.get_data())

    with serving(app) as address:
        way = invited(chain.gdansk, address)
        check = way.check[:-1] + ("0" if way.check[-1] != "0" else "1")
        for wrong in (Way(address, way.secret, check), Way(address, way.secret, way.check, "0" * 64)):
            with pytest.raises(AnotherHub):
                node.joins(wrong)
    assert not any(way.secret.encode() in body for body in heard)
    assert db.session.scalars(select(NodeInvitation.used_at)).one() is None
    with node.inside():
        assert installation(db.session()) is None


def test_a_code_works_once(app: Flask, chain: Chain, served: str, node: Node, other_node: Node) -> None:
    way = invited(chain.gdansk, served)
    node.joins(way)
    with pytest.raises(Problem) as refused:
        other_node.joins(way)
    assert refused.value.code == "code-wrong"
    assert len(db.session.scalars(select(Device)).all()) == 1


def test_a_node_whose_answer_was_lost_may_use_its_code_again(
    app: Flask, chain: Chain, served: str, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = invited(chain.gdansk, served)
    with monkeypatch.context() as power:
        power.setattr("kontuar.hub.releases.fetching.newest", lost_line)
        with pytest.raises(Unreachable):
            node.joins(way)
    with node.inside():
        assert installation(db.session()) is None
    node.joins(way)
    assert len(db.session.scalars(select(Device)).all()) == 1


def lost_line(*_: object) -> None:
    raise Unreachable(detail="the line is down")


def test_a_code_is_over_after_a_quarter_of_an_hour(app: Flask, chain: Chain, client: FlaskClient) -> None:
    before = now() - timedelta(minutes=15)
    with writing() as session:
        _, secret = inviting.invite(session, session.get_one(Place, chain.gdansk), "", by=None, at=before)
    answer = client.post("/api/v1/join", json={"code": secret, "nonce": "n" * 32})
    assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (401, "code-wrong")


def test_guessing_codes_is_slowed_down(app: Flask, chain: Chain, client: FlaskClient) -> None:
    said = [client.post("/api/v1/join", json={"code": "0" * 8, "nonce": "n" * 32}) for _ in range(12)]
    assert [answer.status_code for answer in said][:10] == [401] * 10
    assert said[-1].status_code == 429
    assert int(said[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"code": 5, "nonce": "x"}', b"[" * 100_000, b'{"code": "\xff"}'])
def test_nonsense_at_the_door_is_said_to_be_nonsense(client: FlaskClient, chain: Chain, body: bytes) -> None:
    assert client.post("/api/v1/join", data=body).status_code == 422


def test_an_installation_with_a_chain_of_its_own_does_not_join(
    app: Flask, chain: Chain, served: str, node: Node
) -> None:
    with node.inside(), writing() as session:
        found(session, kind="hub", language="en", at=now())
        session.add(Place(id=chain.krakow, parent_id=None, kind="chain", name="Another", time_zone="Europe/Warsaw"))
    with pytest.raises(NotEmpty):
        node.joins(invited(chain.gdansk, served))
    assert not db.session.scalars(select(Device)).all()


def test_nothing_joins_a_node_or_an_empty_installation(app: Flask, chain: Chain, served: str, node: Node) -> None:
    assert node.app.test_client().get("/api/v1/hub").status_code == 404
    node.joins(invited(chain.gdansk, served))
    assert node.app.test_client().get("/api/v1/hub").status_code == 404
    answer = node.app.test_client().post("/api/v1/join", json={"code": "0" * 8, "nonce": "n" * 32})
    assert answer.status_code == 404


def test_a_node_that_was_let_go_joins_again_and_sends_what_it_kept(
    app: Flask, chain: Chain, served: str, gdansk_tablet: Tablet, node: Node
) -> None:
    node.joins(invited(chain.gdansk, served))
    kept = gathered(node, chain, gdansk_tablet, 3)
    with writing() as session:
        first = session.scalars(select(Device).where(Device.kind == "node")).one()
        enrolling.revoke(session, first, by=None, at=now())
        session.scalars(select(Installation)).one().release = 1  # and the hub was restored from an old copy
    with pytest.raises(DeviceUnknown):
        node.syncs()
    with pytest.raises(AnotherShop):
        node.joins(invited(chain.krakow, served))
    node.joins(invited(chain.gdansk, served))
    node.syncs()
    assert at_hub() == sorted(kept)
    assert node.rows(Installation)[0].id != first.id
