"""Looking at the columns of a file: how many cells are filled, which values there are, what they could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kiosk.imports.files.reading_xlsx import text_of
from kiosk.imports.files.shapes import OURS, Line, Names
from kiosk.imports.mappings.answers import number_of
from kiosk.imports.mappings.dating import Orders, orders_of, parse_time

LOOKED_AT = 5_000  # rows
MOST_VALUES = 1_000  # different ones that are counted
A_FEW = 0.05  # of the cells may be slips
SEPARATORS = (";", "|", ",")
_YES = frozenset(
    ["yes", "y", "true", "tak", "ja", "oui", "sí", "si", "ano", "taip", "так", "có", "是", "כן", "نعم", "t"]
)
_NO = frozenset(["no", "n", "false", "nie", "nein", "non", "ne", "ні", "không", "否", "לא", "لا", "f"])
NOTHING = frozenset(("", "na", "n/a", "null", "none", "-", "#n/a", "nan", "#null!"))


@dataclass(slots=True)
class Look:
    """What was seen of one column."""

    place: int
    name: str
    rows: int = 0
    filled: int = 0
    letters: int = 0
    longest: int = 0
    lines: bool = False
    values: Counter[str] = field(default_factory=Counter)
    many: bool = False  # more different values than are counted

    def see(self, cell: str) -> None:
        self.rows += 1
        text = cell.strip()
        if not text:
            return
        self.filled += 1
        self.letters += len(text)
        self.longest = max(self.longest, len(text))
        self.lines = self.lines or "\n" in text
        if text in self.values or len(self.values) < MOST_VALUES:
            self.values[text] += 1
        else:
            self.many = True

    @property
    def told(self) -> list[str]:
        """The values that say something, the frequent ones first."""
        return [value for value, _count in self.values.most_common() if value.casefold() not in NOTHING]

    @property
    def nothings(self) -> list[str]:
        return [value for value in self.values if value.casefold() in NOTHING]

    @property
    def average(self) -> float:
        return self.letters / self.filled if self.filled else 0.0

    @property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.filled == self.rows and (self.many or len(self.values) == self.filled)

    def whole_numbers(self, decimal: str) -> dict[int, int] | None:
        """How often each whole number stands there; None where more than a few cells hold other things."""
        found: dict[int, int] = {}
        strange = 0
        for value in self.told:
            number = number_of(value, decimal)
            if number is not None and number.is_integer():
                found[int(number)] = found.get(int(number), 0) + self.values[value]
            else:
                strange += self.values[value]
        return None if self.many or strange > self.filled * A_FEW else found or None

    def numbers(self, decimal: str) -> bool:
        return bool(self.told) and all(number_of(value, decimal) is not None for value in self.told)

    def yes_or_no(self) -> dict[str, int] | None:
        """Words for yes and no and what they mean; None where there are others."""
        words = {value: value.casefold() for value in self.told}
        if not words or len(words) > 4 or any(word not in _YES | _NO for word in words.values()):
            return None
        return {value: int(word in _YES) for value, word in words.items()}

    def orders(self) -> Orders | None:
        """How its values can be read as dates; None where most can't."""
        told = self.told
        if not told or self.average > 40:
            return None
        found = orders_of(told)
        fit = max((sum(self.values[each] for each in told if _fits(each, one)) for one in found.some), default=0)
        return found if found.some and (found.all or fit > self.filled * 0.4) else None

    def times(self) -> bool:
        from datetime import time

        formats = ("hh:mm", "hh:mm:ss", "h:mm AM", "h:mm:ss AM")
        return bool(self.told) and all(isinstance(parse_time(each, formats), time) for each in self.told[:200])

    def separator(self) -> str | None:
        """The sign between several codes in one cell, where the parts repeat much more than the whole."""
        if self.average > 80 or len(self.told) < 3:
            return None
        for sign in SEPARATORS:
            split = [value for value in self.told if sign in value]
            parts = {part.strip() for value in self.told for part in value.split(sign)}
            if len(split) > len(self.told) * 0.2 and 2 <= len(parts) <= 30 and len(parts) <= len(self.told):
                return sign
        return None


def _fits(value: str, order: str) -> bool:
    return bool(orders_of((value,)).all) and order in orders_of((value,)).all


def look(names: Names, lines: Iterable[Line], decimal: str = ".") -> list[Look]:
    """What stands in each column of the first rows; rows with a fault of their own are passed over."""
    looks = [Look(place, name) for place, name in enumerate(names.shown)]
    for line in islice(lines, LOOKED_AT):
        if line.fault is None:
            for each, cell in zip(looks, line.cells, strict=False):
                each.see(cell if type(cell) is str else text_of(cell, decimal))
    return [each for each in looks if each.name not in OURS]


def decimal_of(looks: Sequence[Look]) -> str:
    """The sign for decimals: a comma where numbers with one are written so and none with a point."""
    commas = points = 0
    for each in looks:
        values = each.told[:200]
        if values and all(number_of(value, ",") is not None for value in values):
            commas += sum("," in value for value in values)
        if values and all(number_of(value, ".") is not None for value in values):
            points += sum("." in value for value in values)
    return "," if commas > points else "."
