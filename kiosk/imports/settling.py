"""Settling: when a row from elsewhere was answered, and whether it can become a fact at all."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import msgspec

from kiosk.imports.rows import Row
from kontuar.core.times import EARLIEST, LATEST, local_hour, parse_day, to_ms, zone
from kontuar.sync.kinds import Stamp
from kontuar.sync.lines import INT64, LONGEST
from kontuar.sync.stamping import TRAVEL

LEAST = -INT64 - 1
HALF_A_DAY = 43_200_000  # milliseconds
MOST_BYTES = LONGEST - 4_096  # of all a row says: its line never gets too long for the record


def settled(row: Row, zone_name: str) -> Stamp | str:
    """The stamp of a row, or the code of why it can't come in. A day without an hour is noon there, half a day either way."""
    if fault := row.fault or _fault(row):
        return fault
    if parse_day(row.day) is None or (row.at is not None and row.at.tzinfo is None):
        return "day"
    if row.at is None:
        stamp = Stamp(_noon(row.day, zone_name), HALF_A_DAY, row.day)  # nobody can tell the hour
    else:
        at = to_ms(row.at)
        stamp = Stamp(at, TRAVEL, row.day, local_hour(at, zone_name)[1] if EARLIEST <= at < LATEST else -1)
    return stamp if EARLIEST <= stamp.at < LATEST else "day"


@lru_cache(maxsize=4096)
def _noon(day: str, zone_name: str) -> int:
    return to_ms(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone(zone_name)))


def _fault(row: Row) -> str:
    """Whether every answer has a shape that one can have. What it says is judged against the survey, by its reading."""
    for value in row.answers.values():
        if type(value) is int and LEAST <= value <= INT64:
            continue
        if not _is_answer(value):
            return "answers"
    try:
        said = msgspec.json.encode((row.key, row.language, row.answers, row.segments))
    except UnicodeEncodeError:  # half a character (a lone surrogate), which no UTF-8 can hold
        return "text"
    return "too-long" if len(said) > MOST_BYTES else ""


def _is_answer(value: object) -> bool:
    if isinstance(value, int):
        return LEAST <= value <= INT64
    if isinstance(value, list):
        return all(isinstance(choice, str) for choice in value)
    if isinstance(value, dict):
        return value.keys() == {"declined"} and isinstance(value["declined"], str)
    return isinstance(value, str)
