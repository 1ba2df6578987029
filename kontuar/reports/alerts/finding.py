"""Finding: what one shop's closed day is evidence of, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kiosk.responses.scoring import Counts, Scale, measured, together
from kontuar.core.comparing import Measured
from kontuar.core.evidence import BEFORE, TARGET_DAYS, WINDOWS, Found, below_target, fell

FIRST = BEFORE + max(WINDOWS)
"""How many days back, the closed one included, answers are needed."""


def found(
    scale: Scale,
    by_day: Mapping[str, Counts],
    day: str,
    *,
    target: float | None,
    looks: int,
    since: str = "",
    enough: int | None = None,
) -> list[Found]:
    """Evidence of a question at the end of `day`: of a fall the shortest window that shows it, and of a missed target.

    `looks` is how many windows of questions of shops are looked at in the chain that day, `since` the day from which the level
    may be compared (something changed for good then).
    """
    evidence = []
    for window in WINDOWS:
        begins = _back(day, window - 1)
        before = [key for key in by_day if max(since, _back(begins, BEFORE)) <= key < begins]
        recent = [key for key in by_day if begins <= key <= day]
        told = fell(_score(scale, by_day, recent), _score(scale, by_day, before), window, looks=looks, enough=enough)
        if told is not None:
            evidence.append(told)
            break
    if target is not None:
        recent = [key for key in by_day if _back(day, TARGET_DAYS - 1) <= key <= day]
        missed = below_target(_score(scale, by_day, recent), target, looks=looks, enough=enough)
        evidence += [missed] if missed else []
    return evidence


def _score(scale: Scale, by_day: Mapping[str, Counts], days: Iterable[str]) -> Measured | None:
    return measured(scale, together(by_day[day] for day in days))


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
