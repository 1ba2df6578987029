"""Dates and times as files write them: by a format that is said, never by a guess.

ISO 8601 (2021-04-03) is always understood. Of anything else the order of day and month must be said, since 03/04/2021
is the third of April in one country and the fourth of March in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _

_TOKEN = re.compile(r"YYYY|YY|MMMM|MMM|MM|M|DD|D|hh|h|mm|ss|AM|\s+|.", re.DOTALL)
_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMMM": r"(?P<name>[^\W\d_]+)",
    "MMM": r"(?P<name>[^\W\d_]+)\.?",
    "MM": r"(?P<month>\d{1,2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
    "hh": r"(?P<hour>\d{1,2})",
    "h": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})(?:[.,]\d+)?",
    "AM": r"(?P<half>[AaPp])\.?[Mm]\.?",
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?=$|\D)")
PIVOT = 70
"""Two digits are a year from 1970 to 2069."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A day, and the time where the cell told it; `time` is aware where a zone stood with it."""

    day: date
    time: time | None = None


def check_format(text: str) -> Any:
    """What is wrong with a format; None where nothing is."""
    named = [token for token in _TOKEN.findall(text) if token in _PARTS]
    kinds = [re.findall(r"<(\w+)>", _PARTS[token])[0] for token in named]
    if not named or len(set(kinds)) != len(kinds):
        return _(
            "A format is made of YYYY, MM, DD, hh, mm, ss and AM, each once, as in DD.MM.YYYY or MM/DD/YYYY hh:mm AM."
        )
    if ("name" in kinds and "month" in kinds) or ("year" in kinds and "short" in kinds):
        return _("This format says the same part twice.")
    return None


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    made = (_PARTS.get(each) or (r"\s+" if each.isspace() else re.escape(each)) for each in _TOKEN.findall(text))
    return re.compile("".join(made))


def parse(text: str, formats: Sequence[str]) -> Spot | Any:
    """The day and time in a cell, or a sentence that says why there is none."""
    cell = text.strip()
    if _ISO.fullmatch(cell):
        return _iso(cell)
    found: dict[tuple[date, time | None], Spot] = {}
    wrong: Any = None
    for each in formats:
        match = _pattern(each).fullmatch(cell)
        if match is not None:
            spot = _built(match.groupdict())
            if isinstance(spot, Spot):
                found.setdefault((spot.day, spot.time), spot)
            else:
                wrong = spot
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        return _("“%(cell)s” can be read in two ways by the formats that the mapping allows.", cell=cell[:40])
    if wrong is not None:
        return wrong
    if not formats:
        return _("“%(cell)s” can be read in more than one way. Say its format in the mapping.", cell=cell[:40])
    return _("“%(cell)s” isn't written as %(format)s.", cell=cell[:40], format=" / ".join(formats))


def parse_time(text: str, formats: Sequence[str]) -> time | Any:
    """The time of day in a cell, or a sentence that says why there is none."""
    cell = text.strip()
    for each in formats:
        match = _pattern(each).fullmatch(cell)
        if match is not None:
            return _clock(match.groupdict())
    return _("“%(cell)s” isn't written as %(format)s.", cell=cell[:40], format=" / ".join(formats[:2]))


def _iso(cell: str) -> Spot | Any:
    try:
        moment = datetime.fromisoformat(cell.replace(",", "."))
    except ValueError:
        return _("There is no such day: “%(cell)s”.", cell=cell)
    return Spot(moment.date(), moment.timetz() if len(cell) > 10 else None)


def _built(parts: dict[str, str | None]) -> Spot | Any:
    year = parts.get("year") or _century(parts.get("short"))
    month = parts.get("month") or (month_of(parts["name"] or "") if parts.get("name") else None)
    day = parts.get("day")
    if year is None or month is None or day is None:
        return _("The format says no whole day: year, month and day.")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return _("There is no such day: %(year)s-%(month)s-%(day)s.", year=year, month=month, day=day)
    if parts.get("hour") is None:
        return Spot(found)
    clock = _clock(parts)
    return Spot(found, clock) if isinstance(clock, time) else clock


def _clock(parts: dict[str, str | None]) -> time | Any:
    hour = int(parts.get("hour") or 0)
    if parts.get("half"):
        if not 1 <= hour <= 12:
            return _("There is no such time.")
        hour = hour % 12 + (12 if (parts["half"] or "").lower() == "p" else 0)
    try:
        return time(hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return _("There is no such time.")


def _century(short: str | None) -> str | None:
    return None if short is None else str(int(short) + (1900 if int(short) >= PIVOT else 2000))


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    from kontuar.core.languages import LANGUAGES

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language.locale).items():
                    found.setdefault(name.casefold().rstrip("."), number)
    return found


def month_of(name: str) -> int | None:
    """The number of a month from its name or its beginning, in one of our languages."""
    return _months().get(name.casefold().rstrip("."))


@dataclass(frozen=True, slots=True)
class Orders:
    """What a column of dates written with numbers allows: the formats that fit every value, and those that fit some."""

    all: tuple[str, ...]
    some: tuple[str, ...]
    example: str = ""

    @property
    def mixed(self) -> bool:
        return not self.all and len(self.some) > 1

    @property
    def ambiguous(self) -> bool:
        return len(self.all) > 1


def orders_of(cells: Iterable[str]) -> Orders:
    """In which orders the values of a column can be read; ISO 8601 needs none and counts as `YYYY-MM-DD`."""
    fits: dict[str, int] = {}
    total, example = 0, ""
    for cell in cells:
        text = cell.strip()
        if not text:
            continue
        total += 1
        for each in _candidates(text):
            spot = parse(text, (each,))
            if isinstance(spot, Spot) and spot.day.year >= 1900 + PIVOT:  # a spreadsheet's zero is in 1899
                fits[each] = fits.get(each, 0) + 1
                example = example or text
    full = tuple(each for each, count in fits.items() if count == total)
    return Orders(full, tuple(fits), example)


@lru_cache(maxsize=4096)
def _candidates(text: str) -> tuple[str, ...]:
    if _ISO.fullmatch(text):
        return ("YYYY-MM-DD",)
    found = _NUMBERS.match(text)
    if found is None:
        return ()
    sign, rest = found[2], _rest(text[found.end() :])
    if len(found[1]) == 4:
        orders = [("YYYY", "MM", "DD"), ("YYYY", "DD", "MM")]
    else:
        year = "YYYY" if len(found[4]) == 4 else "YY"
        orders = [("DD", "MM", year), ("MM", "DD", year)] + ([("YY", "MM", "DD")] if year == "YY" else [])
    return tuple(sign.join(order) + rest for order in orders)


def _rest(text: str) -> str:
    """The format of what stands after the day: nothing, or a time."""
    if not text.strip():
        return ""
    clock = re.fullmatch(r"(\s+|T)\d{1,2}:\d{2}(:\d{2}(?:[.,]\d+)?)?(\s*[AaPp]\.?[Mm]\.?)?\s*", text)
    if clock is None:
        return text.replace("Y", "").replace("M", "").replace("D", "")
    return f"{'T' if clock[1] == 'T' else ' '}hh:mm{':ss' if clock[2] else ''}{' AM' if clock[3] else ''}"
