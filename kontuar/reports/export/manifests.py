"""Manifests: how a table was made, for people, and enough of it to make and check the same table again."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kontuar import __version__
from kontuar.core.errors import Problem
from kontuar.reports.export.asking import Asked
from kontuar.reports.export.codebook import code
from kontuar.reports.export.columns import Column
from kontuar.reports.export.cursors import Shop
from kontuar.reports.export.formats import FORMATS
from kontuar.reports.export.making import Made
from kontuar.reports.export.tables import Document, Moment, Table

VERSION = 1
CONVENTIONS = {
    "nothing": "not asked, skipped, or left before it; a column .missing says why where something is known",
    "csv": "UTF-8, commas, CRLF; yes and no are 1 and 0; an apostrophe stands before = + - @ ' tab or line end at the start"
    " of a text or after ; tab or line end: take one off there to have the text as it was written",
    "sav": "a text that ends in spaces has U+2060 behind it: take it off to have the text as it was written",
    "ids": "response, attempt and learner are this installation's own: the same in each of its exports",
}


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column as the manifest tells of it; `labels` are pairs of a value, as CSV writes it, and its words."""

    name: str
    type: str
    labels: tuple[tuple[str, str], ...] = ()
    survey: str = ""
    question: str = ""
    choice: str = ""
    part: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `sha256` is of the file; `content`, where a library made the bytes, of the table as plain CSV."""

    manifest: int
    program: str
    maker: str
    chain: str
    installation: str
    made_at: datetime
    asked: Asked
    rows: int
    bytes: int
    sha256: str
    content: str
    everywhere: bool
    shops: tuple[Shop, ...]
    documents: tuple[Document, ...]
    waiting: int
    columns: tuple[Told, ...]
    conventions: dict[str, str]

    @property
    def moment(self) -> Moment:
        return Moment(self.made_at, self.chain, self.everywhere, self.shops, self.documents, self.waiting)


class NoManifest(Problem):
    code = "no-manifest"


def manifest(table: Table, made: Made) -> bytes:
    """The manifest of a table that has been made, as JSON."""
    moment, form = table.moment, FORMATS[table.asked.format]
    told = Manifest(
        manifest=VERSION,
        program=f"Kontuar {__version__}",
        maker=form.maker,
        chain=moment.chain,
        installation=table.mark,
        made_at=moment.made_at,
        asked=table.asked,
        rows=made.rows,
        bytes=made.size,
        sha256=made.sha256,
        content=made.content.hexdigest() if form.library else "",
        everywhere=moment.everywhere,
        shops=tuple(moment.shops),
        documents=tuple(moment.documents),
        waiting=moment.waiting,
        columns=tuple(_told(column) for column in table.columns),
        conventions=CONVENTIONS,
    )
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def manifest_from(data: bytes) -> Manifest:
    """The manifest in a file. Raises NoManifest for what isn't one, or one of a later version."""
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NoManifest(f"This is no manifest of an export: {error}.") from error
    if found.manifest != VERSION:
        raise NoManifest(f"This manifest is of version {found.manifest}; this program reads version {VERSION}.")
    return found


def _told(column: Column) -> Told:
    labels = tuple((code(value), str(label)) for value, label in column.labels.items())
    return Told(column.name, column.type.value, labels, column.survey, column.question, column.choice, column.part)
