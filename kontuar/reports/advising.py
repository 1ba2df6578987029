"""Advising: what to do about a clause, as a verb, from what customers say and employees know; practice isn't observed yet."""

from __future__ import annotations

from enum import StrEnum

from kontuar.core.intervals import Share, too_few
from kontuar.reports.knowing import Knowledge

KNOWN_FROM = 0.8
"""A clause is known where at least this share of answers is right: the usual pass mark of our quizzes."""
CONTENT_FROM = 0.8
"""Customers are content where at least this share of them is satisfied."""
MISSED_FROM = 0.05
"""Customers miss a standard where more than this share of responses names it as a reason."""


class Advice(StrEnum):
    """What to do about a clause."""

    TEACH = "teach"
    """People don't know it."""
    REPEAT = "repeat"
    """Most know it; whether enough do can't be told."""
    HABIT = "habit"
    """People know it and customers miss it all the same: look at what is done on the floor."""
    KEEP = "keep"
    """People know it and customers don't miss it."""
    KNOWN = "known"
    """People know it; what customers find isn't asked, or too few said."""
    CANT_TELL = "cant-tell"
    """Too few have answered questions about it."""


def missed(satisfied: Share | None, mentioned: Share | None) -> bool | None:
    """Whether customers miss a standard, beyond chance: the whole interval lies beyond the line. None where too few said."""
    told = [each for each in (satisfied, mentioned) if each is not None and not too_few(each.total)]
    if not told:
        return None
    if satisfied in told and satisfied is not None and satisfied.interval[1] < CONTENT_FROM:
        return True
    return mentioned in told and mentioned is not None and mentioned.interval[0] > MISSED_FROM


def advice(knows: Knowledge | None, customers_miss_it: bool | None) -> Advice:
    """What to do. Teaching helps only who doesn't know; who knows and doesn't do it needs something else."""
    if knows is None or knows.too_few or knows.interval is None:
        return Advice.CANT_TELL
    low, high = knows.interval
    if high < KNOWN_FROM:
        return Advice.TEACH
    if low < KNOWN_FROM:
        return Advice.REPEAT
    if customers_miss_it is None:
        return Advice.KNOWN
    return Advice.HABIT if customers_miss_it else Advice.KEEP
