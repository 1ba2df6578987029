"""Cells made into answers: each question has one way from a code in a file to what a customer said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from kiosk.imports.files.shapes import Names
from kiosk.imports.mappings.mapping import Asked
from kiosk.surveys.document import SCALES, Question

MOST_KEPT = 5_000  # different cells remembered for a column
SILENT = object()
"""A cell that is no answer."""
HIDDEN = object()
"""A comment that was hidden when the file was written: what it said isn't there."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that can't be what its column is for."""

    column: str
    value: str
    reason: Any
    bad: bool = True  # False: the answer is left out, or the value kept as it is, and the row comes in


Cells = Sequence[str]
Reader = Callable[[Cells], Any]
"""From a row's cells to an answer, SILENT, or a Wrong."""


class Known(dict[str, Any]):
    """What cells of one column mean, worked out once for each that is different."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cell: str) -> Any:
        made = self._make(cell)
        if len(self) < MOST_KEPT:
            self[cell] = made
        return made


def number_of(cell: str, decimal: str) -> float | None:
    """A number as a file writes it, with the sign for decimals it was said to have; None where it is none."""
    text = cell.replace("\u2212", "-")
    if decimal == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    elif "," in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e15 and "_" not in text else None


class Reading:
    """The reader of one question: `asked` by the mapping, `question` by the survey."""

    def __init__(self, asked: Asked, question: Question, names: Names, decimal: str, no_answer: Sequence[str]) -> None:
        self.asked, self.question, self.decimal = asked, question, decimal
        self.missing = None if asked.missing is None else names.find(asked.missing)
        self.silent = {"", *no_answer, *asked.no_answer}
        self.bad = asked.odd == "bad"
        self.scale = SCALES.get(question.type)
        self.choices = {choice.id for choice in question.choices}
        self.columns = [names.find(name) for name in asked.columns]
        self.called = [names.shown[place] for place in self.columns]
        self.marked = [
            (names.find(name), names.shown[names.find(name)], choice) for name, choice in asked.marked.items()
        ]

    def reader(self) -> Reader:
        """How this question is read from a row."""
        reader = self._reader()
        return reader if self.missing is None else self._or_why_not(reader, self.missing)

    def _reader(self) -> Reader:
        if self.marked and (self.question.type == "several" or not self.columns):
            return self._by_marks()
        if self.question.type == "several":
            return self._by_codes()
        if self.question.type == "text":
            return self._words() if len(self.columns) == 1 else self._joined()
        return self._single() if len(self.columns) == 1 else self._first()

    def _single(self) -> Reader:
        place, known = self.columns[0], Known(self._one(self.called[0]))
        return lambda cells: known[cells[place]]

    def _first(self) -> Reader:
        """A column for each type that the question has had: one of them is filled."""
        known = [(place, Known(self._one(called))) for place, called in zip(self.columns, self.called, strict=True)]

        def first(cells: Cells) -> Any:
            return next((meant[cells[place]] for place, meant in known if cells[place]), SILENT)

        return first

    def _or_why_not(self, reader: Reader, place: int) -> Reader:
        """Where there is no answer, a column of its own may say why."""
        why_not = Known(self._why_not)

        def either(cells: Cells) -> Any:
            answer = reader(cells)
            return why_not[cells[place]] if answer is SILENT and cells[place] else answer

        return either

    def _why_not(self, cell: str) -> Any:
        text = cell.strip()
        if text in self.silent:
            return SILENT
        if text == "hidden":
            return HIDDEN
        if text in self.question.decline:
            return {"declined": text}
        return Wrong(self.asked.missing or "", text, _("This code isn't in the mapping."), self.bad)

    def _one(self, column: str) -> Callable[[str], Any]:
        def one(cell: str) -> Any:
            text = cell.strip()
            if text in self.asked.decline:
                return {"declined": self.asked.decline[text]}
            if text in self.silent:
                return SILENT
            return self._coded(column, text)

        return one

    def _coded(self, column: str, text: str) -> Any:
        """What a code means: by the map, or as it stands where it can be an answer."""
        meant: Any = self.asked.map.get(text)
        number = number_of(text, self.decimal) if meant is None else None
        if meant is None and number is not None and number.is_integer():
            plain = str(int(number))
            if plain in self.asked.decline:
                return {"declined": self.asked.decline[plain]}
            if plain in self.silent:
                return SILENT
            meant = self.asked.map.get(plain, int(number) if self.scale is not None else plain)
        if self.scale is not None:
            if type(meant) is int and meant in self.scale:
                return meant
            reason = _(
                "An answer here is a whole number from %(low)s to %(high)s.", low=self.scale[0], high=self.scale[-1]
            )
            return Wrong(column, text, reason, self.bad)
        choice = text if meant is None else meant
        if choice in self.choices:
            return choice
        return Wrong(column, text, _("This code isn't in the mapping."), self.bad)

    def _words(self) -> Reader:
        place, silent, limit = self.columns[0], self.silent, self.question.limit or 2000
        column, bad = self.called[0], self.bad

        def words(cells: Cells) -> Any:
            text = cells[place]
            if text in silent or text.strip() in silent:
                return SILENT
            if len(text) > limit and len(text.strip()) > limit:
                reason = _("The text has %(length)s characters; %(longest)s at most.", length=len(text), longest=limit)
                return Wrong(column, text[:60], reason, bad)
            return text

        return words

    def _joined(self) -> Reader:
        """Several columns of words, one under the other."""
        places, silent, limit = self.columns, self.silent, self.question.limit or 2000
        column, bad = self.called[0], self.bad

        def joined(cells: Cells) -> Any:
            text = "\n".join(cells[place] for place in places if cells[place].strip() not in silent)
            if not text:
                return SILENT
            if len(text) > limit:
                reason = _("The text has %(length)s characters; %(longest)s at most.", length=len(text), longest=limit)
                return Wrong(column, text[:60], reason, bad)
            return text

        return joined

    def _by_codes(self) -> Reader:
        """Several of many: a code in each of some columns, or some codes in one, with a sign between them."""
        separator = self.asked.separator
        known = [Known(self._codes(column, separator)) for column in self.called]
        pairs = list(zip(self.columns, known, strict=True))

        def codes(cells: Cells) -> Any:
            found: dict[str, None] = {}
            for place, meant in pairs:
                each = meant[cells[place]]
                if type(each) is tuple:
                    found.update(dict.fromkeys(each))
                elif each is not SILENT:
                    return each
            return list(found) if found else SILENT

        return codes

    def _codes(self, column: str, separator: str | None) -> Callable[[str], Any]:
        def several(cell: str) -> Any:
            text = cell.strip()
            if text in self.asked.decline:
                return {"declined": self.asked.decline[text]}
            if text in self.silent:
                return SILENT
            parts = [part.strip() for part in text.split(separator)] if separator else [text]
            found: list[str] = []
            for part in parts:
                if part in self.silent:
                    continue
                meant = self._coded(column, part)
                if not isinstance(meant, str):
                    return meant
                found.append(meant)
            return tuple(found) if found else SILENT

        return several

    def _by_marks(self) -> Reader:
        """Several of many with a column for each choice: marked or not."""
        known = [(place, choice, Known(self._mark(column))) for place, column, choice in self.marked]

        def marks(cells: Cells) -> Any:
            found: list[str] = []
            for place, choice, meant in known:
                each = meant[cells[place]]
                if each is True:
                    found.append(choice)
                elif each is not False and each is not SILENT:
                    return each
            return found or SILENT

        return marks

    def _mark(self, column: str) -> Callable[[str], Any]:
        asked = self.asked

        def mark(cell: str) -> Any:
            text = cell.strip()
            if text in asked.mark:
                return True
            if text in asked.unmarked:
                return False
            if text in asked.decline:
                return {"declined": asked.decline[text]}
            if text in self.silent:
                return SILENT
            number = number_of(text, self.decimal)
            plain = str(int(number)) if number is not None and number.is_integer() else ""
            if plain in asked.mark or plain in asked.unmarked:
                return plain in asked.mark
            return Wrong(column, text, _("This is neither a mark nor the sign for none."), self.bad)

        return mark
