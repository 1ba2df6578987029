"""XLSX: typed cells, every text as a text whatever it looks like, further sheets where one is full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kontuar.reports.export.columns import Column, Page, Type, Value
from kontuar.reports.export.formats import Making, TooLarge
from kontuar.reports.export.formats.drafts import drafted

ROWS = 1_048_576  # of a sheet, its head among them
LONGEST = 32_767  # UTF-16 units in a cell
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FIRST_DAY = date(1899, 12, 30).toordinal()  # the nought of a sheet's calendar
EPOCH = date(1970, 1, 1).toordinal() - FIRST_DAY
A_DAY = 86_400_000  # milliseconds

Put = Callable[[int, int, Any, Any], int]


def write(columns: Sequence[Column], pages: Iterable[Page], making: Making) -> Iterator[bytes]:
    """The workbook. It's whole only when the last row is in it, so its bytes come at the end."""

    def make(folder: Path) -> Path:
        file = folder / "table.xlsx"
        workbook = Workbook(str(file), {"constant_memory": True, "tmpdir": str(folder), **SAFE})
        workbook.set_properties({"title": making.title, "created": making.made_at.replace(tzinfo=None, microsecond=0)})
        sheets = _Sheets(workbook, columns, making.title)
        for page in pages:
            sheets.add(page)
        workbook.close()
        return file

    yield from drafted(make)


class _Sheets:
    """The sheets of a workbook: a head each, and as many rows as fit."""

    def __init__(self, workbook: Workbook, columns: Sequence[Column], title: str) -> None:
        self._workbook, self._columns, self._title = workbook, columns, title.split("-")[0]
        self._bold = workbook.add_format({"bold": True})
        self._plain = workbook.add_format()
        self._formats = {
            Type.DAY: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            Type.TIME: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        self._days: dict[str, int] = {}
        self._number = 0
        self._row = ROWS
        self._next()

    def _next(self) -> None:
        """Go on in a new sheet."""
        self._number += 1
        name = self._title if self._number == 1 else f"{self._title} {self._number}"
        self._sheet: Worksheet = self._workbook.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            width = {Type.DAY: 11, Type.TIME: 17, Type.TEXT: 20}.get(column.type, 9)
            self._sheet.set_column(at, at, width, self._formats.get(column.type))
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column.name, self._bold)
        self._row = 1

    def add(self, page: Page) -> None:
        told = [self._told(column, cells) for column, cells in zip(self._columns, page.cells, strict=True)]
        puts = [self._put(column) for column in self._columns]
        formats = [self._formats.get(column.type) for column in self._columns]
        for row in zip(*told, strict=True):
            if self._row == ROWS:
                self._next()
                puts = [self._put(column) for column in self._columns]
            for at, cell in enumerate(row):
                if cell is not None and puts[at](self._row, at, cell, formats[at]):
                    self._odd(at, cell)
            self._row += 1

    def _put(self, column: Column) -> Put:
        """Texts go in as texts: no formula, address or number is ever looked for in them."""
        if column.type not in (Type.TEXT, Type.ID):
            return cast(Put, self._sheet.write_number)
        return cast(Put, self._sheet.write_string) if column.type is Type.ID else self._text

    def _text(self, row: int, at: int, text: str, form: Any) -> int:
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for marked-up text of its own
            return int(self._sheet.write_rich_string(row, at, text[:1], self._plain, text[1:]))
        return int(self._sheet.write_string(row, at, text, form))

    def _odd(self, at: int, cell: Any) -> None:
        raise TooLarge(
            _l(
                "A text in column %(column)s has %(length)s characters, a cell holds %(longest)s. Choose another format.",
                column=self._columns[at].name, length=len(str(cell)), longest=LONGEST,
            )
        )  # fmt: skip

    def _told(self, column: Column, cells: Sequence[Value]) -> Sequence[Any]:
        match column.type:
            case Type.DAY:
                return [None if day is None else self._day(str(day)) for day in cells]
            case Type.TIME:
                return [None if at is None else int(at) / A_DAY + EPOCH for at in cells]
            case Type.YESNO:
                return [None if each is None else int(each) for each in cells]
        return cells

    def _day(self, day: str) -> int:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = date.fromisoformat(day).toordinal() - FIRST_DAY
        return found
