"""Asking: what a file leaves open and a choice on the page can settle, and the mapping with what was chosen written into it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from kiosk.imports.files.opening import open_file
from kiosk.imports.files.reading_xlsx import text_of
from kiosk.imports.files.shapes import Opened, UnknownColumn, Unreadable
from kiosk.imports.mappings import mapping as mappings
from kiosk.imports.mappings.dating import Spot, parse
from kiosk.imports.mappings.placing import Shop, Shops
from kiosk.imports.mappings.reading import read_mapping
from kiosk.imports.mappings.writing import braced, text
from kiosk.imports.preparing import LOOKED_AT, orders_in
from kontuar.core.documents import Path as Part
from kontuar.core.times import parse_day

MOST_PLACES = 50
NEVER = date(1970, 1, 1)  # stands for the day that isn't said
ORDER, DAY, SHOP, PLACE = "order", "day", "shop", "place"

Question = list[Any]
"""[what is asked, what in the file it is about, the answers there are with what they would mean], as a page keeps it."""


def questions(path: Path, words: str, shops: Shops) -> list[Question]:
    """What is open in a file by a mapping; nothing where either can't be read, since then that comes first."""
    mapping = read_mapping(words.encode()).mapping or _undated(words)
    if mapping is None:
        return []
    try:
        opened = open_file(path, mapping.shape)
        return [*_of_day(mapping, opened), *_of_places(mapping, opened, shops)]
    except (Unreadable, UnknownColumn):
        return []


def _undated(words: str) -> mappings.Mapping | None:
    """A mapping that would be whole, did it say a day."""
    draft = read_mapping(words.encode())
    if [fault.code for fault in draft.faults] != ["no-date"]:
        return None
    return read_mapping(_with(words, "date", "on", NEVER.isoformat()).encode()).mapping


def _of_day(mapping: mappings.Mapping, opened: Opened) -> list[Question]:
    if mapping.when.on == NEVER:
        return [[DAY, "", []]]
    found = orders_in(mapping, opened)
    if found is None:
        return []
    orders = [each for each in (found.all or found.some) if each != "YYYY-MM-DD"]
    spots = [(each, parse(found.example, (each,))) for each in orders]
    return [
        [ORDER, found.example, [[each, spot.day.isoformat() if isinstance(spot, Spot) else ""] for each, spot in spots]]
    ]


def _of_places(mapping: mappings.Mapping, opened: Opened, shops: Shops) -> list[Question]:
    coded = mapping.place
    if coded is None:
        default = mapping.place_default
        known = shops.only is not None if default is None else isinstance(shops.find(default), Shop)
        return [] if known else [[SHOP, "", []]]
    columns = [opened.names.find(name) for name in (coded.column, *coded.others)]
    silent = {"", *mapping.no_answer} - set(coded.map)
    unknown: dict[str, None] = {}
    for line in islice(opened.lines(), LOOKED_AT):
        if line.fault is None and len(unknown) < MOST_PLACES:
            cells = [text_of(line.cells[column]).strip() for column in columns]
            if not any(cell in silent or isinstance(shops.find(coded.map.get(cell, cell)), Shop) for cell in cells):
                unknown[cells[-1]] = None
    return [[PLACE, name, []] for name in unknown]


def answered(words: str, asked: Collection[Question], answers: Mapping[str, str], shops: Shops) -> str:
    """The mapping with what was chosen; `answers` by the names that `named` gives. What can't be an answer is passed over."""
    places: dict[str, str] = {}
    for name, (what, about, options) in zip(named(asked), asked, strict=True):
        answer = answers.get(name, "")
        shop = shops.find(answer) if answer else None
        if what == ORDER and answer in [format for format, _day in options]:
            words = _with(words, "date", "format", text(answer))
        elif what == DAY and parse_day(answer) is not None:
            words = _with(words, "date", "on", answer)
        elif what == SHOP and isinstance(shop, Shop):
            words = _with(words, "place", "default", text(shops.called(shop)))
        elif what == PLACE and isinstance(shop, Shop):
            places[about] = shops.called(shop)
    return _with_places(words, places) if places else words


def named(asked: Collection[Question]) -> list[str]:
    """What the fields of the questions are called, in their order."""
    return [f"asked-{number}" for number, _question in enumerate(asked)]


def _with(words: str, table: str, key: str, value: str) -> str:
    """A mapping in which a key of a table has a value: in the place of the line that it had, or under the table's head."""
    marks = read_mapping(words.encode()).reading.marks
    lines = words.split("\n")
    there: Part = (table, key)
    if there in marks:
        lines[marks[there][0] - 1] = f"{key} = {value}"
    elif (table,) in marks:
        lines.insert(marks[table,][0], f"{key} = {value}")
    else:
        lines += [f"[{table}]", f"{key} = {value}", ""]
    return "\n".join(lines)


def _with_places(words: str, places: Mapping[str, str]) -> str:
    draft = read_mapping(words.encode())
    at, lines = draft.reading.marks.get(("place", "map")), words.split("\n")
    if at is not None and lines[at[0] - 1].lstrip().startswith("["):  # a table of its own
        lines[at[0] : at[0]] = [f"{text(name)} = {text(shop)}" for name, shop in places.items()]
        return "\n".join(lines)
    known = draft.mapping.place.map if draft.mapping is not None and draft.mapping.place is not None else {}
    return _with(words, "place", "map", braced({**known, **places}))
