"""A quiz as somebody writes it: what Kontuar ships, and what it says about a faulty one, on which line."""

from collections import Counter
from pathlib import Path

import pytest

import lms.quizzes
import lms.standards
from kontuar.core.documents import canonical
from kontuar.core.languages import TAGS
from lms.quizzes.checking import changed_in_silence, read_quiz
from lms.quizzes.document import Quiz, clauses_of, quiz_from
from lms.quizzes.grading import grade
from lms.standards.checking import read_book

SHIPPED = sorted((Path(lms.quizzes.__file__).parent / "shipped").glob("*.yaml"))
BOOK = Path(lms.standards.__file__).parent / "shipped" / "book.yaml"

SMALL = """\
kind: quiz
key: welcome
source: en
languages: [en]
title: Welcome
intro: Five questions.
minutes: 3
pass: 80
pools: [{key: shelf, draw: 1}]
products: [{key: mug, name: Mug}]
items:
  - key: greet
    version: 1
    type: one
    clause: greet-30-seconds
    prompt: When?
    feedback: Soon.
    options:
      - {id: soon, text: Soon, right: true}
      - {id: late, text: Late, feedback: Too late.}
  - key: mug-parts
    version: 1
    type: several
    product: mug
    prompt: What has a mug?
    feedback: It can be held.
    options:
      - {id: handle, text: A handle, right: true}
      - {id: lid, text: A lid}
  - {key: mug-hot, version: 1, type: truefalse, product: mug, pool: shelf, prompt: Hot?, feedback: Yes., answer: true}
  - key: mug-name
    version: 1
    type: short
    product: mug
    pool: shelf
    prompt: What is this?
    feedback: A mug.
    accepted: {en: [mug, a mug]}
  - key: mug-size
    version: 2
    type: numeric
    product: mug
    prompt: How much?
    feedback: A quarter.
    value: 0.250
    tolerance: 0.01
    unit: l
"""


def codes(text: str) -> list[tuple[int, str]]:
    quiz, faults = read_quiz(text.encode(), {"greet-30-seconds"})
    assert (quiz is None) == any(fault.severity == "error" for fault in faults)
    return [(fault.line, fault.code) for fault in faults]


def small() -> Quiz:
    quiz, faults = read_quiz(SMALL.encode())
    assert faults == []
    assert quiz is not None
    return quiz


def shipped() -> dict[str, Quiz]:
    book, _ = read_book(BOOK.read_bytes())
    assert book is not None
    clauses = {clause.id for clause in book.clauses}
    found = {}
    for path in SHIPPED:
        quiz, faults = read_quiz(path.read_bytes(), clauses)
        assert faults == [], path.name
        assert quiz is not None
        found[quiz.key] = quiz
    return found


def test_two_quizzes_come_with_kontuar_and_ask_about_every_clause() -> None:
    quizzes = shipped()
    assert set(quizzes) == {"standards", "product-kettle"}
    items = [item for quiz in quizzes.values() for item in quiz.items]
    assert len(items) == 20
    assert len({item.key for item in items}) == 20
    assert set(Counter(item.type for item in items)) == {"one", "several", "truefalse", "short", "numeric"}
    book, _ = read_book(BOOK.read_bytes())
    assert book is not None
    assert clauses_of(quizzes["standards"]) == {clause.id for clause in book.clauses}
    assert {product.key for product in quizzes["product-kettle"].products} == {"kettle-brzask"}


@pytest.mark.parametrize("key", ["standards", "product-kettle"])
def test_everybody_takes_them_in_his_own_language(key: str) -> None:
    quiz = shipped()[key]
    assert quiz.languages == TAGS
    for item in quiz.items:
        texts = [item.prompt, item.feedback, *(option.text for option in item.options)]
        for text in texts:
            assert list(text) == list(TAGS)
            assert len(set(text.values())) == len(TAGS), f"{item.key}: two languages say the same"


@pytest.mark.parametrize("language", TAGS)
def test_a_short_answer_is_right_in_each_language(language: str) -> None:
    item = shipped()["product-kettle"].item("kettle-white-deposit")
    assert item is not None
    for way in item.accepted[language]:
        assert grade(item, f"  {way.upper()} ") == 1


def test_what_is_published_is_what_was_written() -> None:
    for quiz in (*shipped().values(), small()):
        assert quiz_from(canonical(quiz)) == quiz


