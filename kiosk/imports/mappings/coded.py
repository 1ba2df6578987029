"""Coded cells beside the answers: the language of a row, and its segments."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from flask_babel import lazy_gettext as _

from kiosk.imports.mappings.answers import Wrong
from kiosk.imports.mappings.mapping import Coded
from kiosk.imports.rows import LONGEST_SEGMENT, LONGEST_TAG
from kontuar.core.languages import resolve

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def tag_reader(coded: Coded, silent: Collection[str], default: str, exact: bool) -> Callable[[str], str | Wrong]:
    """From a cell to the tag of a language; `exact`: as it stands, not as the nearest of ours."""

    def tag_of(cell: str) -> str | Wrong:
        text = cell.strip()
        if text in silent and text not in coded.map:
            return default
        tag = coded.map.get(text, text)
        known = None if exact else resolve(tag)
        if known is not None:
            return known.tag
        if _TAG.fullmatch(tag) and len(tag) <= LONGEST_TAG:
            return tag
        return Wrong(
            coded.column, text, _("This isn't the code of a language, like pl or en. Say in the mapping what it means.")
        )

    return tag_of


def segment_reader(coded: Coded, silent: Collection[str]) -> Callable[[str], Any]:
    """From a cell to a segment's value; with a Wrong beside it where it is kept and told of."""

    def segment(cell: str) -> Any:
        text = cell.strip()
        if text in silent and text not in coded.map:
            return ""
        value = coded.map.get(text, text)
        if len(value) > LONGEST_SEGMENT:
            reason = _("The value is longer than %(longest)s characters; it was cut.", longest=LONGEST_SEGMENT)
            return value[:LONGEST_SEGMENT], Wrong(coded.column, text[:60], reason, bad=False)
        if coded.known and text not in coded.known and text not in coded.map:
            return value, Wrong(coded.column, text, _("This value wasn't expected; it was kept."), bad=False)
        return value

    return segment
