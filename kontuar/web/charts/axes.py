"""Axes: from values to pixels, with at most five lines at numbers people count in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight line of values `low`..`high` laid on pixels `start`..`end` (which may run backwards)."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value lies; what lies beyond the axis lies at its end."""
        inside = min(self.high, max(self.low, value))
        return self.start + (inside - self.low) / (self.high - self.low) * (self.end - self.start)


def axis(values: Sequence[float], *, least: float, most: float, finest: float, start: float, end: float) -> Axis:
    """An axis round `values`, never beyond the scale `least`..`most`, never so near that chance looks like a mountain.

    `finest` is the smallest step whose ticks are still told apart by their labels; an axis shows ten of them or more.
    Raises ValueError for what isn't finite.
    """
    if not all(isfinite(value) for value in values):
        raise ValueError("an axis has no room for what isn't finite")
    low, high = (min(values), max(values)) if values else (least, most)
    missing = max(0.0, 10 * finest - (high - low))
    pad = missing / 2 + 0.06 * max(high - low, 10 * finest)
    bottom, top = max(least, low - pad), min(most, high + pad)
    if top - bottom < 10 * finest:  # cut at an end of the scale: the other side makes up for it
        bottom, top = max(least, min(bottom, top - 10 * finest)), min(most, max(top, bottom + 10 * finest))
    return Axis(bottom, top, start, end, ticks(bottom, top, finest))


def axis_from_nought(values: Sequence[float], *, most: float, finest: float, start: float, end: float) -> Axis:
    """An axis for bars: from 0 to the first tick beyond the largest value."""
    if not all(isfinite(value) for value in values):
        raise ValueError("an axis has no room for what isn't finite")
    top = min(most, max([*values, 5 * finest]))
    step = finest
    while ceil(round(top / step, 9)) >= MOST_TICKS:
        step = _next(step, finest)
    steps = [step, _next(step, finest), _next(_next(step, finest), finest)]
    step = min(steps, key=lambda step: (ceil(round(top / step, 9)) * step, step))  # the one that leaves the least empty
    lines = min(ceil(round(top / step, 9)), floor(round(most / step, 9)))
    high = min(most, ceil(round(top / step, 9)) * step)
    return Axis(0.0, high, start, end, tuple(round(number * step, 9) for number in range(lines + 1)))


def ticks(low: float, high: float, finest: float) -> tuple[float, ...]:
    """Multiples of 1, 2, 2.5 or 5 (and tens of them) between `low` and `high`, at most five, no closer than `finest`."""
    step = _step(high - low, finest)
    while True:
        first, last = ceil(round(low / step, 9)), floor(round(high / step, 9))
        if last - first < MOST_TICKS:
            return tuple(round(number * step, 9) + 0.0 for number in range(first, last + 1))
        step = _next(step, finest)


def _step(span: float, finest: float) -> float:
    step = finest
    while span / step > MOST_TICKS:
        step = _next(step, finest)
    return step


def _next(step: float, finest: float) -> float:
    """The next larger step whose multiples are whole numbers of `finest`."""
    power = 10.0 ** floor(log10(step) + 1e-9)
    for lead in (1, 2, 2.5, 5, 10, 20, 25):
        following = lead * power
        whole = abs(following / finest - round(following / finest)) < 1e-6
        if following > step * (1 + 1e-9) and whole:
            return following
    return step * 10
