"""Grading: what an answer is worth, 0..1, and what an attempt comes to.

`static/grading.js` does the same in the browser; `tests/mirror/` holds both to one table of cases.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard

from lms.quizzes.comparing import folded, number_in, within
from lms.quizzes.document import Item, Quiz
from lms.quizzes.ordering import items_of

LONGEST_TYPED = 500
"""Characters. What is longer isn't looked at: nobody types it, and comparing would hold up all others."""


def grade(item: Item, answer: object) -> float:
    """The fraction of an item's mark that an answer earns. No answer, or one of another shape, earns nothing.

    several: each right option chosen earns 1/right, each wrong one loses 1/wrong, never below 0. That is how Moodle's
    "multiple answers" adds its options' grades (a negative sum counts as 0), with the grades that "one mark for all right
    options, one lost for all wrong ones" gives; so guessing everything, or nothing, is worth nothing.
    All other types: 1 or 0.
    """
    match item.type:
        case "one":
            option = item.option(answer) if isinstance(answer, str) else None
            return 1.0 if option is not None and option.right else 0.0
        case "several":
            return _several(item, answer)
        case "truefalse":
            return 1.0 if isinstance(answer, bool) and answer == item.answer else 0.0
        case "short":
            return 1.0 if _typed(answer) and _accepted(item, answer) else 0.0
        case "numeric":
            number = number_in(answer) if _typed(answer) else None
            right = number is not None and item.value is not None and within(number, item.value, item.tolerance)
            return 1.0 if right else 0.0


def _several(item: Item, answer: object) -> float:
    if not isinstance(answer, list | tuple):
        return 0.0
    right = sum(option.right for option in item.options)
    wrong = len(item.options) - right
    chosen = [option for option in item.options if option.id in answer]
    hits = sum(option.right for option in chosen)
    misses = len(chosen) - hits
    earned = hits / right if right else 0.0
    lost = misses / wrong if wrong else 0.0
    return max(0.0, earned - lost)


def _typed(answer: object) -> TypeGuard[str]:
    return isinstance(answer, str) and len(answer) <= LONGEST_TYPED


def _accepted(item: Item, answer: str) -> bool:
    typed = folded(answer)
    return typed != "" and any(typed in _folded(ways) for ways in item.accepted.values())


@lru_cache(maxsize=1024)
def _folded(ways: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(folded, ways))


@dataclass(frozen=True, slots=True)
class Mark:
    """What one item of an attempt earned; `answered` is False where nothing was given."""

    item: Item
    fraction: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt came to: the mean of its items' fractions, those not answered counting 0."""

    marks: tuple[Mark, ...]
    fraction: float
    passed: bool


def result(
    quiz: Quiz,
    attempt: str,
    answers: Mapping[str, object],
    finished: bool,
    graded: Callable[[Item, object], float] = grade,
) -> Result:
    """Grade an attempt's answers (by item key). Only a finished one can be passed; what wasn't asked doesn't count.

    `graded` is `grade`, or what remembers its results.
    """
    marks = tuple(
        Mark(item, graded(item, answers[item.key]), True) if item.key in answers else Mark(item, 0.0, False)
        for item in items_of(quiz, attempt)
    )
    total = 0.0
    for mark in marks:  # added up one by one, as JavaScript does: `sum` may do it better than that
        total += mark.fraction
    enough = total * 100 >= quiz.pass_mark * len(marks) - 1e-9
    return Result(marks, total / len(marks) if marks else 0.0, finished and bool(marks) and enough)
