"""Canvas: an SVG made on the server, themed by classes in a page and whole by its attributes alone and on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from markupsafe import Markup, escape

from kontuar.web.charts.widths import text_width

HALF, MAIN, FULL = 488, 654, 1048
"""Widths a drawing is made for: half of a page, its main column, all of it."""

TEXT, SMALL, FIGURE = 14, 13, 20
"""Sizes of type: names, axes and second text, the one figure."""

Grows = Literal["right", "left", "both"]
"""Which way a text runs from its point, before mirroring."""

_FACES = "system-ui, Segoe UI, Roboto, Noto Sans, Noto Sans Arabic, sans-serif"
_PAINT = {
    "": 'fill="#17203a"',
    "soft": 'fill="#4b5369"',
    "strong": 'fill="#17203a" font-weight="700"',
    "event-text": 'fill="#7d5200" font-weight="700"',
    "ground": 'fill="#ffffff"',
    "band": 'fill="#c3cff0"',
    "grid": 'stroke="#d9d4c8" stroke-width="1"',
    "axis": 'stroke="#777c8d" stroke-width="1.5"',
    "limit": 'fill="none" stroke="#4b5369" stroke-width="1.5" stroke-dasharray="2 3"',
    "event": 'stroke="#7d5200" stroke-width="1.5" stroke-dasharray="5 4"',
    "line": 'fill="none" stroke="#23409f" stroke-width="2.75" stroke-linejoin="round" stroke-linecap="round"',
    "whisker": 'stroke="#17203a" stroke-width="2"',
    "dot": 'fill="#23409f" stroke="#ffffff" stroke-width="2"',
    "dot hollow": 'fill="#ffffff" stroke="#4b5369" stroke-width="1.5"',
    "signal": 'fill="#a3341c" stroke="#ffffff" stroke-width="2"',
    "says": 'fill="#2746a8"',
    "knows": 'fill="#f0b63f" stroke="#17203a" stroke-width="1.75"',
    "s1": 'fill="#a3401f"',
    "s2": 'fill="#e59d6d"',
    "s3": 'fill="#cdc6b8"',
    "s4": 'fill="#92abe8"',
    "s5": 'fill="#2746a8"',
    "on-s1": 'fill="#ffffff" font-weight="700"',
    "on-s2": 'fill="#17203a" font-weight="700"',
    "on-s3": 'fill="#17203a" font-weight="700"',
    "on-s4": 'fill="#17203a" font-weight="700"',
    "on-s5": 'fill="#ffffff" font-weight="700"',
}
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every chart is told: `key` (unique in the page, for ids), what it's of, and what is found in it.

    `title` says what is drawn, `finding` the finding as a sentence; both are read out. `rtl` for a reader of Arabic or Hebrew;
    `alone` for a file of its own, with a ground and a size.
    """

    key: str
    title: str
    finding: str
    width: int = MAIN
    rtl: bool = False
    alone: bool = False


