"""Fixtures: the application over an empty migrated database, on SQLite and on PostgreSQL, and a chain in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kontuar.app import create_app
from kontuar.core.database import db, writing
from kontuar.core.settings import load
from tests.support.chains import Chain, found_chain


class Reader(FlaskClient):
    """A browser whose owner reads English, unless a request or a person's own choice says otherwise."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application, within its context."""
    app = create_app(load({}, home=tmp_path / "home", database_url=database))
    app.config["TESTING"] = True
    app.test_client_class = Reader
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def chain(app: Flask) -> Chain:
    """Bursztyn, with shops in Gdańsk and Kraków."""
    with writing() as session:
        return found_chain(session)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
