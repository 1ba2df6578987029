"""Hours: a score by weekday and hour, every value printed; cells are dyed by how far they lie from the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kontuar.core.intervals import Share, too_few
from kontuar.web.charts.canvas import SMALL, TEXT, Drawing, Sheet, widest
from kontuar.web.charts.widths import text_width

_TOP, _ROW, _CELL, _GAP = 41.5, 44.0, 41.0, 3.0
_BANDS = ((0.02, "s5"), (-0.02, "s4"), (-0.08, "s3"), (-0.13, "s2"))
"""From which distance to the whole (0..1) a cell has which colour; below the last, the worst one."""


@dataclass(frozen=True, slots=True)
class Week:
    """What is drawn: shares by (weekday, hour), the whole they lie round, and names for the sides."""

    cells: Mapping[tuple[int, int], Share]
    whole: Share
    weekdays: Sequence[str]  # seven, in the reader's order
    order: Sequence[int]  # which weekday (Monday 0) stands in which row
    hours: Mapping[int, str]  # those shown, and how they're written


def hours(sheet: Sheet, week: Week, bare: Callable[[float], str], empty: str) -> Markup:
    """Rows are weekdays, columns hours; a dot where fewer answered than a figure needs. `bare` writes a share without sign."""
    drawing = Drawing(sheet, mirrored=sheet.rtl)
    if not week.hours:
        drawing.text(sheet.width / 2, 64, empty, "soft", grows="both")
        return drawing.finished(120)
    left = widest(week.weekdays, TEXT) + 12
    wide = (sheet.width - left) / len(week.hours)
    every = 2 if max(text_width(label, SMALL) for label in week.hours.values()) + 4 > wide else 1
    for column, label in enumerate(week.hours.values()):
        if column % every == 0:
            drawing.text(left + (column + 0.5) * wide, 26, label, "soft", size=SMALL, grows="both")
    for row, weekday in enumerate(week.order):
        y = _TOP + row * _ROW
        drawing.text(0, y + 25, week.weekdays[row])
        for column, hour in enumerate(week.hours):
            middle = left + (column + 0.5) * wide
            cell = week.cells.get((weekday, hour))
            if cell is None or too_few(cell.total):
                drawing.text(middle, y + 25, "·", "soft", grows="both")
                continue
            kind = dye(cell, week.whole)
            drawing.rect(middle - wide / 2 + _GAP / 2, y, wide - _GAP, _CELL, kind, round_=5)
            drawing.text(middle, y + 25.5, bare(cell.value), f"on-{kind}", grows="both")
    return drawing.finished(_TOP + 7 * _ROW)


def dye(cell: Share, whole: Share) -> str:
    """The colour of a cell: of the worst to the best face."""
    return next((kind for least, kind in _BANDS if cell.value - whole.value >= least), "s1")
