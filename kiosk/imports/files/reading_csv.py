"""Reading CSV: a row at a time, whatever the line ends; a row that is cut spoils no other."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from flask_babel import lazy_gettext as _

from kiosk.imports.files.recognising import Text, recognise_delimiter, recognise_text
from kiosk.imports.files.shapes import (
    LONGEST_LINE,
    Line,
    Opened,
    Shape,
    Unreadable,
    blank,
    checked_width,
    names_of,
)

MOST_LINES = 500  # that one cell may run over
csv.field_size_limit(LONGEST_LINE)


class _Lines:
    """The lines of a file, those of the row being read kept: they can be given back and read anew."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._read = stream.readline
        self._again: deque[str] = deque()
        self.held: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.held) > MOST_LINES:
            raise StopIteration
        line = self._again.popleft() if self._again else self._read(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise Unreadable(_("A line of the file is longer than any row of answers can be."), detail="line-too-long")
        self.held.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))


class _Rows:
    """Rows of one reading, with their numbers."""

    def __init__(self, stream: TextIOWrapper, shape: Shape, skip: int) -> None:
        self._lines, self._shape = _Lines(stream), shape
        self.number = 0  # of the last line read
        for _line in range(skip):
            next(self._lines, None)
            self.number += 1
            self._lines.held.clear()

    def __iter__(self) -> Iterator[tuple[int, list[str], bool]]:
        """The line a row begins on, its cells, and whether it was cut in a quotation."""
        held = self._lines.held
        while True:
            reader = self._reader()
            try:
                for row in reader:
                    yield self.number + 1, row, False
                    self.number += len(held)
                    held.clear()
            except csv.Error:
                pass
            if not held:
                return
            first, *rest = held
            yield self.number + 1, self._bare(first), True
            held.clear()
            self.number += 1
            self._lines.give_back(rest)

    def first_alone(self) -> list[str] | None:
        """Where the row just given has several lines: the first of them alone; the others will be read as rows anew."""
        held = self._lines.held
        if len(held) < 2:
            return None
        self._lines.give_back(held[1:])
        del held[1:]
        return self._bare(held[0])

    def _reader(self) -> Iterator[list[str]]:
        shape = self._shape
        quote = shape.quote
        return csv.reader(
            self._lines,
            delimiter=shape.delimiter or ",",
            quotechar=quote or None,
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
            escapechar=shape.escape or None,
            doublequote=not shape.escape,
            strict=True,
        )

    def _bare(self, line: str) -> list[str]:
        return line.rstrip("\r\n").split(self._shape.delimiter or ",")


def open_csv(path: Path, stated: Shape) -> tuple[Opened, Text]:
    """A CSV file with its columns. Raises Unreadable where there are none."""
    text = recognise_text(path, stated.encoding)
    quote = '"' if stated.quote is None else stated.quote
    delimiter = stated.delimiter or recognise_delimiter(text.sample, quote)
    marked = text.sample.startswith("sep=")
    shape = replace(stated, encoding=text.encoding, delimiter=delimiter, quote=quote)
    skip = max(stated.header - 1, 0) + int(marked)
    with _text(path.open("rb"), shape, text.damaged) as stream, _told_bytes(shape, lambda: 0):
        _number, header, cut = next(iter(_Rows(stream, shape, skip)), (0, [], False))
    checked_width(len(header))
    if cut:
        message = _("The line with the names of the columns has a quotation mark that isn't closed.")
        raise Unreadable(message, detail="header-cut")
    if not header or blank(header):
        raise Unreadable(_("The file has no line with the names of its columns."), detail="no-header")
    names = names_of(header if stated.header else [""] * len(header))
    opened = Opened("csv", names, lambda: iter(()), shape, _ends(text.sample), text.bom, size=text.size)
    if not text.sure:
        opened.notes.append(
            _(
                "The encoding isn't stated; it looks like %(encoding)s. If letters are wrong, state another.",
                encoding=text.encoding,
            )
        )
    reading = _Reading(path, shape, len(header), skip, text)
    opened.lines, opened.progress = reading.lines, reading.progress
    return opened, text


class _Reading:
    """All lines under the header, and how far they are read."""

    def __init__(self, path: Path, shape: Shape, width: int, skip: int, text: Text) -> None:
        self._path, self._shape, self._width, self._skip = path, shape, width, skip
        self._size, self._damaged = text.size, text.damaged
        self._raw: BinaryIO | None = None

    def progress(self) -> float:
        if self._raw is None or self._raw.closed or not self._size:
            return 0.0
        return min(self._raw.tell() / self._size, 1.0)

    def lines(self) -> Iterator[Line]:
        """Rows of the right width; others are given with their fault. Raises Unreadable at bytes that aren't text."""
        self._raw = self._path.open("rb")
        with _text(self._raw, self._shape, self._damaged) as stream:
            rows = _Rows(stream, self._shape, self._skip)
            header = bool(self._shape.header)
            with _told_bytes(self._shape, lambda: rows.number):
                for number, cells, cut in rows:
                    if header:
                        header = False
                    elif self._damaged and not _is_text(cells):
                        yield Line(number, cells, _("In this row there are bytes that aren't text in UTF-8."))
                    elif len(cells) == self._width and not cut:
                        if (cells[0] and not cells[0].isspace()) or not blank(cells):
                            yield Line(number, cells)
                    elif not blank(cells):
                        yield self._odd(rows, number, cells, cut)

    def _odd(self, rows: _Rows, number: int, cells: list[str], cut: bool) -> Line:
        """A row that hasn't as many cells as the header, or that was cut."""
        if not cut and len(cells) > self._width and not any(cells[self._width :]):
            return Line(number, cells[: self._width])
        if not cut and (first := rows.first_alone()) is not None:  # a mark that closes further down took rows with it
            cells, cut = first, True
        if cut:
            return Line(number, cells, _("A quotation mark in this row isn't closed, or stands inside a text."))
        return Line(number, cells, _("The row has %(found)s cells, the header %(expected)s.",
                                     found=len(cells), expected=self._width))  # fmt: skip


@contextmanager
def _told_bytes(shape: Shape, line: Callable[[], int]) -> Iterator[None]:
    """Bytes that aren't text become a sentence that says after which line."""
    try:
        yield
    except UnicodeDecodeError as error:
        message = _(
            "After line %(line)s there are bytes that aren't text in %(encoding)s. State the encoding in the mapping.",
            line=line(),
            encoding=shape.encoding,
        )
        raise Unreadable(message, detail=str(error.reason)) from error


def _text(raw: BinaryIO, shape: Shape, damaged: bool) -> TextIOWrapper:
    encoding = shape.encoding or "utf-8"
    if codecs.lookup(encoding).name == "utf-8":
        encoding = "utf-8-sig"
    return TextIOWrapper(raw, encoding=encoding, errors="surrogateescape" if damaged else "strict", newline="")


def _is_text(cells: list[str]) -> bool:
    return not any("\udc80" <= letter <= "\udcff" for cell in cells if not cell.isascii() for letter in cell)


def _ends(sample: str) -> str:
    return "\r\n" if "\r\n" in sample else "\n" if "\n" in sample or "\r" not in sample else "\r"
