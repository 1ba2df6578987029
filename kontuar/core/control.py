"""Control charts: what is a shop's ordinary up and down, and what is a signal that something else happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import fsum, sqrt

XMR_FACTOR = 2.66
"""Limits of an XmR chart lie so many mean moving ranges from the mean (3 / 1.128; Wheeler 1993, Understanding Variation)."""

SCREEN = 3.267
"""Moving ranges above so many mean ones are left out before the limits are drawn (Nelson 1982, J. Quality Technology 14, 172)."""

RUN = 7
"""So many points on one side, or each above (below) the one before, are a signal."""

ENOUGH_POINTS = 10
"""Of fewer points than this the limits are drawn, but nothing is called a signal: they would still move too much."""


class ChartKind(StrEnum):
    """XmR for single figures (NPS, means), p for a share of n, u for how many in n, of which one may count twice."""

    XMR = "xmr"
    P = "p"
    U = "u"


@dataclass(frozen=True, slots=True)
class Measured:
    """A step: what was counted (or the figure itself on an XmR chart), and of how many."""

    amount: float
    n: int = 1


@dataclass(frozen=True, slots=True)
class Dot:
    """A step on the chart, with what was to be expected of it; all in the figure's unit."""

    value: float
    centre: float
    sigma: float
    low: float
    high: float

    @property
    def side(self) -> int:
        """1 above the centre, -1 below, 0 on it."""
        return (self.value > self.centre) - (self.value < self.centre)

    @property
    def distance(self) -> float:
        """How many sigmas from the centre, with its sign."""
        return (self.value - self.centre) / self.sigma if self.sigma else 0.0


class Rule(StrEnum):
    """What makes a signal (Shewhart 1931 for the first; Western Electric 1956 and Nelson 1984 for the others)."""

    BEYOND = "beyond"  # beyond a limit
    SIDE = "side"  # 7 on one side of the centre
    TREND = "trend"  # 7 rising, or 7 falling
    NEAR = "near"  # 2 of 3 beyond two thirds of the way to the same limit


