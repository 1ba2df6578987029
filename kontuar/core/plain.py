"""Plain SQL on the driver's own cursor, where every tap passes: SQLAlchemy takes longer over a small statement than SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

Values = Sequence[Any]


def ask(connection: Connection, sql: str, values: Values = ()) -> Any:
    """Run one statement, `?` for values, in the connection's transaction; gives the driver's cursor.

    Ids go in as UUID; `as_id` makes one of what comes out. Raises the driver's own errors.
    """
    cursor = _cursor(connection)
    cursor.execute(_spelt(sql, connection.dialect.name), values)
    return cursor


def put(connection: Connection, sql: str, rows: Sequence[Values]) -> None:
    """Run one statement for each of `rows`."""
    _cursor(connection).executemany(_spelt(sql, connection.dialect.name), rows)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """What is done within is taken back when it raises; the transaction goes on."""
    ask(connection, "SAVEPOINT plain")
    try:
        yield
    except BaseException as error:
        try:
            ask(connection, "ROLLBACK TO SAVEPOINT plain")
            ask(connection, "RELEASE SAVEPOINT plain")
        except Exception:  # a full disk has rolled everything back already: say that, not this
            raise error from None
        raise
    ask(connection, "RELEASE SAVEPOINT plain")


def ids_for(connection: Connection) -> Callable[[UUID], Any]:
    """How the driver takes an id. For ids that go into many rows: else each is turned into bytes once for every row."""
    return attrgetter("bytes") if connection.dialect.name == "sqlite" else _itself


def _itself(id: UUID) -> UUID:
    return id


def as_id(value: Any) -> UUID:
    """An id as a driver gives it."""
    return value if isinstance(value, UUID) else UUID(bytes=bytes(value))


def _cursor(connection: Connection) -> Any:
    if not connection.in_transaction():  # the driver wouldn't say BEGIN by itself
        connection.begin()
    return connection.connection.cursor()


@lru_cache(maxsize=1024)
def _spelt(sql: str, dialect: str) -> str:
    return sql if dialect == "sqlite" else sql.replace("?", "%s")
