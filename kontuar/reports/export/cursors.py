"""Cursors: up to which fact of each shop's journal a table goes, so that what comes later doesn't change it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, literal_column, select
from sqlalchemy.orm import Session

from kontuar.core.places import Place, PlaceKind
from kontuar.sync.models import Journal, PlaceHead, Waiting

FEW = 20_000  # facts after the cursor whose ids are held at once; of more, those that a page is about


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop as it was called, and the position in its journal up to which its facts count."""

    id: UUID
    name: str
    position: int


def shops(session: Session, within: Collection[UUID] | None) -> list[Shop]:
    """Shops by name, closed ones too (what was answered there stays), each up to now."""
    rows = session.execute(
        select(Place.id, Place.name, PlaceHead.high)
        .outerjoin(PlaceHead, PlaceHead.place_id == Place.id)
        .where(Place.kind == PlaceKind.SHOP)
        .order_by(Place.name, Place.id)
    )
    return [Shop(id, name, high or 0) for id, name, high in rows if within is None or id in within]


def waiting(session: Session, among: Collection[Shop]) -> int:
    """How many facts up to the cursors wait for a document: a table made when it has come will have them."""
    rows = session.execute(select(Waiting.place_id, Waiting.position).distinct())
    at = {shop.id: shop.position for shop in among}
    return sum(1 for place, position in rows if position <= at.get(place, -1))


class Later:
    """The facts of one shop that came after its cursor."""

    def __init__(self, session: Session, shop: Shop) -> None:
        self._session = session
        self._shop = shop
        self._high = shop.position
        self._ids: frozenset[Any] = frozenset()

    def between(self, first: UUID, last: UUID) -> Collection[Any]:
        """Ids of later facts, as the driver gives them; at least those from `first` to `last`."""
        kept = Journal.__table__
        after = and_(kept.c.place_id == self._shop.id, kept.c.position + 0 > self._shop.position)
        high = self._session.scalar(select(PlaceHead.high).where(PlaceHead.place_id == self._shop.id)) or 0
        if high == self._high:
            return self._ids
        if high - self._shop.position > FEW:
            return self._read(and_(after, kept.c.id >= first, kept.c.id <= last))
        self._high = high
        self._ids = self._read(and_(kept.c.place_id == self._shop.id, kept.c.position > self._shop.position))
        return self._ids

    def all(self) -> Collection[Any]:
        """Ids of all later facts, as the driver gives them."""
        kept = Journal.__table__
        return self._read(and_(kept.c.place_id == self._shop.id, kept.c.position > self._shop.position))

    def _read(self, which: Any) -> frozenset[Any]:
        rows: Any = self._session.execute(select(literal_column("id")).select_from(Journal.__table__).where(which))
        return frozenset(row[0] for row in rows)


def facts_after(session: Session, among: Collection[Shop], kind: str) -> int:
    """How many facts of a kind came to these shops after their cursors."""
    return sum(
        session.scalar(
            select(func.count())
            .select_from(Journal)
            .where(Journal.place_id == shop.id, Journal.position > shop.position, Journal.kind == kind)
        )
        or 0
        for shop in among
    )
