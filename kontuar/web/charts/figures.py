"""Figures: what a chart is told in words: whose figures, in which language, and what its texts say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kontuar.core.intervals import too_few
from kontuar.core.numbers import Notation

Between = Callable[[str, str], str]
"""How a language says an interval: `lambda low, high: _("from %(low)s to %(high)s", low=low, high=high)`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its 95 % interval (None where there is none) and how many answers it stands on."""

    value: float
    low: float | None
    high: float | None
    n: int

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to show the figure."""
        return not too_few(self.n)

    @property
    def reach(self) -> tuple[float, ...]:
        """Everything a drawing must have room for."""
        return tuple(value for value in (self.low, self.value, self.high) if value is not None)


@dataclass(frozen=True, slots=True)
class Writing:
    """How the figures of one chart are written.

    `full` with its unit (`88%`), `bare` as on an axis (`88`), `end` as at an axis's end (`88%`), `between` an interval
    (`od 75 do 81`), `count` a whole number (`1 204`);
    `least` and `most` are the ends of the scale, `finest` the smallest step that `bare` can tell apart.
    """

    full: Callable[[float], str]
    bare: Callable[[float], str]
    end: Callable[[float], str]
    between: Callable[[float, float], str]
    count: Callable[[float], str]
    least: float
    most: float
    finest: float

    def labels(self, ticks: Sequence[float], *, both_ends: bool = True) -> list[str]:
        """An axis's labels; only its ends (or its last) bear the unit."""
        last = len(ticks) - 1
        ends = {0, last} if both_ends else {last}
        return [self.end(tick) if at in ends else self.bare(tick) for at, tick in enumerate(ticks)]


def shares(notation: Notation, between: Between) -> Writing:
    """CSAT, yes, knowledge: values 0..1, written as percent."""
    return Writing(
        full=notation.percent,
        bare=notation.hundredths,
        end=notation.percent,
        between=lambda low, high: between(notation.hundredths(low), notation.hundredths(high)),
        count=notation.whole,
        least=0.0,
        most=1.0,
        finest=0.01,
    )


def points(notation: Notation, between: Between) -> Writing:
    """NPS: values -100..100, in points."""
    return Writing(
        full=notation.whole,
        bare=notation.whole,
        end=notation.whole,
        between=lambda low, high: between(notation.whole(low), notation.whole(high)),
        count=notation.whole,
        least=-100.0,
        most=100.0,
        finest=1.0,
    )


def marks(notation: Notation, between: Between, least: float, most: float) -> Writing:
    """Means on a question's own scale (effort 1..7, stars 1..5), with one decimal."""
    return Writing(
        full=notation.decimal,
        bare=notation.decimal,
        end=notation.decimal,
        between=lambda low, high: between(notation.decimal(low), notation.decimal(high)),
        count=notation.whole,
        least=least,
        most=most,
        finest=0.1,
    )


def mentions(notation: Notation, between: Between) -> Writing:
    """Mentions per 100 responses: values 0..100, with one decimal where it's figures and none on the axis."""
    return Writing(
        full=notation.decimal,
        bare=notation.whole,
        end=notation.whole,
        between=lambda low, high: between(notation.decimal(low), notation.decimal(high)),
        count=notation.whole,
        least=0.0,
        most=100.0,
        finest=1.0,
    )
