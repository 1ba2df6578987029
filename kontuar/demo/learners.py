"""The demo's learners: who took which quiz when, and what they know of each clause."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lms.quizzes.document import Item, Quiz
from lms.quizzes.grading import grade
from lms.quizzes.ordering import items_of

# How well a clause is known across the chain: the first is known and not done, the second neither.
KNOWN = {
    "greet-30-seconds": 0.93,
    "tell-waiting-time": 0.48,
    "refund-up-to-limit": 0.7,
    "answer-in-48-hours": 0.62,
    "advise-not-push": 0.8,
}
USUALLY = 0.84


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a quiz, as the body of its fact wants it."""

    at: datetime
    seconds: float
    finished: bool
    answers: list[dict[str, Any]]


def attempts(
    dice: random.Random, quiz: Quiz, first: date, days: int, zone: str, id_of: Any
) -> Iterator[tuple[Any, Attempt]]:
    """One person's attempts at a quiz, none to three of them, each better than the last; with their ids."""
    skill = dice.gauss(0, 0.08)
    for number in range(dice.choices((0, 1, 2, 3), (22, 45, 24, 9))[0]):
        day = first + timedelta(days=dice.randrange(days))
        at = datetime.combine(day, time(dice.randrange(9, 20), dice.randrange(60)), ZoneInfo(zone))
        id = id_of(at)
        items = items_of(quiz, str(id))
        finished = dice.random() < 0.93
        asked = items if finished else items[: max(1, len(items) // 2)]
        answers = [_answer(dice, item, KNOWN.get(item.clause or "", USUALLY) + skill + 0.07 * number) for item in asked]
        yield id, Attempt(at, round(sum(answer["seconds"] for answer in answers), 1), finished, answers)


def _answer(dice: random.Random, item: Item, chance: float) -> dict[str, Any]:
    given = _right(dice, item) if dice.random() < chance else _wrong(dice, item)
    return {
        "item": item.key,
        "version": item.version,
        "answer": given,
        "seconds": round(dice.uniform(6, 28), 1),
        "fraction": grade(item, given),
    }


def _right(dice: random.Random, item: Item) -> Any:
    if item.type == "one":
        return next(option.id for option in item.options if option.right)
    if item.type == "several":
        return [option.id for option in item.options if option.right]
    if item.type == "truefalse":
        return item.answer
    if item.type == "short":
        return dice.choice([words for ways in item.accepted.values() for words in ways])
    return item.value


def _wrong(dice: random.Random, item: Item) -> Any:
    wrong = [option.id for option in item.options if not option.right]
    if item.type == "one":
        return dice.choice(wrong)
    if item.type == "several":
        right = [option.id for option in item.options if option.right]
        return [*right[:-1], dice.choice(wrong)] if wrong else right[:-1]
    if item.type == "truefalse":
        return not item.answer
    return "?" if item.type == "short" else "7"
