"""Placing answers: the shops of the directory by the names that files give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from kontuar.core.documents import nearest


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that answers may be brought to."""

    id: UUID
    name: str
    zone: str


class Shops:
    """All shops that somebody may bring answers to."""

    def __init__(self, shops: Iterable[Shop]) -> None:
        self._all = list(shops)
        self._by_id = {str(shop.id): shop for shop in self._all}
        self._by_name: dict[str, list[Shop]] = {}
        for shop in self._all:
            self._by_name.setdefault(_folded(shop.name), []).append(shop)

    @property
    def only(self) -> Shop | None:
        """The one shop, where there is only one."""
        return self._all[0] if len(self._all) == 1 else None

    @property
    def names(self) -> dict[UUID, str]:
        return {shop.id: shop.name for shop in self._all}

    def called(self, shop: Shop) -> str:
        """What a mapping calls a shop: its name, or its id where others have that name."""
        return shop.name if len(self._by_name[_folded(shop.name)]) == 1 else str(shop.id)

    def find(self, name: str) -> Shop | Any:
        """The shop of a name or id, or a sentence that says why there is none."""
        if name.lower() in self._by_id:
            return self._by_id[name.lower()]
        found = self._by_name.get(_folded(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            return _(
                "%(count)s shops are called “%(name)s”. Say the id of one in the mapping.", count=len(found), name=name
            )
        near = nearest(_folded(name), self._by_name)
        if near is not None:
            return _(
                "There is no shop “%(name)s”. Near is: “%(near)s”.", name=name[:60], near=self._by_name[near][0].name
            )
        return _(
            "There is no shop “%(name)s”. Say in the mapping which one it means, or add it under Places.",
            name=name[:60],
        )


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
