"""Concluding: what to do next, only where the month's reasons and what employees know say so together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontuar.reports.advising import Advice, advice
from kontuar.reports.knowing import Knowledge

MOST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """What follows for a clause: the reason it is named by (its place in the list of reasons), and the advice."""

    reason: int
    clause: str
    advice: Advice


def steps(reasons: Sequence[tuple[str | None, bool]], knows: Mapping[str, Knowledge]) -> list[Step]:
    """What to do next, the dearest reason first, at most three, one for a clause.

    `reasons` are each reason's clause and whether its gain is beyond chance: customers miss that standard then. Who doesn't
    know it should be taught; who does, and doesn't do it, needs to be looked at on the floor.
    """
    found: list[Step] = []
    for number, (clause, sure) in enumerate(reasons):
        if sure and clause and clause not in {step.clause for step in found}:
            found.append(Step(number, clause, advice(knows.get(clause), True)))
    return found[:MOST]
