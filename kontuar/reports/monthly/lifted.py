"""Lifted texts: a drawing's words laid over it as words of the page.

WeasyPrint (70) sets the text of an SVG letter by letter from left to right: Arabic falls apart and Hebrew runs backwards.
"""

from __future__ import annotations

import re

from markupsafe import Markup

BASELINE = 0.888
"""Where the baseline lies below the top of a line as high as its type, in Noto Sans, in em."""
_TEXT = re.compile(
    r'<text x="(?P<x>[\d.-]+)" y="(?P<y>[\d.-]+)" class="(?P<kind>[\w -]*)" (?P<paint>[^>]*?)'
    r' font-size="(?P<size>[\d.]+)" text-anchor="(?P<anchor>\w+)">(?P<words>[^<]*)</text>'
)
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FILL = re.compile(r'fill="(#[0-9a-f]{6})"')


def lifted(drawing: Markup, points: float) -> Markup:
    """A drawing of ours whose texts lie over it, where it will be `points` wide."""
    box = _BOX.search(drawing)
    if box is None:
        return drawing
    wide, tall = float(box[1]), float(box[2])
    rtl = 'direction="rtl"' in drawing
    spans = [_span(text, wide, tall, points / wide, rtl) for text in _TEXT.finditer(drawing)]
    bare = _TEXT.sub("", drawing)
    return Markup(f'<div class="lifted">{bare}{"".join(spans)}</div>')  # noqa: S704 - of our own drawing, escaped there


def _span(text: re.Match[str], wide: float, tall: float, scale: float, rtl: bool) -> str:
    ends_here = {"middle": "-50%", "start": "-100%" if rtl else "0", "end": "0" if rtl else "-100%"}[text["anchor"]]
    fill = _FILL.search(text["paint"])
    style = {
        "left": f"{100 * float(text['x']) / wide:.3f}%",
        "top": f"{100 * float(text['y']) / tall:.3f}%",
        "font-size": f"{float(text['size']) * scale:.2f}pt",
        "transform": f"translate({ends_here}, -{BASELINE}em)",
        "color": fill[1] if fill else "inherit",
        "font-weight": "700" if 'font-weight="700"' in text["paint"] else "400",
        "direction": "rtl" if rtl else "ltr",
    }
    said = "; ".join(f"{name}: {value}" for name, value in style.items())
    return f'<span style="{said}">{text["words"]}</span>'
