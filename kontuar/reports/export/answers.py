"""Answers: how those to some surveys, in all their versions, lie in columns: one a question, of several-of-many one a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from flask_babel import lazy_gettext as _l

from kiosk.surveys.document import SCALES, Question, Survey
from kontuar.reports.export.columns import Column, Type, Value

MOST_KEPT = 20_000  # combinations of answers whose cells are remembered
HIDDEN = "hidden"
MISSING: dict[Value, Any] = {
    "unknown": _l("doesn't know"),
    "inapplicable": _l("isn't concerned"),
    HIDDEN: _l("hidden because it names somebody"),
}
"""Why a question that was asked has no answer."""

_At = tuple[str, str, str]  # survey, question, and which of its columns: its type, a choice behind a dot, ?missing


class Answers:
    """The columns of some versions of surveys, newest first, and the cells of a response in them.

    Without `comments` what customers typed has no columns. `taken` are names that other columns of the table have.
    """

    def __init__(self, versions: Sequence[Survey], language: str, taken: Sequence[str], comments: bool) -> None:
        self._surveys = {(survey.key, survey.version): survey for survey in versions}
        self.alone = len({survey.key for survey in versions}) < 2
        self._language = language
        self._comments = comments
        self._names = {name.lower() for name in taken}
        self._at: dict[_At, int] = {}
        self._known: dict[tuple[str, int], dict[str, tuple[Value, ...]]] = {}
        self.columns: list[Column] = []
        for survey in versions:
            for question in survey.questions:
                self._lay(survey, question)
        self.texts = [(key[0], key[1], at, self._at[key[0], key[1], "?missing"]) for key, at in self._at.items()
                      if key[2] == "text"]  # fmt: skip
        """Columns for words: survey, question, where the words go, where it's said why there are none."""

    def _lay(self, survey: Survey, question: Question) -> None:
        """Give a question its columns, unless a later version did."""
        if question.type == "text" and not self._comments:
            return
        about = said(question.title, self._language, survey.source)
        if question.type == "several":
            for choice in question.choices:
                label = said(choice.label, self._language, survey.source)
                self._add(
                    (survey.key, question.id, f".{choice.id}"), f"{question.id}.{choice.id}", Type.YESNO,
                    about=_l("%(question)s — %(choice)s", question=about, choice=label),
                    labels={True: _l("chosen"), False: _l("not chosen")}, clause=choice.clause or "",
                    choice=choice.id, part="answer",
                )  # fmt: skip
        else:
            self._add(
                (survey.key, question.id, question.type), question.id,
                Type.WHOLE if question.type in SCALES else Type.TEXT, about=about, part="answer",
                labels=value_labels(survey, question, self._language), note=_range(question),
                clause=question.clause or "",
            )  # fmt: skip
        if question.decline or question.type == "text":
            reasons = (*question.decline, *([HIDDEN] if question.type == "text" else []))
            self._add(
                (survey.key, question.id, "?missing"), f"{question.id}.missing", Type.TEXT, part="missing",
                about=_l("%(question)s — why there is no answer", question=about),
                labels={reason: MISSING[reason] for reason in reasons},
            )  # fmt: skip

    def _add(self, key: _At, name: str, type: Type, **told: Any) -> None:
        if key in self._at:
            return
        self._at[key] = len(self.columns)
        name = f"{key[0]}.{name}" if not self.alone else name
        while name.lower() in self._names:
            name += "_"
        self._names.add(name.lower())
        self.columns.append(Column(name, type, survey=key[0], question=key[1], **told))

    def cells(self, survey: str, version: int, answers: str) -> tuple[Value, ...]:
        """The cells of answers (JSON as it's kept), but for words. Customers answer alike: each combination is cut once."""
        alike = self._known.setdefault((survey, version), {})
        found = alike.get(answers)
        if found is None:
            found = self._cut(survey, version, msgspec.json.decode(answers))
            if len(alike) < MOST_KEPT:
                alike[answers] = found
        return found

    def rows(self, surveys: Sequence[Any], versions: Sequence[Any], answers: Sequence[str]) -> list[tuple[Value, ...]]:
        """The cells of many; mostly they answer the same survey in the same version."""
        one = next(zip(surveys, versions, strict=True))
        if surveys.count(one[0]) < len(surveys) or versions.count(one[1]) < len(versions):
            return [self.cells(*each) for each in zip(surveys, versions, answers, strict=True)]
        alike = self._known.setdefault(one, {})
        return [alike.get(each) or self.cells(*one, each) for each in answers]

    def _cut(self, key: str, version: int, answers: Mapping[str, Any]) -> tuple[Value, ...]:
        cells: list[Value] = [None] * len(self.columns)
        survey = self._surveys.get((key, version))
        for question in survey.questions if survey else ():
            answer = answers.get(question.id)
            if answer is None:
                continue
            if isinstance(answer, dict):
                if (key, question.id, "?missing") in self._at:
                    cells[self._at[key, question.id, "?missing"]] = answer.get("declined")
            elif question.type == "several":
                for each in question.choices:
                    cells[self._at[key, question.id, f".{each.id}"]] = each.id in answer
            else:
                cells[self._at[key, question.id, question.type]] = answer
        return tuple(cells)


def said(text: Mapping[str, str], language: str, source: str) -> str:
    """A document's words in a language, else in its own."""
    return text.get(language) or text.get(source) or ""


def value_labels(survey: Survey, question: Question, language: str) -> dict[Value, str]:
    """What the values of an answer mean: of smileys and choices each, of a scale with ends its two ends."""
    scale = SCALES.get(question.type)
    if scale is not None and question.labels:
        labels = zip(scale, question.labels, strict=False)
        return {value: said(label, language, survey.source) for value, label in labels}
    if scale is not None and question.ends:
        ends = ((scale[0], question.ends.low), (scale[-1], question.ends.high))
        return {value: said(label, language, survey.source) for value, label in ends}
    if question.type in ("one", "several"):
        return {choice.id: said(choice.label, language, survey.source) for choice in question.choices}
    return {}


def _range(question: Question) -> Any:
    scale = SCALES.get(question.type)
    return _l("%(least)s to %(most)s", least=scale[0], most=scale[-1]) if scale else ""
