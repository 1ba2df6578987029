"""SAV, the file of SPSS, written by pyreadstat: typed variables with labels for them and for their values."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas
import pyreadstat
from flask_babel import lazy_gettext as _l

from kontuar.reports.export.columns import Cells, Column, Page, Type
from kontuar.reports.export.formats import Making, TooLarge, fits
from kontuar.reports.export.formats.drafts import drafted

MOST_KEPT = 100_000  # different texts that are kept once
LONGEST = 32_767  # bytes of a text
FIRST_DAY = date(1582, 10, 14).toordinal()  # where SPSS counts its seconds from
EPOCH = (date(1970, 1, 1).toordinal() - FIRST_DAY) * 86_400
CREATED_AT = 92  # where in the file's head stands when it was made: "22 Nov 26" and "14:03:07"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FORMS = {Type.DAY: "SDATE10", Type.TIME: "DATETIME20", Type.WHOLE: "F8.0", Type.YESNO: "F1.0", Type.NUMBER: "F12.4"}
_ENDS = re.compile(" \u2060*$")


def write(columns: Sequence[Column], pages: Iterable[Page], making: Making) -> Iterator[bytes]:
    """The file; raises TooLarge for more than ROWS rows or a text that no variable holds."""

    def make(folder: Path) -> Path:
        file = folder / "table.sav"
        pyreadstat.write_sav(
            _frame(columns, pages),
            str(file),
            file_label=making.title[:64],
            column_labels={column.name: str(column.about)[:120] for column in columns},
            variable_value_labels={column.name: _labels(column) for column in columns if column.labels},
            variable_format={column.name: FORMS[column.type] for column in columns if column.type in FORMS},
            variable_measure={column.name: _measure(column) for column in columns},
            row_compress=True,
        )
        _date(file, making.made_at)
        return file

    yield from drafted(make)


def closed(text: str) -> str:
    """A text that ends in spaces, with a word joiner behind it: SPSS fills texts up with spaces and can't tell them apart."""
    return f"{text}\u2060" if _ENDS.search(text) else text


def as_written(cell: str) -> str:
    """What a text was before `closed`."""
    return cell[:-1] if cell.endswith("\u2060") and _ENDS.search(cell) else cell


def _frame(columns: Sequence[Column], pages: Iterable[Page]) -> Any:
    kept: list[Any] = [[] if _is_text(column) else array("d") for column in columns]
    known: dict[str, str] = {}
    rows = 0
    for page in pages:
        rows += page.rows
        fits("sav", rows)
        for column, cells, into in zip(columns, page.cells, kept, strict=True):
            into.extend(_texts(column, cells, known) if _is_text(column) else _numbers(column, cells))
    data = {
        column.name: pandas.Series(cells, dtype=object if _is_text(column) else "float64")
        for column, cells in zip(columns, kept, strict=True)
    }
    return pandas.DataFrame(data, copy=False)


def _is_text(column: Column) -> bool:
    return column.type in (Type.TEXT, Type.ID)


def _texts(column: Column, cells: Cells, known: dict[str, str]) -> Iterator[str]:
    for cell in cells:
        text = closed(str(cell)) if cell is not None else ""
        if len(text) * 4 > LONGEST and len(text.encode()) > LONGEST:
            raise TooLarge(
                _l(
                    "A text in column %(column)s has %(length)s characters, more than SPSS holds. Choose another format.",
                    column=column.name, length=len(text),
                )
            )  # fmt: skip
        yield known.setdefault(text, text) if column.type is Type.TEXT and len(known) < MOST_KEPT else text


def _numbers(column: Column, cells: Cells) -> Iterator[float]:
    nothing = float("nan")
    for cell in cells:
        if cell is None:
            yield nothing
        elif column.type is Type.DAY:
            yield float((date.fromisoformat(str(cell)).toordinal() - FIRST_DAY) * 86_400)
        elif column.type is Type.TIME:
            yield int(cell) / 1000 + EPOCH
        else:
            yield float(cell)


def _labels(column: Column) -> dict[Any, str]:
    def value(of: Any) -> Any:
        return str(of) if _is_text(column) else int(of)

    return {value(of): str(label)[:120] for of, label in column.labels.items()}


def _measure(column: Column) -> str:
    if _is_text(column) or column.type is Type.YESNO:
        return "nominal"
    return "ordinal" if column.labels else "scale"


def _date(file: Path, made_at: datetime) -> None:
    """Say in the file's head when the table was made, where the library wrote the moment it was at work."""
    told = f"{made_at:%d} {MONTHS[made_at.month - 1]} {made_at:%y%H:%M:%S}"
    with file.open("r+b") as stream:
        stream.seek(CREATED_AT)
        stream.write(told.encode("ascii"))
