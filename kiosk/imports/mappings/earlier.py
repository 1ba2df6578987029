"""Earlier: rows of an export of ours, each the response it was, to the version it answered."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from uuid import RFC_4122, UUID

from kiosk.imports.mappings.answers import Reader
from kiosk.imports.rows import Earlier
from kontuar.core.sealing import Seal
from kontuar.core.times import zone

_SEALED = re.compile(r"[0-9a-f]{32}")
MIDDAY = time(12)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a survey and how answers to it are read; without a hash while it isn't published."""

    hash: bytes
    readers: tuple[tuple[str, Reader], ...]


def is_sealed(text: str) -> bool:
    """Whether this can be the id of a response as an export writes it."""
    return _SEALED.fullmatch(text) is not None


def earlier(sealed: str, seal: Seal | None, version: Version, key: str, hidden: Collection[str]) -> Earlier:
    """What a row was. An id that another installation sealed opens to no id of ours, but once in thirty times."""
    id = seal.opened(sealed) if seal is not None else None
    told = frozenset(id for id, _reader in version.readers if id not in hidden)
    return Earlier(id if id is not None and _is_ours(id) else None, version.hash, key, told)


def _is_ours(id: UUID) -> bool:
    return id.variant == RFC_4122 and id.version in (7, 8)


@lru_cache(maxsize=4096)
def midday(day: str, zone_name: str) -> datetime:
    """When an export says that a row was answered of which only the day is known."""
    return datetime.combine(datetime.fromisoformat(day).date(), MIDDAY, zone(zone_name))
