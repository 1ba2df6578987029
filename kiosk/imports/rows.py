"""Rows: what a file from elsewhere says of one customer, once it has been read and mapped; and what became of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kiosk.responses.facts import MOST_SEGMENTS, MOST_WEIGHT

LONGEST_KEY = 200  # characters of a row's own key
LONGEST_SEGMENT = 120  # characters of a segment's value
LONGEST_NAME = 64  # of a segment's key
LONGEST_TAG = 12


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a row of an export of ours was when it was taken home."""

    id: UUID | None
    """The response, where the id can be one that this installation sealed."""
    survey: bytes
    """The hash of the version that was answered."""
    key: str
    """Its own key in the file that it had been brought in from then; empty where a tablet wrote it."""
    told: frozenset[str]
    """The questions whose answers the file tells: not those without a column, nor comments that were hidden."""


@dataclass(frozen=True, slots=True)
class Row:
    """One response, ready to come in.

    `number` is the line in the file; `key` the row's own, unique in its source and place; `at` None where only the day is
    known (a zoned time otherwise); `day` the shop's own, `2018-05-09`. `answers` are shaped as in a response's fact.
    """

    number: int
    key: str
    place: UUID
    at: datetime | None
    day: str
    language: str
    answers: dict[str, Any]
    complete: bool = True
    seconds: float = 0.0
    weight: float | None = None
    segments: dict[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def fault(self) -> str:
        """Why this row can't become a fact, as a stable code; empty where it can."""
        if not 0 < len(self.key) <= LONGEST_KEY:
            return "key"
        if len(self.language) > LONGEST_TAG:
            return "language"
        if not math.isfinite(self.seconds):
            return "seconds"
        if self.weight is not None and not 0 < self.weight <= MOST_WEIGHT:
            return "weight"
        if len(self.segments) > MOST_SEGMENTS:
            return "segments"
        if any(len(key) > LONGEST_NAME or len(value) > LONGEST_SEGMENT for key, value in self.segments.items()):
            return "segment"
        return ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that is here already with another content. `differences`: what was and what the file says now, by name.

    Names are `version`, `day`, `at`, `language`, `complete`, `seconds`, `weight`, `answers.<question>`, `segments.<segment>`.
    """

    number: int
    key: str
    place: UUID
    differences: dict[str, tuple[Any, Any]]
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that couldn't come in; `why` is a stable code: that of `Row.fault`, `place`, `day`, or the record's own."""

    number: int
    key: str
    why: str


@dataclass(slots=True)
class Outcome:
    """What became of the rows. `import_id` is None where nothing was new, so that nothing was written."""

    import_id: UUID | None = None
    added: int = 0
    known: int = 0
    changed: int = 0  # and left as they were
    replaced: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        return self.added + self.known + self.changed + self.replaced + self.refused

    def add(self, other: Outcome) -> None:
        """Count on by another batch's rows."""
        for name in ("added", "known", "changed", "replaced", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
