"""Smileys: how answers 1..5 are spread, the bad to one side of the middle and the good to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from kontuar.core.intervals import too_few
from kontuar.web.charts import faces
from kontuar.web.charts.canvas import SMALL, TEXT, Drawing, Sheet, clean, widest
from kontuar.web.charts.widths import text_width, wrapped

_TOP, _ROW, _BAR, _GAP = 58.0, 54.0, 40.0, 1.5
_PRINTED_FROM = 0.07


@dataclass(frozen=True, slots=True)
class Spread:
    """A question, a shop or a topic, and how many gave each answer 1..5."""

    name: str
    counts: tuple[int, int, int, int, int]

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands under the two sides of the middle, and what is said of a row with too few answers."""

    worse: str
    better: str
    too_few: str


def smileys(sheet: Sheet, rows: Sequence[Spread], bare: Callable[[float], str], sides: Sides) -> Markup:
    """Rows in the order given, each a bar cut in five round the middle of the indifferent.

    `bare` writes a share as percent without the sign.
    """
    drawing = Drawing(sheet, mirrored=sheet.rtl)
    if not rows:
        drawing.text(sheet.width / 2, 64, sides.too_few, "soft", grows="both")
        return drawing.finished(120)
    names = [wrapped(row.name, TEXT, sheet.width * 0.3, lines=6) for row in rows]
    left = max(widest(lines, TEXT) for lines in names) + 16
    scale, middle = _scale(rows, left, sheet.width - 4)
    _draw_patterns(drawing)
    _draw_faces(drawing, middle)
    tops = list(accumulate((max(_ROW, 16.0 * len(lines) + 10) for lines in names), initial=_TOP))
    bottom = tops[-1] - (_ROW - _BAR)
    drawing.line(middle, _TOP - 12, middle, bottom + 8, "axis")
    for row, lines, top, next_top in zip(rows, names, tops, tops[1:], strict=False):
        y = top + (next_top - top - _ROW) / 2
        for number, line in enumerate(lines):
            drawing.text(0, y + 25 - 8 * (len(lines) - 1) + 16 * number, line)
        if too_few(row.n):
            x = max(left, min(middle + 12, sheet.width - text_width(sides.too_few, SMALL)))
            drawing.note(x, y + 25, sides.too_few)
        else:
            _draw_row(drawing, row, y, scale, middle, bare)
    height = _draw_sides(drawing, middle, bottom + 40, sides)
    return drawing.finished(height)


def _parts(row: Spread) -> tuple[float, ...]:
    return tuple(count / row.n for count in row.counts)


def _scale(rows: Sequence[Spread], left: float, right: float) -> tuple[float, float]:
    """Pixels a share of 1 is wide, and where the middle lies, so that every bar has room."""
    spread = [_parts(row) for row in rows if not too_few(row.n)]
    worse = max((parts[0] + parts[1] + parts[2] / 2 for parts in spread), default=0.5)
    better = max((parts[4] + parts[3] + parts[2] / 2 for parts in spread), default=0.5)
    worse, better = max(worse, 0.12), max(better, 0.12)
    scale = (right - left - 2 * _GAP) / (worse + better)
    return scale, left + worse * scale


def _draw_row(
    drawing: Drawing, row: Spread, y: float, scale: float, middle: float, bare: Callable[[float], str]
) -> None:
    parts = _parts(row)
    start = middle - (parts[0] + parts[1] + parts[2] / 2) * scale
    edges = [start + sum_ * scale for sum_ in accumulate(parts, initial=0.0)]
    for answer, (share, x, end) in enumerate(zip(parts, edges, edges[1:], strict=False), start=1):
        wide = end - x - _GAP
        if wide <= 0:
            continue
        pattern = f"{drawing.sheet.key}-p{answer}" if answer <= 2 else ""
        drawing.rect(x, y, wide, _BAR, f"s{answer}", fill=pattern)
        label = bare(share)
        room = text_width(label, TEXT, bold=True) + 8
        if share < _PRINTED_FROM or room > wide:
            continue
        if pattern:  # a figure isn't read on stripes: a plain patch under it
            drawing.rect(x + (wide - room) / 2, y + 10, room, 20, f"s{answer}", round_=4)
        drawing.text(x + wide / 2, y + 25, label, f"on-s{answer}", grows="both")


def _draw_sides(drawing: Drawing, middle: float, y: float, sides: Sides) -> float:
    """The words under the two sides, wrapped where a side is narrow; the height of the whole."""
    before = wrapped(sides.worse, SMALL, max(60.0, middle - 12), lines=3)
    after = wrapped(sides.better, SMALL, max(60.0, drawing.sheet.width - middle - 12), lines=3)
    for number, line in enumerate(before):
        drawing.text(middle - 10, y + 17 * number, line, "soft", size=SMALL, grows="left")
    for number, line in enumerate(after):
        drawing.text(middle + 10, y + 17 * number, line, "soft", size=SMALL)
    return y + 17 * (max(len(before), len(after)) - 1) + 10


def _draw_faces(drawing: Drawing, middle: float) -> None:
    width = drawing.sheet.width
    apart = 46.0 if width < 600 else 58.0
    reach = 2 * apart + faces.SIZE / 2
    centre = min(max(middle, reach), width - reach)
    for answer in range(1, 6):
        x = centre + (answer - 3) * apart - faces.SIZE / 2
        drawing.raw(faces.face(answer, drawing.turned(x, faces.SIZE), 6))


def _draw_patterns(drawing: Drawing) -> None:
    key = clean(drawing.sheet.key)
    drawing.raw(
        f'<defs><pattern id="{key}-p1" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="7" height="7" class="s1" fill="#a3401f"/>'
        '<path d="M0 0V7" class="stripe" stroke="#ffffff" stroke-opacity=".38" stroke-width="2.5"/></pattern>'
        f'<pattern id="{key}-p2" width="9" height="9" patternUnits="userSpaceOnUse">'
        '<rect width="9" height="9" class="s2" fill="#e59d6d"/>'
        '<circle cx="2.5" cy="2.5" r="1.1" class="fleck" fill="#17203a" fill-opacity=".45"/>'
        '<circle cx="7" cy="7" r="1.1" class="fleck" fill="#17203a" fill-opacity=".45"/></pattern></defs>'
    )
