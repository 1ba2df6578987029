"""What tests of imports share: a file with some text, opened; a mapping read; rows turned without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from kiosk.imports.counting import Count, rows_of
from kiosk.imports.files.opening import open_file
from kiosk.imports.mappings.making import made_survey
from kiosk.imports.mappings.mapping import Mapping
from kiosk.imports.mappings.placing import Shop, Shops
from kiosk.imports.mappings.reading import read_mapping
from kiosk.imports.mappings.turning import Around, Turner
from kiosk.imports.preparing import Prepared
from kiosk.imports.rows import Row

TODAY = date(2026, 11, 22)
SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
MAPPINGS = Path(__file__).parent / "mappings"

VISIT = """
[survey]
key = "visit"
title = "Visit"
languages = ["en"]

[row]
key = "id"

[date]
on = 2021-05-03

[place]
default = "Gdańsk"

[[question]]
id = "visit"
type = "smileys"
title = "How was it?"
column = "visit"
"""


def shops(*names: str) -> Shops:
    return Shops(Shop(uuid5(SPACE, name), name, "Europe/Warsaw") for name in names or ("Gdańsk", "Kraków"))


def mapping(text: str) -> Mapping:
    draft = read_mapping(text.encode())
    assert draft.mapping is not None, [str(fault) for fault in draft.faults]
    return draft.mapping


def faults(text: str) -> list[str]:
    """What is wrong with a mapping: `line: message`."""
    return [f"{fault.line}: {fault.message}" for fault in read_mapping(text.encode()).faults]


def prepared(path: Path, text: str, *places: str) -> Prepared:
    read = mapping(text)
    opened = open_file(path, read.shape)
    survey = made_survey(read)
    turner = Turner(read, opened.names, Around(survey, shops(*places), TODAY), opened.kind != "csv")
    return Prepared(opened, read, survey, turner, None)


def turned(path: Path, text: str, *places: str) -> tuple[list[Row], Count]:
    count = Count()
    return list(rows_of(prepared(path, text, *places), count)), count
