"""Trend: one figure over time with its band, gaps where too few answered, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from kontuar.web.charts.axes import Axis, axis
from kontuar.web.charts.canvas import FIGURE, SMALL, Drawing, Sheet, widest
from kontuar.web.charts.figures import Measure, Writing
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
from kontuar.web.charts.widths import text_width

HIGHEST = 410.0
"""A drawing isn't made higher than this where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period, named by its first day, and its figure; None where nobody answered."""

    day: date
    measure: Measure | None


def trend(
    sheet: Sheet,
    points: Sequence[Point],
    writing: Writing,
    calendar: Calendar,
    *,
    events: Sequence[Event] = (),
    high: float = HIGHEST,
    nothing: str,
) -> Markup:
    """Points (in any order) as a line in a band, at most `high`; `nothing` is said where no period has enough answers."""
    drawing = Drawing(sheet, mirrored=sheet.rtl and TIME_TURNS)
    ordered = sorted(points, key=lambda point: point.day)
    days = [point.day for point in ordered]
    known = [(point.day, point.measure) for point in ordered if point.measure is not None and point.measure.shown]
    if not known:
        drawing.text(sheet.width / 2, 64, nothing, "soft", grows="both")
        return drawing.finished(120)
    day, latest = known[-1]
    told = _told(latest, writing)
    right = sheet.width - max(text_width(told[0], FIGURE, bold=True), widest(told[1:], SMALL)) - 16
    height = max(240.0, min(high, sheet.width * 0.63))
    marked, rows = placed_events(events, days, sheet.width, right)
    top, bottom = 12.0 + ROW * rows, height - 34
    values = [value for _, measure in known for value in measure.reach]
    upward = axis(values, least=writing.least, most=writing.most, finest=writing.finest, start=bottom - 8, end=top + 8)
    left = draw_grid(drawing, upward, writing.labels(upward.ticks, both_ends=False), right)
    along = time_axis(days, left, right)
    runs = _runs(ordered)
    _draw_band(drawing, runs, along, upward)
    draw_events(drawing, marked, along, bottom)
    _draw_line(drawing, runs, along, upward)
    for point in ordered:
        if point.measure is None or not point.measure.shown:
            drawing.circle(along.at(point.day.toordinal()), bottom, 2, "dot hollow")
    for named, label in dates(days, along, calendar):
        drawing.text(along.at(named.toordinal()), height - 10, label, "soft", size=SMALL, grows="both")
    y = upward.at(latest.value)
    drawing.circle(along.at(day.toordinal()), y, 5.5, "dot")
    _draw_told(drawing, told, right + 12, min(bottom - 18, max(top + 14, y)))
    return drawing.finished(height)


def _told(latest: Measure, writing: Writing) -> list[str]:
    """The latest figure and, where it has one, its interval."""
    if latest.low is None or latest.high is None:
        return [writing.full(latest.value)]
    return [writing.full(latest.value), writing.between(latest.low, latest.high)]


def _draw_told(drawing: Drawing, told: Sequence[str], x: float, y: float) -> None:
    drawing.text(x, y + 1, told[0], "strong", size=FIGURE)
    for interval in told[1:]:
        drawing.text(x, y + 20, interval, "soft", size=SMALL)


def _runs(ordered: Sequence[Point]) -> list[list[tuple[date, Measure]]]:
    """Neighbouring periods with enough answers; between two runs there's a gap, not a guess."""
    runs: list[list[tuple[date, Measure]]] = [[]]
    for point in ordered:
        if point.measure is not None and point.measure.shown:
            runs[-1].append((point.day, point.measure))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _draw_band(drawing: Drawing, runs: Sequence[Sequence[tuple[date, Measure]]], along: Axis, upward: Axis) -> None:
    bands = []
    for run in runs:
        high = [(along.at(day.toordinal()), upward.at(_or(measure.high, measure))) for day, measure in run]
        low = [(along.at(day.toordinal()), upward.at(_or(measure.low, measure))) for day, measure in run]
        if len(run) > 1:
            bands.append([*high, *reversed(low)])
        else:  # one period alone has no width: a bar of its interval
            (x, up), (_, down) = high[0], low[0]
            half = 4.0 if len(runs) < 20 else 1.5
            bands.append([(x - half, up), (x + half, up), (x + half, down), (x - half, down)])
    drawing.path(bands, "band", closed=True)


def _draw_line(drawing: Drawing, runs: Sequence[Sequence[tuple[date, Measure]]], along: Axis, upward: Axis) -> None:
    drawn = [[(along.at(day.toordinal()), upward.at(measure.value)) for day, measure in run] for run in runs]
    if any(len(run) > 1 for run in drawn):
        drawing.path([run for run in drawn if len(run) > 1], "line")
    for run in drawn:
        if len(run) == 1:
            drawing.circle(*run[0], 4 if len(runs) < 20 else 2.5, "dot")


def _or(bound: float | None, measure: Measure) -> float:
    return measure.value if bound is None else bound
