"""Projection: the few ways in which a projector writes readings, each of which can be turned round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, select

from kontuar.core.database import Base
from kontuar.core.plain import ask, ids_for, put
from kontuar.sync.definitions import Definition

Row = tuple[Any, ...]
D = TypeVar("D")
MOST_READ = 512  # documents kept decoded
_read: dict[tuple[bytes, Callable[[bytes], Any]], Any] = {}


class Projection:
    """Where a batch's readings go.

    Rows are tuples in the order of the table's columns, ids as UUID or as `id` gives them, moments as milliseconds. With
    `sign` -1 the same calls take back what they wrote. `shadows` names the tables that a rebuild writes to instead.
    """

    def __init__(self, connection: Connection, sign: int = 1, shadows: Mapping[str, str] | None = None) -> None:
        self.connection, self.sign = connection, sign
        self.id = ids_for(connection)  # an id as the driver takes it, for one that goes into many rows
        self._shadows = shadows or {}

    def turned(self) -> Projection:
        """The same tables, in the other direction."""
        return Projection(self.connection, -self.sign, self._shadows)

    def name(self, table: type[Base]) -> str:
        """The table's name in the database, here and now."""
        return self._shadows.get(table.__tablename__, table.__tablename__)

    def insert(self, table: type[Base], rows: Sequence[Row]) -> None:
        """Add rows; turned round, delete those with their primary keys."""
        if not rows:
            return
        shape = _shape(table)
        if self.sign > 0:
            put(self.connection, _insert(self.name(table), shape), rows)
        else:
            keys = [tuple(row[index] for index in shape.key) for row in rows]
            put(self.connection, _delete(self.name(table), shape), keys)

    def tally(self, table: type[Base], sums: Mapping[Row, Sequence[int]], *owner: UUID) -> None:
        """Add amounts to the rows of their keys, in key order; turned round, take them off. A row of zeros isn't kept.

        The table's first columns are its primary key, in order; all others are amounts, whole numbers. Keys may leave out
        an `owner` that they have in common, which then comes first.
        """
        if not sums:
            return
        shape = _shape(table)
        if self.sign > 0:
            signed = [(*owner, *key, *sums[key]) for key in in_order(sums)]
        else:
            signed = [(*owner, *key, *[-amount for amount in sums[key]]) for key in in_order(sums)]
        put(self.connection, _tally(self.name(table), shape), signed)
        if self.sign < 0:
            keys = [row[: len(shape.key)] for row in signed]
            put(self.connection, _delete_zeros(self.name(table), shape), keys)

    def recount(self, subjects: Iterable[Row], fold: Callable[[Projection, Row], None]) -> None:
        """For readings that aren't sums: `fold` writes a subject's row anew from the kind's own tables, in either direction."""
        for subject in sorted(set(subjects), key=_order):
            fold(self, subject)

    def note_days(self, days: Iterable[Row]) -> None:
        """Note (place, day) pairs whose readings are touched; a rebuild touches all and notes them itself."""
        if not self._shadows:
            put(self.connection, _CHANGED, [(*pair, 1) for pair in sorted(days, key=_order)])

    def execute(self, sql: str, values: Row) -> Any:
        """SQL with `?` for values, for folds; table names come from `name()`."""
        return ask(self.connection, sql, values)

    def execute_each(self, sql: str, rows: Sequence[Row]) -> None:
        """The same for each of `rows`."""
        put(self.connection, sql, rows)

    def definition(self, hash: bytes, read: Callable[[bytes], D]) -> D:
        """The document that a fact names, read by `read`; raises KeyError where it isn't here (facts wait for it before).

        What a hash names never changes, so what was read is kept for the next batches too.
        """
        known = _read.get((hash, read))
        if known is None:
            document = self.connection.scalar(select(Definition.document).where(Definition.hash == hash))
            if document is None:
                raise KeyError(hash.hex())
            if len(_read) >= MOST_READ:
                _read.clear()
            known = _read[(hash, read)] = read(bytes(document))
        return cast(D, known)


_CHANGED = (
    "INSERT INTO changed_day (place_id, day, times) VALUES (?, ?, ?)"
    " ON CONFLICT (place_id, day) DO UPDATE SET times = changed_day.times + 1"
)


class _Shape(msgspec.Struct, frozen=True):
    columns: tuple[str, ...]
    key: tuple[int, ...]

    @property
    def key_names(self) -> list[str]:
        return [self.columns[index] for index in self.key]

    @property
    def amounts(self) -> list[str]:
        return [name for index, name in enumerate(self.columns) if index not in self.key]


@lru_cache(maxsize=256)
def _shape(table: type[Base]) -> _Shape:
    inner = table.__table__
    assert isinstance(inner, Table)
    columns = tuple(column.name for column in inner.columns)
    return _Shape(columns, tuple(index for index, column in enumerate(inner.columns) if column.primary_key))


def in_order(keys: Iterable[Row]) -> list[Row]:
    """Keys of one table in the one order that all writers keep; most compare as they are, which is quicker."""
    try:
        return sorted(keys)
    except TypeError:
        return sorted(keys, key=_order)


def _order(key: Row) -> tuple[Any, ...]:
    """Key order alike for every writer, so that two never wait for each other in a ring; ids sort as their bytes do."""
    return tuple("" if part is None else str(part) for part in key)


@lru_cache(maxsize=256)
def _insert(name: str, shape: _Shape) -> str:
    return f"INSERT INTO {name} ({', '.join(shape.columns)}) VALUES ({', '.join('?' * len(shape.columns))})"  # noqa: S608


@lru_cache(maxsize=256)
def _delete(name: str, shape: _Shape) -> str:
    return f"DELETE FROM {name} WHERE {' AND '.join(f'{key} = ?' for key in shape.key_names)}"  # noqa: S608


@lru_cache(maxsize=256)
def _delete_zeros(name: str, shape: _Shape) -> str:
    return f"{_delete(name, shape)} AND {' AND '.join(f'{amount} = 0' for amount in shape.amounts)}"


@lru_cache(maxsize=256)
def _tally(name: str, shape: _Shape) -> str:
    adds = ", ".join(f"{amount} = {name}.{amount} + excluded.{amount}" for amount in shape.amounts)
    return f"{_insert(name, shape)} ON CONFLICT ({', '.join(shape.key_names)}) DO UPDATE SET {adds}"
