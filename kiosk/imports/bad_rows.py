"""The file of bad rows: the original's columns and shape, with the row's key and what is wrong with it, to mend and bring in."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from kiosk.imports.files.reading_xlsx import text_of
from kiosk.imports.files.shapes import OURS, Cell, Opened


class BadRows:
    """Writes the file beside its name, whole or not at all; where no row is bad there is none."""

    def __init__(self, path: Path, opened: Opened, decimal: str) -> None:
        self._path, self._decimal = path, decimal
        self._width = len(opened.names.written)
        self._ours = {place for place, name in enumerate(opened.names.shown) if name in OURS}
        self._header = [name for place, name in enumerate(opened.names.written) if place not in self._ours]
        self._lines = opened.shape.header
        shape = opened.shape
        self._encoding = (
            ("utf-8-sig" if opened.bom else "utf-8") if opened.kind == "xlsx" else shape.encoding or "utf-8"
        )
        self._form: dict[str, Any] = {
            "delimiter": shape.delimiter or ",",
            "quotechar": shape.quote or '"',
            "lineterminator": opened.ends,
        }
        if shape.escape:
            self._form |= {"escapechar": shape.escape, "doublequote": False}
        self._draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        self._stream: TextIO | None = None
        self._writer: Any = None
        self.count = 0

    def add(self, cells: Sequence[Cell], key: str, reason: str) -> None:
        """A row as it stood in the file; what is too much for its columns goes into the reason."""
        if self._stream is None:
            self._begin()
        texts = [text_of(each, self._decimal) for each in cells]
        beyond = texts[self._width :]
        if beyond:
            reason = f"{reason} [{' | '.join(beyond)}]"
        texts = (texts + [""] * self._width)[: self._width]
        kept = [each for place, each in enumerate(texts) if place not in self._ours]
        self._writer.writerow([*kept, key, reason])
        self.count += 1

    def _begin(self) -> None:
        self._stream = self._draft.open(
            "w",
            encoding=self._encoding,
            errors="surrogateescape" if "utf-8" in self._encoding else "replace",
            newline="",
        )
        self._writer = csv.writer(self._stream, **self._form)
        for _above in range(self._lines - 1):
            self._writer.writerow([])
        self._writer.writerow([*self._header, *OURS])

    def __enter__(self) -> BadRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is None:
            return
        self._stream.close()
        if kind is None:
            self._draft.replace(self._path)
        else:
            self._draft.unlink(missing_ok=True)
