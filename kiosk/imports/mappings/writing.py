"""Writing a mapping down: TOML with a comment wherever somebody should look again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from kiosk.imports.files.shapes import Opened
from kiosk.imports.mappings import headers
from kiosk.imports.mappings.guessing import FEW, Guess, Guesses
from kontuar.core.languages import resolve

MOST_SEGMENTS = 8  # that are taken without being asked for
_HEAD = """\
# How {name} is brought in. Written by looking at the file: read it through, change what isn't so.
# What each line means: docs/imports.md. Lines that begin with # are remarks.
"""


class Remark(str):
    """A line of a mapping that only tells something, in English: the command line's language, left out by the page."""


def text(value: object) -> str:
    """A TOML value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(values: Iterable[object]) -> str:
    return "[" + ", ".join(text(value) for value in values) + "]"


def braced(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{text(key)} = {text(value)}" for key, value in values.items()) + "}"


def joined(lines: Iterable[str], remarks: bool) -> str:
    """A mapping of these lines, with or without what only tells something."""
    return "\n".join(line for line in lines if remarks or not isinstance(line, Remark)).strip() + "\n"


def written_mapping(opened: Opened, guesses: Guesses, name: str, language: str = "en", remarks: bool = True) -> str:
    """The mapping that guesses come to."""
    lines = [Remark(_HEAD.format(name=json.dumps(name, ensure_ascii=False))), *_file(opened, guesses)]
    stem = name.rsplit(".", 1)[0]
    key = headers.identifier(stem, set(), "survey")
    lines += [
        "",
        "[survey]",
        Remark(
            "# The answers belong to a survey that is made from this mapping. For one that is published, keep only its key."
        ),
        f"key = {text(key)}",
        f"title = {text(stem)}",
        f"languages = {listed([language])}",
        *_row(guesses),
        *_date(guesses),
        *_place(guesses),
        *_language(guesses, language),
        *_segments(guesses),
        *_left_out(guesses),
    ]
    taken: set[str] = set()
    for each in guesses.columns:
        if each.part == "question":
            lines += _question(each, headers.identifier(each.look.name, taken, f"q-{each.look.place + 1}"))
    return joined(lines, remarks)


def _file(opened: Opened, guesses: Guesses) -> Iterator[str]:
    yield "[file]"
    shape = opened.shape
    if opened.kind == "xlsx":
        yield f"sheet = {text(shape.sheet)}"
        if len(opened.sheets) > 1:
            yield Remark(f"# The workbook's sheets: {', '.join(opened.sheets)}")
    else:
        yield f"encoding = {text(shape.encoding)}"
        yield f"delimiter = {text(shape.delimiter)}"
    yield from (Remark(f"# {note}") for note in opened.notes)
    if guesses.decimal == ",":
        yield 'decimal = ","'
    nothing = sorted({value for each in guesses.columns for value in each.look.nothings if value})
    if nothing:
        yield f"no-answer = {listed(nothing)}"


def _row(guesses: Guesses) -> Iterator[str]:
    parts = {"key": guesses.first("key"), "weight": guesses.first("weight"), "seconds": guesses.first("seconds")}
    yield ""
    yield "[row]"
    key = parts["key"]
    if key is None:
        yield Remark(
            '# No column tells the rows apart, so a row is known by all it holds. If there is one: key = "..."'
        )
    for name, found in parts.items():
        if found is not None:
            yield f"{name} = {text(found.look.name)}"


def _date(guesses: Guesses) -> Iterator[str]:
    yield ""
    yield "[date]"
    found, day = guesses.first("date"), guesses.first("day")
    if found is not None and found.orders is not None:
        yield f"column = {text(found.look.name)}"
        yield from _format(found)
    elif day is not None:
        yield f"day = {text(day.look.name)}"
        yield Remark(
            "# The column holds only the day of the month. Say the month and the year, or the columns that hold them:"
        )
        yield "# month = 5"
        yield "# year = 2018"
    else:
        yield Remark("# No column holds a date. Say one day for all rows:")
        yield "# on = 2021-03-31"
    clock = guesses.first("time")
    if clock is not None:
        yield f"time = {text(clock.look.name)}"


def _format(found: Guess) -> Iterator[str]:
    orders = found.orders
    assert orders is not None
    if orders.all == ("YYYY-MM-DD",):
        return
    if len(orders.all) == 1:
        yield f"format = {text(orders.all[0])}"
    elif orders.ambiguous:
        yield Remark(f"# {orders.example} can be read in two ways. Take the # from the line that is right:")
        yield from (f"# format = {text(each)}" for each in orders.all)
    else:
        yield Remark("# The dates are written in different ways, and no single one fits them all:")
        yield Remark(f"# {', '.join(orders.some)}. Mend the file, or say the one that counts; the others are reported.")
        yield from (f"# format = {text(each)}" for each in orders.some if each != "YYYY-MM-DD")


def _place(guesses: Guesses) -> Iterator[str]:
    yield ""
    yield "[place]"
    found = guesses.first("place")
    if found is None:
        yield Remark("# No column names a shop. Say where the answers were given, by the name of a shop under Places:")
        yield '# default = "..."'
        return
    yield f"column = {text(found.look.name)}"
    told = found.look.told
    yield Remark("# Where a name in the file isn't that of a shop under Places, say which shop it means:")
    yield f"# map = {braced(dict.fromkeys(told[:6], '...'))}"


def _language(guesses: Guesses, language: str) -> Iterator[str]:
    found = guesses.first("language")
    yield ""
    yield "[language]"
    yield f"default = {text(language)}"
    if found is None:
        return
    yield f"column = {text(found.look.name)}"
    strange = [value for value in found.look.told if resolve(value) is None]
    if strange:
        yield Remark("# Say which language each code means:")
        yield f"# map = {braced(dict.fromkeys(strange, '...'))}"


def _segments(guesses: Guesses) -> Iterator[str]:
    found = [each for each in guesses.columns if each.part == "segment"]
    if not found:
        return
    yield ""
    yield "[segments]"
    yield Remark("# Columns that scores can be told apart by.")
    taken: set[str] = set()
    live = [each for each in found if 1 < len(each.look.told) <= FEW][:MOST_SEGMENTS]
    if len(live) < len(found):
        yield Remark("# Each costs room, so only a few are taken. Take the # from a line to have its column, too.")
    for each in found:
        name = headers.identifier(each.look.name, taken, f"s-{each.look.place + 1}")
        yield Remark(f"# {len(each.look.told)} values: {_some(each)}")
        yield f"{'' if each in live else '# '}{name} = {text(each.look.name)}"


def _left_out(guesses: Guesses) -> Iterator[str]:
    found = [each for each in guesses.columns if each.part == "nothing"]
    if found:
        yield ""
        yield Remark("# Left out:")
        yield from (Remark(f"#   {each.look.name}: {each.why}") for each in found)


def _question(guess: Guess, id: str) -> Iterator[str]:
    look = guess.look
    yield ""
    yield "[[question]]"
    yield Remark(f"# {look.filled} of {look.rows} answered: {_some(guess)}")
    if guess.why:
        yield Remark(f"# Not sure: {guess.why}")
    yield f"id = {text(id)}"
    yield f"type = {text(guess.type)}"
    yield f"title = {text(look.name)}"
    yield f"column = {text(look.name)}"
    if guess.separator:
        yield f"separator = {text(guess.separator)}"
    if guess.map:
        yield f"map = {braced(guess.map)}"
    none = [value for value in guess.no_answer if value]
    if none:
        yield f"no-answer = {listed(none)}"
    if guess.type in ("one", "several"):
        yield from _choices(guess)


def _choices(guess: Guess) -> Iterator[str]:
    values = guess.look.told
    if guess.separator:
        values = list(
            dict.fromkeys(part.strip() for value in values for part in value.split(guess.separator) if part.strip())
        )
    taken: set[str] = set()
    ids = {value: headers.identifier(value, taken, f"c-{place}") for place, value in enumerate(values, 1)}
    yield f"map = {braced(ids)}"
    yield "[question.choices]"
    yield from (f"{id} = {text(value)}" for value, id in ids.items())


def _some(guess: Guess) -> str:
    shown = [value.replace("\n", " ") for value in guess.look.told[:6]]
    return ", ".join(value if len(value) <= 24 else value[:23] + "…" for value in shown)
