"""Parquet, written by DuckDB from the table as CSV: one thread and rows in order, so that the same table gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from kontuar.reports.export.columns import Column, Page, Type
from kontuar.reports.export.formats import Making
from kontuar.reports.export.formats.drafts import drafted

SETTINGS: dict[str, str | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "96MB",
    "preserve_insertion_order": True,
}
GROUP = 50_000  # rows that are encoded at once
LONGEST_LINE = 8 << 20
TYPES = {
    Type.ID: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.WHOLE: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.DAY: "DATE",
    Type.TIME: "TIMESTAMPTZ",
    Type.YESNO: "BOOLEAN",
}


def write(columns: Sequence[Column], pages: Iterable[Page], making: Making) -> Iterator[bytes]:
    """The file. Its bytes come at the end, since what is where in it is written last."""

    def make(folder: Path) -> Path:
        plain, file = folder / "table.csv", folder / "table.parquet"
        with plain.open("wb") as stream:
            for page in pages:
                stream.write(making.plain.lines(page))
        types = {column.name: TYPES[column.type] for column in columns}
        with duckdb.connect(config={**SETTINGS, "temp_directory": str(folder)}) as database:
            table = database.read_csv(
                str(plain), columns=types, auto_detect=False, header=False, sep=",", quotechar='"', escapechar='"',
                na_values="", allow_quoted_nulls=False, parallel=False, max_line_size=LONGEST_LINE,
            )  # fmt: skip
            table.write_parquet(str(file), compression="zstd", row_group_size=GROUP)
        return file

    yield from drafted(make)
