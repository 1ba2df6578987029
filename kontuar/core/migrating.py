"""Migrating: the database brought to the shape this program wants, after a copy where there is something to lose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, create_engine
from sqlalchemy.pool import NullPool

from kontuar.core.errors import SchemaNewer
from kontuar.core.paths import migrations_folder


def config(url: str, metadata: MetaData | None = None) -> Config:
    """Alembic's settings for the database at `url`."""
    settings = Config()
    settings.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["url"] = url
    settings.attributes["metadata"] = metadata
    return settings


def head() -> str | None:
    """The newest revision this program knows."""
    return ScriptDirectory.from_config(config("")).get_current_head()


def current(url: str) -> str | None:
    """The revision the database is at; None for an empty one. Raises SchemaNewer for one this program doesn't know."""
    with plain_engine(url) as engine, engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config("")).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaNewer(detail=found)
    return found


def upgrade(url: str, backups: Path, at: datetime) -> tuple[str | None, str | None, Path | None]:
    """Bring the database to the newest revision; gives the old and new revision and where the copy lies.

    A step that fails leaves the database as it was.
    """
    before, wanted = current(url), head()
    if before == wanted:
        return before, wanted, None
    kept = copy(url, backups, at) if before else None
    command.upgrade(config(url), "head")
    return before, wanted, kept


def copy(url: str, backups: Path, at: datetime) -> Path | None:
    """A whole copy of a SQLite database beside it; on PostgreSQL backups are the server's own business."""
    with plain_engine(url) as engine:
        if engine.dialect.name != "sqlite":
            return None
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = backups / f"before-migration-{at:%Y%m%dT%H%M%S}.db"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
        target.chmod(0o600)
        return target


def draft(url: str, metadata: MetaData, message: str, revision: str) -> Path:
    """Write a revision from the difference between the models and the database at `url`."""
    made: Any = command.revision(config(url, metadata), message=message, autogenerate=True, rev_id=revision)
    return Path(made.path)


@contextmanager
def plain_engine(url: str) -> Iterator[Engine]:
    """An engine for schema work: no reading by default, no pool."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


def run(connection: Connection, metadata: MetaData | None, configure: Any) -> None:
    """What migrations/env.py does on a connection: foreign keys off while SQLite's tables are rebuilt, checked after."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(6221322)")
    configure()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"a migration would leave {len(broken)} broken references: {broken[:3]}")
