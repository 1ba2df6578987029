"""Showing an import: its columns as the survey sees them, its faults and counts, as plain values that a page can keep."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from kiosk.imports.counting import Count
from kiosk.imports.files.opening import open_file
from kiosk.imports.files.reading_xlsx import text_of
from kiosk.imports.importing import Result
from kiosk.imports.preparing import Prepared
from kiosk.imports.rows import Row
from kiosk.surveys.document import Question, Survey
from kontuar.core.documents import Fault
from kontuar.web.texts import gettext as _

ROWS, VALUES, LENGTH, COLUMNS = 200, 3, 40, 300


def preview(path: Path, prepared: Prepared | None) -> list[list[Any]]:
    """[column, its first values, what it becomes, those values as the survey sees them] for each column of a file."""
    opened = prepared.opened if prepared is not None else open_file(path)
    values: list[dict[str, None]] = [{} for _name in opened.names.shown]
    seen: dict[int, dict[str, str]] = {}
    uses = _uses(prepared) if prepared is not None else {}
    for line in islice(opened.lines(), ROWS):
        if line.fault is not None:
            continue
        row = prepared.turner.turn(line).row if prepared is not None else None
        for place, cell in enumerate(line.cells):
            text = text_of(cell).strip()
            if not text or (text not in values[place] and len(values[place]) >= VALUES):
                continue
            values[place][text] = None
            if row is not None and place in uses and prepared is not None:
                seen.setdefault(place, {})[text] = _as_seen(prepared, row, uses[place])
    return [
        [name, [_short(value) for value in values[place]], _use_words(uses.get(place)),
         [_short(seen.get(place, {}).get(value, "")) for value in values[place]]]
        for place, name in enumerate(opened.names.shown[:COLUMNS])
    ]  # fmt: skip


def _uses(prepared: Prepared) -> dict[int, tuple[str, str]]:
    """What each column is for: (question, its id), (segment, its key), or a part of the row."""
    mapping, names = prepared.mapping, prepared.opened.names
    found: dict[int, tuple[str, str]] = {}

    def note(column: Any, use: str, id: str = "") -> None:
        if isinstance(column, str):
            found[names.find(column)] = (use, id)

    for name in mapping.key:
        note(name, "key")
    when = mapping.when
    parts: tuple[Any, ...] = (when.column, when.year, when.month, when.day, when.time, when.moment)
    for column in parts:
        note(column, "day")
    note(mapping.weight, "weight")
    note(mapping.seconds, "seconds")
    for use, coded in (("place", mapping.place), ("language", mapping.language), ("complete", mapping.complete)):
        for column in (coded.column, *coded.others) if coded else ():
            note(column, use)
    for key, coded in mapping.segments.items():
        note(coded.column, "segment", key)
    for asked in mapping.questions:
        for column in (*asked.columns, *asked.marked):
            note(column, "question", asked.id)
    return found


def _use_words(use: tuple[str, str] | None) -> str:
    if use is None:
        return ""
    words = {
        "key": _("key"), "day": _("day and time"), "weight": _("weight"), "seconds": _("seconds"), "place": _("place"),
        "language": _("language"), "complete": _("finished or not"),
    }  # fmt: skip
    kind, id = use
    if kind == "question":
        return _("question %(id)s", id=id)
    return _("segment %(id)s", id=id) if kind == "segment" else words[kind]


def _as_seen(prepared: Prepared, row: Row, use: tuple[str, str]) -> str:
    kind, id = use
    survey = prepared.survey
    if kind == "place":
        return prepared.turner.around.shops.names.get(row.place, "")
    if kind == "question":
        question = survey.question(id)
        return answer_words(survey, question, row.answers.get(id)) if question else ""
    if kind == "segment":
        return row.segments.get(id, "")
    told = {
        "key": row.key, "day": row.day if row.at is None else f"{row.at:%Y-%m-%d %H:%M} UTC", "weight": f"{row.weight}",
        "seconds": f"{row.seconds}", "language": row.language, "complete": _("yes") if row.complete else _("no"),
    }  # fmt: skip
    return told.get(kind, "")


def answer_words(survey: Survey, question: Question, answer: Any) -> str:
    """An answer as the survey says it."""
    if answer is None:
        return _("no answer")
    if isinstance(answer, dict):
        return _("couldn't say") if answer.get("declined") == "unknown" else _("isn't concerned")
    if isinstance(answer, list):
        return ", ".join(answer_words(survey, question, each) for each in answer)
    if isinstance(answer, str):
        choice = question.choice(answer)
        return choice.label.get(survey.source, answer) if choice else answer
    if question.labels:
        first = 0 if question.type == "yesno" else 1
        return f"{question.labels[answer - first].get(survey.source, '')} ({answer})"
    return str(answer)


def shown_faults(faults: Iterable[Fault]) -> list[list[Any]]:
    """[line, sentence] of each."""
    return [[fault.line, str(fault.message)] for fault in faults]


def shown_count(prepared: Prepared, count: Count) -> dict[str, Any]:
    """What a trial found."""
    return {
        "rows": count.rows,
        "good": count.good,
        "bad": count.bad,
        "left": count.left,
        "other_order": count.other_order,
        "notes": [str(note) for note in prepared.opened.notes],
        "first_bad": [[each.line, each.column, _short(each.value), str(each.reason)] for each in count.first_bad],
        "odd": [[*map(_short, name[:2]), name[2], times] for name, times in count.odd.most_common(50)],
    }


def shown_result(result: Result) -> dict[str, Any]:
    """What was brought in."""
    count, outcome = result.count, result.outcome
    return {
        "rows": count.rows, "bad": result.bad, "left": count.left, "added": outcome.added, "known": outcome.known,
        "changed": outcome.changed, "set_aside": result.bad_rows is not None,
        "first_bad": [[each.line, each.column, _short(each.value), str(each.reason)] for each in count.first_bad],
        "differences": [
            [each.number, "; ".join(f"{name}: {was} → {now}" for name, (was, now) in each.differences.items())[:200]]
            for each in result.changed[:50]
        ],
    }  # fmt: skip


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"
