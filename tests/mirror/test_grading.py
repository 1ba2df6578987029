"""An answer earns the same on the tablet, which shows it at once, and on the node, which keeps it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lms.quizzes import grading
from lms.quizzes.document import Item, Quiz

TABLE = json.loads(Path(__file__).with_name("grading.json").read_text(encoding="utf-8"))
CASES, ATTEMPTS = TABLE["cases"], TABLE["attempts"]
ATTEMPT = "0193a6f0-1c2b-7d4e-8f00-0a1b2c3d4e5f"

IN_JAVASCRIPT = """async ({grade, result}, {items, cases, quiz, attempts, attempt}) => ({
    fractions: cases.map(({item, answer}) => grade(items[item], answer)),
    results: await Promise.all(attempts.map(async ({answers, finished}) => {
        const {fraction, passed, marks} = await result(quiz, attempt, answers, finished);
        return [fraction, passed, marks.map(({item, fraction, answered}) => [item.key, fraction, answered])];
    })),
})"""


def item_of(raw: dict[str, Any]) -> Item:
    """An item of the table, which leaves out the words."""
    options = [{"text": {}, **option} for option in raw.get("options", [])]
    return msgspec.convert({"key": "it", "version": 1, "prompt": {}, "feedback": {}, **raw, "options": options}, Item)


def the_quiz() -> Quiz:
    words = {"kind": "quiz", "key": "q", "source": "en", "languages": ["en"], "title": {}, "intro": {}, "minutes": 5}
    quiz = msgspec.convert({**words, **TABLE["quiz"], "items": []}, Quiz)
    return msgspec.structs.replace(quiz, items=tuple(item_of(item) for item in TABLE["quiz"]["items"]))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['item']}: {case['answer']!r}" for case in CASES])
def test_an_answer_earns_its_fraction(case: dict[str, Any]) -> None:
    assert grading.grade(item_of(TABLE["items"][case["item"]]), case["answer"]) == case["fraction"]


@pytest.mark.parametrize("case", ATTEMPTS, ids=[case["name"] for case in ATTEMPTS])
def test_an_attempt_is_the_mean_of_its_items(case: dict[str, Any]) -> None:
    result = grading.result(the_quiz(), ATTEMPT, case["answers"], case["finished"])
    assert (result.fraction, result.passed) == (case["fraction"], case["passed"])


@pytest.mark.chromium
def test_the_tablet_grades_the_same(in_chromium: Callable[[str, str, Any], Any]) -> None:
    results = [grading.result(the_quiz(), ATTEMPT, case["answers"], case["finished"]) for case in ATTEMPTS]
    found = in_chromium("lms/quizzes/static/grading.js", IN_JAVASCRIPT, {**TABLE, "attempt": ATTEMPT})
    assert found == {
        "fractions": [case["fraction"] for case in CASES],
        "results": [
            [done.fraction, done.passed, [[mark.item.key, mark.fraction, mark.answered] for mark in done.marks]]
            for done in results
        ],
    }
