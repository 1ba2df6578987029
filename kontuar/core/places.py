"""Places: the chain, its regions and its shops, as a tree; each shop has its own clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from kontuar.core.database import Base, Id, Moment


class PlaceKind(StrEnum):
    CHAIN = "chain"
    REGION = "region"
    SHOP = "shop"


class Place(Base):
    """A node of the tree: the chain at its root, regions, shops at its leaves."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("kind in ('chain', 'region', 'shop')", name="kind"),
        CheckConstraint("(kind = 'chain') = (parent_id is null)", name="root"),
        Index(None, "parent_id"),
        {"info": {"sort": "directory"}},
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    parent_id: Mapped[UUID | None] = mapped_column(Id, ForeignKey("place.id"))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


def below(session: Session, roots: Iterable[UUID]) -> set[UUID]:
    """Ids of `roots` and of every place under them."""
    start = select(Place.id).where(Place.id.in_(list(roots))).cte("under", recursive=True)
    child = aliased(Place)
    under = start.union(select(child.id).where(child.parent_id == start.c.id))
    return set(session.scalars(select(under.c.id)))


def chain(session: Session) -> Place | None:
    """The root of the tree; None before the first start."""
    return session.scalar(select(Place).where(Place.kind == PlaceKind.CHAIN))


def shops(session: Session, among: set[UUID] | None = None) -> list[Place]:
    """Open shops by name, those of `among` if given."""
    found = session.scalars(
        select(Place).where(Place.kind == PlaceKind.SHOP, Place.closed_at.is_(None)).order_by(Place.name, Place.id)
    )
    return [shop for shop in found if among is None or shop.id in among]


def above(session: Session, place_id: UUID) -> list[UUID]:
    """Ids of a place and of every place over it, the chain last; nothing for a place that isn't there."""
    found: list[UUID] = []
    place = session.get(Place, place_id)
    while place is not None:
        found.append(place.id)
        place = session.get(Place, place.parent_id) if place.parent_id else None
    return found
