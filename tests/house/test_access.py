"""Every route, walked by everybody: each role, another shop's manager, a learner by PIN, devices, and nobody.

What should happen comes from what the view itself declares; later routes are walked as they come.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from kontuar.app import create_app
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, new_token
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Role
from kontuar.core.places import Place
from kontuar.core.settings import load
from kontuar.core.times import now
from kontuar.hub.enrolment import enrolling
from kontuar.shipped import publish_shipped
from kontuar.web.access import COOKIE
from tests.hub.conftest import hired
from tests.support.chains import found_chain

IN, UNKNOWN, FORBIDDEN, ABSENT, BROKEN = "let in", "asked who it is", "not allowed", "not there", "broken"
OF_A_SHOP = {"person_id", "device_id", "place_id", "invitation_id", "response_id", "attempt_id"}
LEADS_TO_SIGN_IN = {"door.sign_out"}  # there's nobody to sign out
# Values for what stands in addresses; "endpoint.argument" before "argument". What isn't here is made up.
EXAMPLES: dict[str, str] = {
    "role": "employee", "surveys.key": "shop-visit", "quizzes.key": "standards", "web.room": "web", "version": "0",
    "web.name": "behaviours.js", "tablet.room": "tablet", "tablet.name": "shell.js", "tag": "pl",
    "clause": "respect-each-person", "clause_id": "respect-each-person",
}  # fmt: skip


@dataclass
class World:
    """A chain with somebody of every kind, kept as a file to begin anew from."""

    app: Flask
    file: Path
    fresh: Path
    examples: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    held: dict[str, set[Role]] = field(default_factory=dict)

    def again(self) -> None:
        """As it was in the beginning."""
        db.session.remove()
        db.engine.dispose()
        for each in self.file.parent.glob(self.file.name + "-*"):
            each.unlink()
        shutil.copyfile(self.fresh, self.file)

    def client(self, visitor: str) -> FlaskClient:
        client = self.app.test_client()
        if visitor in self.cookies:
            client.set_cookie(COOKIE, self.cookies[visitor])
        return client


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("access")
    file = folder / "kontuar.db"
    shutil.copyfile(sqlite_template, file)
    app = create_app(load({}, home=folder / "home", database_url=f"sqlite:///{file}"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    world = World(app, file, folder / "fresh.db")
    with app.app_context():
        with writing() as session:
            _inhabit(world, session)
        db.session.remove()
        db.engine.dispose()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = 0")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
        shutil.copyfile(file, world.fresh)
        yield world


def _inhabit(world: World, session: Any) -> None:
    chain = found_chain(session)
    publish_shipped(session, now())
    posts = {
        "the administrator": (Role.ADMIN, chain.root), "an analyst": (Role.ANALYST, chain.root),
        "an author": (Role.AUTHOR, chain.root), "the shop's manager": (Role.MANAGER, chain.gdansk),
        "an employee": (Role.EMPLOYEE, chain.gdansk), "another shop's manager": (Role.MANAGER, chain.krakow),
        "another shop's administrator": (Role.ADMIN, chain.krakow),
    }  # fmt: skip
    for number, (name, post) in enumerate(posts.items()):
        person = hired(session, name, "", post, email=f"person{number}@bursztyn.example")
        world.cookies[name] = visits.begin(session, session.get_one(Person, person), "password", now())
        world.held[name] = {post[0]}
    kasia = hired(session, "Kasia", "Sowa", (Role.EMPLOYEE, chain.gdansk), email="kasia@bursztyn.example")
    tablet, revoked = chain.tablet(session), chain.tablet(session, name="Lost")
    session.flush()
    session.get_one(Device, revoked.id).revoked_at = now()
    learner = visits.begin(session, session.get_one(Person, kasia), "pin", now(), device_id=tablet.id)
    stolen = visits.begin(session, session.get_one(Person, kasia), "pin", now(), device_id=tablet.id)
    world.cookies["a thief of a learner's visit"] = stolen
    world.headers = {
        "the tablet": _bearer(tablet.token),
        "a revoked tablet": _bearer(revoked.token),
        "a node": _bearer(_node(session, chain.gdansk)),
        "another shop's node": _bearer(_node(session, chain.krakow)),
        "a learner by PIN": _bearer(tablet.token) | {"Visit": learner},
        "a thief of a learner's visit": {"Visit": stolen},
    }
    invitation, _code = enrolling.invite(session, session.get_one(Place, chain.gdansk), "New", None, by=None, at=now())
    world.examples = EXAMPLES | {
        "person_id": str(kasia), "device_id": str(tablet.id), "place_id": str(chain.gdansk),
        "invitation_id": str(invitation.id),
    }  # fmt: skip


def _node(session: Any, place: UUID) -> str:
    node = Device(id=new_id(), place_id=place, kind="node", name="Back office", enrolled_at=now())
    session.add(node)
    session.flush()
    return new_token(session, node.id, now())


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def outcome(world: World, visitor: str, rule: Rule, method: str) -> str:
    """What happens to a visitor at a route, in a word."""
    values = {
        name: world.examples.get(f"{room(rule)}.{name}") or world.examples.get(name) or str(new_id())
        for name in rule.arguments
    }
    address = world.app.url_map.bind("localhost").build(rule.endpoint, values, method, append_unknown=False)
    answer = world.client(visitor).open(address, method=method, headers=world.headers.get(visitor))
    if answer.status_code >= 500 and answer.status_code != 503:
        return BROKEN
    if answer.status_code == 401 and rule.endpoint not in ("enrolment_api.enrol",):
        return UNKNOWN
    if answer.status_code in (302, 303) and answer.headers["Location"].startswith("/sign-in"):
        return IN if rule.endpoint in LEADS_TO_SIGN_IN else UNKNOWN
    return {403: FORBIDDEN, 404: ABSENT}.get(answer.status_code, IN)


def room(rule: Rule) -> str:
    return str(rule.endpoint).partition(".")[0]


def expected(world: World, visitor: str, rule: Rule) -> set[str]:
    """What should happen, by what the view declares."""
    access: Any = getattr(world.app.view_functions[rule.endpoint], "access", ())
    of_another = visitor.startswith("another shop's") and bool(OF_A_SHOP & rule.arguments)
    known = all(f"{room(rule)}.{name}" in world.examples or name in world.examples for name in rule.arguments)
    found = {IN} if known else {IN, ABSENT}  # what is made up isn't there
    inside = {ABSENT, FORBIDDEN} if of_another else found
    if access == "anyone":
        return found
    if access == "people":
        return found if visitor in world.held or visitor == "a learner by PIN" else {UNKNOWN}
    if set(access) & {"tablet", "node"}:
        kind = {"the tablet": "tablet", "a learner by PIN": "tablet", "a node": "node", "another shop's node": "node"}
        return inside if kind.get(visitor) in access else {UNKNOWN}
    if visitor in world.held:
        return inside if world.held[visitor] & set(access) else {FORBIDDEN}
    return {FORBIDDEN} if visitor == "a learner by PIN" else {UNKNOWN}


VISITORS = (
    "nobody", "the administrator", "an analyst", "an author", "the shop's manager", "an employee", "another shop's manager",
    "another shop's administrator", "a learner by PIN", "a thief of a learner's visit", "the tablet", "a revoked tablet",
    "a node", "another shop's node",
)  # fmt: skip


def routes(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_gets_where_he_may_and_nowhere_else(visitor: str, world: World) -> None:
    wrong, walked = [], 0
    for rule, method in routes(world.app):
        wanted = expected(world, visitor, rule)
        if method != "GET" and IN in wanted:
            world.again()
        found = outcome(world, visitor, rule, method)
        walked += 1
        if found not in wanted:
            wrong.append(f"{method} {rule.rule}: {visitor} was {found}, should be {' or '.join(sorted(wanted))}")
    world.again()
    assert wrong == []
    assert walked > 60


def test_a_view_that_declares_nothing_is_seen_by_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> str:
        return "a secret"

    monkeypatch.setitem(world.app.view_functions, "start.doors", silent)
    assert world.app.test_client().get("/").status_code == 500


def test_the_walk_sees_through_a_view_with_the_wrong_guard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the walk is worth: an open view that says it's closed is noticed."""
    whole: Callable[..., Any] = world.app.view_functions["log.index"]

    def open_to_all() -> str:
        return "the log"

    open_to_all.access = whole.access  # type: ignore[attr-defined]
    monkeypatch.setitem(world.app.view_functions, "log.index", open_to_all)
    (rule,) = (rule for rule in world.app.url_map.iter_rules() if rule.endpoint == "log.index")
    assert outcome(world, "an employee", rule, "GET") not in expected(world, "an employee", rule)
