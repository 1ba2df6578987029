"""Rendering: a page's cells as the lines of a CSV file (RFC 4180): texts in quotation marks, all else bare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kontuar.core.neutralising import neutral
from kontuar.core.times import from_ms
from kontuar.reports.export.columns import Column, Page, Type, Value

MOST_KEPT = 100_000  # numbers and days whose text is remembered
_YESNO: dict[Value, str] = {True: "1", False: "0", None: ""}
_MINUTES = [f"{minute // 60:02}:{minute % 60:02}:" for minute in range(1440)]
_SECONDS = [f"{second:02}Z" for second in range(60)]


class _Known(dict[Value, str]):
    """What values are as text, remembered: customers share days and answers."""

    def __init__(self, told: Callable[[Value], str]) -> None:
        super().__init__({None: ""})
        self._told = told

    def __missing__(self, value: Value) -> str:
        text = self._told(value)
        if len(self) < MOST_KEPT:
            self[value] = text
        return text


class Moments:
    """Moments as text, `2026-11-22T12:17:00Z`."""

    def __init__(self) -> None:
        self._days = _Known(lambda number: from_ms(int(number or 0) * 86_400_000).date().isoformat())

    def told(self, times: Any) -> list[str]:
        """The texts of milliseconds since 1970; none of them is None."""
        days = self._days
        return [f"{days[at // 86_400_000]}T{_MINUTES[at // 60_000 % 1440]}{_SECONDS[at // 1000 % 60]}" for at in times]


class Rendering:
    """Pages as CSV: yes and no as 1 and 0, nothing as an empty cell. `safe`: no cell can be taken for a formula."""

    def __init__(self, columns: Sequence[Column], safe: bool) -> None:
        self._columns = columns
        self._safe = safe
        self._moments = Moments()
        self._numbers = {Type.WHOLE: _Known(str), Type.NUMBER: _Known(lambda value: repr(float(value or 0)))}
        self._last: tuple[Page, bytes] | None = None

    @property
    def head(self) -> bytes:
        names = [self._quoted(column.name) for column in self._columns]
        return f"{','.join(names)}\r\n".encode()

    def lines(self, page: Page) -> bytes:
        """The lines of a page; asked twice for the same one it answers at once."""
        if self._last is None or self._last[0] is not page:
            cells = [self._cells(column, cells) for column, cells in zip(self._columns, page.cells, strict=True)]
            lines = map(",".join, zip(*cells, strict=True))
            self._last = page, ("\r\n".join(lines) + "\r\n").encode()
        return self._last[1]

    def _cells(self, column: Column, cells: Any) -> Sequence[str]:
        match column.type:
            case Type.TEXT:
                known = {text: "" if text is None else self._quoted(str(text)) for text in set(cells)}
                return [known[text] for text in cells]
            case Type.TIME:
                return self._moments.told(cells)
            case Type.YESNO:
                return [_YESNO[each] for each in cells]
            case Type.WHOLE | Type.NUMBER:
                numbers = self._numbers[column.type]
                return [numbers[each] for each in cells]
        return list(cells)

    def _quoted(self, text: str) -> str:
        return '"' + (neutral(text) if self._safe else text).replace('"', '""') + '"'
