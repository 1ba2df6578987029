"""Faces: the five smileys drawn in one line, worst first, for the head of a chart."""

from __future__ import annotations

_EYES = '<ellipse cx="34" cy="{y}" rx="4.6" ry="{r}"/><ellipse cx="62" cy="{y}" rx="4.6" ry="{r}"/>'
_STROKE = 'class="glyph" stroke="#17203a" fill="none" stroke-width="5.6" stroke-linecap="round" stroke-linejoin="round"'
_DOTS = 'class="glyph-dot" fill="#17203a"'
_LAUGH = (
    "M28.5 54.5H67.5C68.8 54.5 69.7 55.6 69.5 56.9 67.6 69.1 59.2 77 48 77"
    "S28.4 69.1 26.5 56.9C26.3 55.6 27.2 54.5 28.5 54.5Z"
)
_TONGUE = (
    "M35.8 70.3C39.2 67.2 43.4 65.6 48 65.6S56.8 67.2 60.2 70.3C56.9 73 52.7 74.4 48 74.4S39.1 73 35.8 70.3Z"
    "M32.5 57.8H63.5L62.3 61.2H33.7Z"
)
_FACES = (
    f"<g {_DOTS}>{_EYES.format(y=46, r=5.6)}</g>"
    f'<path {_STROKE} d="M24.5 37.5 36.5 30.5M71.5 37.5 59.5 30.5M30 73C36 58.5 60 58.5 66 73"/>',
    f'<g {_DOTS}>{_EYES.format(y=41, r=6.4)}</g><path {_STROKE} d="M34 68.5C40 62 56 62 62 68.5"/>',
    f'<g {_DOTS}>{_EYES.format(y=41, r=6.4)}</g><path {_STROKE} d="M33.5 64.5H62.5"/>',
    f'<g {_DOTS}>{_EYES.format(y=41, r=6.4)}</g><path {_STROKE} d="M31 58.5C37 70.5 59 70.5 65 58.5"/>',
    f'<path {_STROKE} d="M26.5 44C29 36.5 38.5 36.5 41 44M55 44C57.5 36.5 67 36.5 69.5 44"/>'
    f'<path {_DOTS} d="{_LAUGH}"/><path class="ground" fill="#ffffff" d="{_TONGUE}"/>',
)

SIZE = 34.0


def face(answer: int, x: float, y: float) -> str:
    """The face of an answer 1..5, 34 px wide, its left upper corner at (x, y)."""
    ring = '<circle cx="48" cy="48" r="45" fill="none" class="glyph" stroke="#17203a" stroke-width="4"/>'
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({SIZE / 96:.3f})">{ring}{_FACES[answer - 1]}</g>'
