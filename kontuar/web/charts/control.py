"""Control: figures over time between the limits of their ordinary up and down, and the signals among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from markupsafe import Markup

from kontuar.web.charts.axes import Axis, axis
from kontuar.web.charts.canvas import SMALL, Drawing, Sheet, widest
from kontuar.web.charts.figures import Writing
from kontuar.web.charts.timeline import (
    ROW,
    TIME_TURNS,
    Calendar,
    Event,
    dates,
    draw_events,
    draw_grid,
    placed_events,
    time_axis,
)


class Mark(StrEnum):
    """How a point is drawn: a circle is usual, a diamond lies beyond a limit, a square is part of a run."""

    USUAL = "usual"
    BEYOND = "beyond"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Controlled:
    """A step, named by its first day: its figure, what was to be expected, its mark, and the signal that ends with it ("2")."""

    day: date
    value: float
    centre: float
    low: float
    high: float
    mark: Mark = Mark.USUAL
    number: str = ""
    begins: bool = False  # limits are reckoned anew from here


@dataclass(frozen=True, slots=True)
class Limits:
    """What the two limits and the line between them are called, at the end of the drawing."""

    upper: str
    centre: str
    lower: str


def control(
    sheet: Sheet,
    points: Sequence[Controlled],
    writing: Writing,
    calendar: Calendar,
    limits: Limits,
    *,
    events: Sequence[Event] = (),
    nothing: str,
) -> Markup:
    """Points in order of day; `nothing` is said where there is none."""
    drawing = Drawing(sheet, mirrored=sheet.rtl and TIME_TURNS)
    if not points:
        drawing.text(sheet.width / 2, 64, nothing, "soft", grows="both")
        return drawing.finished(120)
    days = [point.day for point in points]
    last = points[-1]
    told = [
        (last.high, limits.upper, writing.full(last.high)),
        (last.centre, limits.centre, writing.full(last.centre)),
        (last.low, limits.lower, writing.full(last.low)),
    ]
    right = sheet.width - widest([word for _, *words in told for word in words], SMALL) - 16
    height = max(240.0, min(410.0, sheet.width * 0.63))
    marked, rows = placed_events(events, days, sheet.width, right)
    top, bottom = 12.0 + ROW * rows, height - 34
    values = [value for point in points for value in (point.value, point.low, point.high)]
    upward = axis(
        values, least=writing.least, most=writing.most, finest=writing.finest, start=bottom - 12, end=top + 16
    )
    left = draw_grid(drawing, upward, writing.labels(upward.ticks, both_ends=False), right)
    along = time_axis(days, left, right)
    for stretch in _stretches(points):
        _draw_limits(drawing, stretch, along, upward)
    draw_events(drawing, marked, along, bottom)
    for stretch in _stretches(points):
        if len(stretch) > 1:
            drawing.path([[_at(point, along, upward) for point in stretch]], "line")
    for point in points:
        _draw_point(drawing, point, along, upward)
    for day, label in dates(days, along, calendar):
        drawing.text(along.at(day.toordinal()), height - 10, label, "soft", size=SMALL, grows="both")
    _draw_told(drawing, told, upward, right + 10, top, bottom)
    return drawing.finished(height)


def _stretches(points: Sequence[Controlled]) -> list[list[Controlled]]:
    """Points under the same limits."""
    begun = [0, *(number for number, point in enumerate(points) if point.begins and number), len(points)]
    return [list(points[start:end]) for start, end in pairwise(begun)]


def _draw_limits(drawing: Drawing, stretch: Sequence[Controlled], along: Axis, upward: Axis) -> None:
    """The field between the limits in steps, since each n has limits of its own, its edges and the centre."""
    high: list[tuple[float, float]] = []
    low: list[tuple[float, float]] = []
    places = [along.at(point.day.toordinal()) for point in stretch]
    alone = 4.0 if len(stretch) == 1 else 0.0
    for number, point in enumerate(stretch):
        x = places[number]
        start = (places[number - 1] + x) / 2 if number else x - alone
        end = (x + places[number + 1]) / 2 if number + 1 < len(stretch) else x + alone
        high += [(start, upward.at(point.high)), (end, upward.at(point.high))]
        low += [(start, upward.at(point.low)), (end, upward.at(point.low))]
    drawing.path([[*high, *reversed(low)]], "band", closed=True)
    drawing.path([high], "limit")
    drawing.path([low], "limit")
    y = upward.at(stretch[0].centre)
    drawing.line(high[0][0], y, high[-1][0], y, "axis")


def _draw_point(drawing: Drawing, point: Controlled, along: Axis, upward: Axis) -> None:
    x, y = _at(point, along, upward)
    if point.mark is Mark.BEYOND:
        drawing.diamond(x, y, 8, "signal")
    elif point.mark is Mark.RUN:
        drawing.rect(x - 5, y - 5, 10, 10, "signal")
    else:
        drawing.circle(x, y, 3.5, "dot")
    if point.number:
        above = point.value >= point.centre
        drawing.text(x, y - 12 if above else y + 23, point.number, "strong", size=SMALL, grows="both")


def _at(point: Controlled, along: Axis, upward: Axis) -> tuple[float, float]:
    return along.at(point.day.toordinal()), upward.at(point.value)


def _draw_told(
    drawing: Drawing, told: Sequence[tuple[float, str, str]], upward: Axis, x: float, top: float, bottom: float
) -> None:
    """The limits' names with their figures, from the top, pushed apart where they would touch."""
    room = 34.0
    heights = [
        min(bottom - room * (2 - number), max(top + 8, upward.at(value))) for number, (value, *_) in enumerate(told)
    ]
    for number in range(1, len(heights)):
        heights[number] = max(heights[number], heights[number - 1] + room)
    for y, (_, name, figure) in zip(heights, told, strict=True):
        drawing.text(x, y, name, "soft", size=SMALL)
        drawing.text(x, y + 16, figure, "strong" if name == told[1][1] else "soft", size=SMALL)
