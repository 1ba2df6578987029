"""Labelling: words in place of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kontuar.reports.export.columns import Cells, Column, Page, Type

Pages = Callable[[], Iterator[Page]]


def labelled(columns: Sequence[Column], pages: Pages) -> tuple[list[Column], Pages]:
    """The same table with the labels of scales and choices as its cells. Yes and no stay 1 and 0, to be counted with.

    A value without a label (the middle of a scale whose ends alone are named) stays as it is.
    """
    told = [replace(column, type=Type.TEXT, labels={}) if _worded(column) else column for column in columns]

    def worded() -> Iterator[Page]:
        for page in pages():
            yield replace(page, cells=[_words(*each) for each in zip(columns, page.cells, strict=True)])

    return told, worded


def _worded(column: Column) -> bool:
    return bool(column.labels) and column.type is not Type.YESNO


def _words(column: Column, cells: Cells) -> Cells:
    if not _worded(column):
        return cells
    return [None if cell is None else column.labels.get(cell) or str(cell) for cell in cells]
