"""Identity: which fact a row of a file is, so that the same row brought in twice is the same fact."""

from __future__ import annotations

import hashlib
import re
import secrets
from uuid import UUID

_NUMBER = re.compile(r"\d+")


def fact_id(source: str, place: UUID, key: str, generation: int) -> UUID:
    """The id (UUID version 8) of a row's fact, from whose key it is, its place and its key.

    `generation` counts how often the row was taken back before: a fact is for ever, so what comes again is another one.
    The first 48 bits are the last number in the key, so that rows numbered in order are written side by side.
    """
    text = f"{source}\0{place}\0{key}\0{generation}"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    numbers = _NUMBER.findall(key)
    head = (int(numbers[-1][-14:]) & (2**48 - 1)).to_bytes(6, "big") if numbers else digest[:6]
    whole = int.from_bytes(head + digest[6:16], "big")
    return UUID(int=whole & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62))


def new_epoch(import_id: UUID) -> str:
    """A new epoch of an import's stream: all of one import begin alike, so that undoing finds them."""
    return stem(import_id) + secrets.token_hex(8)


def stem(import_id: UUID) -> str:
    """How every epoch of an import begins: 16 hex digits."""
    return hashlib.sha256(import_id.bytes).hexdigest()[:16]
