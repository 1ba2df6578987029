"""Letters: which characters compare as the same, in one table (`static/letters.js`) that Python and JavaScript both load.

`python -m lms.quizzes.letters` writes it anew from a Python's own Unicode. It is pinned to one edition of that: a tablet's
browser knows younger characters than an old Python, and both must agree on every one.
"""

import json
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

TABLE = Path(__file__).parent / "static" / "letters.js"
EDITION = "14.0.0"
"""The Unicode of Python 3.11, the oldest that Kontuar runs on. Normal forms of its characters never change any more."""

SPACES = (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
UNSEEN = ((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x640, 0x640), (0x180B, 0x180F), (0x200B, 0x200F),
          (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0000, 0xE0FFF))  # fmt: skip
"""Marks of direction, joiners, soft hyphens, variation selectors, and the Arabic stretcher: nobody types them on purpose."""
ALIKE = {
    "'": "\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u2032\u0060\u00b4\u1fef\u1ffd\u05f3\uff07",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u05f4\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be\ufe58\ufe63\uff0d",
}


class Letters(msgspec.Struct, frozen=True):
    """The table as it lies in the file. Ranges are flat lists: first, last, first, last."""

    edition: str
    known: tuple[int, ...]
    """Characters that this edition has; others are left as they are."""
    lower: tuple[tuple[int, int, int, int], ...]
    """Simple case folding as (first, last, step, what to add)."""
    alike: dict[str, str]
    unseen: tuple[int, ...]
    spaces: tuple[int, ...]
    zeros: tuple[int, ...]
    """The zero of each row of ten decimal digits."""


@cache
def letters() -> Letters:
    """The table in force."""
    text = TABLE.read_text(encoding="utf-8")
    return msgspec.json.decode(text[text.index("{") : text.rindex("}") + 1], type=Letters)


def made() -> Letters:
    """The table of this Python's Unicode; ValueError where that is another edition."""
    if unicodedata.unidata_version != EDITION:
        raise ValueError(f"this Python has Unicode {unicodedata.unidata_version}, the table is of {EDITION}")
    everything = [code for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    known = [code for code in everything if unicodedata.category(chr(code)) != "Cn"]
    zeros = [code for code in known if unicodedata.category(chr(code)) == "Nd" and unicodedata.digit(chr(code)) == 0]
    return Letters(
        edition=EDITION,
        known=tuple(_ranges(known)),
        lower=tuple(_runs({code: other for code in known if (other := _folded(code)) != code})),
        alike={other: plain for plain, others in ALIKE.items() for other in others},
        unseen=tuple(end for span in UNSEEN for end in span),
        spaces=SPACES,
        zeros=tuple(zeros),
    )


def _folded(code: int) -> int:
    """Simple case folding, statuses C and S of Unicode's CaseFolding.txt: one character for one.

    Where the full folding is longer than that (ẞ is ss), the simple one is the small letter (ß), if that is one.
    """
    for other in (chr(code).casefold(), chr(code).lower()):
        if len(other) == 1:
            return ord(other)
    return code


def _ranges(codes: list[int]) -> Iterator[int]:
    for at, code in enumerate(codes):
        if at == 0 or codes[at - 1] != code - 1:
            yield code
        if at + 1 == len(codes) or codes[at + 1] != code + 1:
            yield code


def _runs(folded: dict[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Neighbours one or two apart that move by the same distance, put together."""
    left = sorted(folded)
    while left:
        first = left[0]
        moved = folded[first] - first
        taken, step = [first], 0
        for code in left[1:]:
            gap = code - taken[-1]
            if gap > 2 or (step and gap > step):
                break
            if folded[code] - code == moved and gap == (step or gap):
                taken.append(code)
                step = gap
        yield first, taken[-1], step or 1, moved
        gone = set(taken)
        left = [code for code in left if code not in gone]


def written(table: Letters) -> str:
    """The file: a module for JavaScript whose value is JSON for Python."""
    value = json.dumps(msgspec.to_builtins(table), ensure_ascii=True, separators=(",", ":"))
    return (
        "/** Characters that compare as the same, from Unicode's data: made by lms/quizzes/letters.py, not by hand. */\n"
        f"export const letters = {value};\n"
    )


if __name__ == "__main__":
    TABLE.write_text(written(made()), encoding="utf-8")
