"""YAML as people write documents in it, read with the line of everything and without ever raising.

The language is a small part of YAML 1.2: mappings, lists and plain values. `yes`, `no` and dates stay text (in a survey
"No" is an answer and `no` may be a language), anchors, aliases and tags are refused, a key may stand once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal

import yaml
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
LARGEST = 1024 * 1024
DEEPEST = 24

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_BROKEN = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})?\.[0-9]{1,18}(?:[eE][-+]?[0-9]{1,3})?")
_PLAIN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING = {"", "~", "null", "Null", "NULL"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a document: where (both from 1), a stable code, and what to do about it, in a sentence."""

    line: int
    column: int
    code: str
    message: str | LazyString
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Reading:
    """What stood in a file: the plain value, where each part of it stood, and what couldn't be read."""

    value: Any = None
    faults: tuple[Fault, ...] = ()
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    """Numbers, true and false as they were typed: `1.50` is a price where it is a text."""

    def mark_of(self, path: Path) -> tuple[int, int]:
        """Line and column of a part (of its key, in a mapping); of the nearest part around it that is there."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def line_of(self, path: Path) -> int:
        return self.mark_of(path)[0]


def read_yaml(raw: bytes, largest: int = LARGEST) -> Reading:
    """The plain value of a YAML file (dict, list, str, int, float, bool, None), or the faults that prevent it."""
    if len(raw) > largest:
        limit = largest // 1024
        message = _("The file is larger than %(limit)s KiB. Split it, or keep pictures out of it.", limit=limit)
        return Reading(faults=(Fault(1, 1, "too-large", message),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _spot(raw[: error.start].decode("utf-8", "replace"))
        return Reading(faults=(Fault(line, column, "not-utf8", _("The file isn't in UTF-8. Save it as UTF-8.")),))
    if bad := _UNPRINTABLE.search(text):
        return Reading(faults=(Fault(*_spot(text[: bad.start()]), "unprintable", _cant_print(bad[0])),))
    return _Builder(text).reading()


def _cant_print(character: str) -> LazyString:
    return _("A character here can't be printed (%(code)s). Take it out.", code=f"U+{ord(character):04X}")


def _spot(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _begin(event: yaml.Event) -> tuple[int, int]:
    return (event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else (1, 1)


class _Refused(Exception):
    def __init__(self, event: yaml.Event, code: str, message: LazyString) -> None:
        super().__init__(code)
        self.fault = Fault(*_begin(event), code, message)


@dataclass(slots=True)
class _Open:
    """A mapping or list being read: `key` is the key waiting for its value."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None


class _Builder:
    """Puts the events of the parser together; a stack of its own, so that depth is ours to limit."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Open] = []
        self.faults: list[Fault] = []
        self.marks: dict[Path, tuple[int, int]] = {}
        self.written: dict[Path, str] = {}
        self.value: Any = None
        self.documents = 0

    def reading(self) -> Reading:
        try:
            for event in self._events():
                self._take(event)
        except _Refused as refused:
            self.faults.append(refused.fault)
        except yaml.YAMLError as error:
            self.faults.append(self._misread(error))
        if not self.faults and self.documents == 0:
            self.faults.append(Fault(1, 1, "empty", _("The file is empty.")))
        if self.faults:
            return Reading(None, tuple(self.faults), self.marks, self.written)
        return Reading(self.value, (), self.marks, self.written)

    def _events(self) -> Iterator[yaml.Event]:
        loader = _Loader(self.text)
        try:
            while loader.check_event():
                yield loader.get_event()
        finally:
            loader.dispose()

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Refused(event, "two-documents", _("A second document begins here. Keep one in a file."))
        elif isinstance(event, yaml.NodeEvent):
            self._refuse(event)
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _refuse(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            message = _("Shortcuts with & and * aren't read. Write it out, or put the text in quotes.")
            raise _Refused(event, "alias", message)
        if isinstance(event, yaml.ScalarEvent) and (bad := _UNPRINTABLE.search(event.value)):
            raise _Refused(event, "unprintable", _cant_print(bad[0]))  # written as an escape: "\\0"
        if getattr(event, "tag", None) not in (None, "!"):
            raise _Refused(event, "tag", _("Tags with an exclamation mark aren't read. Put the text in quotes."))

    def _node(self, event: yaml.NodeEvent) -> None:
        around = self.stack[-1] if self.stack else None
        if around is not None and isinstance(around.value, dict) and around.key is None:
            self._key(around, event)
            return
        path = self._path(around)
        if path not in self.marks:
            self.marks[path] = _begin(event)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _plain(event)
            if not isinstance(value, str) and value is not None:
                self.written[path] = event.value
        else:
            if len(self.stack) >= DEEPEST:
                message = _("Lists stand inside lists too deeply here. A bracket may be missing.")
                raise _Refused(event, "too-deep", message)
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(path, value))
        self._place(around, value)

    def _key(self, around: _Open, event: yaml.NodeEvent) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(event, "key-not-text", _("A name is expected here, with a colon after it."))
        key = event.value
        mark = _begin(event)
        path = (*around.path, key)
        if key in around.value:
            first = self.marks[path][0]
            message = _("“%(key)s” stands here twice; first on line %(line)s. Keep one.", key=key, line=first)
            self.faults.append(Fault(*mark, "duplicate-key", message))
        else:
            self.marks[path] = mark
        around.key = key

    def _path(self, around: _Open | None) -> Path:
        if around is None:
            return ()
        if isinstance(around.value, list):
            return (*around.path, len(around.value))
        return (*around.path, around.key or "")

    def _place(self, around: _Open | None, value: Any) -> None:
        if around is None:
            self.value = value
        elif isinstance(around.value, list):
            around.value.append(value)
        else:
            around.value[around.key or ""] = value
            around.key = None

    def _misread(self, error: yaml.YAMLError) -> Fault:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
        lines = self.text.split("\n")
        here = lines[line - 1] if line <= len(lines) else ""
        if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in problem:
            return Fault(line, column, "tab", _("A tab stands at the beginning of the line. Use spaces."))
        for words, code, message in _SYNTAX:
            if words in problem:
                return Fault(line, column, code, message)
        return Fault(line, column, "syntax", _("This line can't be read. Look at the indentation, colons and quotes."))


_INDENTATION = _("The indentation is off here, or a text that begins before isn't closed.")
_BACKSLASH = _("A backslash stands inside quotes. Write it twice, or use single quotes.")
_SYNTAX = (
    (
        "mapping values are not allowed",
        "colon",
        _("A colon stands inside a text, or the indentation is off. Put the text in quotes."),
    ),
    ("invalid Unicode", "unprintable", _("A character here can't be printed. Take it out.")),
    ("hexdecimal", "backslash", _BACKSLASH),
    ("escape", "backslash", _BACKSLASH),
    ("quoted scalar", "open-quote", _("A quotation mark isn't closed, or stands inside the text it closes.")),
    ("could not find expected ':'", "no-colon", _("A colon is missing after the name, or the indentation is off.")),
    ("flow", "open-bracket", _("A bracket isn't closed, or a comma is missing between two entries.")),
    ("did not find expected", "indentation", _INDENTATION),
    ("expected <block end>", "indentation", _INDENTATION),
    ("cannot start any token", "needs-quotes", _("A text can't begin with this character. Put it in quotes.")),
)


def _plain(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    text: str = event.value
    if event.style or not event.implicit[0]:
        return text
    if text in _NOTHING:
        return None
    if text in _PLAIN:
        return _PLAIN[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _BROKEN.fullmatch(text) and isfinite(float(text)):
        return float(text)
    return text
