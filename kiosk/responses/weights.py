"""Weights: the weighted figures of a survey that declares weights, from their own tally."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.responses.dividing import SQUARED, UNIT
from kiosk.responses.models import WeightDay
from kiosk.responses.queries import COLUMNS, Division, Key, monday
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Figures, Scale
from kontuar.core.intervals import USUAL
from kontuar.core.weighing import (
    Weighed,
    WeighedMean,
    WeighedPromoters,
    WeighedShare,
    Weights,
    effective,
    weighed_mean,
    weighed_promoters,
    weighed_share,
)

_Sums = dict[Key, dict[int, list[int]]]


def weights_by(session: Session, scope: Scope, by: Division, question: str | None = None) -> dict[Key, Weights]:
    """The weighed answers to a question for each part of a division, in order; by question: of all questions.

    A week goes by its Monday, a month by its first seven characters.
    """
    column: Any = getattr(WeightDay, COLUMNS.get(by, "day"))
    amounts = (WeightDay.n, WeightDay.weights, WeightDay.squares, WeightDay.square_rests)
    which = select(column, WeightDay.value, *(func.sum(amount) for amount in amounts)).where(scope.within(WeightDay))
    if question is not None:
        which = which.where(WeightDay.question == question)
    sums: _Sums = {}
    for key, value, *found in session.execute(which.group_by(column, WeightDay.value).order_by(column)):
        name = monday(key) if by is Division.WEEK else key[:7] if by is Division.MONTH else key
        sum_of = sums.setdefault(name, {}).setdefault(value, [0, 0, 0, 0])
        for index, amount in enumerate(found):
            sum_of[index] += int(amount)
    return {key: {value: _weighed(*found) for value, found in values.items()} for key, values in sums.items()}


def _weighed(n: int, weights: int, squares: int, rests: int) -> Weighed:
    return Weighed(n, weights / UNIT, (squares * SQUARED + rests) / SQUARED)


def weighted_figures(scale: Scale, weights: Weights, confidence: float = USUAL) -> Figures:
    """What `figures` gives, weighted; None where the scale doesn't give that figure or nothing was weighed.

    `weighted_n` responses have a weight, `weights` in all; `effective_n` of equal weight would say as much (Kish 1965).
    """
    asked = {answer: weights[answer] for answer in scale.answers if answer in weights}
    found: Figures = {
        "weighted_n": sum(each.n for each in asked.values()),
        "weights": sum(each.weight for each in asked.values()),
        "effective_n": effective(asked),
    }
    found |= _bounded("weighted_nps", weighed_promoters(asked) if scale is Scale.NPS else None, confidence)
    content = weighed_share(asked, range(4, 6)) if scale is Scale.SMILEYS else None
    found |= _bounded("weighted_csat", content, confidence)
    agreed = weighed_share(asked, range(1, 2)) if scale is Scale.YESNO else None
    found |= _bounded("weighted_yes", agreed, confidence)
    found |= _bounded("weighted_mean", weighed_mean(asked) if scale is not Scale.YESNO else None, confidence)
    weighed: Any = {str(answer): asked[answer].weight if answer in asked else 0.0 for answer in scale.answers}
    found["weighted_counts"] = weighed
    return found


def _bounded(name: str, found: WeighedShare | WeighedMean | WeighedPromoters | None, confidence: float) -> Figures:
    low, high = (found.interval_at(confidence) if found else None) or (None, None)
    return {
        name: found.value if found else None,
        f"{name}_low": low,
        f"{name}_high": high,
        f"{name}_method": found.method if found else None,
    }
