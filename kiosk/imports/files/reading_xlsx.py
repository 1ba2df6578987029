"""Reading workbooks: a sheet's rows with their types; formulas give their values, merged cells are told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _

from kiosk.imports.files.shapes import Cell, Line, Opened, Shape, Unreadable, blank, checked_width, names_of
from kiosk.imports.files.weighing import weigh
from kontuar.core.documents import nearest

MANY = 5  # merged cells that are named


def open_xlsx(path: Path, stated: Shape) -> Opened:
    """A sheet of a workbook: the one that is named, or the first. Raises Unreadable."""
    import python_calamine

    weigh(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        name = _sheet_name(book.sheet_names, stated.sheet)
        sheet = book.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(_("This workbook is damaged. Open it, and save it anew."), detail=str(error)) from error
    first = sheet.start or (0, 0)
    skip = max(stated.header - 1 - first[0], 0)
    above = next((row for number, row in enumerate(sheet.iter_rows()) if number == skip), [])
    header: list[Cell] = [_cell(each) for each in above]
    while header and header[-1] == "" and stated.header:
        header.pop()
    checked_width(len(header))
    if not header or blank(header):
        raise Unreadable(_("The sheet has no line with the names of its columns."), detail="no-header")
    names = names_of(header if stated.header else [""] * len(header))
    reading = _Reading(sheet, len(header), skip + (1 if stated.header else 0), first[0])
    opened = Opened("xlsx", names, reading.lines, replace(stated, sheet=name), "\r\n", sheets=tuple(book.sheet_names))
    opened.size, opened.progress = path.stat().st_size, reading.progress
    _tell_merged(opened, sheet.merged_cell_ranges or [])
    return opened


def _sheet_name(there: list[str], wanted: str | None) -> str:
    if not there:
        raise Unreadable(_("The workbook has no sheet."), detail="no-sheet")
    if wanted is None:
        return there[0]
    if wanted in there:
        return wanted
    likely = nearest(wanted, there) or there[0]
    message = _("There is no sheet “%(name)s” in the workbook. Did you mean “%(likely)s”?", name=wanted, likely=likely)
    raise Unreadable(message, detail=", ".join(there))


def _tell_merged(opened: Opened, merged: list[Any]) -> None:
    if not merged:
        return
    shown = ", ".join(f"{_place(*start)}:{_place(*end)}" for start, end in merged[:MANY])
    opened.notes.append(
        _("Cells are merged (%(cells)s). Only the first of them holds the value; the others are empty.", cells=shown)
    )


def _place(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


class _Reading:
    """The rows of a sheet under its header."""

    def __init__(self, sheet: Any, width: int, skip: int, above: int) -> None:
        self._sheet, self._width, self._skip, self._above = sheet, width, skip, above
        self._read = 0

    def progress(self) -> float:
        return float(self._read / max(self._sheet.height, 1))

    def lines(self) -> Iterator[Line]:
        width = self._width
        for place, row in enumerate(self._sheet.iter_rows()):
            self._read = place
            if place < self._skip:
                continue
            cells = [_text(each) if type(each) is str else _cell(each) for each in row[:width]]
            beyond = [each for each in row[width:] if each != ""]
            if beyond:
                message = _(
                    "The row has %(found)s cells, the header %(expected)s.", found=width + len(beyond), expected=width
                )
                yield Line(place + self._above + 1, cells, message)
            elif not blank(cells):
                yield Line(place + self._above + 1, cells)


def _text(cell: str) -> str:
    """A text, with what XML can't hold put back (ECMA-376, `ST_Xstring`); all but these two the library puts back itself."""
    return cell.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff") if "_xFFF" in cell else cell


def _cell(value: Any) -> Cell:
    """A cell as we keep it: whole numbers whole, a date at midnight a date, a length of time its time of the day."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, timedelta):
        return _clock(value) if timedelta(0) <= value < timedelta(days=1) else str(value)
    if value is None:
        return ""
    assert isinstance(value, str | int | float | bool | date | time)
    return value


def _clock(length: timedelta) -> time:
    seconds = int(length.total_seconds())
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def text_of(cell: Cell, decimal: str = ".") -> str:
    """A cell as text: numbers without needless places, days and times as ISO 8601 writes them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return repr(cell).replace(".", decimal)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
