"""The tablet's words: a language's catalogue, as JSON that the browser keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from kontuar.core.languages import Language

CATALOGUE = "tablet"
SAMPLES = (*range(0, 201), 1_000, 1_000_000)  # every category of whole numbers that CLDR knows occurs among these


def words(language: Language, folder: Path) -> dict[str, Any]:
    """`{tag, dir, texts}`: by its source each text, or its plural forms by CLDR category (`{"one": ..., "few": ...}`).

    A text without a translation is left out; the tablet then says it in English.
    """
    texts: dict[str, str | dict[str, str]] = {}
    catalogue = _catalogue(folder / language.locale / "LC_MESSAGES", language.locale)
    categories = _categories(language.locale)
    for message in catalogue or ():
        if message.id and not message.fuzzy:
            _add(texts, message, categories)
    return {"tag": language.tag, "dir": language.direction, "texts": texts}


def _add(texts: dict[str, str | dict[str, str]], message: Message, categories: Mapping[str, int]) -> None:
    if isinstance(message.id, str):
        if message.string:
            texts[message.id] = str(message.string)
        return
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if all(forms):
        texts[message.id[0]] = {category: forms[min(form, len(forms) - 1)] for category, form in categories.items()}


def _catalogue(folder: Path, locale: str) -> Catalog | None:
    """The source where it is, in a checkout; what it was compiled to in an installed package."""
    for name, read in ((f"{CATALOGUE}.po", read_po), (f"{CATALOGUE}.mo", read_mo)):
        file = folder / name
        if file.is_file():
            with file.open("rb") as stream:
                return read(stream, locale) if read is read_po else read(stream)
    return None


def _categories(locale: str) -> dict[str, int]:
    """CLDR's category of a whole number -> the place of its form in a catalogue."""
    category = Locale.parse(locale).plural_form
    plural = get_plural(locale)
    form = _form(plural.plural_expr)
    found: dict[str, int] = {}
    for n in SAMPLES:
        found.setdefault(category(n), form(n))
    return found


def _form(expression: str) -> Any:
    from gettext import c2py

    return c2py(expression)
