"""Timing: on which day, and when, each row was answered, by its date's column or by its parts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _

from kiosk.imports.files.shapes import Names
from kiosk.imports.mappings.answers import Cells, Known, Wrong
from kiosk.imports.mappings.dating import Spot, month_of, parse, parse_time
from kiosk.imports.mappings.mapping import When

FIRST_YEAR = 1970


class Timing:
    """Finds the day and time of rows. Raises UnknownColumn."""

    def __init__(self, when: When, names: Names, silent: Collection[str], latest: date) -> None:
        self._when, self._names, self._silent, self._latest = when, names, silent, latest
        self._column = names.find(when.column) if when.column else None
        self._parts = [
            names.find(part) if isinstance(part, str) else part for part in (when.year, when.month, when.day)
        ]
        self._named = [isinstance(part, str) for part in (when.year, when.month, when.day)]
        self._time = names.find(when.time) if when.time else None
        self._moment = names.find(when.moment) if when.moment else None
        self._moments = Known(self._of_moment)
        self._spots = Known(self._of_cell)
        self._times = Known(self._of_time)
        self._default = (when.default.isoformat(), None) if when.default else None
        self._on = (when.on.isoformat(), None) if when.on else None

    def spot(self, cells: Cells) -> Any:
        """(day as text, time or None), or a Wrong."""
        if self._on is not None:
            found: Any = self._on
        elif self._column is not None:
            found = self._spots[cells[self._column]]
        else:
            found = self._spots["\x1f".join(self._part(place, cells) for place in range(3))]
        if self._time is None or type(found) is Wrong:
            return found
        clock = self._times[cells[self._time]]
        if type(clock) is Wrong:
            return clock
        return found if clock is None else (found[0], clock)

    def moment(self, cells: Cells) -> Any:
        """The moment that a column of its own tells, UTC; None where none does, or a Wrong."""
        return None if self._moment is None else self._moments[cells[self._moment]]

    def _of_moment(self, cell: str) -> Any:
        text = cell.strip()
        if text in self._silent:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            reason = _("“%(cell)s” isn't written as %(format)s.", cell=text[:40], format="2026-11-22T12:17:00Z")
            return Wrong(self._when.moment or "", text, reason)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)

    def _part(self, place: int, cells: Cells) -> str:
        part = self._parts[place]
        return cells[part].strip() if self._named[place] and part is not None else str(part)

    def _of_cell(self, cell: str) -> Any:
        text = cell.strip()
        column = self._names.shown[self._column] if self._column is not None else str(self._when.day)
        spot = (
            self._by_parts(text)
            if self._column is None
            else None
            if text in self._silent
            else parse(text, self._when.formats)
        )
        if spot is None:
            return self._default or Wrong(column, "", _("The row doesn't say on which day it was."))
        shown = text.replace("\x1f", "-")
        if not isinstance(spot, Spot):
            return Wrong(column, shown, spot)
        if spot.day > self._latest:
            return Wrong(column, shown, _("This day hasn't come yet."))
        if spot.day.year < FIRST_YEAR:
            return Wrong(column, shown, _("This day is before %(year)s.", year=FIRST_YEAR))
        return spot.day.isoformat(), spot.time

    def _by_parts(self, text: str) -> Spot | Any:
        year, month, day = text.split("\x1f")
        if any(part in self._silent for part in (year, month, day)):
            return None
        number = month if month.isdecimal() else str(month_of(month) or "")
        try:
            return Spot(date(_whole(year), _whole(number), _whole(day)))
        except ValueError:
            return _("There is no such day: %(year)s-%(month)s-%(day)s.", year=year, month=month, day=day)

    def _of_time(self, cell: str) -> Any:
        text = cell.strip()
        if text in self._silent:
            return None
        found = parse_time(text, self._when.time_formats)
        if isinstance(found, time):
            return found
        return Wrong(self._names.shown[self._time or 0], text, found)


def _whole(text: str) -> int:
    """A whole number, also where a spreadsheet wrote it as 5.0."""
    return int(text.removesuffix(".0"))
