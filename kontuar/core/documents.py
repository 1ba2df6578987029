"""Documents people write and publish (surveys, quizzes, the Book): their faults, texts, bytes and names.

    reading = read_yaml(path.read_bytes())
    findings = Findings(reading)
    findings.keys((), reading.value, known=("key", "title"), required=("key", "title"))
    title = findings.texts(("title",), reading.value["title"], languages)
    if not findings.errors: ...

A path says where in the value something stands: `("questions", 2, "title", "en")`.
"""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kontuar.core.marked_yaml import LARGEST, Fault, Path, Reading, Severity, read_yaml

__all__ = [
    "LARGEST",
    "Fault",
    "Findings",
    "Path",
    "Reading",
    "Severity",
    "canonical",
    "hash_of",
    "nearest",
    "read_yaml",
]

_TYING = frozenset({"pl", "cs", "uk"})
_ONE_LETTER = re.compile(r"(?<!\w)([^\W\d_]) (?=\w)")
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def canonical(document: Any) -> bytes:
    """The one way to write a document down: JSON with sorted keys, UTF-8, no spaces. Structs and dicts alike."""
    return msgspec.json.encode(document, order="sorted")


def hash_of(document: bytes) -> bytes:
    """The name of a definition: the sha256 of its canonical bytes."""
    return hashlib.sha256(document).digest()


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word somebody most likely meant."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def width(text: str) -> int:
    """About how many Latin letters a text is wide: a Chinese character counts two, a mark on a letter none."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks


def tied(text: str, language: str) -> str:
    """The text with a no-break space after each one-letter word, where the language doesn't leave one at a line's end."""
    return _ONE_LETTER.sub("\\1\u00a0", text) if language in _TYING else text


class Findings:
    """The faults found in one reading, with the questions every kind of document asks."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._faults: list[Fault] = list(reading.faults)

    @property
    def faults(self) -> list[Fault]:
        """In the order of the file."""
        return sorted(self._faults, key=lambda fault: (fault.line, fault.column))

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.severity == "error"]

    def error(self, path: Path, code: str, message: LazyString) -> None:
        self._faults.append(Fault(*self.reading.mark_of(path), code, message))

    def warning(self, path: Path, code: str, message: LazyString) -> None:
        self._faults.append(Fault(*self.reading.mark_of(path), code, message, "warning"))

    def keys(self, path: Path, value: Any, known: Sequence[str], required: Sequence[str] = ()) -> bool:
        """Whether a value is a mapping; reports the keys it shouldn't have, and those it lacks."""
        if not isinstance(value, dict):
            message = _("A list of names with values is expected here: %(names)s.", names=", ".join(required or known))
            self.error(path, "not-a-mapping", message)
            return False
        for key in value:
            if key not in known:
                self.unknown((*path, key), "unknown-key", key, known)
        for key in required:
            if value.get(key) is None:
                self.error((*path, key), "missing-key", _("“%(key)s” is missing here. Add it.", key=key))
        return True

    def unknown(self, path: Path, code: str, word: str, known: Collection[str]) -> None:
        """Something is named that isn't there: say so, and what was probably meant."""
        likely = nearest(word, known)
        if likely is not None:
            message = _("“%(word)s” isn't known here. Did you mean “%(likely)s”?", word=_short(word), likely=likely)
        else:
            choice = ", ".join(sorted(known)) or "-"
            message = _("“%(word)s” isn't known here. Known are: %(choice)s.", word=_short(word), choice=choice)
        self.error(path, code, message)

    def listed(self, path: Path, value: Any) -> list[Any]:
        """The entries of a list; none, and a fault, where it isn't one."""
        if isinstance(value, list):
            return value
        self.error(path, "not-a-list", _("A list is expected here: entries that begin with a dash."))
        return []

    def identifier(self, path: Path, value: Any) -> str | None:
        """A name for programs: small Latin letters, digits and single hyphens, 40 at most."""
        if isinstance(value, str) and IDENTIFIER.fullmatch(value) and len(value) <= 40:
            return value
        message = _("A name here is made of small Latin letters, digits and hyphens, 40 at most: shop-visit.")
        self.error(path, "not-a-name", message)
        return None

    def languages(self, path: Path, value: Any, source: Any, known: Sequence[str]) -> tuple[str, ...]:
        """The languages a document says it has: known ones, each once, its source among them."""
        found: list[str] = []
        for index, language in enumerate(self.listed(path, value)):
            here = (*path, index)
            if not isinstance(language, str) or language not in known:
                self.unknown(here, "unknown-language", str(language), known)
            elif language in found:
                message = _("“%(language)s” stands here twice. Keep one.", language=language)
                self.error(here, "duplicate-language", message)
            else:
                found.append(language)
        if found and source not in found:
            message = _("“%(language)s” is the source language but isn't in the list.", language=_short(str(source)))
            self.error(path, "source-not-listed", message)
        return tuple(found)

    def texts(
        self, path: Path, value: Any, languages: Sequence[str], longest: int = 2000, room: int | None = None
    ) -> dict[str, str]:
        """One text in each language, trimmed, in NFC, one-letter words tied; reports what is missing, too long, or won't fit.

        Over `longest` characters is an error; over `room`, the space on a screen, a warning. A document in one language
        may write the text alone.
        """
        if len(languages) == 1 and not isinstance(value, dict | list) and value is not None:
            value = {languages[0]: self.reading.written.get(path, value)}
        if not isinstance(value, dict):
            self.error(path, "not-a-text", _("A text in each language is expected here: {pl: ..., en: ...}."))
            return {}
        found: dict[str, str] = {}
        for language, text in value.items():
            here = (*path, language)
            if language not in languages:
                self.unknown(here, "unknown-language", language, languages)
            elif (words := self._words(here, text, longest)) is not None:
                found[language] = words = tied(words, language)
                if room is not None and width(words) > room:
                    self._crowded(here, width(words), room)
        missing = [language for language in languages if value.get(language) is None]
        if missing:
            message = _("This text is missing in: %(languages)s. Write it.", languages=", ".join(missing))
            self.error(path, "missing-language", message)
        return found

    def _words(self, path: Path, text: Any, longest: int) -> str | None:
        text = self.reading.written.get(path, text)
        if text is None:
            return None
        if not isinstance(text, str) or not text.strip():
            self.error(path, "empty-text", _("A text is expected here. Write it, in quotes if it has a colon."))
            return None
        words = unicodedata.normalize("NFC", text.strip())
        if len(words) > longest:
            message = _("The text has %(length)s characters; %(longest)s at most.", length=len(words), longest=longest)
            self.error(path, "text-too-long", message)
        return words

    def _crowded(self, path: Path, length: int, room: int) -> None:
        message = _(
            "The text is %(length)s letters wide; more than %(room)s may not fit the screen. Shorten it.",
            length=length,
            room=room,
        )
        self.warning(path, "text-crowded", message)


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
