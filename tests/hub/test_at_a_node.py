"""At a shop's node: PINs are set and tablets enrolled there, and the hub writes them down; the rest is done at head office."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kontuar.app import create_app, models
from kontuar.core import installation, visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, new_token
from kontuar.core.errors import Problem, Unreachable
from kontuar.core.ids import new_id
from kontuar.core.passwords import matches
from kontuar.core.people import Person, Post
from kontuar.core.places import Place
from kontuar.core.settings import load
from kontuar.core.times import now
from kontuar.hub.directory import UPSTREAM
from kontuar.hub.people import coding
from kontuar.web.access import COOKIE
from tests.hub.conftest import Reader, Staff
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite

pytestmark = on_sqlite
SignedIn = Callable[[UUID], FlaskClient]


class Line:
    """The line between the node and its hub: real requests to the hub's own application; it may be down."""

    def __init__(self, hub: Flask, token: str) -> None:
        self.hub, self.token, self.down = hub, token, False

    def __call__(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.down:
            raise Unreachable
        answer = self.hub.test_client().post(path, json=body, headers={"Authorization": f"Bearer {self.token}"})
        if answer.status_code != 200:
            problem = Problem(answer.json["error"]["message"])
            problem.code, problem.status = answer.json["error"]["code"], answer.status_code  # type: ignore[misc]
            raise problem
        return dict(answer.json)


def rows_of(session: Any, shop: UUID) -> list[Any]:
    """What a release brings to the shop's node."""
    found: list[Any] = [
        Place(**{c.key: getattr(place, c.key) for c in Place.__table__.c}) for place in session.scalars(select(Place))
    ]
    for person in session.scalars(select(Person).where(Person.posts.any(Post.place_id == shop))):
        copy = Person(**{c.key: getattr(person, c.key) for c in Person.__table__.c})
        copy.posts = [Post(person_id=post.person_id, role=post.role, place_id=post.place_id) for post in person.posts]
        found.append(copy)
    return found


@pytest.fixture
def node(app: Flask, chain: Chain, staff: Staff, tmp_path: Path) -> Iterator[Flask]:
    """The node in Gdańsk, with its own database, on a line to the hub."""
    with writing() as session:
        device = Device(id=new_id(), place_id=chain.gdansk, kind="node", name="Zaplecze", enrolled_at=now())
        session.add(device)
        session.flush()
        token = new_token(session, device.id, now())
        copies = rows_of(session, chain.gdansk)
    own = create_app(load({}, home=tmp_path / "node", database_url=f"sqlite:///{tmp_path / 'node.db'}"))
    own.test_client_class = Reader
    own.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    own.extensions[UPSTREAM] = Line(app, token)
    with own.app_context():
        with writing() as session:
            models().create_all(session.connection())
            here = installation.found(session, kind="node", language="pl", at=now())
            here.place_id, here.upstream = chain.gdansk, "https://hub.example"
            for kind in (Place, Person):
                session.add_all([row for row in copies if isinstance(row, kind)])
                session.flush()
        yield own
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def own_tablet(node: Flask, chain: Chain) -> Tablet:
    with node.app_context(), writing() as session:
        return chain.tablet(session)


def post_pin(node: Flask, tablet: Tablet, person: UUID, code: str, pin: str = "4071") -> Any:
    body = {"person": str(person), "code": code, "pin": pin}
    return node.test_client().post("/api/v1/pin", json=body, headers={"Authorization": f"Bearer {tablet.token}"})


def give(app: Flask, person: UUID) -> str:
    with app.app_context(), writing() as session:
        return coding.give(session, session.get_one(Person, person), "pin", by=None, at=now())


def pin_at(app: Flask, person: UUID) -> str | None:
    with app.app_context():
        db.session.expire_all()
        return db.session.get_one(Person, person, populate_existing=True).pin_hash


def test_a_code_of_the_shops_manager_sets_a_pin_at_node_and_hub(
    app: Flask, node: Flask, own_tablet: Tablet, staff: Staff
) -> None:
    assert post_pin(node, own_tablet, staff.kasia, give(node, staff.kasia)).status_code == 200
    assert pin_at(app, staff.kasia) == pin_at(node, staff.kasia)
    assert matches(pin_at(app, staff.kasia), "4071")


def test_a_code_of_head_office_works_at_the_node_too(app: Flask, node: Flask, own_tablet: Tablet, staff: Staff) -> None:
    code = give(app, staff.kasia)
    assert post_pin(node, own_tablet, staff.kasia, "00000000").json["error"]["code"] == "code-wrong"
    assert post_pin(node, own_tablet, staff.kasia, code).status_code == 200
    assert post_pin(node, own_tablet, staff.kasia, code).json["error"]["code"] == "code-wrong"


def test_without_the_line_nothing_is_half_set_and_the_code_stays_good(
    app: Flask, node: Flask, own_tablet: Tablet, staff: Staff
) -> None:
    code, line = give(node, staff.kasia), node.extensions[UPSTREAM]
    line.down = True
    refused = post_pin(node, own_tablet, staff.kasia, code)
    assert (refused.status_code, refused.json["error"]["code"]) == (502, "unreachable")
    assert pin_at(node, staff.kasia) is None and pin_at(app, staff.kasia) is None
    line.down = False
    assert post_pin(node, own_tablet, staff.kasia, code).status_code == 200


def test_a_tablet_enrolled_at_the_node_is_known_at_the_hub(app: Flask, node: Flask, chain: Chain, staff: Staff) -> None:
    client = node.test_client()
    with node.app_context(), writing() as session:
        client.set_cookie(COOKIE, visits.begin(session, session.get_one(Person, staff.marta), "password", now()))
    answer = client.post("/devices/here", data={"place": str(chain.gdansk), "name": "Wejście", "survey": ""})
    enrolled = client.post("/api/v1/enrol", json={"code": answer.headers["Location"].partition("=")[2]}).json
    with app.app_context():
        device = db.session.get(Device, UUID(enrolled["device"]))
        assert device is not None and (device.name, device.place_id) == ("Wejście", chain.gdansk)
    assert client.post(f"/devices/{enrolled['device']}/revocation").status_code == 303
    with app.app_context():
        db.session.expire_all()
        assert db.session.get(Device, UUID(enrolled["device"])).revoked_at is not None


def test_a_lost_tablet_is_let_go_at_the_node_though_the_line_is_down(
    node: Flask, own_tablet: Tablet, staff: Staff
) -> None:
    client = node.test_client()
    with node.app_context(), writing() as session:
        client.set_cookie(COOKIE, visits.begin(session, session.get_one(Person, staff.marta), "password", now()))
    node.extensions[UPSTREAM].down = True
    told = client.post(f"/devices/{own_tablet.id}/revocation", follow_redirects=True)
    assert "Head office can&#39;t be reached" in told.text
    set_ = client.get("/api/v1/set", headers={"Authorization": f"Bearer {own_tablet.token}"})
    assert set_.status_code == 401


def test_the_directory_itself_is_kept_at_head_office(node: Flask, chain: Chain, staff: Staff) -> None:
    client = node.test_client()
    with node.app_context(), writing() as session:
        client.set_cookie(COOKIE, visits.begin(session, session.get_one(Person, staff.marta), "password", now()))
    assert "Add somebody" not in client.get("/people").text
    for path in ("/people/new", f"/people/{staff.kasia}/leaving", "/me/password"):
        assert client.post(path, data={}).status_code == 409
    assert client.post(f"/people/{staff.kasia}/pin-code").status_code == 200


def test_a_node_sets_no_pins_for_another_shop(app: Flask, node: Flask, staff: Staff) -> None:
    line: Line = node.extensions[UPSTREAM]
    with pytest.raises(Problem) as refused:
        line(f"/api/v1/people/{staff.olek}/pin", {"pin_hash": "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"})
    assert refused.value.code == "not-found"


@pytest.mark.parametrize("weak", ["4071", "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "", "$1$md5"])
def test_the_hub_takes_no_weak_hash(weak: str, app: Flask, node: Flask, staff: Staff) -> None:
    line: Line = node.extensions[UPSTREAM]
    with pytest.raises(Problem) as refused:
        line(f"/api/v1/people/{staff.kasia}/pin", {"pin_hash": weak})
    assert refused.value.code == "invalid"
