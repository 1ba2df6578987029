"""Evidence: when a shop's figures are worth an alert, however many shops are looked at, and when they are chance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp, expm1, fsum, lgamma, log, log1p

from kontuar.core.comparing import Measured, compare, size
from kontuar.core.intervals import Mean, Share, enough_are, too_few
from kontuar.core.promoters import ADJUSTED_BELOW

WINDOWS = (1, 7, 28)
"""Last days that are looked at: a bad day, a bad week, a slow decline."""

BEFORE = 91
"""Days before a window that it is compared with."""

TARGET_DAYS = 28
"""Last days whose score is held against a target."""

ALARM_RATE = 0.01
"""How many false alarms a day are accepted in the whole chain, for each sort of evidence: one in a hundred days."""


class Evidence(StrEnum):
    """What an alert may stand on."""

    FELL = "fell"  # lower than before, beyond what chance does among so many
    BELOW_TARGET = "below-target"  # the whole interval lies below the target


@dataclass(frozen=True, slots=True)
class Found:
    """Evidence with its figures, in the score's unit: the score of the last days, and what it is beside.

    `low` and `high` are the interval of the difference (fell) or of the score itself (below-target).
    """

    evidence: Evidence
    days: int
    n: int
    value: float
    beside: float
    low: float
    high: float


def chance_each(looks: int, rate: float = ALARM_RATE) -> float:
    """How often each of `looks` looks may fail so that together they do so at most `rate` of the time: 1 - (1 - rate)^(1/looks).

    Source: Sidak 1967. Windows that share days hang together, which makes the true rate lower.
    """
    if looks < 1 or not 0 < rate < 0.5:
        raise ValueError(f"no chance for {looks} looks at a rate of {rate}")
    return -expm1(log1p(-rate) / looks)


def confidence_for(looks: int, rate: float = ALARM_RATE) -> float:
    """The two-sided confidence whose lower half fails as seldom as `chance_each` says: only what is worse is looked for."""
    return 1 - 2 * chance_each(looks, rate)


def fell(
    recent: Measured | None,
    before: Measured | None,
    days: int,
    *,
    looks: int,
    rate: float = ALARM_RATE,
    enough: int | None = None,
) -> Found | None:
    """Evidence that a shop's last `days` days are worse than those before; None where chance may have done it.

    So far out, Newcombe's interval of a few answers near 100 % promises more than it keeps: for shares Fisher's exact test
    must agree. NPS and means have no such test here and want 30 answers.

    `looks` is how many such questions are asked that day in the whole chain: shops, their questions, windows.
    """
    if recent is None or before is None or value_of(recent) >= value_of(before) or not _varies(recent, before):
        return None
    least = _least(recent, enough)
    difference = compare(recent, before, confidence=confidence_for(looks, rate), enough=least).difference
    if difference is None or difference.high >= 0:
        return None
    if (
        isinstance(recent, Share)
        and isinstance(before, Share)
        and exact_fall(recent, before) > chance_each(looks, rate)
    ):
        return None
    return Found(Evidence.FELL, days, size(recent), value_of(recent), value_of(before), difference.low, difference.high)


def below_target(
    recent: Measured | None,
    target: float,
    days: int = TARGET_DAYS,
    *,
    looks: int,
    rate: float = ALARM_RATE,
    enough: int | None = None,
) -> Found | None:
    """Evidence that a shop is below its target (in the score's unit): the whole interval is.

    For shares the exact binomial test must agree; NPS and means want 30 answers.
    """
    if recent is None or (isinstance(recent, Mean) and recent.variance == 0):
        return None
    if too_few(size(recent), _least(recent, enough)):
        return None
    interval = recent.interval_at(confidence_for(looks, rate))
    if interval is None or interval[1] >= target:
        return None
    if isinstance(recent, Share) and exact_below(recent, target) > chance_each(looks, rate):
        return None
    return Found(Evidence.BELOW_TARGET, days, size(recent), value_of(recent), target, *interval)


def _least(recent: Measured, enough: int | None) -> int:
    """How many answers this sort of score wants here."""
    return enough_are(enough) if isinstance(recent, Share) else max(enough_are(enough), ADJUSTED_BELOW)


def exact_fall(recent: Share, before: Share) -> float:
    """How likely so few successes or fewer are in `recent` if both have the same share: Fisher's exact test.

    Source: Fisher 1935, J. R. Stat. Soc. 98, p. 39 ff.
    """
    successes, failures = recent.successes + before.successes, recent.total + before.total
    failures -= successes
    least = max(0, recent.total - failures)
    whole = _log_choose(successes + failures, recent.total)
    return min(
        1.0,
        fsum(
            exp(_log_choose(successes, hits) + _log_choose(failures, recent.total - hits) - whole)
            for hits in range(least, recent.successes + 1)
        ),
    )


def exact_below(recent: Share, target: float) -> float:
    """How likely so few successes (or fewer) are if the true share is `target` (0..1): the binomial test."""
    if not 0 < target < 1:
        return 0.0 if target >= 1 and recent.successes < recent.total else 1.0
    good, bad = log(target), log1p(-target)
    return min(
        1.0,
        fsum(
            exp(_log_choose(recent.total, hits) + hits * good + (recent.total - hits) * bad)
            for hits in range(recent.successes + 1)
        ),
    )


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def value_of(measured: Measured) -> float:
    """The score itself, in its unit."""
    return measured.value


def _varies(recent: Measured, before: Measured) -> bool:
    """Whether there is any spread to judge by: means of answers all alike have an interval without width."""
    if isinstance(recent, Mean) and isinstance(before, Mean):
        return recent.variance > 0 or before.variance > 0
    return True