@dataclass(frozen=True, slots=True)
class Signal:
    """Points `first` to `last` (by number, from 0) that chance alone seldom makes; `up` says which way."""

    rule: Rule
    first: int
    last: int
    up: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Points with their limits, and the signals among them in the order in which they ended.

    `starts` are the points from which limits were reckoned anew, 0 first; `settled` says of each of these stretches whether
    it has points enough for signals.
    """

    kind: ChartKind
    dots: Sequence[Dot]
    signals: Sequence[Signal]
    starts: Sequence[int]
    settled: Sequence[bool]

    def signals_at(self, number: int) -> list[Signal]:
        """The signals that a point is part of."""
        return [signal for signal in self.signals if signal.first <= number <= signal.last]


def control_chart(
    kind: ChartKind,
    steps: Sequence[Measured],
    *,
    changes: Sequence[int] = (),
    baseline: tuple[int, int] | None = None,
    bounds: tuple[float, float] | None = None,
    factor: float = XMR_FACTOR,
    screened: bool = True,
    enough: int = ENOUGH_POINTS,
) -> Chart:
    """Steps in order, with limits three sigmas from the centre.

    `changes` are the points from which limits are reckoned anew; `baseline` the first and the last point of those that alone
    make the limits of their stretch; `bounds` the ends of the scale, which no limit goes beyond. On an XmR chart, `factor` and
    `screened` may be set as other programs have them. Raises ValueError for a step of nobody.
    """
    if any(step.n < 1 for step in steps):
        raise ValueError("a step of nobody can't be on a control chart")
    starts = sorted({0, *(change for change in changes if 0 < change < len(steps))}) if steps else []
    dots: list[Dot] = []
    signals: list[Signal] = []
    settled: list[bool] = []
    for start, end in pairwise([*starts, len(steps)]):
        stretch = steps[start:end]
        basis = stretch
        if baseline is not None and start <= baseline[0] < end:
            basis = steps[baseline[0] : min(end, baseline[1] + 1)]
        drawn = _dots(kind, stretch, basis, factor, screened, bounds)
        settled.append(len(basis) >= enough)
        if settled[-1]:
            signals += [Signal(one.rule, one.first + start, one.last + start, one.up) for one in signals_of(drawn)]
        dots += drawn
    return Chart(kind, dots, sorted(signals, key=lambda one: (one.last, one.first)), starts, settled)


def signals_of(dots: Sequence[Dot]) -> list[Signal]:
    """The signals in one stretch; a point on the centre ends a run, two alike end a trend."""
    found = [
        Signal(Rule.BEYOND, number, number, dot.side > 0)
        for number, dot in enumerate(dots)
        if dot.value > dot.high or dot.value < dot.low
    ]
    for up in (True, False):
        way = 1 if up else -1
        found += _runs(Rule.SIDE, len(dots), lambda number, way=way: dots[number].side == way, up, RUN)  # type: ignore[misc]
        steps: Callable[[int], bool] = lambda number, way=way: (  # type: ignore[misc]  # noqa: E731
            number > 0 and (dots[number].value - dots[number - 1].value) * way > 0
        )
        found += [
            Signal(one.rule, one.first - 1, one.last, up) for one in _runs(Rule.TREND, len(dots), steps, up, RUN - 1)
        ]
        found += _near(dots, way)
    return found


def _dots(
    kind: ChartKind,
    steps: Sequence[Measured],
    basis: Sequence[Measured],
    factor: float,
    screened: bool,
    bounds: tuple[float, float] | None,
) -> list[Dot]:
    if kind is ChartKind.XMR:
        centre = fsum(step.amount for step in basis) / len(basis)
        sigma = factor * mean_moving_range([step.amount for step in basis], screened=screened) / 3
        return [_dot(step.amount, centre, sigma, bounds) for step in steps]
    total, people = fsum(step.amount for step in basis), sum(step.n for step in basis)
    centre = total / people
    spread = _spread(kind, total, people)
    least = (0.0, 1.0) if kind is ChartKind.P else (0.0, float("inf"))
    # Never so narrow that one answer more or less than expected, twice, would be a signal: with a share near 0 or 1 the
    # usual limits promise more than a few answers hold.
    return [
        _dot(step.amount / step.n, centre, max(sqrt(spread / step.n), 0.5 / step.n), bounds or least) for step in steps
    ]


def _spread(kind: ChartKind, total: float, people: int) -> float:
    """Variance of one answer: p (1 - p), or u. Where nothing varied yet, half an answer is added either way."""
    if kind is ChartKind.U:
        return (total or 0.5) / people
    share = total / people if 0 < total < people else (total + 0.5) / (people + 1)
    return share * (1 - share)


def _dot(value: float, centre: float, sigma: float, bounds: tuple[float, float] | None) -> Dot:
    low, high = centre - 3 * sigma, centre + 3 * sigma
    if bounds is not None:
        low, high = max(bounds[0], low), min(bounds[1], high)
    return Dot(value, centre, sigma, low, high)


def mean_moving_range(values: Sequence[float], *, screened: bool = True) -> float:
    """The mean of the steps from each value to the next, the far ones left out once if `screened`; 0 for a single value."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    if not ranges:
        return 0.0
    mean = fsum(ranges) / len(ranges)
    if not screened:
        return mean
    kept = [one for one in ranges if one <= SCREEN * mean]
    return fsum(kept) / len(kept)


def _runs(rule: Rule, count: int, fits: Callable[[int], bool], up: bool, least: int) -> list[Signal]:
    """Runs of `least` points or more that fit."""
    found, begun = [], 0
    for number in range(count + 1):
        if number < count and fits(number):
            continue
        if number - begun >= least:
            found.append(Signal(rule, begun, number - 1, up))
        begun = number + 1
    return found


def _near(dots: Sequence[Dot], way: int) -> list[Signal]:
    """2 of 3 points in a row beyond two sigmas on one side; those that overlap are one signal."""
    far = [number for number, dot in enumerate(dots) if dot.distance * way > 2 + 1e-9]
    found: list[Signal] = []
    for earlier, later in pairwise(far):
        if later - earlier > 2:
            continue
        if found and found[-1].last >= earlier:
            found[-1] = Signal(Rule.NEAR, found[-1].first, later, way > 0)
        else:
            found.append(Signal(Rule.NEAR, earlier, later, way > 0))
    return found
