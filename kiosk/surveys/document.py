"""The survey as it is published: an immutable document that carries every word a customer reads in it."""

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Text = Mapping[str, str]
"""{language: words}, in every language of the survey."""

QuestionType = Literal["smileys", "nps", "effort", "stars", "yesno", "one", "several", "text"]
Decline = Literal["unknown", "inapplicable"]
QUESTION_TYPES: tuple[str, ...] = get_args(QuestionType)
DECLINES: tuple[str, ...] = get_args(Decline)

SCALES: Mapping[str, range] = {
    "smileys": range(1, 6),  # CSAT
    "nps": range(0, 11),  # Net Promoter Score (Reichheld 2003)
    "effort": range(1, 8),  # Customer Effort Score 2.0 (Dixon 2013): 1 disagree .. 7 agree that it was easy
    "stars": range(1, 6),
    "yesno": range(0, 2),
}
"""The whole numbers a scale can be answered with, worst first."""

_NAMES = {"is_": "is", "not_": "not", "at_least": "at-least", "at_most": "at-most"}


class Condition(msgspec.Struct, frozen=True, omit_defaults=True, rename=_NAMES):
    """When a question is asked: one comparison with an earlier answer, or several tied by all, any, not."""

    question: str | None = None
    is_: int | str | None = None
    below: int | None = None
    above: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    includes: str | None = None
    answered: bool = False
    declined: bool = False
    all: "tuple[Condition, ...] | None" = None
    any: "tuple[Condition, ...] | None" = None
    not_: "Condition | None" = None


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the answers to choose from; a reason may name the clause of the Book it is about."""

    id: str
    label: Text
    clause: str | None = None


class Ends(msgspec.Struct, frozen=True):
    """What the two ends of a scale mean."""

    low: Text
    high: Text


class Picture(msgspec.Struct, frozen=True):
    """A small picture above a question, whole (a `data:` address), with the words that say what it shows."""

    source: str
    shows: Text


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question, which is one screen."""

    id: str
    type: QuestionType
    title: Text
    help: Text | None = None
    picture: Picture | None = None
    required: bool = False
    clause: str | None = None
    decline: tuple[Decline, ...] = ()
    choices: tuple[Choice, ...] = ()
    labels: tuple[Text, ...] = ()
    """A word for each value, worst first: five for smileys, two for yes and no (no first)."""
    ends: Ends | None = None
    limit: int | None = None
    """Characters, for text."""
    when: Condition | None = None

    def choice(self, choice_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)


class SegmentValue(msgspec.Struct, frozen=True):
    """What a value of a segment is called."""

    id: str
    label: Text


class Segment(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something known of a response beside its answers, by which scores are told apart: a hall, a customer's plan."""

    key: str
    title: Text
    values: tuple[SegmentValue, ...] = ()

    def label(self, value: str) -> Text | None:
        """What a value is called; None where the survey doesn't name it."""
        return next((each.label for each in self.values if each.id == value), None)


class Survey(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="survey"):
    """A survey. Version 0 is one that hasn't been published: publishing gives the number."""

    key: str
    source: str
    languages: tuple[str, ...]
    title: Text
    invite: Text
    thanks: Text
    questions: tuple[Question, ...]
    version: int = 0
    weighted: bool = False
    segments: tuple[Segment, ...] = ()

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)


def survey_from(document: object) -> Survey:
    """The survey in a definition, given as its bytes or as the plain value of them.

    Raises msgspec.ValidationError where it isn't one. Fields of a later Kontuar are passed over, not refused.
    """
    if isinstance(document, bytes | bytearray | memoryview):
        return msgspec.json.decode(document, type=Survey)
    return msgspec.convert(document, type=Survey)


def reasons_by_clause(survey: Survey) -> dict[str, list[tuple[str, str]]]:
    """The clauses that reasons of the survey name, each with its reasons as (question, choice)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question in survey.questions:
        for choice in question.choices:
            if choice.clause:
                found.setdefault(choice.clause, []).append((question.id, choice.id))
    return found


def clauses_of(survey: Survey) -> frozenset[str]:
    """Every clause of the Book that a question or a reason of the survey names."""
    named = {question.clause for question in survey.questions}
    named |= {choice.clause for question in survey.questions for choice in question.choices}
    return frozenset(clause for clause in named if clause)
