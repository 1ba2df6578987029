"""Formats: the files a table can become. Each takes columns and pages and gives bytes, piece after piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from flask_babel import lazy_gettext as _l

from kontuar.core.errors import Problem
from kontuar.reports.export.columns import Column, Page
from kontuar.reports.export.rendering import Rendering


@dataclass(frozen=True, slots=True)
class Making:
    """What a file is made with, beside its columns and pages."""

    title: str
    made_at: datetime
    bom: bool
    plain: Rendering
    """The pages as CSV with every text as it was written."""


Write = Callable[[Sequence[Column], Iterable[Page], Making], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A sort of file. `module` writes it; `library` (of the extra `extra`) does the work where one is needed."""

    name: str
    ending: str
    about: Any
    module: str
    library: str = ""
    extra: str = ""
    most: int | None = None
    """Rows it can be made of, where the library takes a table whole."""

    @property
    def there(self) -> bool:
        """Whether what it needs is installed."""
        try:
            self._library()
        except ImportError:
            return False
        return True

    @property
    def maker(self) -> str:
        """The library and its version, which the bytes depend on; "" where they depend on this program alone."""
        return f"{self.library} {self._library().__version__}" if self.library else ""

    def write(self) -> Write:
        """The function that writes it. Raises Lacking without its library."""
        if not self.there:
            raise Lacking(self)
        return import_module(f"kontuar.reports.export.formats.{self.module}").write  # type: ignore[no-any-return]

    def _library(self) -> Any:
        for name in filter(None, (self.library, "pandas" if self.library == "pyreadstat" else "")):
            import_module(name)
        return import_module(self.library) if self.library else None


FORMATS = {
    each.name: each
    for each in (
        Format("csv", "csv", _l("CSV, for every program"), "csv_file"),
        Format("xlsx", "xlsx", _l("Excel workbook (XLSX)"), "xlsx_file", "xlsxwriter"),
        Format("ndjson", "ndjson", _l("JSON, an object a line"), "ndjson_file"),
        Format(
            "parquet", "parquet", _l("Parquet, for DuckDB, pandas and Spark"), "parquet_file", "duckdb", "analytics"
        ),
        Format("sav", "sav", _l("SPSS file with labels (SAV)"), "sav_file", "pyreadstat", "spss", 500_000),
    )
}


class Lacking(Problem):
    """A format whose library isn't installed."""

    code, status = "format-lacking", 422

    def __init__(self, wanted: Format) -> None:
        super().__init__(
            _l(
                "%(format)s files are written by %(library)s, which isn't installed. Type: pip install 'kontuar[%(extra)s]'",
                format=wanted.name, library=wanted.library, extra=wanted.extra,
            )
        )  # fmt: skip


class TooLarge(Problem):
    """A cell or a table that a format can't hold."""

    code, status = "format-too-small", 422


def fits(name: str, rows: int) -> None:
    """Raises TooLarge where a format can't be made of so many rows."""
    most = FORMATS[name].most
    if most is not None and rows > most:
        raise TooLarge(
            _l(
                "This format is made of at most %(rows)s rows. Choose fewer days or places, or another format.",
                rows=most,
            )
        )
