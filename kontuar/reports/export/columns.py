"""Columns and pages: what every table to take home is made of, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Value = str | int | float | bool | None


class Type(StrEnum):
    """What the cells of a column are. Any but an id, a day or a time may be None: there's nothing to tell."""

    ID = "id"
    """Letters and digits of ours that say only what is the same."""
    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "day"
    """As text: 2026-11-22."""
    TIME = "time"
    """Milliseconds since 1970, UTC."""
    YESNO = "yes/no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its cells mean: a row of the codebook."""

    name: str
    type: Type
    about: Any = ""  # a text, or one that is translated when it's written
    labels: Mapping[Value, Any] = field(default_factory=dict)
    """What values mean, in words; of a scale or a choice every value."""
    note: str = ""  # what else there is to say of the values
    clause: str = ""
    survey: str = ""
    question: str = ""
    choice: str = ""
    part: str = ""
    """What it tells of the question: answer, missing (why there's none); else nothing."""


Cells = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, column by column, and of how many subjects (responses, attempts) they tell."""

    cells: Sequence[Cells]
    subjects: int

    @property
    def rows(self) -> int:
        return len(self.cells[0])


def page(rows: Sequence[Sequence[Value]], subjects: int | None = None) -> Page:
    """A page of rows that lie one by one; at least one of them."""
    return Page(list(zip(*rows, strict=True)), len(rows) if subjects is None else subjects)