def test_a_number_is_kept_in_figures_and_not_as_a_float() -> None:
    item = small().item("mug-size")
    assert item is not None
    assert (item.value, item.tolerance) == ("0.25", "0.01")


def test_an_attempt_asks_the_fixed_items_and_the_drawn_ones() -> None:
    assert small().asked == 4
    assert shipped()["product-kettle"].asked == 6


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("kind: quiz", "kind: survey", [(1, "wrong-value")]),
        ("key: welcome", "key: Welcome day", [(2, "not-a-name")]),
        ("pass: 80", "pass: 0.8", [(8, "not-in-range")]),
        ("pass: 80\n", "", [(1, "missing-key")]),
        ("minutes: 3", "minutes: 90", [(7, "not-in-range")]),
        ("pass: 80", "pass: 80\nshuffle: maybe", [(9, "not-a-yes-or-no")]),
        ("draw: 1", "draw: 3", [(9, "pool-too-small")]),
        ("draw: 1", "draw: 2", [(9, "pool-without-choice")]),
        ("type: one", "type: ono", [(14, "unknown-type")]),
        ("clause: greet-30-seconds", "clause: greet-30-secnds", [(15, "unknown-clause")]),
        ("clause: greet-30-seconds", "product: mugs", [(15, "unknown-product")]),
        ("    clause: greet-30-seconds\n", "", [(12, "clause-or-product")]),
        ("clause: greet-30-seconds", "clause: greet-30-seconds\n    product: mug", [(12, "clause-or-product")]),
        ("pool: shelf", "pool: shlef", [(9, "pool-without-choice"), (30, "unknown-pool")]),
        (", right: true}\n      - {id: late", "}\n      - {id: late", [(18, "right-options")]),
        ("text: Late", "text: Late, right: true", [(18, "right-options")]),
        ("{id: lid, text: A lid}", "{id: lid, text: A lid, right: true}", [(27, "right-options")]),
        ("id: late", "id: soon", [(20, "duplicate")]),
        ("text: Late", 'text: " SOON"', [(20, "same-option")]),
        ("      - {id: lid, text: A lid}\n", "", [(27, "how-many-options")]),
        ("answer: true}", "answer: yes}", [(30, "not-a-yes-or-no")]),
        (", answer: true}", "}", [(30, "missing-key")]),
        ("answer: true}", "answer: true, options: []}", [(30, "unknown-key")]),
        ("accepted: {en: [mug, a mug]}", "accepted: {}", [(38, "missing-language")]),
        ("accepted: {en: [mug, a mug]}", "accepted: {en: [' ']}", [(38, "accepted-answer")]),
        ("accepted: {en: [mug, a mug]}", "accepted: {en: [mug], fr: [tasse]}", [(38, "unknown-language")]),
        ("accepted: {en: [mug, a mug]}", "accepted: mug", [(38, "not-a-mapping")]),
        ("value: 0.250", "value: a quarter", [(45, "not-a-number")]),
        ("tolerance: 0.01", "tolerance: -1", [(46, "not-a-number")]),
        ("version: 2", "version: 0", [(40, "item-version")]),
        ("key: mug-size", "key: greet", [(39, "duplicate")]),
        ("    prompt: How much?\n", "", [(39, "missing-key")]),
        ("minutes: 3", "minuets: 3", [(1, "missing-key"), (7, "unknown-key")]),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, found: list[tuple[int, str]]) -> None:
    assert old in SMALL
    assert codes(SMALL.replace(old, new, 1)) == found


@pytest.mark.parametrize("raw", [b"", b"\x00", b"[]", b"kind: quiz", b"items: [1, 2]", b"- " * 3000])
def test_a_file_that_is_no_quiz_gets_a_sentence_and_no_crash(raw: bytes) -> None:
    quiz, faults = read_quiz(raw)
    assert quiz is None
    assert faults


def test_another_right_answer_under_the_same_version_is_told() -> None:
    old = small()
    new, _ = read_quiz(SMALL.replace("answer: true", "answer: false").replace("When?", "How soon?").encode())
    assert new is not None
    assert [item.key for item in changed_in_silence(new, old)] == ["mug-hot"]
    raised, _ = read_quiz(
        SMALL.replace("mug-hot, version: 1", "mug-hot, version: 2").replace("answer: true", "answer: false").encode()
    )
    assert raised is not None
    assert changed_in_silence(raised, old) == ()
