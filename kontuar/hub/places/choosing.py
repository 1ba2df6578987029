"""Choosing a place or a time zone: what may be picked from, in the order people look for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from kontuar.core.places import Place, PlaceKind

ASIDE = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/", "Arctic/", "posix/", "right/")


@cache
def time_zones() -> tuple[str, ...]:
    """IANA names of places people live in, by continent; old names and plain offsets left out."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith(ASIDE)))


def known_zone(name: str | None) -> bool:
    return name in time_zones()


def zone_words(name: str, at: datetime) -> str:
    """A time zone as people recognise it: `Europe/Warsaw, 14:41`."""
    return f"{name.replace('_', ' ')}, {at.astimezone(ZoneInfo(name)):%H:%M}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the tree with how deep it lies: the chain is 0."""

    place: Place
    depth: int


def tree(places: Iterable[Place]) -> list[Branch]:
    """Places in the order of the tree: a region, what is in it, the next region; by name beside each other."""
    known = {place.id: place for place in places}
    under: dict[UUID | None, list[Place]] = {}
    for place in known.values():
        parent = place.parent_id if place.parent_id in known else None
        under.setdefault(parent, []).append(place)
    found: list[Branch] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for place in sorted(
            under.get(parent, ()), key=lambda each: (each.kind == PlaceKind.SHOP, each.name.casefold())
        ):
            found.append(Branch(place, depth))
            walk(place.id, depth + 1)

    walk(None, 0)
    return found


def named(branch: Branch) -> str:
    """A place in a list to choose from, moved in by how deep it lies."""
    return "\N{NO-BREAK SPACE}" * 3 * branch.depth + branch.place.name
