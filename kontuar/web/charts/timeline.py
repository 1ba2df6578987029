"""Time lines: the axis of time that charts share, how its days are named, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kontuar.web.charts.axes import Axis
from kontuar.web.charts.canvas import SMALL, Drawing, Grows, widest
from kontuar.web.charts.widths import text_width, wrapped

TIME_TURNS = False
"""Whether time runs from right to left for readers of Arabic and Hebrew: not until they say so (practice differs)."""

ROW = 18


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may explain a change: a new standard, a course."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """How days are written on the axis of time: a month (`wrz`), a day (`7 wrz`), a year (`2026`)."""

    month: Callable[[date], str]
    day: Callable[[date], str]
    year: Callable[[date], str] = lambda day: str(day.year)


def draw_grid(drawing: Drawing, upward: Axis, labels: Sequence[str], right: float) -> float:
    """Lines across with their labels; where the plot begins, after the widest label."""
    left = widest(labels, SMALL) + 10
    for tick, label in zip(upward.ticks, labels, strict=True):
        drawing.line(left, upward.at(tick), right, upward.at(tick), "grid")
        drawing.text(left - 8, upward.at(tick) + 5, label, "soft", size=SMALL, grows="left")
    return left


def time_axis(days: Sequence[date], left: float, right: float) -> Axis:
    """The axis of time: days in proportion, so that a month without a shop is a month wide."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    if first == last:
        return Axis(first - 1, last + 1, left, right, ())
    return Axis(first, last, left, right, ())


@dataclass(frozen=True, slots=True)
class Marked:
    """An event, its name in lines, the row of the first one, and on which side of its dash they stand."""

    event: Event
    lines: list[str]
    row: int
    grows: Grows


def placed_events(
    events: Sequence[Event], days: Sequence[date], width: float, right: float
) -> tuple[list[Marked], int]:
    """Events within the time drawn; names that would touch stand one above the other. And how many rows that makes."""
    along = time_axis(days, 44, right)
    taken: list[tuple[int, float, float]] = []
    placed = []
    for event in sorted(events, key=lambda event: event.day):
        if not days[0] <= event.day <= days[-1]:
            continue
        x = along.at(event.day.toordinal())
        after = width - x >= x or x + text_width(event.name, SMALL, bold=True) + 10 <= width
        lines = wrapped(event.name, SMALL, (width - x if after else x) - 10, lines=4, bold=True)
        wide = widest(lines, SMALL, bold=True) + 16
        start, end = (x - 8, x + wide) if after else (x - wide, x + 8)
        below = [row for row, from_, to in taken if start < to and from_ < end]
        row = max(below, default=-1) + 1
        taken += [(row + number, start, end) for number in range(len(lines))]
        placed.append(Marked(event, lines, row, "right" if after else "left"))
    return placed, max((row for row, _, _ in taken), default=-1) + 1


def draw_events(drawing: Drawing, marked: Sequence[Marked], along: Axis, bottom: float) -> None:
    for mark in marked:
        x, y = along.at(mark.event.day.toordinal()), 14.0 + mark.row * ROW
        drawing.line(x, y - 8, x, bottom, "event")
        beside = x + (7 if mark.grows == "right" else -7)
        for number, line in enumerate(mark.lines):
            drawing.text(beside, y + number * ROW, line, "event-text", size=SMALL, grows=mark.grows)


def dates(days: Sequence[date], along: Axis, calendar: Calendar) -> list[tuple[date, str]]:
    """Which days are named under the axis, and how: the first period of a month, or some days where it's a few weeks."""
    if (days[-1] - days[0]).days < 60:
        return _thinned([(day, calendar.day(day)) for day in days], along)
    firsts = [
        days[0],
        *(later for earlier, later in pairwise(days) if (later.year, later.month) != (earlier.year, earlier.month)),
    ]
    if len(firsts) > 1 and firsts[1].toordinal() - firsts[0].toordinal() < 12:
        firsts = firsts[1:]  # a month of which only the last days are drawn
    if (days[-1] - days[0]).days > 3 * 366:
        years = [day for day in firsts if day.month == 1]
        return _thinned([(day, calendar.year(day)) for day in years], along)
    named = [
        (day, calendar.year(day) if day.month == 1 and day != firsts[0] else calendar.month(day)) for day in firsts
    ]
    return _thinned(named, along)


def _thinned(named: Sequence[tuple[date, str]], along: Axis) -> list[tuple[date, str]]:
    """Every label, every second, third... one: as many as stand apart."""
    for every in range(1, len(named) + 1):
        kept = list(named[::every])
        apart = all(
            along.at(later[0].toordinal()) - along.at(earlier[0].toordinal())
            >= (text_width(earlier[1], SMALL) + text_width(later[1], SMALL)) / 2 + 6
            for earlier, later in pairwise(kept)
        )
        if apart:
            return kept
    return []
