"""How a file is written, and what is in it: the words that the readers of CSV and of workbooks share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kontuar.core.documents import nearest
from kontuar.core.errors import Problem

Cell = str | int | float | bool | date | datetime | time
MOST_COLUMNS = 2_000
LONGEST_LINE = 4 * 1024 * 1024  # characters
REASON = "kontuar-reason"
KEY = "kontuar-key"
OURS = (KEY, REASON)
"""Columns of a file of bad rows that were not in the original: never answers."""

_BLANK = re.compile(r"\s+")


class Unreadable(Problem):
    """A file that can't be read at all, and what to do about it."""

    code, status = "file-unreadable", 422
    message = _("This file can't be read.")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is stated of a file; None where it is to be recognised."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None  # "" where nothing is quoted
    escape: str | None = None
    sheet: str | None = None
    header: int = 1  # the line that holds the names of the columns; 0: no line does


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the line it begins on (from 1), its cells, and what is wrong with the row as a whole."""

    number: int
    cells: Sequence[Cell]
    fault: Any = None


@dataclass(frozen=True, slots=True)
class Names:
    """The columns of a file, as they stand and as a mapping may name them."""

    written: tuple[str, ...]
    shown: tuple[str, ...]
    """A name each: trimmed, in one line; `NAME#2` for the second of a name, `#7` for a seventh column without one."""
    known: dict[str, int] = field(default_factory=dict)
    twice: dict[str, int] = field(default_factory=dict)

    def find(self, name: str) -> int:
        """The place of a column, from 0. Raises UnknownColumn with what was probably meant."""
        found = self.known.get(plain_name(name))
        if found is None:
            raise UnknownColumn(name, self)
        return found


class UnknownColumn(Exception):
    """A mapping names a column that isn't in the file."""

    def __init__(self, name: str, names: Names) -> None:
        super().__init__(name)
        self.name, self.names = name, names

    @property
    def message(self) -> LazyString:
        name, names = self.name, self.names
        if times := names.twice.get(plain_name(name)):
            return _(
                "%(times)s columns are called “%(name)s”. Say which: “%(name)s#1”, “%(name)s#2”.",
                times=times,
                name=name,
            )
        near = _near(name, names.shown)
        if near:
            choice = ", ".join(str(_("“%(name)s”", name=each)) for each in near)
            return _("There is no column “%(name)s” in the file. Near are: %(near)s.", name=name, near=choice)
        first = ", ".join(str(_("“%(name)s”", name=each)) for each in names.shown[:8])
        return _("There is no column “%(name)s” in the file. It begins with: %(first)s.", name=name, first=first)


def _near(name: str, shown: Sequence[str]) -> list[str]:
    folded = {each.casefold(): each for each in reversed(shown)}
    likely = nearest(name.casefold(), folded)
    found = [folded[likely]] if likely else []
    found += [each for each in shown if name.casefold() in each.casefold() and each not in found]
    return found[:3]


def plain_name(name: str) -> str:
    """A column's name as it is compared: NFC, in one line, without a mark of order or space around it."""
    return _BLANK.sub(" ", unicodedata.normalize("NFC", name.replace("\ufeff", ""))).strip()


def names_of(header: Sequence[Any]) -> Names:
    """What the columns under a header are called."""
    written = tuple(str(each) for each in header)
    plain = [plain_name(each) for each in written]
    counts = Counter(name for name in plain if name)
    seen: Counter[str] = Counter()
    shown: list[str] = []
    known: dict[str, int] = {}
    for place, name in enumerate(plain):
        seen[name] += 1
        called = f"#{place + 1}" if not name else name if counts[name] == 1 else f"{name}#{seen[name]}"
        shown.append(called)
        known.setdefault(f"#{place + 1}", place)
        known[called] = place
    return Names(written, tuple(shown), known, {name: count for name, count in counts.items() if count > 1})


@dataclass(slots=True)
class Opened:
    """A file that can be read: its columns, its lines as often as one asks, and what was noticed on the way."""

    kind: str  # csv, xlsx
    names: Names
    lines: Callable[[], Iterator[Line]]
    """All rows under the header, in their order; blank lines are left out."""
    shape: Shape  # as stated and recognised
    ends: str = "\n"
    bom: bool = False
    notes: list[Any] = field(default_factory=list)
    """Sentences about what a reader should know: a guessed encoding, merged cells."""
    sheets: tuple[str, ...] = ()
    size: int = 0
    progress: Callable[[], float] = lambda: 0.0
    """How far the reading is, 0 to 1."""


def checked_width(width: int) -> None:
    """Raises Unreadable where a file is too wide to hold answers."""
    if width > MOST_COLUMNS:
        message = _("The file has %(width)s columns; %(most)s at most. Is the delimiter the right one?",
                    width=width, most=MOST_COLUMNS)  # fmt: skip
        raise Unreadable(message, detail="too-many-columns")


def blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing at all."""
    return not any(cell != "" and (not isinstance(cell, str) or cell.strip()) for cell in cells)
