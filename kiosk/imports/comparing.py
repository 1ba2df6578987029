"""Comparing: what a row says now beside what is here of it from before."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import msgspec

from kiosk.imports.finding import Held
from kiosk.imports.rows import Earlier, Row
from kiosk.responses.facts import Answered, language_of, milliseconds_of
from kiosk.surveys.answering import readable
from kiosk.surveys.document import Survey
from kontuar.core.times import parse_moment, to_ms

Differences = dict[str, tuple[Any, Any]]
GRAINS = (3_600_000, 60_000, 1_000)
"""Milliseconds: an export tells moments as the beginning of the hour, the minute or the second."""


class _Before(msgspec.Struct):
    at: str
    body: Answered


_before = msgspec.json.Decoder(_Before)


def differences(row: Row, held: Held, survey: Callable[[bytes], Survey]) -> Differences:
    """What differs, by name: what was, and what the row says. `survey` gives the one of a hash.

    A row that tells no hour doesn't contradict one that did; the survey's version doesn't matter.
    """
    if row.earlier is not None:
        return _retold(row, row.earlier, held, survey)
    known = _before.decode(held.line)
    body = known.body
    found: Differences = {}
    if row.day != held.day:
        found["day"] = (held.day, row.day)
    if row.at is not None and parse_moment(known.at) != to_ms(row.at):
        found["at"] = (known.at, row.at.isoformat(timespec="milliseconds"))
    for name in ("language", "complete", "weight"):
        if getattr(body, name) != getattr(row, name):
            found[name] = (getattr(body, name), getattr(row, name))
    if abs(body.seconds - row.seconds) >= 0.0005:
        found["seconds"] = (body.seconds, row.seconds)
    found |= _parts("answers", body.answers, row.answers)
    return found | _parts("segments", body.segments or {}, row.segments)


def _retold(row: Row, earlier: Earlier, held: Held, survey: Callable[[bytes], Survey]) -> Differences:
    """The same of a row of an export, which tells what counts, and only so much of it as it has columns for."""
    body = _before.decode(held.line).body
    hash = bytes.fromhex(body.survey)
    at, told = to_ms(held.at), None if row.at is None else to_ms(row.at)
    pairs: dict[str, tuple[Any, Any]] = {
        "version": (hash.hex(), earlier.survey.hex()),
        "day": (held.day, row.day),
        "language": (language_of(body.language), row.language),
        "complete": (body.complete, row.complete),
    }
    if told is not None and not told <= at < told + next(grain for grain in (*GRAINS, 1) if told % grain == 0):
        pairs["at"] = (held.at.isoformat(timespec="seconds"), row.at and row.at.isoformat(timespec="seconds"))
    if abs(milliseconds_of(body.seconds) - row.seconds * 1000) > 0.5:
        pairs["seconds"] = (body.seconds, row.seconds)
    if not math.isclose(body.weight or 0, row.weight or 0, rel_tol=1e-14):
        pairs["weight"] = (body.weight, row.weight)
    answers, _odd = readable(survey(hash), body.answers)
    for name in earlier.told:
        pairs[f"answers.{name}"] = (_counted(answers.get(name)), _counted(row.answers.get(name)))
    known = body.segments or {}
    for name in row.segments:
        pairs[f"segments.{name}"] = (known.get(name), row.segments[name])
    return {name: (was, now) for name, (was, now) in pairs.items() if was != now}


def _counted(answer: Any) -> Any:
    """An answer without the order in which choices were taken, which an export doesn't tell."""
    return sorted(answer) if isinstance(answer, list | tuple) else answer


def same(one: Row, other: Row) -> bool:
    """Whether two rows of a file say the same."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("at", "day", "language", "answers", "complete", "seconds", "weight", "segments")
    )


def _parts(name: str, old: dict[str, Any], new: dict[str, Any]) -> Differences:
    return {f"{name}.{key}": (old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)}
