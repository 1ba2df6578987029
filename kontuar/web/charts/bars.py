"""Bars: how often each reason is named, with its interval; from nought, the most named first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kontuar.web.charts.axes import axis_from_nought
from kontuar.web.charts.canvas import SMALL, TEXT, Drawing, Sheet, widest
from kontuar.web.charts.figures import Measure, Writing
from kontuar.web.charts.widths import text_width, wrapped

_BAR = 22.0


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, its mentions per 100 responses (n: the responses), and in `note` what it stands for, as the clause it names."""

    name: str
    measure: Measure
    note: str = ""


def bars(sheet: Sheet, rows: Sequence[Reason], writing: Writing, *, head: str, too_few: str) -> Markup:
    """Reasons as bars with whiskers; `head` names the figures (`na 100 odpowiedzi`).

    Rows with too few responses stay, without a bar.
    """
    drawing = Drawing(sheet, mirrored=sheet.rtl)
    if not rows:
        drawing.text(sheet.width / 2, 64, too_few, "soft", grows="both")
        return drawing.finished(120)
    ordered = sorted(rows, key=lambda row: (not row.measure.shown, -row.measure.value, row.name))
    shown = [row.measure for row in ordered if row.measure.shown]
    room = sheet.width * 0.36
    names = [wrapped(row.name, TEXT, room, lines=4) for row in ordered]
    notes = [wrapped(row.note, SMALL, room, lines=3) if row.note else [] for row in ordered]
    left = (
        max(
            widest([line for lines in names for line in lines], TEXT),
            widest([line for note in notes for line in note], SMALL),
        )
        + 16
    )
    figures = [writing.full(measure.value) for measure in shown]
    right = sheet.width - max(widest(figures, TEXT, bold=True), 24.0) - 14
    reach = [value for measure in shown for value in measure.reach]
    along = axis_from_nought(reach, most=writing.most, finest=writing.finest, start=left, end=right)
    head_lines = wrapped(head, SMALL, sheet.width - 2, lines=2)
    top = 20.0 + 17 * len(head_lines)
    heights = [max(40.0, 17.0 * (len(lines) + len(note)) + 14) for lines, note in zip(names, notes, strict=True)]
    bottom = top + sum(heights)
    for number, line in enumerate(head_lines):
        start = min(left, sheet.width - text_width(line, SMALL))
        drawing.text(max(0.0, start), 18 + 17 * number, line, "soft", size=SMALL)
    for tick in along.ticks:
        drawing.line(along.at(tick), top, along.at(tick), bottom + 6, "axis" if tick == 0 else "grid")
        drawing.text(along.at(tick), bottom + 26, writing.bare(tick), "soft", size=SMALL, grows="both")
    y = top
    for row, lines, note, tall in zip(ordered, names, notes, heights, strict=True):
        middle = y + tall / 2
        baseline = middle + 5 - 8.5 * (len(lines) + len(note) - 1)
        for number, line in enumerate(lines):
            drawing.text(0, baseline + 17 * number, line)
        for number, line in enumerate(note, start=len(lines)):
            drawing.text(0, baseline + 17 * number, line, "soft", size=SMALL)
        if row.measure.shown:
            _draw_bar(drawing, row.measure, along.at, middle)
            drawing.text(sheet.width - 2, middle + 5, writing.full(row.measure.value), "strong", grows="left")
        else:
            drawing.note(left + 12, middle + 5, too_few)
        y += tall
    return drawing.finished(bottom + 36)


def _draw_bar(drawing: Drawing, measure: Measure, at: Callable[[float], float], middle: float) -> None:
    length = at(measure.value) - at(0)
    if length > 0:
        drawing.rect(at(0), middle - _BAR / 2, length, _BAR, "band")
    if measure.low is not None and measure.high is not None:
        drawing.whisker(at(measure.low), at(measure.high), middle)
    drawing.circle(at(measure.value), middle, 7, "dot")
