"""Long: responses as a row an answer, of several-of-many a row a choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kiosk.surveys.document import Question, Survey
from kontuar.core.sealing import Seal
from kontuar.reports.export.answers import HIDDEN, MISSING, MOST_KEPT, said, value_labels
from kontuar.reports.export.columns import Column, Page, Type, Value, page
from kontuar.reports.export.responses import Wanted, read

COLUMNS = (
    Column("question", Type.TEXT, _l("The question")),
    Column("type", Type.TEXT, _l("What sort of question it is")),
    Column("choice", Type.TEXT, _l("The choice: the one taken, or one of several")),
    Column("value", Type.WHOLE, _l("The number given on a scale; of several-of-many 1 chosen, 0 not chosen")),
    Column("text", Type.TEXT, _l("What was typed")),
    Column("missing", Type.TEXT, _l("Why there is no answer"), labels=MISSING, part="missing"),
)
LABELS = (
    Column("question_label", Type.TEXT, _l("The question in words")),
    Column("answer_label", Type.TEXT, _l("The answer in words")),
)

_Tail = tuple[Value, ...]


class Tails:
    """What follows the head of a response in each of its rows; with `labels` in words as well."""

    def __init__(self, versions: Sequence[Survey], labels: str | None) -> None:
        self._surveys = {(survey.key, survey.version): survey for survey in versions}
        self._labels = labels
        self._missing = {why: str(words) for why, words in MISSING.items()}
        self._known: dict[tuple[str, int], dict[str, list[_Tail]]] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*COLUMNS, *(LABELS if self._labels else ()))

    def of(self, survey: str, version: int, answers: str) -> list[_Tail]:
        """A tail for each answer but the words; customers answer alike, so each combination is cut once."""
        alike = self._known.setdefault((survey, version), {})
        found = alike.get(answers)
        if found is None:
            whole = self._surveys.get((survey, version))
            found = list(self._cut(whole, msgspec.json.decode(answers))) if whole else []
            if len(alike) < MOST_KEPT:
                alike[answers] = found
        return found

    def _cut(self, survey: Survey, answers: dict[str, Any]) -> Iterator[_Tail]:
        for question in survey.questions:
            answer = answers.get(question.id)
            if answer is None:
                continue
            if isinstance(answer, dict):
                why = answer.get("declined")
                yield self._tail(survey, question, missing=why, label=self._missing.get(str(why)))
            elif question.type == "several":
                for choice in question.choices:
                    yield self._tail(survey, question, choice=choice.id, value=int(choice.id in answer))
            elif question.type == "one":
                yield self._tail(survey, question, choice=answer)
            else:
                yield self._tail(survey, question, value=answer)

    def word(self, survey: str, version: int, question: str, text: str | None) -> _Tail | None:
        """The tail of what was typed; None where that version doesn't ask it."""
        whole = self._surveys.get((survey, version))
        asked = whole.question(question) if whole else None
        if whole is None or asked is None:
            return None
        return self._tail(whole, asked, text=text, missing=None if text else HIDDEN)

    def _tail(
        self, survey: Survey, question: Question, *, choice: str | None = None, value: int | None = None,
        text: str | None = None, missing: str | None = None, label: str | None = None,
    ) -> _Tail:  # fmt: skip
        tail = (question.id, question.type, choice, value, text, missing)
        if self._labels is None:
            return tail
        labels = value_labels(survey, question, self._labels)
        answer = label or labels.get(choice if choice is not None else value)
        return (*tail, said(question.title, self._labels, survey.source), answer)


def rows(session: Session, wanted: Wanted, tails: Tails, seal: Seal, comments: bool) -> Iterator[Page]:
    """A row an answer; the columns are those of responses and those of `tails`. A response without an answer has none."""
    for some in read(session, wanted, seal, comments):
        typed: dict[Any, list[tuple[str, str | None]]] = {}
        for question, texts in sorted(some.words.items()):
            for response, text in texts.items():
                typed.setdefault(response, []).append((question, text))
        found: list[tuple[Value, ...]] = []
        for id, head, answers in zip(some.ids, zip(*some.head, strict=True), some.answers, strict=True):
            which: Any = head[6], head[7]
            found.extend((*head, *tail) for tail in tails.of(which[0], which[1], answers))
            words = (tails.word(which[0], which[1], question, text) for question, text in typed.get(id, ()))
            found.extend((*head, *tail) for tail in words if tail is not None)
        if found:
            yield page(found, len(some.ids))
