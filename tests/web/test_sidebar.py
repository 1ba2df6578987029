"""The sidebar: everybody sees the doors that open for him, and nobody else's."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kontuar.core import visits
from kontuar.core.database import writing
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.web.access import COOKIE


def signed_in(app: Flask, client: FlaskClient, role: Role, means: str) -> None:
    """Marta Wilk in `role` for Gdańsk, signed in by `means`."""
    with app.app_context(), writing() as session:
        shop = Place(id=new_id(), kind="chain", name="Gdańsk", time_zone="Europe/Warsaw")
        session.add(shop)
        session.flush()
        marta = Person(
            id=new_id(),
            given_name="Marta",
            family_name="Wilk",
            language="uk",
            joined_at=now(),
            posts=[Post(role=role, place_id=shop.id)],
        )
        session.add(marta)
        session.flush()
        client.set_cookie(COOKIE, visits.begin(session, marta, means, now(), device_id=None, agent=""))


def doors(text: str) -> list[str]:
    return re.findall(r'class="nav-link" href="([^"]+)"', text)


@pytest.mark.parametrize(
    ("role", "means", "seen"),
    [
        (Role.MANAGER, "password", ["/results", "/book"]),
        (Role.ADMIN, "password", ["/book", "/tablets"]),
        (Role.EMPLOYEE, "password", ["/book"]),
        (Role.MANAGER, "pin", []),  # a PIN's token is worth nothing outside its tablet
    ],
)
def test_everybody_sees_the_doors_that_open_for_him(
    app: Flask, client: FlaskClient, role: Role, means: str, seen: list[str]
) -> None:
    signed_in(app, client, role, means)
    assert doors(client.get("/words/x").text) == seen
    assert all(client.get(door).status_code == 200 for door in seen)


def test_nobody_sees_no_door_and_a_closed_one_leads_to_the_sign_in(client: FlaskClient) -> None:
    assert doors(client.get("/words/x").text) == []
    answer = client.get("/results?from=2026-11-01")
    assert answer.location == "/sign-in?next=/results%3Ffrom%3D2026-11-01"


def test_the_page_one_is_on_is_marked_and_titles_without_doors_are_gone(app: Flask, client: FlaskClient) -> None:
    signed_in(app, client, Role.MANAGER, "password")
    text = client.get("/results").text
    assert re.findall(r'href="([^"]+)" aria-current="page"', text) == ["/results"]
    assert "Head office" not in text


def test_a_page_knows_whose_it_is_and_speaks_his_language(app: Flask, client: FlaskClient) -> None:
    signed_in(app, client, Role.MANAGER, "password")
    text = client.get("/book").text
    assert '<html lang="uk" dir="ltr">' in text
    assert "<strong>Marta Wilk</strong>" in text
    assert ", Gdańsk</span>" in text
    assert 'action="/sign-out"' in text


def test_a_manager_who_opens_another_s_door_is_told_so_without_a_sign_in(app: Flask, client: FlaskClient) -> None:
    signed_in(app, client, Role.MANAGER, "password")
    answer = client.get("/tablets")
    assert answer.status_code == 403
    assert "NOT-ALLOWED" in answer.text
