"""The database: typed columns, one session that reads, and `writing()` for each short unit of work that writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Engine, LargeBinary, MetaData, Text, TypeDecorator, event, types
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session

from kontuar.core import sqlite_engine
from kontuar.core.times import from_ms, to_ms

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SORTS = ("draft", "definition", "directory", "fact", "reading", "local")


class Base(DeclarativeBase):
    """What every row inherits. A table says its sort: `__table_args__ = ({"info": {"sort": "local"}},)`."""

    metadata = MetaData(naming_convention=NAMES)


class Id(TypeDecorator[UUID]):
    """A UUID: 16 bytes on SQLite, uuid on PostgreSQL."""

    impl, cache_ok = LargeBinary(16), True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        return dialect.type_descriptor(
            postgresql.UUID(as_uuid=True) if dialect.name == "postgresql" else LargeBinary(16)
        )

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return value if value is None or isinstance(value, UUID) else UUID(bytes=bytes(value))


class Hash(TypeDecorator[bytes]):
    """A sha256: 32 bytes."""

    impl, cache_ok = LargeBinary(32), True

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes(value)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as milliseconds since 1970."""

    impl, cache_ok = BigInteger, True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as text: the same bytes on both databases."""

    impl, cache_ok = Text, True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False, "autoflush": False}
)


def install(app: Flask, url: str) -> None:
    """Give `app` its database: an engine that reads by default and, on SQLite, a turn for writers."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    options: dict[str, Any] = {"pool_pre_ping": url.startswith("postgresql")}
    if url.startswith("postgresql"):
        options["connect_args"] = {"prepare_threshold": None}  # behind pgbouncer prepared statements fail
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        app.extensions["kontuar.turn"] = prepare(db.engine)


def prepare(engine: Engine) -> sqlite_engine.Turn | None:
    """Hooks on an engine of either database: reading is the default; on SQLite a turn for writers comes back."""
    if engine.dialect.name == "sqlite":
        return sqlite_engine.install(engine)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("write") and options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return None


@contextmanager
def writing() -> Iterator[Session]:
    """One short unit of work on the app's session: commits at the end, rolls back on an exception.

    On SQLite the turn is held from before BEGIN IMMEDIATE to after COMMIT, so keep everything slow outside.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside writing()")
    session.commit()  # ends what was being read; nothing is expired
    turn: sqlite_engine.Turn | None = current_app.extensions["kontuar.turn"]
    with turn.held() if turn else nullcontext():
        session.connection(execution_options={"write": True})
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
