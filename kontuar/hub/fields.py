"""Fields: what was typed into them, and languages to choose from, each in its own script."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from wtforms import Field

from kontuar.core.languages import LANGUAGES


def text_of(field: Field) -> str:
    """What stands in a field of words; empty where it wasn't sent."""
    return field.data or ""


def languages_to_select() -> list[tuple[str, str, dict[str, Any]]]:
    """For a select: each language by its own name, said by a screen reader in that language."""
    return [(each.tag, each.own_name, {"lang": each.tag, "dir": each.direction}) for each in LANGUAGES]


def languages_to_tick() -> list[tuple[str, Markup]]:
    """The same for rings or boxes."""
    named = Markup('<span lang="{}" dir="{}">{}</span>')
    return [(each.tag, named.format(each.tag, each.direction, each.own_name)) for each in LANGUAGES]
