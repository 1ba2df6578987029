"""Stored: a fact of the journal on its way to its readings."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kontuar.sync.kinds import Stamp
from kontuar.sync.lines import Line


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A fact of the journal, its body still as it came. `place` is one object for all facts of a place in a batch."""

    place: UUID
    position: int
    line: Line
    stamp: Stamp

    @property
    def hash(self) -> bytes:
        return self.line.hash
