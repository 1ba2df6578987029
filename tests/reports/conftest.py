"""Who reads: an analyst of the whole chain, a manager of Gdańsk, a manager of Kraków, an employee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import update

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from tests.support.chains import NOON, Chain, Tablet
from tests.sync.test_receiving import take


@dataclass
class Staff:
    """People by their part in the story."""

    admin: Person
    analyst: Person
    gdansk: Person
    krakow: Person
    employee: Person


@pytest.fixture
def staff(app: Flask, chain: Chain) -> Staff:
    with writing() as session:

        def person(given: str, role: Role, place: Any) -> Person:
            found = Person(id=new_id(), given_name=given, family_name="Sowa", language="en", joined_at=now())
            found.posts = [Post(role=role, place_id=place)]
            session.add(found)
            session.flush()
            return found

        return Staff(
            person("Ewa", Role.ADMIN, chain.root),
            person("Tomasz", Role.ANALYST, chain.root),
            person("Marta", Role.MANAGER, chain.gdansk),
            person("Olek", Role.MANAGER, chain.krakow),
            person("Kasia", Role.EMPLOYEE, chain.gdansk),
        )


@pytest.fixture
def addressed(staff: Staff) -> Staff:
    """The staff, each with an address: marta@bursztyn.example."""
    with writing() as session:
        for person in (staff.admin, staff.analyst, staff.gdansk, staff.krakow):
            email = f"{person.given_name.lower()}@bursztyn.example"
            session.execute(update(Person).where(Person.id == person.id).values(email=email))
    db.session.expire_all()
    return staff


@pytest.fixture
def hired(chain: Chain) -> Callable[..., list[UUID]]:
    """People who come to work as employees, each at one of the shops given."""

    def hire(*shops: UUID) -> list[UUID]:
        with writing() as session:
            people = [
                Person(id=new_id(), given_name="Olena", family_name="Koval", language="uk", joined_at=now())
                for _ in shops
            ]
            for person, shop in zip(people, shops, strict=True):
                person.posts = [Post(role=Role.EMPLOYEE, place_id=shop)]
            session.add_all(people)
            return [person.id for person in people]

    return hire


class Browser(FlaskClient):
    """A browser whose every request is a request of its own, though tests hold one context of the application open."""

    def open(self, *args: Any, **values: Any) -> Any:
        for name in list(g):
            g.pop(name)
        return super().open(*args, **values)


@pytest.fixture
def browser_of(app: Flask) -> Callable[[Person], FlaskClient]:
    """A browser in which somebody has signed in by password."""

    def signed_in(person: Person) -> FlaskClient:
        with writing() as session:
            token = visits.begin(session, person, "password", now())
        app.config["WTF_CSRF_ENABLED"] = False
        app.test_client_class = Browser
        client = app.test_client()
        client.set_cookie("kontuar_visit", token)
        client.set_cookie("language", "en")
        return client

    return signed_in


def days_ago(days: int, hour: int = 11) -> datetime:
    """An hour (UTC) of a day before 22 November 2026."""
    return NOON.replace(hour=hour, minute=17) - timedelta(days=days)


@pytest.fixture
def answered(app: Flask, chain: Chain) -> Callable[..., list[bytes]]:
    """Customers answer on a tablet: one line for each dictionary of answers."""

    def taken(tablet: Tablet, *answers: dict[str, Any], moment: datetime | None = None, **more: Any) -> list[bytes]:
        at = moment or days_ago(0)
        lines = [tablet.response(chain.survey, each, moment=at, **more) for each in answers]
        told = take(app, tablet, *lines)
        assert {verdict.v for verdict in told.verdicts} <= {"created"}
        return lines

    return taken


@pytest.fixture
def gdansk(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


@pytest.fixture
def krakow(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session, chain.krakow, "By the till")
