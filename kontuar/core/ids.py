"""Ids: time-ordered and unique wherever they are born (UUID version 7, RFC 9562)."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUID v7; ids made later sort later, to the millisecond."""
    return uuid7()


@lru_cache(maxsize=8192)
def interned_id(text: str) -> UUID | None:
    """As `parse_id`, the same object for the same text: for ids that come again and again."""
    return parse_id(text)


def parse_id(text: object) -> UUID | None:
    """The id that `text` spells in the usual hyphenated form, or None."""
    if not isinstance(text, str) or len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None
