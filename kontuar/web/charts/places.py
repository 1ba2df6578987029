"""Places: each shop's figure with its interval beside the network's band; no ranks, and nobody left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kontuar.web.charts.axes import Axis, axis
from kontuar.web.charts.canvas import SMALL, TEXT, Drawing, Sheet, widest
from kontuar.web.charts.figures import Measure, Writing
from kontuar.web.charts.widths import text_width, wrapped

_TOP, _ROW, _DENSE_ROW, _DENSE_FROM = 40.0, 40.0, 30.0, 24


@dataclass(frozen=True, slots=True)
class Place:
    """A shop or region and its figure; None where nobody answered."""

    name: str
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Heads:
    """What the columns are called (`CSAT`, `n`), the band (`sieć 88%`), and what is said of a place with too few answers."""

    figure: str
    count: str
    network: str
    too_few: str


def places(sheet: Sheet, rows: Sequence[Place], network: Measure | None, writing: Writing, heads: Heads) -> Markup:
    """Places from the highest figure to the lowest, then those with too few answers, by name.

    A place whose whole interval lies outside the network's is a diamond; below it, in the colour of a signal.
    """
    drawing = Drawing(sheet, mirrored=sheet.rtl)
    shown = sorted((row for row in rows if _shown(row)), key=lambda row: (-_value(row), row.name))
    ordered = [*shown, *sorted((row for row in rows if not _shown(row)), key=lambda row: row.name)]
    if not ordered:
        drawing.text(sheet.width / 2, 64, heads.too_few, "soft", grows="both")
        return drawing.finished(120)
    band = network if network is not None and network.shown else None
    names, left, right, figures_at = _columns(sheet, ordered, shown, writing, heads)
    tall = _DENSE_ROW if len(ordered) >= _DENSE_FROM and all(len(lines) == 1 for lines in names) else _ROW
    bottom = _TOP + tall * len(ordered)
    values = [value for row in shown if row.measure for value in row.measure.reach] + list(band.reach if band else ())
    along = axis(values, least=writing.least, most=writing.most, finest=writing.finest, start=left, end=right)
    silent = [_TOP + tall * (at + 0.5) + 5 for at, row in enumerate(ordered) if not _shown(row)]
    _draw_ground(drawing, band, writing, heads, along, bottom, silent)
    if shown:
        drawing.text(figures_at, 30, heads.figure, "soft", size=SMALL)
    drawing.text(sheet.width - 2, 30, heads.count, "soft", size=SMALL, grows="left")
    for at, (row, lines) in enumerate(zip(ordered, names, strict=True)):
        y = _TOP + tall * (at + 0.5)
        below = band is not None and _shown(row) and _high(row) < (band.low if band.low is not None else band.value)
        for number, line in enumerate(lines):
            drawing.text(0, y + 5 - 8.5 * (len(lines) - 1) + 17 * number, line, "strong" if below else "")
        drawing.text(
            sheet.width - 2, y + 5, writing.count(row.measure.n if row.measure else 0), "soft", size=SMALL, grows="left"
        )
        if row.measure is None or not row.measure.shown:
            continue
        drawing.text(figures_at, y + 5, writing.full(row.measure.value), "strong" if below else "")
        _draw_measure(drawing, row.measure, band, along, y)
    return drawing.finished(bottom + 46)


def _columns(
    sheet: Sheet, ordered: Sequence[Place], shown: Sequence[Place], writing: Writing, heads: Heads
) -> tuple[list[list[str]], float, float, float]:
    """Names in lines, where the plot begins and ends, where figures stand: each column as wide as what it holds."""
    counts = [writing.count(row.measure.n if row.measure else 0) for row in ordered]
    count_room = max(widest(counts, SMALL), text_width(heads.count, SMALL)) + 2
    figures = [writing.full(_value(row)) for row in shown]
    figure_room = max(widest(figures, TEXT, bold=True), text_width(heads.figure, SMALL)) if shown else 0.0
    room = sheet.width * 0.34
    names = [wrapped(row.name, TEXT, room, bold=True) for row in ordered]
    left = max(widest(lines, TEXT, bold=True) for lines in names) + 18
    figures_at = sheet.width - count_room - 16 - figure_room
    return names, left, figures_at - 16, figures_at


def _draw_ground(
    drawing: Drawing,
    band: Measure | None,
    writing: Writing,
    heads: Heads,
    along: Axis,
    bottom: float,
    silent: Sequence[float],
) -> None:
    """The axis, the network's band, and words in the rows (at the baselines `silent`) that have no figure."""
    for tick, label in zip(along.ticks, writing.labels(along.ticks), strict=True):
        drawing.line(along.at(tick), _TOP, along.at(tick), bottom + 8, "grid")
        drawing.text(along.at(tick), bottom + 30, label, "soft", size=SMALL, grows="both")
    if band is not None:
        low, high = (along.at(bound) for bound in (band.reach[0], band.reach[-1]))
        drawing.rect(min(low, high - 3), _TOP, max(3.0, high - low), bottom - _TOP, "band")
        half = text_width(heads.network, SMALL) / 2
        middle = max(half, min(along.end + 8 - half, along.at(band.value)))
        drawing.text(middle, 30, heads.network, "soft", size=SMALL, grows="both")
    for y in silent:
        drawing.note(along.start + 12, y, heads.too_few)


def _draw_measure(drawing: Drawing, measure: Measure, band: Measure | None, along: Axis, y: float) -> None:
    if measure.low is not None and measure.high is not None:
        drawing.whisker(along.at(measure.low), along.at(measure.high), y)
    x = along.at(measure.value)
    if band is not None and measure.reach[-1] < band.reach[0]:
        drawing.diamond(x, y, 8, "signal")
    elif band is not None and measure.reach[0] > band.reach[-1]:
        drawing.diamond(x, y, 8, "dot")
    else:
        drawing.circle(x, y, 7, "dot")


def _shown(row: Place) -> bool:
    return row.measure is not None and row.measure.shown


def _value(row: Place) -> float:
    return row.measure.value if row.measure else 0.0


def _high(row: Place) -> float:
    return row.measure.reach[-1] if row.measure else 0.0
