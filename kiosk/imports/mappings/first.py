"""The first mapping of a file: it is opened, looked at, and what it seems to be is written down."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kiosk.imports.files.opening import open_file
from kiosk.imports.mappings.exports import export_mapping, is_export
from kiosk.imports.mappings.guessing import guess
from kiosk.imports.mappings.looking import look
from kiosk.imports.mappings.writing import written_mapping


def first_mapping(
    path: Path,
    name: str,
    language: str = "en",
    places: Collection[str] = (),
    survey: str | None = None,
    remarks: bool = True,
) -> str:
    """A mapping to begin with; `places` are the shops that are known, `remarks` say the doubts. Raises Unreadable.

    That of an export of ours is whole; `survey` says of which survey, where it holds several.
    """
    opened = open_file(path)
    if is_export(opened):
        return export_mapping(opened, name, survey, remarks)
    return written_mapping(opened, guess(look(opened.names, opened.lines()), places), name, language, remarks)
