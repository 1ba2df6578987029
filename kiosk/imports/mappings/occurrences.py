"""Counting how often the same row has come, in sixteen bytes a row however long the file is."""

from __future__ import annotations

from array import array

FIRST_ROOM = 1 << 14
SPREAD, WHOLE = 0x9E3779B97F4A7C15, 2**64 - 1


def _begin(hash: int) -> int:
    """Where a hash is looked for first: near ones far from each other (multiplicative hashing, Knuth 1973, 6.4)."""
    return ((hash ^ hash >> 32) * SPREAD & WHOLE) >> 32


class Occurrences:
    """Counts of 64-bit hashes: a table with open addressing for those seen once, a dictionary for those seen again."""

    def __init__(self) -> None:
        self._room = FIRST_ROOM
        self._slots = array("Q", bytes(8 * self._room))
        self._filled = 0
        self._again: dict[int, int] = {}

    def seen(self, hash: int) -> int:
        """How often this hash has come now: 1 the first time."""
        hash = hash or 1
        slots, mask = self._slots, self._room - 1
        at = _begin(hash) & mask
        while slots[at]:
            if slots[at] == hash:
                self._again[hash] = self._again.get(hash, 1) + 1
                return self._again[hash]
            at = (at + 1) & mask
        slots[at] = hash
        self._filled += 1
        if self._filled * 3 > self._room * 2:
            self._grow()
        return 1

    def _grow(self) -> None:
        old = self._slots
        self._room *= 2
        self._slots = slots = array("Q", bytes(8 * self._room))
        mask = self._room - 1
        for hash in old:
            if hash:
                at = _begin(hash) & mask
                while slots[at]:
                    at = (at + 1) & mask
                slots[at] = hash
