"""Neutralising: cells of a CSV file that no spreadsheet takes for a formula, and back to what was written."""

from __future__ import annotations

import re

# A cell begins at its start; a program that parts by semicolons or tabs sees a beginning after these, too.
_BEGINS = r"(?:^|(?<=[;\t\r\n]))"
_TRIGGER = re.compile(_BEGINS + "(?=['\\t\\r\\n]|[ \\u00a0]*[=+\\-@＝＋－＠])")
_MARKED = re.compile(_BEGINS + "'")
_RISKY = re.compile("[=+\\-@＝＋－＠'\\t\\r\\n;]")


def neutral(text: str) -> str:
    """`text` with an apostrophe wherever a formula could begin: before = + - @ (wide ones too), tabs, line ends, apostrophes.

    Source: OWASP, CSV Injection. `as_written` takes the apostrophes off again.
    """
    return _TRIGGER.sub("'", text) if _RISKY.search(text) else text


def as_written(cell: str) -> str:
    """What a cell held before `neutral`."""
    return _MARKED.sub("", cell) if "'" in cell else cell


def quoted(text: str) -> str:
    """Words of people as a CSV cell: neutral, and always in quotation marks (RFC 4180), so that nothing in them ends the cell."""
    return '"' + neutral(text).replace('"', '""') + '"' if text else ""
