"""Texts: flask_babel's two questions for a translation, with the types that it doesn't say."""

from __future__ import annotations

from typing import Any

import flask_babel


def gettext(text: str, **values: Any) -> str:
    """`text` in the reader's language, with `values` in their places."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The form of a text that goes with a number, in the reader's language; `%(num)s` is the number itself."""
    return str(flask_babel.ngettext(one, many, num, **values))
