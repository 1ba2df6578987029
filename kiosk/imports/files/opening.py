"""Opening a file of answers, whatever it is: told by its first bytes, not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask_babel import lazy_gettext as _

from kiosk.imports.files.reading_csv import open_csv
from kiosk.imports.files.reading_xlsx import open_xlsx
from kiosk.imports.files.shapes import Opened, Shape, Unreadable

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"PAR1": "Parquet",
    b"$FL2": "SPSS",
    b"$FL3": "SPSS",
    b"Rar!": "RAR",
    b"<?xm": "XML",
}


def open_file(path: Path, stated: Shape = Shape()) -> Opened:  # noqa: B008  it is frozen
    """A CSV file or a workbook, ready to be read. Raises Unreadable."""
    with path.open("rb") as stream:
        begin = stream.read(8)
    if begin.startswith(b"PK\x05\x06"):
        raise Unreadable(_("This is a zip file, not a workbook (.xlsx)."), detail="empty-zip")
    if begin.startswith(_ZIP):
        return open_xlsx(path, stated)
    if begin.startswith(_OLD):
        raise Unreadable(
            _("This is an old workbook (.xls), or one with a password. Save it as .xlsx or CSV."), detail="xls"
        )
    for mark, name in _OTHERS.items():
        if begin.startswith(mark):
            message = _("This is a %(kind)s file. Bring in CSV or a workbook (.xlsx).", kind=name)
            raise Unreadable(message, detail=name)
    return open_csv(path, stated)[0]


def sha256_of(path: Path) -> bytes:
    """The hash by which an import knows its file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
