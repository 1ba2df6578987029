"""Languages: the twelve that Kontuar speaks, in their fixed order, and how a tag from elsewhere finds one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface. `tag` is BCP 47, `locale` is Babel's name for it and that of its folder of catalogues."""

    tag: str
    own_name: str
    direction: Literal["ltr", "rtl"]
    locale: str


LANGUAGES: tuple[Language, ...] = (
    Language("pl", "Polski", "ltr", "pl"),
    Language("en", "English", "ltr", "en"),
    Language("uk", "Українська", "ltr", "uk"),
    Language("de", "Deutsch", "ltr", "de"),
    Language("cs", "Čeština", "ltr", "cs"),
    Language("lt", "Lietuvių", "ltr", "lt"),
    Language("es", "Español", "ltr", "es"),
    Language("fr", "Français", "ltr", "fr"),
    Language("vi", "Tiếng Việt", "ltr", "vi"),
    Language("zh-Hans", "简体中文", "ltr", "zh_Hans"),
    Language("ar", "العربية", "rtl", "ar"),
    Language("he", "עברית", "rtl", "he"),
)
TAGS: tuple[str, ...] = tuple(language.tag for language in LANGUAGES)
SOURCE = LANGUAGES[1]  # what the texts in the code are written in

_BY_TAG = {language.tag.lower(): language for language in LANGUAGES}
_OLD_TAGS = {"iw": "he"}
_TRADITIONAL = {"hant", "tw", "hk", "mo"}  # readers of traditional characters are better served by their next choice


def resolve(tag: str | None) -> Language | None:
    """The language that `tag` means, exactly or as its base ("en-GB" is en, "zh_CN" is zh-Hans); None if we don't speak it."""
    parts = (tag or "").strip().lower().replace("_", "-").split("-")
    exact = _BY_TAG.get("-".join(parts))
    if exact:
        return exact
    if parts[0] == "zh":
        return None if _TRADITIONAL & set(parts[1:]) else _BY_TAG["zh-hans"]
    return _BY_TAG.get(_OLD_TAGS.get(parts[0], parts[0]))


def language(tag: str) -> Language:
    """The language named by one of our own tags. Raises KeyError for another."""
    return _BY_TAG[tag.lower()]