class Drawing:
    """Marks put on a sheet, from the start side; a mirrored one is laid out as if read left to right and turned when written."""

    def __init__(self, sheet: Sheet, *, mirrored: bool) -> None:
        if not _KEY.fullmatch(sheet.key):
            raise ValueError(f"no key for ids: {sheet.key!r}")
        self.sheet = sheet
        self.mirrored = mirrored
        self._parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str, *, width: float | None = None) -> None:
        """A straight line."""
        paint = (
            _PAINT[kind] if width is None else re.sub(r'stroke-width="[^"]*"', f'stroke-width="{width}"', _PAINT[kind])
        )
        ends = f'x1="{self._x(x1)}" y1="{number(y1)}" x2="{self._x(x2)}" y2="{number(y2)}"'
        self._parts.append(f'<line {ends} class="{kind}" {paint}/>')

    def rect(
        self, x: float, y: float, width: float, height: float, kind: str, *, round_: float = 0, fill: str = ""
    ) -> None:
        """A rectangle whose start side is at `x`; `fill` names a pattern instead of the kind's colour."""
        start = x + width if self.mirrored else x
        place = f'x="{self._x(start)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        paint = f'fill="url(#{fill})"' if fill else f'class="{kind}" {_PAINT[kind]}'
        self._parts.append(f"<rect {place} {paint}" + (f' rx="{number(round_)}"' if round_ else "") + "/>")

    def circle(self, x: float, y: float, radius: float, kind: str) -> None:
        """A circle round a point."""
        place = f'cx="{self._x(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._parts.append(f'<circle {place} class="{kind}" {_PAINT[kind]}/>')

    def diamond(self, x: float, y: float, radius: float, kind: str) -> None:
        """A square standing on its corner."""
        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        self.path([corners], kind, closed=True)

    def path(self, runs: Sequence[Sequence[tuple[float, float]]], kind: str, *, closed: bool = False) -> None:
        """One shape of several runs of points."""
        drawn = "".join(
            "M" + " ".join(f"{self._x(x)},{number(y)}" for x, y in run) + ("Z" if closed else "") for run in runs
        )
        self._parts.append(f'<path d="{drawn}" class="{kind}" {_PAINT[kind]}/>')

    def text(
        self, x: float, y: float, text: str, kind: str = "", *, size: float = TEXT, grows: Grows = "right"
    ) -> None:
        """A line of text whose baseline starts, ends or is centred at a point."""
        starts_right = (
            self.sheet.rtl != self.mirrored
        )  # SVG's start is the right side where the base runs right to left
        anchor = "middle" if grows == "both" else "start" if (grows == "right") != starts_right else "end"
        place = f'x="{self._x(x)}" y="{number(y)}"'
        style = f'class="{kind}" {_PAINT[kind]} font-size="{number(size)}" text-anchor="{anchor}"'
        self._parts.append(f"<text {place} {style}>{clean(text)}</text>")

    def note(self, x: float, y: float, text: str) -> None:
        """Words in place of a mark, on a patch of ground so that no line runs through them."""
        self.rect(x - 4, y - 14, text_width(text, SMALL) + 8, 19, "ground")
        self.text(x, y, text, "soft", size=SMALL)

    def whisker(self, low: float, high: float, y: float, *, cap: float = 6, width: float = 2) -> None:
        """A lying interval with caps at its ends."""
        self.line(low, y, high, y, "whisker", width=width)
        if cap:
            self.line(low, y - cap, low, y + cap, "whisker", width=width)
            self.line(high, y - cap, high, y + cap, "whisker", width=width)

    def raw(self, markup: str) -> None:
        """Markup of our own making."""
        self._parts.append(markup)

    def turned(self, x: float, width: float = 0.0) -> float:
        """The left side, as written, of a thing of `width` whose start side is at `x`."""
        return self.sheet.width - x - width if self.mirrored else x

    def finished(self, height: float) -> Markup:
        """The whole SVG, `height` pixels high."""
        sheet, tall = self.sheet, number(height)
        size = f'width="{sheet.width}" height="{tall}" font-family="{_FACES}" ' if sheet.alone else ""
        ground = (
            f'<rect class="ground" width="{sheet.width}" height="{tall}" {_PAINT["ground"]}/>' if sheet.alone else ""
        )
        named = f'role="img" aria-labelledby="{sheet.key}-t {sheet.key}-d" direction="{"rtl" if sheet.rtl else "ltr"}"'
        return Markup(  # noqa: S704 - every text passed clean(), every number number()
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}class="chart" viewBox="0 0 {sheet.width} {tall}" {named}>'
            f'<title id="{sheet.key}-t">{clean(sheet.title)}</title><desc id="{sheet.key}-d">{clean(sheet.finding)}</desc>'
            f"{ground}{''.join(self._parts)}</svg>"
        )

    def _x(self, x: float) -> str:
        return number(self.turned(x))


def number(value: float) -> str:
    """A coordinate with one decimal; raises ValueError for what isn't finite, which no browser would draw."""
    if not isfinite(value):
        raise ValueError(f"no place in a drawing: {value}")
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") and text != "-0.0" else ("0" if text == "-0.0" else text)


def clean(text: str) -> str:
    """Text as XML may hold it: escaped, and without the characters XML has no place for."""
    return str(escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)))


def widest(texts: Sequence[str], size: float, *, bold: bool = False) -> float:
    """The room that the widest of some texts needs; 0 for none."""
    return max((text_width(text, size, bold=bold) for text in texts), default=0.0)
