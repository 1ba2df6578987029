"""Judging: what an answer to an item earns and what is kept of it, looked at once for all who answer alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from lms.quizzes.document import Item, quiz_from
from lms.quizzes.grading import Result, grade, result

LONGEST_TYPED = 200  # characters of a short answer that are kept
MOST_KEPT = 20_000  # answers remembered for a quiz


class Judged(NamedTuple):
    """What an answer earns, 0..1, and the JSON that a reading keeps of it."""

    fraction: float
    kept: str


class Judge:
    """Judges answers to one quiz."""

    def __init__(self, document: bytes) -> None:
        self.quiz = quiz_from(document)
        self._known: dict[tuple[str, bytes], Judged] = {}

    def result(self, attempt: str, answers: Mapping[str, object], finished: bool) -> Result:
        """What an attempt came to."""
        return result(self.quiz, attempt, answers, finished, lambda item, answer: self.judged(item, answer).fraction)

    def judged(self, item: Item, answer: object) -> Judged:
        """What one answer came to."""
        try:
            key = (item.key, msgspec.json.encode(answer))
        except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError, OverflowError):
            return Judged(0.0, "null")  # no answer that any item takes
        judged = self._known.get(key)
        if judged is None:
            judged = Judged(grade(item, answer), msgspec.json.encode(_kept(item, answer)).decode())
            if len(self._known) < MOST_KEPT:
                self._known[key] = judged
        return judged


def _kept(item: Item, answer: object) -> object:
    """An answer as a reading keeps it: of the shape its item asks for, else nothing."""
    match item.type:
        case "one":
            return answer if isinstance(answer, str) and item.option(answer) else None
        case "several":
            return [option.id for option in item.options if option.id in answer] if isinstance(answer, list) else None
        case "truefalse":
            return answer if isinstance(answer, bool) else None
        case "short" | "numeric":
            return answer[:LONGEST_TYPED] if isinstance(answer, str) else None
