"""What can happen on the way through a survey: whether a question can ever be asked, or always is.

Every way is walked, but answers that no condition tells apart are walked once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from kiosk.surveys.conditions import compare, holds, possible_answers
from kiosk.surveys.document import Condition, Question

MOST_WAYS = 20_000
"""Beyond that many ways nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether a condition can hold at all, and whether it can fail, where its question can be reached."""

    can_hold: bool
    can_fail: bool


def comparisons(condition: Condition | None) -> Iterator[Condition]:
    """Every comparison in a condition, however deep."""
    if condition is None:
        return
    if condition.question is not None:
        yield condition
    for part in chain(condition.all or (), condition.any or (), (condition.not_,)):
        yield from comparisons(part)


def outlook(questions: Sequence[Question], question: Question) -> Outlook:
    """What can become of the condition of one question, by all ways through the questions before it."""
    before = list(questions[: questions.index(question)])
    wanted = _needed(before, question)
    relevant = [earlier for earlier in before if earlier.id in wanted]
    tests = [test for each in (*relevant, question) for test in comparisons(each.when)]
    answers = {
        each.id: _kinds_of_answer(each, [test for test in tests if test.question == each.id]) for each in relevant
    }
    found: set[bool] = set()
    ways: list[tuple[int, dict[str, Any]]] = [(0, {})]
    walked = 0
    while ways and len(found) < 2:
        walked += 1
        if walked > MOST_WAYS:
            return Outlook(True, True)
        place, given = ways.pop()
        if place == len(relevant):
            found.add(holds(question.when, given))
            continue
        earlier = relevant[place]
        possible = answers[earlier.id] if holds(earlier.when, given) else [None]
        ways += [(place + 1, given if answer is None else {**given, earlier.id: answer}) for answer in possible]
    return Outlook(True in found, False in found)


def _needed(before: Sequence[Question], question: Question) -> set[str]:
    """The ids of the questions that a condition depends on, by way of others too."""
    whens: Mapping[str, Condition | None] = {earlier.id: earlier.when for earlier in before}
    needed: set[str] = set()
    waiting = [test.question for test in comparisons(question.when)]
    while waiting:
        name = waiting.pop()
        if name is not None and name in whens and name not in needed:
            needed.add(name)
            waiting += [test.question for test in comparisons(whens[name])]
    return needed


def _kinds_of_answer(question: Question, tests: Sequence[Condition]) -> list[Any]:
    """One answer (None: skipped) of each kind that the tests can tell apart."""
    kinds: dict[tuple[bool, ...], Any] = {}
    for answer in _all_answers(question, tests):
        kinds.setdefault(tuple(compare(test, answer) for test in tests), answer)
    return list(kinds.values())


def _all_answers(question: Question, tests: Sequence[Condition]) -> list[Any]:
    ways = possible_answers(question)
    if ways is not None:
        return ways
    rest: list[Any] = [{"declined": why} for why in question.decline]
    if not question.required:
        rest.append(None)
    if question.type == "text":
        return ["words", *rest]
    asked_for = sorted({test.includes for test in tests if test.includes is not None})[:10]
    others = [choice.id for choice in question.choices if choice.id not in asked_for][:1]
    pool = asked_for + others
    some = chain.from_iterable(combinations(pool, size) for size in range(1, len(pool) + 1))
    known = {choice.id for choice in question.choices}
    return [list(picked) for picked in some if known.issuperset(picked)] + rest
