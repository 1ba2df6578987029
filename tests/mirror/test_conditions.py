"""The way through a survey is the same for the tablet that shows it and the node that reads the answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.surveys import conditions
from kiosk.surveys.document import Question

TABLE = json.loads(Path(__file__).with_name("conditions.json").read_text(encoding="utf-8"))
CASES = TABLE["cases"]

IN_JAVASCRIPT = """(rules, {surveys, cases}) => cases.map(({survey, answers, next, previous, steps}) => {
    const questions = surveys[survey];
    const each = (asked, rule) => Object.fromEntries(Object.keys(asked ?? {}).map((id) => [id, rule(id)]));
    return {
        asked: rules.asked(questions, answers),
        kept: rules.kept(questions, answers),
        first: rules.nextQuestion(questions, answers),
        next: each(next, (id) => rules.nextQuestion(questions, answers, id)),
        previous: each(previous, (id) => rules.previousQuestion(questions, answers, id)),
        steps: each(steps, (id) => { const {number, of} = rules.steps(questions, answers, id); return [number, of]; }),
    };
})"""


def questions_of(survey: str) -> list[Question]:
    """The table's questions, which leave out the words."""
    return [
        msgspec.convert(
            {**raw, "title": {}, "choices": [{**choice, "label": {}} for choice in raw.get("choices", [])]}, Question
        )
        for raw in TABLE["surveys"][survey]
    ]


def in_python(case: dict[str, Any]) -> dict[str, Any]:
    questions, answers = questions_of(case["survey"]), case["answers"]
    steps = {id: conditions.steps(questions, answers, id) for id in case.get("steps", {})}
    return {
        "asked": conditions.asked(questions, answers),
        "kept": conditions.kept(questions, answers),
        "first": conditions.next_question(questions, answers),
        "next": {id: conditions.next_question(questions, answers, id) for id in case.get("next", {})},
        "previous": {id: conditions.previous_question(questions, answers, id) for id in case.get("previous", {})},
        "steps": {id: [step.number, step.of] for id, step in steps.items()},
    }


def expected(case: dict[str, Any]) -> dict[str, Any]:
    asked = case["asked"]
    kept = case.get("kept", {id: answer for id, answer in case["answers"].items() if id in asked})
    rest = {part: case.get(part, {}) for part in ("next", "previous", "steps")}
    return {"asked": asked, "kept": kept, "first": asked[0], **rest}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_node_knows_what_was_asked(case: dict[str, Any]) -> None:
    assert in_python(case) == expected(case)


@pytest.mark.chromium
def test_the_tablet_asks_the_same(in_chromium: Callable[[str, str, Any], Any]) -> None:
    found = in_chromium("kiosk/surveys/static/conditions.js", IN_JAVASCRIPT, TABLE)
    assert {case["name"]: result for case, result in zip(CASES, found, strict=True)} == {
        case["name"]: expected(case) for case in CASES
    }


@pytest.mark.parametrize("survey", TABLE["surveys"])
def test_the_count_of_steps_never_grows_on_the_way(survey: str) -> None:
    """Every way through a survey, each open question answered in each way it can be."""
    questions = questions_of(survey)
    ways: list[tuple[dict[str, Any], str | None, int]] = [({}, conditions.next_question(questions, {}), 99)]
    finished = 0
    while ways:
        answers, current, promised = ways.pop()
        if current is None:
            finished += 1
            continue
        step = conditions.steps(questions, answers, current)
        assert step.number <= step.of <= promised
        question = next(question for question in questions if question.id == current)
        possible = conditions.possible_answers(question)
        for answer in possible if possible is not None else [None, ["waiting"], ["price"]]:
            given = answers if answer is None else {**answers, current: answer}
            following = conditions.next_question(questions, given, current)
            assert following is not None or step.number == len(conditions.asked(questions, given))
            ways.append((given, following, step.of))
    assert finished
