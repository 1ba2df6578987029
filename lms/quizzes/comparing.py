"""Comparing what people type: when two short answers are the same, and which number somebody wrote.

`static/comparing.js` does the same in the browser; `tests/mirror/` holds both to one table of cases.
"""

import re
import unicodedata
from functools import cache

from lms.quizzes.letters import letters

LONGEST_NUMBER = 30
"""Digits. Whoever types more isn't answering a question of ours."""

_NUMBER = re.compile(r"([-+]?)([0-9.,'_ ]*)")
_MARKS = {"\u066b": "_", "\u066c": "'", "\uff0c": ",", "\uff0e": ".", "\u060c": ",", "\uff0b": "+", "_": "x"}
"""Marks in numbers that aren't plain ones; `_` stands for a mark that can only be the decimal one (Arabic)."""


def folded(text: str) -> str:
    """A short answer as it is compared.

    Marks nobody sees go, typographic apostrophes, quotes and dashes become plain ones; NFKC (half and full width, ligatures,
    composed or not); simple case folding by the shared table; NFKC again; each run of spaces is one, none at the ends.
    """
    table = _table()
    seen = "".join(table.plain.get(letter, letter) for letter in text if letter not in table.unseen)
    small = "".join(table.small.get(letter, letter) for letter in _normal(seen) if letter not in table.unseen)
    return " ".join(filter(None, _normal(small).translate(table.spaces).split(" ")))


def number_in(text: str) -> str | None:
    """The number somebody wrote, as plain decimal digits (`-12.5`); None where it can't be read as one.

    Digits of any script; a minus of any width, before the number. A point or a comma that stands once is the decimal mark
    (12,5 and 1.250 are twelve and a half, and one and a quarter); of two different marks the last is; a mark that stands more
    often, an apostrophe or a space only separate groups of three.
    """
    table = _table()
    plain = "".join(table.figures.get(letter, letter) for letter in text if letter not in table.unseen).strip(" ")
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return None
    whole, fraction = _split(match[2].strip(" "))
    digits = _ungrouped(whole)
    if digits is None or not re.fullmatch("[0-9]*", fraction) or not 1 <= len(digits + fraction) <= LONGEST_NUMBER:
        return None
    digits, fraction = digits.lstrip("0") or "0", fraction.rstrip("0")
    number = f"{digits}.{fraction}" if fraction else digits
    return f"-{number}" if match[1] == "-" and number != "0" else number


def within(number: str, value: str, tolerance: str) -> bool:
    """Whether a number is off by the tolerance at most; in whole figures, so 0.1 + 0.2 is 0.3."""
    places = max(len(text.partition(".")[2]) for text in (number, value, tolerance))
    return abs(_scaled(number, places) - _scaled(value, places)) <= _scaled(tolerance, places)


def _scaled(number: str, places: int) -> int:
    whole, _, fraction = number.partition(".")
    return int(whole + fraction.ljust(places, "0"))


def _split(body: str) -> tuple[str, str]:
    """Whole part and decimals, at the mark that is the decimal one."""
    for mark, other in (("_", None), (".", ","), (",", ".")):
        at = body.rfind(mark)
        if at < 0:
            continue
        if other is None or body.rfind(other) < at:
            once = body.count(mark) == 1
            return (body[:at], body[at + 1 :]) if once else (body, "")
    return body, ""


def _ungrouped(whole: str) -> str | None:
    """The digits of a whole part; None where its groups aren't of three, or its marks differ."""
    groups = re.split("[.,' ]", whole)
    marks = set(re.sub("[0-9]", "", whole))
    if len(groups) == 1:
        return whole if re.fullmatch("[0-9]*", whole) else None
    if len(marks) > 1 or not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
        return None
    return "".join(groups)


class _Table:
    """The shared table, laid out for looking up."""

    def __init__(self) -> None:
        table = letters()
        self.known = tuple(zip(table.known[::2], table.known[1::2], strict=True))
        self.unseen = {chr(code) for first, last in zip(table.unseen[::2], table.unseen[1::2], strict=True)
                       for code in range(first, last + 1)}  # fmt: skip
        self.plain = table.alike
        self.small = self.plain | {
            chr(code): chr(code + moved)
            for first, last, step, moved in table.lower
            for code in range(first, last + 1, step)
        }
        self.spaces = dict.fromkeys(table.spaces, " ")
        self.figures = {chr(zero + figure): str(figure) for zero in table.zeros for figure in range(10)}
        self.figures |= {chr(code): " " for code in table.spaces} | self.plain | _MARKS
        self.known_letters = re.compile(
            "([^" + "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in self.known) + "]+)"
        )


@cache
def _table() -> _Table:
    return _Table()


def _normal(text: str) -> str:
    """NFKC of the characters that the table's edition knows, run by run; younger ones stay as they are."""
    if text.isascii():
        return text
    runs = _table().known_letters.split(text)
    return "".join(run if at % 2 else unicodedata.normalize("NFKC", run) for at, run in enumerate(runs))
