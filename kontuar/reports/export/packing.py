"""Packing: a table with its codebook and its manifest as one zip that is made while it is sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from kontuar.reports.export.codebook import codebook
from kontuar.reports.export.formats import FORMATS
from kontuar.reports.export.making import Made, made
from kontuar.reports.export.manifests import manifest
from kontuar.reports.export.tables import Table


class _Outlet:
    """Where zipfile writes: what is written waits here until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(table: Table) -> Iterator[bytes]:
    """The codebook, the table and the manifest. Cut off in the middle it is no zip: its directory comes last.

    The codebook comes first and at once, since some formats give their first byte only when the last row is read.
    """
    outlet, count = _Outlet(), Made()
    moment = table.moment.made_at.timetuple()[:6]
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:

        def entry(name: str) -> zipfile.ZipInfo:
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            return info

        archive.writestr(entry(f"{table.name}.codebook.csv"), codebook(table.columns, table.asked.bom))
        yield outlet.taken()
        ending = FORMATS[table.asked.format].ending
        with archive.open(entry(f"{table.name}.{ending}"), "w", force_zip64=True) as stream:
            for piece in made(table, count):
                stream.write(piece)
                if ready := outlet.taken():
                    yield ready
        archive.writestr(entry(f"{table.name}.manifest.json"), manifest(table, count))
    yield outlet.taken()
