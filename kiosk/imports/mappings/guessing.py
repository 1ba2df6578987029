"""Guessing what the columns of a file are, from their values first and their names second; doubts are said, not settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kiosk.imports.mappings import headers
from kiosk.imports.mappings.dating import Orders
from kiosk.imports.mappings.looking import Look, decimal_of

Part = Literal["key", "date", "day", "time", "language", "weight", "place", "seconds", "question", "segment", "nothing"]
FEW = 20  # different texts that can be choices
FEW_GROUPS = 60
WORDS = 25  # letters of a text that somebody wrote, on average


@dataclass(slots=True)
class Guess:
    """What a column is taken for."""

    look: Look
    part: Part
    type: str = ""  # of a question
    why: str = ""  # the doubt, in English: mappings are files for people who write configuration
    map: dict[str, int | str] = field(default_factory=dict)
    no_answer: list[str] = field(default_factory=list)
    separator: str = ""
    orders: Orders | None = None


@dataclass(slots=True)
class Guesses:
    """All columns, and how numbers are written."""

    columns: list[Guess]
    decimal: str

    def first(self, part: Part) -> Guess | None:
        return next((each for each in self.columns if each.part == part), None)


def guess(looks: Sequence[Look], places: Collection[str] = ()) -> Guesses:
    """What each column is; `places` are the names of the shops that are known."""
    decimal = decimal_of(looks)
    known = {place.casefold() for place in places}
    taken: set[Part] = set()
    found: list[Guess] = []
    dates = _best_date(looks)
    for each in looks:
        made = Guess(each, "date", orders=each.orders()) if each is dates else _one(each, decimal, known, taken)
        taken.add(made.part)
        found.append(made)
    if dates is None:
        _take_days(found)
    return Guesses(found, decimal)


def _best_date(looks: Sequence[Look]) -> Look | None:
    """The column of dates: one that is called so, if there are several."""
    found = [each for each in looks if each.orders() is not None]
    called = [each for each in found if headers.is_called(each.name, headers.DATE)]
    return next(iter(called or found), None)


def _take_days(found: list[Guess]) -> None:
    """Without a date anywhere, a column called so may hold the day of the month."""
    for each in found:
        numbers = each.look.whole_numbers(".")
        if numbers and headers.is_called(each.look.name, headers.DATE) and all(1 <= day <= 31 for day in numbers):
            each.part, each.type = "day", ""
            return


def _one(look: Look, decimal: str, places: Collection[str], taken: Collection[Part]) -> Guess:
    name, told = look.name, look.told
    if not told:
        return Guess(look, "nothing", why="it is empty")
    if "key" not in taken and look.unique and headers.is_called(name, headers.KEY) and look.longest <= 60:
        return Guess(look, "key")
    if "language" not in taken and headers.is_called(name, headers.LANGUAGE) and len(told) <= FEW:
        return Guess(look, "language")
    if "weight" not in taken and headers.is_called(name, headers.WEIGHT) and look.numbers(decimal):
        return Guess(look, "weight")
    if "seconds" not in taken and headers.is_called(name, headers.SECONDS) and look.numbers(decimal):
        return Guess(look, "seconds")
    if "place" not in taken and (_are_places(told, places) or _called_place(look)):
        return Guess(look, "place")
    if "time" not in taken and look.times() and headers.is_called(name, headers.TIME):
        return Guess(look, "time")
    if look.orders() is not None or look.times():
        return Guess(look, "nothing", why="it is another date or time")
    return _numbers(look, decimal) or _texts(look)


def _are_places(told: Sequence[str], places: Collection[str]) -> bool:
    return bool(places) and sum(value.casefold() in places for value in told) > len(told) / 2


def _called_place(look: Look) -> bool:
    return headers.is_called(look.name, headers.PLACE) and not look.many and len(look.told) <= 500 and look.average < 60


def _numbers(look: Look, decimal: str) -> Guess | None:
    """A scale, told by the numbers that are used and by what the column is called."""
    yes_no = look.yes_or_no()
    if yes_no is not None:
        return Guess(look, "question", "yesno", map=dict(yes_no), no_answer=look.nothings)
    numbers = look.whole_numbers(decimal)
    if numbers is None:
        return Guess(look, "nothing", why="it holds numbers that are no scale") if look.numbers(decimal) else None
    low, high = min(numbers), max(numbers)
    none = look.nothings
    if headers.begins_like(look.name, headers.NPS) and low >= 0 and _most(numbers, range(11)):
        return _scale(look, numbers, "nps", range(11), none)
    if headers.begins_like(look.name, headers.EFFORT) and low >= 0 and _most(numbers, range(1, 8)):
        return _scale(look, numbers, "effort", range(1, 8), none)
    if high == 10 and low in (0, 1) and len(numbers) > 5:
        return Guess(look, "question", "nps", "numbers up to 10; is it really about recommending?", no_answer=none)
    if low >= 0 and (set(range(1, 6)) <= set(numbers) or ({4, 5} <= set(numbers) and high == 5)) and len(numbers) <= 8:
        return _scale(look, numbers, "smileys", range(1, 6), none)
    if set(numbers) <= {0, 1}:
        return Guess(look, "question", "yesno", "0 and 1 are taken for no and yes", no_answer=none)
    if len(numbers) <= FEW_GROUPS:
        return Guess(look, "segment", why="codes; what they mean isn't in the file")
    return Guess(look, "nothing", why="it holds numbers that are no scale")


def _most(numbers: dict[int, int], scale: range) -> bool:
    inside = sum(count for number, count in numbers.items() if number in scale)
    return inside > sum(numbers.values()) / 2


def _scale(look: Look, numbers: dict[int, int], kind: str, scale: range, none: list[str]) -> Guess:
    outside = sorted(number for number in numbers if number not in scale)
    why = ""
    if outside:
        codes = ", ".join(map(str, outside))
        why = f"{codes} isn't on the scale {scale[0]}-{scale[-1]}; taken for no answer"
    if kind == "smileys" and not why:
        why = "numbers from 1 to 5; taken for faces, 5 is best"
    return Guess(look, "question", kind, why, no_answer=[*none, *map(str, outside)])


def _texts(look: Look) -> Guess:
    told = look.told
    sign = look.separator()
    if sign:
        return Guess(look, "question", "several", f"several in one cell, with {sign!r} between them", separator=sign)
    if (look.average >= WORDS or look.lines or headers.begins_like(look.name, headers.TEXT)) and (
        look.many or len(told) > FEW
    ):
        return Guess(look, "question", "text", no_answer=look.nothings)
    if look.many or len(told) > max(FEW_GROUPS, look.filled // 3):
        if headers.begins_like(look.name, headers.TEXT):
            return Guess(look, "question", "text")
        return Guess(look, "nothing", why="too many different values to tell anything apart by")
    if len(told) <= FEW and len(told) < look.filled and max(map(len, told)) <= 60:
        return Guess(
            look,
            "question",
            "one",
            "few different texts; if it says who answered, make it a segment",
            no_answer=look.nothings,
        )
    return Guess(look, "segment", why="texts that repeat")
