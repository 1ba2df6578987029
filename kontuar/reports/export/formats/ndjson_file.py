"""NDJSON: an object a row with every column in it, null where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kontuar.reports.export.columns import Cells, Column, Page, Type
from kontuar.reports.export.formats import Making
from kontuar.reports.export.rendering import Moments


def write(columns: Sequence[Column], pages: Iterable[Page], making: Making) -> Iterator[bytes]:
    """The file, a page a piece. A day is text, a time is text in UTC, yes and no are true and false."""
    names = [column.name for column in columns]
    moments, encoder = Moments(), msgspec.json.Encoder()

    def told(column: Column, cells: Cells) -> Cells:
        return moments.told(cells) if column.type is Type.TIME else cells

    for page in pages:
        cells = [told(column, cells) for column, cells in zip(columns, page.cells, strict=True)]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
        yield encoder.encode_lines(rows)
