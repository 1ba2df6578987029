"""Which question comes next: conditions on earlier answers. The same rules stand in static/conditions.js.

Answers are those of the wire: a whole number, a choice's id, a list of them, a text, or {"declined": ...}; a question
that was skipped is absent. Nothing but "answered", "declined" and "not" holds of a question without an answer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.surveys.document import SCALES, Condition, Question

Answers = Mapping[str, Any]
PLAIN = (int, str, list)  # most answers: looked at first, since asking whether something is a mapping takes long


@dataclass(frozen=True, slots=True)
class Steps:
    """ "Question 2 of 4": the count is the longest way still possible, so it may shrink on the way but never grow."""

    number: int
    of: int


def declines(answer: Any) -> bool:
    """Whether an answer says that there is none."""
    return type(answer) not in PLAIN and isinstance(answer, Mapping) and "declined" in answer


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a question with this condition is asked, given the answers to the questions before it."""
    return judge(condition, answers, ()) is True


def judge(condition: Condition | None, answers: Answers, still_open: Collection[str]) -> bool | None:
    """As `holds`, but None where it depends on questions that are still open."""
    if condition is None:
        return True
    if condition.all is not None:
        parts = [judge(part, answers, still_open) for part in condition.all]
        return False if False in parts else None if None in parts else True
    if condition.any is not None:
        parts = [judge(part, answers, still_open) for part in condition.any]
        return True if True in parts else None if None in parts else False
    if condition.not_ is not None:
        part = judge(condition.not_, answers, still_open)
        return None if part is None else not part
    if condition.question in still_open:
        return None
    return compare(condition, answers.get(condition.question or ""))


def compare(condition: Condition, answer: Any) -> bool:
    """One comparison with one answer (None: there is none)."""
    if condition.declined:
        return declines(answer)
    if answer is None or declines(answer):
        return False
    if condition.answered:
        return True
    if condition.includes is not None:
        return isinstance(answer, list | tuple) and condition.includes in answer
    if condition.is_ is not None:
        return type(answer) is type(condition.is_) and bool(answer == condition.is_)
    return type(answer) is int and _within(condition, answer)


def _within(condition: Condition, answer: int) -> bool:
    if condition.below is not None:
        return answer < condition.below
    if condition.above is not None:
        return answer > condition.above
    if condition.at_least is not None:
        return answer >= condition.at_least
    return condition.at_most is not None and answer <= condition.at_most


def asked(questions: Sequence[Question], answers: Answers) -> list[str]:
    """The ids of the questions on this customer's way, in order, by the answers so far."""
    way: list[str] = []
    given: dict[str, Any] = {}
    for question in questions:
        if question.when is None or holds(question.when, given):
            way.append(question.id)
            if question.id in answers:
                given[question.id] = answers[question.id]
    return way


def kept(questions: Sequence[Question], answers: Answers) -> dict[str, Any]:
    """The answers without those to questions that are no longer asked, since an earlier answer was changed."""
    way = asked(questions, answers)
    return {question: answers[question] for question in way if question in answers}


def next_question(questions: Sequence[Question], answers: Answers, after: str | None = None) -> str | None:
    """The question that comes after one (or first); None when it was the last."""
    way = asked(questions, answers)
    return next(iter(way[_place(way, after) :]), None)


def previous_question(questions: Sequence[Question], answers: Answers, before: str) -> str | None:
    """The question that came before one; None when it was the first."""
    way = asked(questions, answers)
    place = _place(way, before) - 2
    return way[place] if place >= 0 else None


def _place(way: Sequence[str], question: str | None) -> int:
    return way.index(question) + 1 if question in way else 0


def steps(questions: Sequence[Question], answers: Answers, current: str) -> Steps:
    """Where the customer is. Answers to the current and later questions don't count: they may still change."""
    place = next(index for index, question in enumerate(questions) if question.id == current)
    before = kept(questions[:place], answers)
    number = len(asked(questions[:place], answers)) + 1
    question, later = questions[place], questions[place + 1 :]
    ways = possible_answers(question)
    if ways is None:
        return Steps(number, number + _longest(later, before, {current}))
    lengths = [_longest(later, before if way is None else {**before, current: way}, set()) for way in ways]
    return Steps(number, number + max(lengths))


def possible_answers(question: Question) -> list[Any] | None:
    """All answers a question can get, None among them if it can be skipped; None for several and text: too many."""
    if question.type in SCALES:
        ways: list[Any] = list(SCALES[question.type])
    elif question.type == "one":
        ways = [choice.id for choice in question.choices]
    else:
        return None
    ways += [{"declined": why} for why in question.decline]
    return ways if question.required else [*ways, None]


def _longest(questions: Sequence[Question], answers: Answers, still_open: set[str]) -> int:
    """How many of these questions may still be asked."""
    count = 0
    for question in questions:
        if judge(question.when, answers, still_open) is not False:
            count += 1
            still_open = still_open | {question.id}
    return count
