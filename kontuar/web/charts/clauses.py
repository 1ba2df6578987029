"""Clauses: what customers say beside what employees know, each on an axis of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from markupsafe import Markup

from kontuar.web.charts.axes import Axis, axis_from_nought, ticks
from kontuar.web.charts.canvas import SMALL, TEXT, Drawing, Sheet, widest
from kontuar.web.charts.figures import Measure, Writing
from kontuar.web.charts.widths import text_width, wrapped

_STACKED_BELOW = 900
_BETWEEN = 34.0

Mark = Literal["says", "knows"]
_MARKS: tuple[Mark, Mark] = ("says", "knows")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the Book: what is said and known of it (None: nobody was asked), and in a verb what follows from that."""

    number: str
    title: str
    says: Measure | None
    knows: Measure | None
    verdict: str = ""
    strong: bool = False

    def measure(self, mark: Mark) -> Measure | None:
        """What is said or what is known."""
        return self.says if mark == "says" else self.knows


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two panels: what its axis is called (with its unit), and how its figures are written."""

    head: str
    writing: Writing


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is said where there's no figure: too few answered, nobody was asked; and the head over the verdicts."""

    too_few: str
    nobody: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    stacked: bool
    numbers: float
    names: float
    panels: tuple[tuple[float, float], tuple[float, float]]
    verdicts: float


def clauses(sheet: Sheet, rows: Sequence[Clause], says: Side, knows: Side, gaps: Gaps) -> Markup:
    """Clauses in the order given. Customers are circles, knowledge squares; every figure is printed beside its panel."""
    drawing = Drawing(sheet, mirrored=sheet.rtl)
    if not rows:
        drawing.text(sheet.width / 2, 64, gaps.nobody, "soft", grows="both")
        return drawing.finished(120)
    columns = _columns(sheet, rows, says, knows, gaps)
    head_rows = _draw_heads(drawing, columns, says, knows, gaps)
    titles = [
        wrapped(row.title, TEXT, columns.names, bold=row.strong, lines=1 if columns.stacked else 3) for row in rows
    ]
    heights = [64.0 if columns.stacked else max(48.0, 18.0 * len(lines) + 16) for lines in titles]
    tops = list(accumulate(heights, initial=14.0 + 17 * head_rows))
    middles = [y + (tall - 18 if columns.stacked else tall / 2) for y, tall in zip(tops, heights, strict=False)]
    lines_at = [(y - 13, y + 13) for y in middles] if columns.stacked else [(tops[0], tops[-1] + 6)]
    for side, panel, mark in zip((says, knows), columns.panels, _MARKS, strict=True):
        measures = [row.measure(mark) for row in rows]
        along = _draw_axis(drawing, side, measures, panel, lines_at, tops[-1] + 26)
        for measure, middle in zip(measures, middles, strict=True):
            _draw_measure(drawing, measure, side.writing, along, middle, mark, gaps)
    for row, lines, top, middle in zip(rows, titles, tops, middles, strict=False):
        _draw_name(drawing, row, lines, columns, top, middle)
    return drawing.finished(tops[-1] + 36)


def _draw_heads(drawing: Drawing, columns: _Columns, says: Side, knows: Side, gaps: Gaps) -> int:
    """What the panels and the verdicts are called; in how many rows."""
    rows = 1
    for side, (start, end) in zip((says, knows), columns.panels, strict=True):
        lines = wrapped(side.head, SMALL, end - start + _BETWEEN, lines=3)
        for number, line in enumerate(lines):
            drawing.text(start, 16 + 17 * number, line, "soft", size=SMALL)
        rows = max(rows, len(lines))
    if columns.verdicts and gaps.verdict and not columns.stacked:
        drawing.text(columns.verdicts, 16, gaps.verdict, "soft", size=SMALL)
    return rows


