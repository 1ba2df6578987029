"""What the tablet says, found by its English source: on a Polish tablet a test looks for Polish words."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale

from kontuar.core.languages import language
from kontuar.core.paths import translations_folder
from kontuar.tablet.texts import words


@cache
def _texts(tag: str) -> dict[str, Any]:
    return words(language(tag), translations_folder())["texts"]  # type: ignore[no-any-return]


def say(source: str, tag: str = "pl", **values: Any) -> str:
    """A text as it stands on the screen; `n` chooses among plural forms. The English one where there is no other."""
    text = _texts(tag).get(source, source)
    if isinstance(text, dict):
        text = text[Locale.parse(language(tag).locale).plural_form(values["n"])]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return str(text)
