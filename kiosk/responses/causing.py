"""Causing: how much each reason that customers name weighs on contentment, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from kiosk.responses.queries import Blamed
from kontuar.core.intervals import USUAL, Interval, Share, share
from kontuar.core.quantiles import z_of
from kontuar.core.ranking import confidence_each


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason, the share of low scores (1 to 3 of 5) that name it, and what CSAT (0..1) would gain without it."""

    choice: str
    low_scores: Share
    gain: float
    interval: Interval
    n: int

    @property
    def sure(self) -> bool:
        """Whether the gain is beyond chance."""
        return self.interval[0] > 0


def causes(everybody: Share, blamed: Mapping[str, Blamed], confidence: float = USUAL) -> list[Cause]:
    """The reasons by what they cost, the dearest first. `everybody` is CSAT: those content among all who answered.

    The gain is what CSAT would rise by if those who name the reason were as content as those who don't: no proof of a cause,
    since they may differ in more than that. Gains of several reasons can't be added up, for a customer may name two.
    Intervals hold for all reasons together (see `confidence_each`).
    """
    low = everybody.total - everybody.successes
    each = confidence_each(max(1, len(blamed)), confidence)
    found = []
    for choice, one in blamed.items():
        low_scores = share(one.scored - one.satisfied, low)
        if low_scores is None or not one.scored or one.scored >= everybody.total:
            continue
        gain, error = gain_without(everybody, Share(one.satisfied, one.scored))
        half = z_of(each) * error
        found.append(Cause(choice, low_scores, gain, (gain - half, gain + half), one.scored))
    return sorted(found, key=lambda cause: (-cause.gain, cause.choice))


def gain_without(everybody: Share, naming: Share) -> tuple[float, float]:
    """What the share would gain if those naming were as content as the others, and its standard error, both in 0..1.

    With a, b the shares of customers who name the reason and are content or not, c, d of those who don't:
    c / (c + d) - (a + c). The error by the delta method for a multinomial (Agresti 2013, Categorical Data Analysis, 16.1.3).
    """
    n = everybody.total
    a, b = naming.successes / n, (naming.total - naming.successes) / n
    c = (everybody.successes - naming.successes) / n
    others = 1 - a - b
    d = others - c
    gain = c / others - (a + c)
    slopes = (-1.0, 0.0, d / others**2 - 1, -c / others**2)
    shares = (a, b, c, d)
    mean = sum(p * slope for p, slope in zip(shares, slopes, strict=True))
    variance = sum(p * slope**2 for p, slope in zip(shares, slopes, strict=True)) - mean**2
    return gain, sqrt(max(0.0, variance) / n)
