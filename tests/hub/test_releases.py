"""What head office publishes reaches a shop whole, proven and in order, or not at all."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from kiosk.responses.models import Response
from kontuar.app import models
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, new_token
from kontuar.core.errors import DeviceUnknown
from kontuar.core.ids import new_id
from kontuar.core.installation import changed, installation
from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.hub import exchange
from kontuar.hub.enrolment import enrolling
from kontuar.hub.people import acts
from kontuar.hub.releases.manifest import DeviceEntry, PersonEntry, PlaceEntry, manifest_for, write
from kontuar.sync.definitions import Definition, Publication, in_force, publish, withdraw
from kontuar.sync.models import Waiting
from tests.hub.conftest import Staff, hired
from tests.support.chains import Chain, Tablet, survey_document
from tests.support.databases import on_sqlite
from tests.support.nodes import Node, keys


def in_force_at(node: Node, key: str) -> tuple[int, str] | None:
    with node.inside():
        found = in_force(db.session(), "survey", key)
        return (found.version, found.hash.hex()) if found else None


def takes_release(node: Node) -> bool:
    with node.inside():
        here = installation(db.session())
        up = exchange.line(here)
        assert here and up
        return exchange.take_release(up, here)


def test_a_new_version_of_a_survey_is_in_force_in_the_shop_after_the_next_exchange(chain: Chain, shop: Node) -> None:
    with writing() as session:
        new = publish(session, "survey", "shop-visit", survey_document(thanks={"en": "Bye", "pl": "Pa"}), now())
    shop.syncs()
    assert in_force_at(shop, "shop-visit") == (2, new.hash.hex())
    with shop.inside():
        assert len(db.session.scalars(select(Definition)).all()) == 2
        old = db.session.scalars(select(Publication).where(Publication.withdrawn_at.is_not(None))).one()
        assert old.hash.hex() == chain.survey


def test_what_head_office_takes_back_is_out_of_force_in_the_shop(chain: Chain, shop: Node) -> None:
    at = now()
    with writing() as session:
        withdraw(session, "survey", "shop-visit", at)
    shop.syncs()
    assert in_force_at(shop, "shop-visit") is None
    with shop.inside():
        assert abs(db.session.scalars(select(Publication.withdrawn_at)).one() - at) < timedelta(milliseconds=2)


def test_nothing_new_is_said_in_three_digits(shop: Node) -> None:
    assert not takes_release(shop)


def test_a_leavers_row_is_gone_from_the_shop_and_his_visit_with_it(chain: Chain, staff: Staff, shop: Node) -> None:
    with shop.inside(), writing() as session:
        for person in (staff.marta, staff.kasia):
            visits.begin(session, session.get_one(Person, person), "password", now())
    with writing() as session:
        acts.leave(session, session.get_one(Person, staff.kasia), by=staff.iga, at=now())
    shop.syncs()
    with shop.inside():
        assert db.session.scalars(select(Person.id)).all() == [staff.marta]
        assert db.session.scalars(select(Post.person_id)).all() == [staff.marta]
        assert db.session.scalars(select(visits.Visit.person_id)).all() == [staff.marta]  # local rows stay


def test_a_shop_knows_nobody_of_another_shop(chain: Chain, staff: Staff, shop: Node) -> None:
    manifest = manifest_for(db.session(), keys(), chain.gdansk, now())
    assert {person.id for person in manifest.directory.people} == {staff.marta, staff.kasia}
    content = write(manifest).decode()
    for stranger in (staff.olek, staff.roman, staff.iga, chain.krakow):
        assert str(stranger) not in content


def test_posts_elsewhere_stay_at_head_office(chain: Chain, staff: Staff, shop: Node) -> None:
    with writing() as session:
        marta = session.get_one(Person, staff.marta)
        for role, place in ((Role.MANAGER, chain.krakow), (Role.ANALYST, chain.root)):
            acts.give_post(session, marta, role, session.get_one(Place, place), by=None, at=now())
    shop.syncs()
    with shop.inside():
        posts = db.session.execute(select(Post.role, Post.place_id).where(Post.person_id == staff.marta)).all()
        assert {tuple(post) for post in posts} == {("manager", chain.gdansk), ("analyst", chain.root)}


def test_two_people_may_swap_addresses(chain: Chain, staff: Staff, shop: Node) -> None:
    with writing() as session:
        roman = hired(session, "Ewa", "Kot", (Role.MANAGER, chain.gdansk), email="ewa@bursztyn.example")
        changed(session)
    shop.syncs()
    with writing() as session:
        session.get_one(Person, staff.marta).email = None
        session.flush()
        session.get_one(Person, roman).email = "marta@bursztyn.example"
        session.flush()
        session.get_one(Person, staff.marta).email = "ewa@bursztyn.example"
        changed(session)
    shop.syncs()
    with shop.inside():
        assert db.session.get_one(Person, roman).email == "marta@bursztyn.example"
        assert db.session.get_one(Person, staff.marta).email == "ewa@bursztyn.example"


def test_a_shop_moves_to_another_region(chain: Chain, shop: Node) -> None:
    north = new_id()
    with writing() as session:
        session.add(Place(id=north, parent_id=chain.root, kind="region", name="North", time_zone="Europe/Warsaw"))
        session.flush()
        session.get_one(Place, chain.gdansk).parent_id = north
        changed(session)
    shop.syncs()
    with shop.inside():
        assert {place.id for place in db.session.scalars(select(Place))} == {chain.root, north, chain.gdansk}
    with writing() as session:
        session.get_one(Place, chain.gdansk).parent_id = chain.root
        changed(session)
    shop.syncs()
    with shop.inside():
        assert {place.id for place in db.session.scalars(select(Place))} == {chain.root, chain.gdansk}


def test_a_revoked_tablet_can_do_nothing_in_the_shop_any_more(chain: Chain, shop: Node) -> None:
    with writing() as session:
        tablet = chain.tablet(session)
        changed(session)
    shop.syncs()
    with shop.inside(), writing() as session:
        tablet.token = new_token(session, tablet.id, now())
    head = {"Authorization": f"Bearer {tablet.token}"}
    assert shop.app.test_client().get("/api/v1/set", headers=head).status_code == 200
    with writing() as session:
        enrolling.revoke(session, session.get_one(Device, tablet.id), by=None, at=now())
    shop.syncs()
    assert shop.app.test_client().get("/api/v1/set", headers=head).status_code == 401


def test_a_revoked_node_gets_nothing_and_keeps_what_it_has(chain: Chain, shop: Node) -> None:
    with writing() as session:
        enrolling.revoke(session, db.session.scalars(select(Device)).one(), by=None, at=now())
    with pytest.raises(DeviceUnknown):
        shop.syncs()
    assert in_force_at(shop, "shop-visit") is not None


def test_facts_that_waited_for_a_survey_are_counted_when_it_comes(chain: Chain, shop: Node) -> None:
    with writing() as session:
        tablet = chain.tablet(session)
        new = publish(session, "survey", "advice", survey_document("advice"), now())
    shop.takes(tablet, tablet.response(new.hash.hex(), {"visit": 4}))
    assert len(shop.rows(Waiting)) == 1
    shop.syncs()
    assert not shop.rows(Waiting)
    assert [row.survey for row in shop.rows(Response)] == ["advice"]


@on_sqlite
def test_only_a_node_gets_releases_and_documents(app: Flask, client: FlaskClient, chain: Chain, tablet: Tablet) -> None:
    for path in ("/api/v1/release", f"/api/v1/documents/{chain.survey}"):
        for token in ("", tablet.token, "x" * 43):
            assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize("hash", ["0" * 64, "zz", "0" * 63, "ż" * 64])
def test_a_document_nobody_has_isnt_here(client: FlaskClient, chain: Chain, hash: str) -> None:
    with writing() as session:
        device = Device(id=new_id(), place_id=chain.gdansk, kind="node", name="Node", enrolled_at=now())
        session.add(device)
        session.flush()
        token = new_token(session, device.id, now())
    answer = client.get(f"/api/v1/documents/{hash}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 404


def test_a_release_says_all_there_is_to_a_row() -> None:
    for entry, table in ((PlaceEntry, Place), (PersonEntry, Person), (DeviceEntry, Device)):
        columns = {column.key for column in inspect(table).columns}
        assert set(entry.__struct_fields__) - {"posts"} == columns


def test_what_hangs_on_a_row_of_the_directory_goes_with_it() -> None:
    """A release deletes leavers; nothing may stand in its way."""
    tables = models().tables
    directory = {name for name, table in tables.items() if table.info["sort"] == "directory"}
    blocking = [
        f"{name}.{key.parent.name}"
        for name, table in tables.items()
        for key in table.foreign_keys
        if key.column.table.name in directory and name not in directory and key.ondelete not in ("CASCADE", "SET NULL")
    ]
    assert blocking == []
