"""Counting: what one customer's answers add to the tallies, by the survey they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.surveys.answering import readable, words_of
from kiosk.surveys.document import Survey, reasons_by_clause, survey_from

MOST_KEPT = 20_000  # combinations of answers remembered for a survey
TYPED = "."  # stands for any words where the answers are compared


class Counted(msgspec.Struct, frozen=True):
    """What answers come to, without the words: the JSON to keep, values given, choices taken, texts that count."""

    answers: str
    values: tuple[tuple[str, int], ...]  # question, value
    choices: tuple[tuple[str, str], ...]  # question, choice; "" for an answer, "?unknown" for one declined
    # and "", clause for a clause that several reasons of the survey name and at least one of those taken
    typed: tuple[str, ...]  # text questions that were asked and answered
    content: int | None = None  # what the survey's first smileys were answered with, 1..5


class Counter:
    """Counts answers to one survey. Customers answer alike, so each combination of taps is judged once."""

    def __init__(self, document: bytes) -> None:
        self.survey: Survey = survey_from(document)
        self.divided = self.survey.weighted or bool(self.survey.segments)
        self._texts = {question.id: question for question in self.survey.questions if question.type == "text"}
        self._leads = next((question.id for question in self.survey.questions if question.type == "smileys"), None)
        self._shared = {
            reason: clause
            for clause, reasons in reasons_by_clause(self.survey).items() if len(reasons) > 1
            for reason in reasons
        }  # fmt: skip
        self._known: dict[bytes, Counted] = {}

    def count(self, answers: Mapping[str, Any]) -> tuple[Counted, dict[str, str]]:
        """What the answers come to, and the words typed, by question. Impossible answers are left out."""
        words: dict[str, str] = {}
        taps = answers
        for id, question in self._texts.items():
            if isinstance(answers.get(id), str):
                taps = dict(taps)
                kept = words_of(question, taps.pop(id))
                if kept:
                    words[id] = kept
                    taps[id] = TYPED
        try:
            key = msgspec.json.encode(taps)
        except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
            return self._judge({}), {}
        counted = self._known.get(key)
        if counted is None:
            counted = self._judge(taps)
            if len(self._known) < MOST_KEPT:
                self._known[key] = counted
        return counted, {id: words[id] for id in counted.typed if id in words} if words else words

    def _judge(self, taps: Mapping[str, Any]) -> Counted:
        clean, _ = readable(self.survey, taps)
        values: list[tuple[str, int]] = []
        choices: list[tuple[str, str]] = []
        typed: list[str] = []
        for question, answer in clean.items():
            if type(answer) is int:
                values.append((question, answer))
            elif isinstance(answer, dict):
                choices.append((question, f"?{answer['declined']}"))
            elif question in self._texts:
                typed.append(question)
            else:
                picked = [answer] if isinstance(answer, str) else answer
                choices.extend((question, choice) for choice in ("", *picked))
        kept = {question: answer for question, answer in clean.items() if question not in typed} if typed else clean
        lead = clean.get(self._leads) if self._leads is not None else None
        content = lead if type(lead) is int else None
        if self._shared:
            mentioned = dict.fromkeys(self._shared[taken] for taken in choices if taken in self._shared)
            choices.extend(("", clause) for clause in mentioned)
        return Counted(msgspec.json.encode(kept).decode(), tuple(values), tuple(choices), tuple(typed), content)