def _columns(sheet: Sheet, rows: Sequence[Clause], says: Side, knows: Side, gaps: Gaps) -> _Columns:
    """Where everything stands: names beside the panels on a wide sheet, above them on a narrow one."""
    stacked = sheet.width < _STACKED_BELOW
    numbers = widest([row.number for row in rows], TEXT) + 12
    verdict_room = widest([row.verdict for row in rows], TEXT, bold=True)
    if verdict_room and not stacked:
        verdict_room = max(verdict_room, text_width(gaps.verdict, SMALL))
    verdicts = sheet.width - verdict_room if verdict_room else 0.0
    if stacked:
        names, start, end = sheet.width - numbers - verdict_room - 16, 8.0, float(sheet.width)
    else:
        names = min(260.0, widest([row.title for row in rows], TEXT, bold=True) + 4)
        start, end = numbers + names + 20, verdicts - 20 if verdicts else float(sheet.width)
    rooms = [
        _figure_room(side.writing, [row.measure(mark) for row in rows])
        for side, mark in zip((says, knows), _MARKS, strict=True)
    ]
    each = (end - start - _BETWEEN - sum(rooms)) / 2
    first = (start, start + each)
    second = (first[1] + rooms[0] + _BETWEEN, first[1] + rooms[0] + _BETWEEN + each)
    return _Columns(stacked, numbers, names, (first, second), verdicts)


def _figure_room(writing: Writing, measures: Sequence[Measure | None]) -> float:
    shown = [writing.full(measure.value) for measure in measures if measure is not None and measure.shown]
    return widest(shown, TEXT, bold=True) + 14


def _draw_axis(
    drawing: Drawing,
    side: Side,
    measures: Sequence[Measure | None],
    panel: tuple[float, float],
    lines_at: Sequence[tuple[float, float]],
    labels_at: float,
) -> Axis:
    """The panel's own axis: all of 0..100 % for shares; from 0 to beyond the largest for mentions."""
    writing, (start, end) = side.writing, panel
    if writing.most == 1:
        along = Axis(0.0, 1.0, start, end, ticks(0.0, 1.0, 0.25))
    else:
        reach = [value for measure in measures if measure is not None and measure.shown for value in measure.reach]
        along = axis_from_nought(reach, most=writing.most, finest=writing.finest, start=start, end=end)
    labels = writing.labels(along.ticks, both_ends=False)
    apart = along.at(along.ticks[1]) - along.at(along.ticks[0])
    every = 1 if apart > widest(labels, SMALL) + 8 else 2
    for number, (tick, label) in enumerate(zip(along.ticks, labels, strict=True)):
        for top, bottom in lines_at:
            drawing.line(along.at(tick), top, along.at(tick), bottom, "grid")
        if number % every == 0:
            drawing.text(along.at(tick), labels_at, label, "soft", size=SMALL, grows="both")
    return along


def _draw_name(drawing: Drawing, row: Clause, lines: Sequence[str], columns: _Columns, y: float, middle: float) -> None:
    kind = "strong" if row.strong else ""
    baseline = y + 22 if columns.stacked else middle + 5 - 9 * (len(lines) - 1)
    drawing.text(0, baseline, row.number, "soft")
    for number, line in enumerate(lines):
        drawing.text(columns.numbers, baseline + 18 * number, line, kind)
    if row.verdict:
        drawing.text(columns.verdicts, y + 22 if columns.stacked else middle + 5, row.verdict, kind)


def _draw_measure(
    drawing: Drawing, measure: Measure | None, writing: Writing, along: Axis, y: float, mark: Mark, gaps: Gaps
) -> None:
    if measure is None or not measure.shown:
        said = wrapped(gaps.nobody if measure is None else gaps.too_few, SMALL, along.end - along.start + 30)
        for number, line in enumerate(said):
            drawing.note(along.start + 6, y + 5 + 15 * number - 7.5 * (len(said) - 1), line)
        return
    if measure.low is not None and measure.high is not None:
        drawing.whisker(along.at(measure.low), along.at(measure.high), y, cap=4)
    x = along.at(measure.value)
    if mark == "says":
        drawing.circle(x, y, 6.5, "says")
    else:
        drawing.rect(x - 5.5, y - 5.5, 11, 11, "knows")
    drawing.text(along.end + 12, y + 5, writing.full(measure.value), "strong")
