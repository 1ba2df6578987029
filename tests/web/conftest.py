"""A small application that has nothing but looks, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect
from jinja2 import DictLoader

from kontuar import web
from kontuar.core import database, visits
from kontuar.core.database import Base, writing
from kontuar.core.errors import Busy
from kontuar.core.people import Role
from kontuar.web import access
from kontuar.web.access import for_anyone, for_people, for_roles
from kontuar.web.nav import Link, Section
from kontuar.web.page import page

PAGES = {
    "plain.html": '{% extends "layout/app.html" %}{% block headline %}{{ words }}{% endblock %}',
    "countdown.html": '{% extends "layout/gate.html" %}{% block headline %}Wait{% endblock %}{% block main %}'
    '<p data-behaviour="countdown" data-seconds="15"><span data-left role="timer"></span></p>{% endblock %}',
}


NAV = (
    Section("", (Link("Results", "results", "results"), Link("The Book", "book", "book"))),
    Section("Head office", (Link("Tablets", "tablets", "tablet"),)),
)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = Flask("shop", static_folder=None)
    app.config.update(SECRET_KEY="a secret of the tests", PROPAGATE_EXCEPTIONS=False)
    database.install(app, f"sqlite:///{tmp_path / 'shop.db'}")
    CSRFProtect(app)
    access.install(app)
    web.install(app, nav=NAV)
    assert visits
    with app.app_context(), writing() as session:
        Base.metadata.create_all(session.connection())
    app.jinja_loader = DictLoader(PAGES)

    @app.get("/words/<words>")
    @for_anyone
    def words(words: str) -> str:
        return page("plain.html", words=words)

    @app.get("/results")
    @for_roles(Role.MANAGER, Role.ANALYST)
    def results() -> str:
        return page("plain.html", words="Results")

    @app.get("/book")
    @for_people
    def book() -> str:
        return page("plain.html", words="The Book")

    @app.get("/tablets")
    @for_roles(Role.ADMIN)
    def tablets() -> str:
        return page("plain.html", words="Tablets")

    @app.get("/countdown")
    @for_anyone
    def countdown() -> str:
        return page("countdown.html")

    @app.get("/broken")
    @for_anyone
    def broken() -> str:
        raise ZeroDivisionError("a secret nobody may see")

    @app.get("/api/v1/busy")
    @for_anyone
    def busy() -> str:
        raise Busy(detail="the turn", retry_after=3)

    @app.get("/teapot")
    @for_anyone
    def teapot() -> str:
        abort(418)

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
