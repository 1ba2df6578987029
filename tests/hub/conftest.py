"""Fixtures: people of the chain Bursztyn, signed in or not, and the tablet of the shop in Gdańsk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kontuar.core import passwords, visits
from kontuar.core.database import writing
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.web.access import COOKIE
from tests.support.chains import Chain, Tablet
from tests.support.nodes import Node, invited

PASSWORD = "nine brass plates on a counter"
HASH = passwords.hashed(PASSWORD)  # one hash for everybody: twenty milliseconds each


@dataclass
class Staff:
    """Who works at Bursztyn; each is an id."""

    iga: UUID  # administrator of the chain
    marta: UUID  # manager in Gdańsk
    kasia: UUID  # employee in Gdańsk
    olek: UUID  # employee in Kraków
    roman: UUID  # manager in Kraków


def hired(
    session: Any, given: str, family: str, *posts: tuple[Role, UUID], email: str | None = None, **more: Any
) -> UUID:
    person = Person(
        id=new_id(), given_name=given, family_name=family, email=email, language="en", joined_at=now(),
        password_hash=HASH if email else None, **more,
    )  # fmt: skip
    session.add(person)
    session.flush()
    person.posts = [Post(person_id=person.id, role=role, place_id=place) for role, place in posts]
    session.flush()
    return person.id


class Reader(FlaskClient):
    """A browser whose reader reads English."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def app(app: Flask) -> Flask:
    app.test_client_class = Reader
    return app


@pytest.fixture
def staff(chain: Chain) -> Staff:
    with writing() as session:
        return Staff(
            iga=hired(session, "Iga", "Pawlak", (Role.ADMIN, chain.root), email="iga@bursztyn.example"),
            marta=hired(session, "Marta", "Wilk", (Role.MANAGER, chain.gdansk), email="marta@bursztyn.example"),
            kasia=hired(session, "Kasia", "Sowa", (Role.EMPLOYEE, chain.gdansk)),
            olek=hired(session, "Olek", "Lis", (Role.EMPLOYEE, chain.krakow)),
            roman=hired(session, "Roman", "Bąk", (Role.MANAGER, chain.krakow), email="roman@bursztyn.example"),
        )


@pytest.fixture
def tablet(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[UUID], FlaskClient]:
    """A browser in which that person has signed in by password; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False

    def sign_in(person_id: UUID) -> FlaskClient:

        client = app.test_client()
        with writing() as session:
            token = visits.begin(session, session.get_one(Person, person_id), "password", now())
        client.set_cookie(COOKIE, token)
        return client

    return sign_in


@pytest.fixture
def from_tablet(client: FlaskClient, tablet: Tablet) -> Callable[..., TestResponse]:
    """Posts to the machine interface as the tablet in Gdańsk."""

    def post(path: str, body: dict[str, Any], **headers: str) -> TestResponse:
        return client.post(path, json=body, headers={"Authorization": f"Bearer {tablet.token}"} | headers)

    return post


@pytest.fixture
def shop(app: Flask, chain: Chain, staff: Staff, served: str, node: Node) -> Node:
    """The node of the shop in Gdańsk, joined when its people were there."""
    node.joins(invited(chain.gdansk, served))
    return node
