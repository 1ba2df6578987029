"""TOML as people write settings in it, read with the line of its tables and keys and without ever raising."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from flask_babel import lazy_gettext as _

from kontuar.core.marked_yaml import LARGEST, Fault, Path, Reading

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_TABLE = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_ONE = re.compile(_NAME)


def read_toml(raw: bytes, largest: int = LARGEST) -> Reading:
    """The plain value of a TOML file, or the faults that prevent it. Keys inside braces have the line of what holds them."""
    if len(raw) > largest:
        message = _("The file is larger than %(limit)s KiB.", limit=largest // 1024)
        return Reading(faults=(Fault(1, 1, "too-large", message),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Reading(faults=(Fault(line, 1, "not-utf8", _("The file isn't in UTF-8. Save it as UTF-8.")),))
    text = text.replace("\r\n", "\n")
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Reading(faults=(_fault(str(error), text),))
    except RecursionError:
        return Reading(faults=(Fault(1, 1, "too-deep", _("Lists stand inside lists too deeply here.")),))
    return Reading(value, (), _marks(text))


def _fault(said: str, text: str) -> Fault:
    at = _AT.search(said)
    line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
    if "Cannot overwrite" in said or "Cannot declare" in said:
        return Fault(line, column, "duplicate-key", _("This name stands in the file twice. Keep one."))
    message = _('This line can\'t be read. Texts stand in quotes, names before an equals sign: column = "Q1".')
    return Fault(line, column, "syntax", message)


def _marks(text: str) -> dict[Path, tuple[int, int]]:
    """Where each table and each key at the beginning of a line stands."""
    marks: dict[Path, tuple[int, int]] = {(): (1, 1)}
    table: Path = ()
    counts: dict[Path, int] = {}
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if inside:
            inside = "" if inside in line else inside
            continue
        if found := _TABLE.fullmatch(line):
            table = _table(found[1], _names(found[2]), counts)
            marks.setdefault(table, (number, 1))
        elif found := _KEY.match(line):
            path = (*table, *_names(found[1]))
            for length in range(len(table) + 1, len(path) + 1):
                marks.setdefault(path[:length], (number, line.index(line.strip()[0]) + 1))
            rest = line[found.end() :]
            inside = next((mark for mark in ('"""', "'''") if rest.count(mark) == 1), "")
    return marks


def _table(bracket: str, names: tuple[Any, ...], counts: dict[Path, int]) -> Path:
    """The path of a table; of `[[question]]` with its number, and what follows under it."""
    path: Path = ()
    for place, name in enumerate(names):
        path = (*path, name)
        if bracket == "[[" and place == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _names(text: str) -> tuple[str, ...]:
    return tuple(each[1:-1] if each[0] in "\"'" else each for each in _ONE.findall(text))
