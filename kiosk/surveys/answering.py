"""Which answers a survey can get: what a reading may be made of, whatever arrived."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kiosk.surveys.conditions import declines, kept
from kiosk.surveys.document import SCALES, Question, Survey

LONGEST_TEXT = 2000
"""Characters of a text whose question sets no limit."""

Code = Literal["not-answers", "unknown-question", "impossible", "unknown-choice", "not-declinable", "cut", "not-asked"]


@dataclass(frozen=True, slots=True)
class Oddity:
    """What was wrong with the answer to one question; the question as the tablet named it."""

    question: str
    code: Code


def readable(survey: Survey, answers: object) -> tuple[dict[str, Any], list[Oddity]]:
    """The answers that can be counted, in the survey's order, and why the others can't. Never raises.

    An impossible answer is left out, an unknown choice among several too, a text that is too long is cut; an answer to
    a question that wasn't asked of this customer (its condition doesn't hold) is left out. The journal keeps them all.
    """
    if not isinstance(answers, Mapping):
        return {}, [Oddity("", "not-answers")]
    known = {question.id for question in survey.questions}
    oddities = [Oddity(str(name), "unknown-question") for name in answers if name not in known]
    clean: dict[str, Any] = {}
    for question in survey.questions:
        if question.id in answers:
            if score_of(question, answers[question.id]) is not None:
                clean[question.id] = answers[question.id]
                continue
            answer, codes = _clean(question, answers[question.id])
            oddities += [Oddity(question.id, code) for code in codes]
            if answer is not None:
                clean[question.id] = answer
    asked = kept(survey.questions, clean)
    oddities += [Oddity(question, "not-asked") for question in clean if question not in asked]
    return asked, oddities


def possible(question: Question, answer: object) -> bool:
    """Whether an answer is one that this question can get, as it stands."""
    return _clean(question, answer)[1] == []


def score_of(question: Question, answer: object) -> int | None:
    """The number an answer puts into a score; None where it puts none: declined, skipped, a choice, a text."""
    if type(answer) is not int:
        return None
    scale = SCALES.get(question.type)
    return answer if scale is not None and answer in scale else None


def words_of(question: Question, answer: object) -> str | None:
    """What a customer typed, as it can be kept; None where that's nothing."""
    return _text(question, answer)[0]


def _clean(question: Question, answer: object) -> tuple[Any, list[Code]]:
    if declines(answer):
        return _declined(question, answer)
    if question.type in SCALES:
        return (answer, []) if score_of(question, answer) is not None else (None, ["impossible"])
    if question.type == "one":
        if not isinstance(answer, str):
            return None, ["impossible"]
        return (answer, []) if question.choice(answer) else (None, ["unknown-choice"])
    if question.type == "several":
        return _several(question, answer)
    return _text(question, answer)


def _declined(question: Question, answer: Any) -> tuple[Any, list[Code]]:
    why = answer["declined"]
    if len(answer) == 1 and isinstance(why, str) and why in question.decline:
        return {"declined": why}, []
    return None, ["not-declinable"]


def _several(question: Question, answer: object) -> tuple[list[str] | None, list[Code]]:
    if not isinstance(answer, list | tuple) or not all(isinstance(entry, str) for entry in answer):
        return None, ["impossible"]
    known = [choice.id for choice in question.choices if choice.id in answer]
    codes: list[Code] = ["unknown-choice"] if set(answer) - set(known) else []
    return (known or None), codes


def _text(question: Question, answer: object) -> tuple[str | None, list[Code]]:
    if not isinstance(answer, str):
        return None, ["impossible"]
    spoken = answer if answer.isprintable() else "".join(_visible(character) for character in answer)
    words = unicodedata.normalize("NFC", spoken).strip()
    limit = question.limit or LONGEST_TEXT
    if len(words) > limit:
        return words[:limit].rstrip(), ["cut"]
    return (words or None), []


def _visible(character: str) -> str:
    """Line ends stay; other control characters, U+0000 first among them, become spaces; half characters go."""
    if character in "\n\t" or (category := unicodedata.category(character)) not in ("Cc", "Cs"):
        return character
    return " " if category == "Cc" else ""
