"""Kinds: what a fact can be, how its body is read, and which readings are made from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from kontuar.core.database import Base
    from kontuar.sync.projection import Projection

B = TypeVar("B", bound=msgspec.Struct)
NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """What the first receiver settled once: repaired time and its margin (milliseconds, UTC), the shop's own day and hour."""

    at: int
    margin: int
    day: str
    hour: int = -1  # 0..23 on the shop's wall clock; -1: can't be told


class Fact(msgspec.Struct, Generic[B], frozen=True, gc=False):
    """A fact that could be read, as a projector sees it."""

    id: UUID
    place: UUID
    device: UUID
    epoch: str
    seq: int
    hash: bytes
    stamp: Stamp
    body: B


def _nothing(body: Any) -> Iterable[bytes]:
    return ()


@dataclass(frozen=True)
class Kind(Generic[B]):
    """One kind of fact.

    `project` turns a batch of facts into rows of `tables`, and of no others. It reads only the facts, their stamps and
    the definitions they name; what it writes must not depend on the order of the facts.
    `needs` gives the hashes of the definitions a body names; without them the fact waits.
    `upcasts[v]` turns a body of version v into one of v + 1. Raising `revision` has the readings made anew.
    """

    name: str
    body: type[B]
    project: Callable[[Projection, Sequence[Fact[B]]], None]
    tables: tuple[type[Base], ...]
    version: int = 1
    revision: int = 1
    needs: Callable[[B], Iterable[bytes]] = _nothing
    upcasts: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    from_tablets: bool = True  # False: only a node or a hub may say it

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"a kind is named like trade.thing, not {self.name}")
        if set(self.upcasts) != set(range(1, self.version)):
            raise ValueError(f"{self.name} is version {self.version}: give an upcast from each older one")


class Unreadable(Exception):
    """A body that this program can't read; `why` is a stable code."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why, self.detail = why, detail


class Kinds:
    """All kinds a program knows, handed to `receive()` as a value."""

    def __init__(self, kinds: Iterable[Kind[Any]]) -> None:
        self._by_name: dict[str, Kind[Any]] = {}
        owners: dict[str, str] = {}
        for kind in kinds:
            if kind.name in self._by_name:
                raise ValueError(f"two kinds are called {kind.name}")
            for table in kind.tables:
                if (
                    other := owners.setdefault(table.__tablename__, kind.name) != kind.name
                    and owners[table.__tablename__]
                ):
                    raise ValueError(f"{table.__tablename__} is written by {other} and {kind.name}")
            self._by_name[kind.name] = kind
        self.not_from_tablets = frozenset(name for name, kind in self._by_name.items() if not kind.from_tablets)
        self._decoders = {name: msgspec.json.Decoder(kind.body) for name, kind in self._by_name.items()}

    def __iter__(self) -> Any:
        return iter(self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Kind[Any]:
        return self._by_name[name]

    def read(self, name: str, version: int, body: bytes) -> msgspec.Struct:
        """The body of a fact, brought up to this program's version; raises Unreadable."""
        kind = self._by_name.get(name)
        if kind is None:
            raise Unreadable("unknown-kind", name)
        if version > kind.version:
            raise Unreadable("newer-version", f"{name} {version}")
        try:
            if version == kind.version and b"\\u0000" not in body:
                return self._decoders[name].decode(body)  # type: ignore[no-any-return]
            value = _without_nul(msgspec.json.decode(body))
            for step in range(version, kind.version):
                value = kind.upcasts[step](value)
            return msgspec.convert(value, kind.body)  # type: ignore[no-any-return]
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
            raise Unreadable("unreadable-body", str(error)[:300]) from error


def _without_nul(value: Any) -> Any:
    """U+0000 never reaches a reading: PostgreSQL can't keep it, and nobody meant it."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(part) for part in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(part) for key, part in value.items()}
    return value
