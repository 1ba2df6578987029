"""Making: a table through a format, with everything counted that a manifest tells."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kontuar.reports.export.columns import Page
from kontuar.reports.export.formats import FORMATS, Making
from kontuar.reports.export.rendering import Rendering
from kontuar.reports.export.tables import Table


@dataclass(slots=True)
class Made:
    """What has been made so far."""

    rows: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    content: Any = field(default_factory=hashlib.sha256)
    """Of the table as plain CSV, where a library makes the bytes: another version of it may make others of the same table."""

    @property
    def sha256(self) -> str:
        return str(self.digest.hexdigest())


def made(table: Table, count: Made, seen: Callable[[int], None] = lambda subjects: None) -> Iterator[bytes]:
    """The file's bytes, piece after piece; `count` counts along, `seen` hears of the subjects of each page.

    Raises Lacking for a format whose library isn't installed.
    """
    form = FORMATS[table.asked.format]
    plain = Rendering(table.columns, safe=False)
    count.content.update(plain.head)

    def pages() -> Iterator[Page]:
        for page in table.pages():
            count.rows += page.rows
            if form.library:
                count.content.update(plain.lines(page))
            yield page
            seen(page.subjects)

    making = Making(table.name, table.moment.made_at, table.asked.bom, plain)
    for piece in form.write()(table.columns, pages(), making):
        count.size += len(piece)
        count.digest.update(piece)
        yield piece
