"""CSV (RFC 4180): UTF-8, commas, CRLF; no cell that a spreadsheet could take for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kontuar.reports.export.columns import Column, Page
from kontuar.reports.export.formats import Making
from kontuar.reports.export.rendering import Rendering

BOM = b"\xef\xbb\xbf"


def write(columns: Sequence[Column], pages: Iterable[Page], making: Making) -> Iterator[bytes]:
    """The file, a page a piece."""
    rendering = Rendering(columns, safe=True)
    yield (BOM if making.bom else b"") + rendering.head
    yield from map(rendering.lines, pages)
