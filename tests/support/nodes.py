"""A shop's node for tests: an installation of its own beside the hub, joined over a real socket."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from kontuar.app import create_app
from kontuar.core.database import db, writing
from kontuar.core.installation import installation
from kontuar.core.places import Place
from kontuar.core.settings import Settings, load
from kontuar.core.times import now
from kontuar.hub import exchange, joining
from kontuar.hub.fleet import inviting
from kontuar.hub.fleet.join import join
from kontuar.hub.joining import Way
from kontuar.hub.releases import signing
from kontuar.sync.delivering import Delivered
from kontuar.sync.models import Journal
from kontuar.sync.receiving import Answer, Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.stamping import Arrival
from tests.support.chains import Chain, Tablet


def invited(place: UUID, address: str, name: str = "Back office") -> Way:
    """A way for a shop's node, as the hub's page gives it; called within the hub."""
    with writing() as session:
        _, secret = inviting.invite(session, session.get_one(Place, place), name, by=None, at=now())
    return joining.read(joining.link(address, secret, signing.public_key(keys())))


def keys() -> Path:
    settings: Settings = current_app.config["KONTUAR"]
    return settings.keys


T = TypeVar("T")


@dataclass
class Node:
    """An installation beside the hub. Use `with node.inside():` for what happens there."""

    app: Flask

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.app.app_context():
            yield
            db.session.remove()

    def joins(self, way: Way, name: str = "") -> None:
        with self.inside():
            join(way, name)

    def syncs(self, most: int = 500) -> Delivered:
        """One exchange with the hub. Raises what it raises."""
        with self.inside():
            up = exchange.line(installation(db.session()))
            assert up
            return exchange.exchange(up, "tests 0 1", most=most)

    def takes(self, tablet: Tablet, *lines: bytes) -> Answer:
        """Lines from a tablet of the shop, received here."""
        with self.inside(), writing() as session:
            moment = int(now().timestamp() * 1000)
            return receive(
                session.connection(),
                lines,
                sender=Sender(tablet.id, frozenset([tablet.place])),
                kinds=self.app.extensions["kontuar.kinds"],
                arrival=Arrival(moment, moment),
                zones=zones_from(session),
            )

    def rows(self, table: type[T]) -> list[T]:
        with self.inside():
            return list(db.session.scalars(select(table)))


@pytest.fixture
def node(tmp_path: Path, sqlite_template: Path) -> Iterator[Node]:
    """An empty installation on SQLite, in a folder of its own; it hasn't joined yet."""
    with installed(tmp_path / "node", sqlite_template) as node:
        yield node


@pytest.fixture
def other_node(tmp_path: Path, sqlite_template: Path) -> Iterator[Node]:
    with installed(tmp_path / "other", sqlite_template) as node:
        yield node


@pytest.fixture
def shop(app: Flask, chain: Chain, served: str, node: Node) -> Node:
    """The node of the shop in Gdańsk, joined to the hub."""
    node.joins(invited(chain.gdansk, served))
    return node


@pytest.fixture
def gdansk_tablet(chain: Chain) -> Tablet:
    """A tablet in Gdańsk, enrolled before the node joins."""
    with writing() as session:
        return chain.tablet(session)


def gathered(shop: Node, chain: Chain, tablet: Tablet, count: int) -> list[UUID]:
    """Customers answer in the shop; gives the ids of their answers."""
    lines = [tablet.response(chain.survey, {"visit": 1 + number % 5}) for number in range(count)]
    shop.takes(tablet, *lines)
    return [UUID(json.loads(line)["id"]) for line in lines]


def at_hub() -> list[UUID]:
    """The ids of the facts that the hub has, in order."""
    return sorted(db.session.scalars(select(Journal.id)))


@contextmanager
def installed(home: Path, template: Path) -> Iterator[Node]:
    """An installation without anything in it, in `home`."""
    home.mkdir()
    file = home / "kontuar.db"
    file.write_bytes(template.read_bytes())
    app = create_app(load({}, home=home, database_url=f"sqlite:///{file}"))
    app.config["TESTING"] = True
    yield Node(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
