"""Phrasing: an attempt put in words, item by item, as its owner looks back on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _

from lms.quizzes.document import Item, Quiz
from lms.quizzes.models import ItemAnswer
from lms.quizzes.ordering import items_of

TYPES = {
    "one": _("one of many"),
    "several": _("several of many"),
    "truefalse": _("true or false"),
    "short": _("short answer"),
    "numeric": _("number"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: whether it's right, and whether it's what was given. Words are the quiz's, or the program's own."""

    words: object
    right: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item, what was answered beside what is right, and what it earned; None where nothing was answered."""

    item: Item
    fraction: float | None
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]


def outcomes(quiz: Quiz, attempt: UUID, answers: Mapping[str, ItemAnswer], language: str) -> list[Outcome]:
    """Every item that an attempt asked, in its order."""
    found = []
    for item in items_of(quiz, str(attempt)):
        answer = answers.get(item.key)
        given = answer.answer if answer else None
        remarks = tuple(
            option.feedback[language] for option in item.options if option.feedback and option.id in _chosen(given)
        )
        lines = tuple(compared(item, given, bool(answer and answer.fraction == 1), language))
        found.append(Outcome(item, answer.fraction if answer else None, lines, remarks))
    return found


def compared(item: Item, given: object, right: bool, language: str) -> list[Line]:
    """What was answered beside what is right, by type."""
    match item.type:
        case "one" | "several":
            chosen = _chosen(given)
            return [
                Line(option.text[language], option.right, option.id in chosen)
                for option in item.options
                if option.right or option.id in chosen
            ]
        case "truefalse":
            return [
                Line(words, value is item.answer, value is given)
                for value, words in ((True, _("True")), (False, _("False")))
                if value is item.answer or value is given
            ]
        case "short":
            return _typed(given, right, item.accepted[language][0])
        case "numeric":
            unit = f"\u00a0{item.unit[language]}" if item.unit else ""
            return _typed(f"{given}{unit}" if given is not None else None, right, f"{item.value}{unit}")


def _typed(given: object, right: bool, wanted: str) -> list[Line]:
    own = [Line(str(given), right, True)] if given is not None else []
    return own if right else [*own, Line(wanted, True, False)]


def _chosen(given: object) -> list[object]:
    return given if isinstance(given, list) else [given]
