"""Fixtures: a database of its own for every test, on SQLite and on PostgreSQL alike."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url

from kontuar.app import models
from tests.support.cluster import Cluster, running_postgresql

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
# For tests that say nothing about rows, such as those in a browser: `pytestmark = on_sqlite`.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """The PostgreSQL server the tests share; skips visibly where there can't be one."""
    with running_postgresql() as cluster:
        yield cluster


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database without any table: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _on(request.getfixturevalue("postgresql"))


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database with all tables and no row: a copy, as that is quicker than making the tables."""
    if request.param == "sqlite":
        file = tmp_path / "kontuar.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
    else:
        yield from _on(request.getfixturevalue("postgresql"), request.getfixturevalue("postgresql_template"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "kontuar.db"
    _make_tables(make_url(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Cluster) -> Iterator[URL]:
    template = postgresql.create()
    _make_tables(template)
    yield template
    postgresql.drop(template)


def _make_tables(database: URL) -> None:
    engine = create_engine(database)
    models().create_all(engine)
    engine.dispose()


def _on(cluster: Cluster, template: URL | None = None) -> Iterator[str]:
    made = cluster.create(template)
    yield made.render_as_string(hide_password=False)
    cluster.drop(made)
