"""How Alembic runs here: on SQLite and PostgreSQL alike, each upgrade in one transaction."""

from __future__ import annotations

import sqlite3
from typing import Any

from alembic import context
from sqlalchemy import create_engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.pool import NullPool

from kontuar.core.database import Hash, Id, Json, Moment
from kontuar.core.migrating import run

PLAIN = {
    Id: 'sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")',
    Hash: "sa.LargeBinary(32)",
    Moment: "sa.BigInteger()",
    Json: "sa.Text()",
}


def render(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Our column types as plain ones, so that a migration outlives the models."""
    if kind == "type" and type(thing) in PLAIN:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return PLAIN[type(thing)]
    return False


def compare_type(_context: Any, _inspected: Any, _column: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """Ids are 16 bytes or a uuid; the rest Alembic compares."""
    if isinstance(metadata_type, Id):
        return not isinstance(inspected_type, postgresql.UUID) and inspected_type.python_type is not bytes
    return None


engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
metadata = context.config.attributes.get("metadata")


@event.listens_for(engine, "connect")
def autocommit(driver: Any, _record: Any) -> None:
    if isinstance(driver, sqlite3.Connection):
        driver.isolation_level = None  # BEGIN and COMMIT are ours to say


def migrate() -> None:
    with context.begin_transaction():
        context.run_migrations()


with engine.connect() as connection, connection.begin():
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render,
        compare_type=compare_type,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=False,  # the transaction is the one around
    )
    run(connection, metadata, migrate)
engine.dispose()
