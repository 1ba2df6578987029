"""Comparing: what a row says now beside what is here of it from before."""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.imports.rows import Row
from kiosk.responses.facts import Answered
from kontuar.core.times import parse_moment, to_ms

Differences = dict[str, tuple[Any, Any]]


class _Before(msgspec.Struct):
    at: str
    body: Answered


_before = msgspec.json.Decoder(_Before)


def differences(row: Row, line: bytes, day: str) -> Differences:
    """What differs, by name: what was, and what the row says. `line` is the fact's, `day` the one it counts on.

    A row that tells no hour doesn't contradict one that did; the survey's version doesn't matter.
    """
    known = _before.decode(line)
    body = known.body
    found: Differences = {}
    if row.day != day:
        found["day"] = (day, row.day)
    if row.at is not None and parse_moment(known.at) != to_ms(row.at):
        found["at"] = (known.at, row.at.isoformat(timespec="milliseconds"))
    for name in ("language", "complete", "weight"):
        if getattr(body, name) != getattr(row, name):
            found[name] = (getattr(body, name), getattr(row, name))
    if abs(body.seconds - row.seconds) >= 0.0005:
        found["seconds"] = (body.seconds, row.seconds)
    found |= _parts("answers", body.answers, row.answers)
    return found | _parts("segments", body.segments or {}, row.segments)


def same(one: Row, other: Row) -> bool:
    """Whether two rows of a file say the same."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("at", "day", "language", "answers", "complete", "seconds", "weight", "segments")
    )


def _parts(name: str, old: dict[str, Any], new: dict[str, Any]) -> Differences:
    return {f"{name}.{key}": (old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)}
