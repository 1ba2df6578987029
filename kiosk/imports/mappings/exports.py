"""Exports of ours: responses, a row each, are known by their columns, and their mapping is written whole (docs/export.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from flask_babel import lazy_gettext as _

from kiosk.imports.files.reading_xlsx import text_of
from kiosk.imports.files.shapes import Opened, Unreadable
from kiosk.imports.mappings.writing import Remark, braced, joined, listed, text

HEAD = (
    *("response", "place", "place_name", "day", "at", "language", "survey", "version", "complete", "seconds"),
    *("weight", "row"),
)
OTHERS = (("question", "type", "choice"), ("question", "text", "hidden"))
"""How other tables with the same head go on: answers, comments."""
SEGMENT, MISSING = "segment.", ".missing"
LOOKED_AT = 20_000  # rows


def is_export(opened: Opened) -> bool:
    """Whether the columns are those of responses that were taken home."""
    return opened.names.shown[: len(HEAD)] == HEAD


def export_mapping(opened: Opened, name: str, survey: str | None = None, remarks: bool = True) -> str:
    """The mapping that brings an export in again, of one survey: the one that is named, or the one of most rows.

    Raises Unreadable for another table than responses, and for a table without a row of that survey.
    """
    rest = opened.names.shown[len(HEAD) :]
    segments = [column for column in rest if column.startswith(SEGMENT)]
    answers = [column for column in rest[len(segments) :] if not column.startswith("kontuar-")]
    if any(tuple(answers[: len(other)]) == other for other in OTHERS):
        raise Unreadable(_("Of exports only responses, a row each, come in again. Export those."), detail="export")
    surveys = _surveys(opened)
    key = survey or next(iter(surveys), None)
    if key is None or key not in surveys:
        message = _("In this export there is no answer to that survey. There are answers to: %(surveys)s.",
                    surveys=", ".join(surveys) or "-")  # fmt: skip
        raise Unreadable(message, detail="export")
    lines = [
        Remark(f"# {text(name)} is an export of Kontuar. By this it comes in again as it was taken home (docs/imports.md)."),
        *([Remark(f"# It holds answers to several surveys: {', '.join(surveys)}. This mapping takes those to one of them.")]
          if len(surveys) > 1 else []),
        "[file]",
        *_file(opened),
        f"only = {braced({'survey': '?'})}".replace('"?"', listed([key])),
        "",
        "[survey]",
        f"key = {text(key)}",
        'version = "version"',
        "",
        "[row]",
        'response = "response"',
        'key = "row"',
        'weight = "weight"',
        'seconds = "seconds"',
        'complete = "complete"',
        "",
        "[date]",
        'column = "day"',
        'moment = "at"',
        "",
        "[place]",
        'column = ["place", "place_name"]',
        "",
        "[language]",
        'column = "language"',
        *(["", "[segments]"] if segments else []),
        *(f"{column.removeprefix(SEGMENT)} = {text(column)}" for column in segments),
        *_questions(answers, key),
    ]  # fmt: skip
    return joined(lines, remarks)


def _file(opened: Opened) -> Iterator[str]:
    if opened.kind == "xlsx":
        yield f"sheet = {text(opened.shape.sheet)}"
    else:
        yield f"encoding = {text(opened.shape.encoding)}"
        yield f"delimiter = {text(opened.shape.delimiter)}"
        yield "apostrophes = true"


def _surveys(opened: Opened) -> list[str]:
    """The surveys whose answers are in the table, that of most rows first."""
    at = HEAD.index("survey")
    lines = islice(opened.lines(), LOOKED_AT)
    return [key for key, _n in Counter(text_of(line.cells[at]) for line in lines if line.fault is None).most_common()]


def _questions(columns: Sequence[str], survey: str) -> Iterator[str]:
    """A part for each question of a survey. In a table of several surveys columns begin with the survey's key."""
    own = f"{survey}."
    several = all("." in column for column in columns) and any(column.startswith(own) for column in columns)
    found: dict[str, dict[str, list[str]]] = {}
    for column in columns:
        if several and not column.startswith(own):
            continue
        name = (column.removeprefix(own) if several else column).rstrip("_")
        id, _dot, part = name.partition(".")
        of_question = found.setdefault(id, {})
        sort = "missing" if f".{part}" == MISSING else "marked" if part else "column"
        of_question.setdefault(sort, []).append(column)
    for id, parts in found.items():
        yield from ("", "[[question]]", f"id = {text(id)}")
        plain = parts.get("column", [])
        if plain:
            yield f"column = {text(plain[0])}" if len(plain) == 1 else f"columns = {listed(plain)}"
        if "marked" in parts:
            yield f"marked = {braced({column: _choice(column) for column in parts['marked']})}"
        if "missing" in parts:
            yield f"missing = {text(parts['missing'][0])}"


def _choice(column: str) -> str:
    return column.rstrip("_").rpartition(".")[2]
