"""The first start: somebody at the machine, or with the printed code, begins a chain; nobody else, and only once."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kontuar.core import passwords
from kontuar.core.database import db
from kontuar.core.deeds import Deed
from kontuar.core.installation import installation
from kontuar.core.people import Person, Role, by_email
from kontuar.core.places import chain, shops
from kontuar.core.settings import Settings
from kontuar.hub.permission import setup_code
from kontuar.sync.definitions import all_in_force
from tests.hub.conftest import PASSWORD
from tests.support.databases import on_sqlite

YOU = {
    "given_name": "Iga",
    "family_name": "Pawlak",
    "email": "Iga@Bursztyn.example",
    "password": "nine brass plates on a counter",
}
SHOP = {"chain": "Bursztyn", "shop": "Gdańsk, Długi Targ", "time_zone": "Europe/Warsaw"}
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def keys(app: Flask) -> Path:
    settings: Settings = app.config["KONTUAR"]
    return settings.keys


def begin(visitor: FlaskClient) -> None:
    assert visitor.post("/start/you", data=YOU).headers["Location"] == "/start/shop"
    assert visitor.post("/start/shop", data=SHOP).headers["Location"] == "/start/language"
    assert visitor.post("/start/language", data={"language": "pl"}).headers["Location"] == "/start/tablet"


def test_four_steps_open_a_counter(visitor: FlaskClient) -> None:
    assert visitor.get("/").headers["Location"] == "/start"
    begin(visitor)
    here, root = installation(db.session()), chain(db.session())
    assert (here.kind, here.language, root.name) == ("hub", "pl", "Bursztyn")
    assert [(shop.name, shop.time_zone) for shop in shops(db.session())] == [("Gdańsk, Długi Targ", "Europe/Warsaw")]
    iga = by_email(db.session(), "iga@bursztyn.example")
    assert [(post.role, post.place_id) for post in iga.posts] == [(Role.ADMIN, root.id)]
    assert passwords.matches(iga.password_hash, YOU["password"])
    assert {definition.kind for definition in all_in_force(db.session())} == {"survey", "quiz", "book"}
    assert db.session.scalar(select(Deed.subject).where(Deed.verb == "chain.begun")) == "Bursztyn"


@on_sqlite
def test_whoever_began_is_signed_in_and_may_make_this_browser_a_tablet(visitor: FlaskClient) -> None:
    begin(visitor)
    assert "Make this browser a tablet" in visitor.get("/start/tablet").text
    shop = shops(db.session())[0]
    answer = visitor.post("/devices/here", data={"place": str(shop.id), "name": "First tablet", "survey": "shop-visit"})
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/kiosk#enrol=")
    code = answer.headers["Location"].partition("=")[2]
    enrolled = visitor.post("/api/v1/enrol", json={"code": code}).json
    assert (enrolled["name"], enrolled["place"]["name"]) == ("First tablet", "Gdańsk, Długi Targ")


@on_sqlite
def test_it_is_begun_once(visitor: FlaskClient) -> None:
    begin(visitor)
    for path, data in (("/start/you", YOU), ("/start/shop", SHOP), ("/start/language", {"language": "pl"})):
        assert visitor.post(path, data=data).status_code == 409
    assert visitor.get("/start").headers["Location"] == "/"
    assert db.session.query(Person).count() == 1


@on_sqlite
def test_two_who_begin_at_once_dont_both(app: Flask, visitor: FlaskClient) -> None:
    second = app.test_client()
    for each in (visitor, second):
        each.post("/start/you", data=YOU)
        each.post("/start/shop", data=SHOP)
    assert visitor.post("/start/language", data={"language": "pl"}).status_code == 303
    assert second.post("/start/language", data={"language": "pl"}).status_code == 409


@on_sqlite
def test_steps_cannot_be_jumped(visitor: FlaskClient) -> None:
    assert visitor.get("/start/shop").headers["Location"] == "/start/you"
    assert visitor.post("/start/language", data={"language": "pl"}).headers["Location"] == "/start/shop"


@on_sqlite
def test_a_password_of_ones_own_name_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.post("/start/you", data=YOU | {"password": "igapawlakbursztyn"})
    assert answer.status_code == 422 and "Mostly your name" in answer.text


@on_sqlite
def test_of_the_password_the_browser_keeps_only_a_hash(app: Flask, visitor: FlaskClient) -> None:
    visitor.post("/start/you", data=YOU)
    with visitor.session_transaction() as kept:
        assert PASSWORD not in str(dict(kept))
        assert kept["start"]["password_hash"].startswith("$argon2id$")


@on_sqlite
@pytest.mark.parametrize(
    ("environ", "headers", "base"),
    [
        (ELSEWHERE, {}, "http://localhost"),
        ({}, {"X-Forwarded-For": "192.0.2.7"}, "http://localhost"),
        ({}, {}, "http://kontuar.example"),
        ({}, {"Forwarded": "for=192.0.2.7"}, "http://127.0.0.1:8322"),
    ],
)
def test_from_elsewhere_nobody_begins_without_the_code(
    environ: dict[str, str], headers: dict[str, str], base: str, visitor: FlaskClient
) -> None:
    page = visitor.get("/start", environ_base=environ, headers=headers, base_url=base)
    assert "The program printed a code" in page.text
    assert visitor.post("/start/you", data=YOU, environ_base=environ, headers=headers, base_url=base).status_code == 403


@on_sqlite
@pytest.mark.parametrize(
    "base", ["http://localhost:8322", "http://127.0.0.1", "http://[::1]:8322", "http://kontuar.localhost"]
)
def test_at_the_machine_no_code_is_asked(base: str, visitor: FlaskClient) -> None:
    assert "Begin a new chain" in visitor.get("/start", base_url=base).text


@on_sqlite
def test_the_printed_code_lets_somebody_begin_from_elsewhere(app: Flask, visitor: FlaskClient) -> None:
    wrong = visitor.post("/start", data={"code": "K7P4-M2XD-0000-0000"}, environ_base=ELSEWHERE)
    assert wrong.status_code == 422 and "That isn" in wrong.text
    code = setup_code(keys(app))
    assert visitor.post("/start", data={"code": code.lower()}, environ_base=ELSEWHERE).status_code == 303
    assert "Begin a new chain" in visitor.get("/start", environ_base=ELSEWHERE).text
    for path, data in (("/start/you", YOU), ("/start/shop", SHOP), ("/start/language", {"language": "en"})):
        assert visitor.post(path, data=data, environ_base=ELSEWHERE).status_code == 303
    assert not (keys(app) / "setup-code").exists()


@on_sqlite
def test_guessing_the_printed_code_is_slowed_down(visitor: FlaskClient) -> None:
    answers = [visitor.post("/start", data={"code": f"{n:016}"}, environ_base=ELSEWHERE).text for n in range(11)]
    assert "Too many tries" in answers[10] and "Too many tries" not in answers[9]


@on_sqlite
def test_three_doors_stand_open_afterwards(visitor: FlaskClient) -> None:
    begin(visitor)
    text = visitor.get("/").text
    assert all(f'href="{door}"' in text for door in ("/kiosk", "/kiosk#learn", "/results"))
