"""Controlling: a question's steps in a place put on a control chart, with limits anew where an event says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.responses.queries import Division, counts_by
from kiosk.responses.reasons_named import named_by_step
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Counts, Scale, measured
from kiosk.surveys.document import Question
from kontuar.core.comparing import size
from kontuar.core.control import Chart, ChartKind, Measured, control_chart
from kontuar.core.intervals import Share, too_few
from kontuar.reports.choosing import Period, first_day, steps
from kontuar.reports.documents import scale_of


@dataclass(frozen=True, slots=True)
class Controlled:
    """A question's steps on a chart: the key of each step (a day, a Monday, a month), and what was too small to be on it."""

    question: Question
    by: Division
    keys: Sequence[str]
    sizes: Sequence[int]
    chart: Chart
    left_out: Sequence[str]


def kind_of(question: Question) -> ChartKind | None:
    """p for shares, XmR for NPS and means, u for reasons of which one may tick several; None where nothing is counted."""
    scale = scale_of(question)
    if scale is None:
        return ChartKind.U if question.type == "several" else None
    return ChartKind.P if scale in (Scale.SMILEYS, Scale.YESNO) else ChartKind.XMR


def controlled(
    session: Session,
    scope: Scope,
    question: Question,
    days: Period,
    by: Division,
    *,
    changes: Sequence[str] = (),
    baseline: int = 0,
    enough: int | None = None,
) -> Controlled:
    """A question of a place, step by step; a step of fewer than `enough` answers isn't on the chart.

    `changes` are days from which limits are reckoned anew; `baseline` (0: none) fixes the limits by the first so many steps.
    Raises ValueError for a question that has no chart.
    """
    kind = kind_of(question)
    if kind is None:
        raise ValueError(f"no control chart of {question.id}")
    within = scope.between(days.start, days.end)
    found = _measured(session, within, question, by)
    keys = [key for key in steps(days, by) if key in found and not too_few(found[key].n, enough)]
    small = [key for key in steps(days, by) if key in found and too_few(found[key].n, enough)]
    scale = scale_of(question)
    bounds = None
    if kind is ChartKind.XMR and scale is not None:
        bounds = (-100.0, 100.0) if scale is Scale.NPS else (float(scale.answers[0]), float(scale.answers[-1]))
    chart = control_chart(
        kind,
        [found[key] for key in keys],
        changes=[_first_from(keys, day) for day in changes],
        baseline=(0, baseline - 1) if baseline else None,
        bounds=bounds,
    )
    return Controlled(question, by, keys, [found[key].n for key in keys], chart, small)


def _measured(session: Session, scope: Scope, question: Question, by: Division) -> dict[str, Measured]:
    scale = scale_of(question)
    if scale is None:
        named = named_by_step(session, scope, by, question.id)
        return {str(key): Measured(ticks, n) for key, (ticks, n) in named.items() if n}
    return of_counts(scale, {str(key): counts for key, counts in counts_by(session, scope, by, question.id).items()})


def of_counts(scale: Scale, counted: Mapping[str, Counts]) -> dict[str, Measured]:
    """Each step's answers as a control chart takes them: the good ones of n for shares, else the score itself."""
    found = {}
    for key, counts in counted.items():
        score = measured(scale, counts)
        if score is None:
            continue
        amount = score.successes if isinstance(score, Share) else score.value
        found[key] = Measured(amount, size(score))
    return found


def _first_from(keys: Sequence[str], day: str) -> int:
    """The number of the first step that begins on a day or later: one that has the day within belongs to both sides."""
    return next((number for number, key in enumerate(keys) if first_day(key).isoformat() >= day), len(keys))
