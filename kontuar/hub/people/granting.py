"""Granting: which roles somebody may give for which places, and whose row he may change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kontuar.core.people import Post, Role

OFFICE = (Role.ADMIN, Role.ANALYST, Role.AUTHOR, Role.MANAGER)  # those who sign in by password


@dataclass(frozen=True, slots=True)
class Reach:
    """The places somebody is an admin of, and those he manages, each with all below."""

    admin: frozenset[UUID]
    manager: frozenset[UUID]

    @property
    def places(self) -> frozenset[UUID]:
        return self.admin | self.manager

    def roles_for(self, place_id: UUID) -> tuple[Role, ...]:
        """An admin gives any role within his part; a manager takes on employees of his own shops."""
        if place_id in self.admin:
            return tuple(Role)
        return (Role.EMPLOYEE,) if place_id in self.manager else ()

    def may_give(self, role: str, place_id: UUID) -> bool:
        return role in self.roles_for(place_id)

    def may_change(self, posts: Iterable[Post]) -> bool:
        """Whether a person's name, address, PIN and leaving are his to settle: all the person's posts must be his to give.

        Else a manager could take over whoever has more rights elsewhere by giving them a new PIN or address.
        """
        held = list(posts)
        return bool(held) and all(self.may_give(post.role, post.place_id) for post in held)

    def may_give_password_code(self, posts: Iterable[Post]) -> bool:
        """A password opens head office's pages, so only an admin of all the person's places resets it."""
        held = list(posts)
        return bool(held) and all(post.place_id in self.admin for post in held)
