"""Weighing a workbook before it is parsed: a small file may unpack to more than a machine holds."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from flask_babel import lazy_gettext as _

from kiosk.imports.files.shapes import MOST_COLUMNS, Unreadable

MOST_PARTS = 3_000
LARGEST = 256 * 1024 * 1024  # bytes, unpacked, all parts together
MOST_CELLS = 3_000_000  # of the rectangle that a sheet's cells span: the reader keeps it all, 70 bytes a cell
_CELL = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<row\b[^>]{0,200}?\br="(\d{1,9})"')
_ANY = re.compile(rb"<c[\s/>]")


class TooLargeToOpen(Unreadable):
    message = _("This workbook is too large to open. Save it as CSV: that may be of any length.")


def weigh(path: Path) -> None:
    """Unpack every part, counting, and look how far the cells of each sheet reach.

    Raises Unreadable where it isn't a workbook and TooLargeToOpen where it is a bomb, or simply too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise TooLargeToOpen(detail="declared-size")
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise Unreadable(_("This is a zip file, not a workbook (.xlsx)."), detail="not-a-workbook")
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable(_("This workbook is locked by a password. Save it without one."), detail="encrypted")
            left = LARGEST
            for part in parts:
                left = _unpack(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise Unreadable(_("This workbook is damaged. Open it, and save it anew."), detail=str(error)) from error


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """What is left of the room after this part. Sizes said in a zip may be lies; what comes out is not."""
    sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    span, rest = _Span(), b""
    with archive.open(part) as stream:
        while piece := stream.read(1024 * 1024):
            left -= len(piece)
            if left < 0:
                raise TooLargeToOpen(detail="real-size")
            if sheet:
                span.reach(rest + piece)
                rest = piece[-300:]
    return left


class _Span:
    """How far the cells of one sheet reach."""

    def __init__(self) -> None:
        self.widest = self.longest = self.cells = 0
        self._letters: set[bytes] = set()

    def reach(self, piece: bytes) -> None:
        new = set()
        for letters, row in _CELL.findall(piece):
            new.add(letters)
            last = row
        for letters in new - self._letters:
            self.widest = max(self.widest, _column(letters))
        self._letters |= new
        rows = [int(row) for row in _ROW.findall(piece)]
        self.longest = max(self.longest, *rows, int(last) if new else 0, 0)
        self.cells += len(_ANY.findall(piece))
        if self.widest > MOST_COLUMNS:
            raise TooLargeToOpen(detail="too-many-columns")
        if max(self.widest * self.longest, self.cells) > MOST_CELLS:
            raise TooLargeToOpen(detail="too-many-cells")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
