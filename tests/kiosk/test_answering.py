"""A tablet sends what it likes; the shop's figures are made of answers that were possible."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.surveys.answering import Oddity, possible, readable, score_of
from kiosk.surveys.document import Survey, survey_from

WORDS = {"en": "words"}
VISIT: Survey = survey_from(
    {
        "kind": "survey",
        "key": "visit",
        "version": 3,
        "source": "en",
        "languages": ["en"],
        "title": WORDS,
        "invite": WORDS,
        "thanks": WORDS,
        "questions": [
            {"id": "visit", "type": "smileys", "title": WORDS, "required": True},
            {
                "id": "reasons",
                "type": "several",
                "title": WORDS,
                "choices": [{"id": "waiting", "label": WORDS}, {"id": "advice", "label": WORDS}],
                "when": {"question": "visit", "at-most": 3},
            },
            {"id": "nps", "type": "nps", "title": WORDS, "decline": ["unknown"]},
            {"id": "easy", "type": "effort", "title": WORDS},
            {"id": "stars", "type": "stars", "title": WORDS},
            {"id": "again", "type": "yesno", "title": WORDS},
            {"id": "how", "type": "one", "title": WORDS, "choices": [{"id": "foot", "label": WORDS}]},
            {"id": "comment", "type": "text", "title": WORDS, "limit": 12},
        ],
    }
)


def test_olenas_answers_are_read_as_she_gave_them() -> None:
    answers = {
        "visit": 2,
        "reasons": ["waiting"],
        "nps": {"declined": "unknown"},
        "easy": 7,
        "stars": 1,
        "again": 0,
        "how": "foot",
        "comment": "Черга\nдовга",
    }
    assert readable(VISIT, answers) == (answers, [])


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        ("visit", 0, "impossible"),
        ("visit", 6, "impossible"),
        ("visit", True, "impossible"),
        ("visit", 3.0, "impossible"),
        ("visit", "3", "impossible"),
        ("visit", None, "impossible"),
        ("visit", [3], "impossible"),
        ("visit", {"declined": "unknown"}, "not-declinable"),
        ("nps", 11, "impossible"),
        ("nps", -1, "impossible"),
        ("nps", 2**70, "impossible"),
        ("nps", {"declined": "inapplicable"}, "not-declinable"),
        ("nps", {"declined": ["unknown"]}, "not-declinable"),
        ("nps", {"declined": "unknown", "more": 1}, "not-declinable"),
        ("nps", {}, "impossible"),
        ("easy", 8, "impossible"),
        ("stars", 0, "impossible"),
        ("again", 2, "impossible"),
        ("how", "wings", "unknown-choice"),
        ("how", 1, "impossible"),
        ("reasons", "waiting", "impossible"),
        ("reasons", [["waiting"]], "impossible"),
        ("reasons", ["wings"], "unknown-choice"),
        ("comment", 5, "impossible"),
        ("moons", 5, "unknown-question"),
    ],
)
def test_an_impossible_answer_is_left_out_and_the_others_are_kept(question: str, answer: Any, code: str) -> None:
    clean, oddities = readable(VISIT, {"visit": 2, "again": 1, question: answer})
    assert Oddity(question, code) in oddities  # type: ignore[arg-type]
    assert question not in clean
    assert set(clean) == {"visit", "again"} - {question}


def test_known_reasons_are_kept_beside_an_unknown_one_each_once_in_the_surveys_order() -> None:
    clean, oddities = readable(VISIT, {"visit": 1, "reasons": ["advice", "wings", "waiting", "advice"]})
    assert clean["reasons"] == ["waiting", "advice"]
    assert oddities == [Oddity("reasons", "unknown-choice")]


def test_reasons_of_a_content_customer_do_not_count() -> None:
    clean, oddities = readable(VISIT, {"visit": 5, "reasons": ["waiting"]})
    assert clean == {"visit": 5}
    assert oddities == [Oddity("reasons", "not-asked")]


def test_no_reason_and_no_words_are_no_answer() -> None:
    assert readable(VISIT, {"visit": 1, "reasons": [], "comment": " \n"}) == ({"visit": 1}, [])


def test_a_comment_is_trimmed_cut_and_rid_of_what_cannot_be_shown() -> None:
    clean, oddities = readable(VISIT, {"comment": " a\x00b\ud800c\u0301 "})
    assert clean == {"comment": "a bć"}
    assert oddities == []
    clean, oddities = readable(VISIT, {"comment": "twelve signs and more"})
    assert clean == {"comment": "twelve signs"}
    assert oddities == [Oddity("comment", "cut")]


@pytest.mark.parametrize("answers", [None, [], "x", 5, True])
def test_what_is_no_set_of_answers_reads_as_none(answers: object) -> None:
    assert readable(VISIT, answers) == ({}, [Oddity("", "not-answers")])


def test_only_a_number_on_the_scale_makes_a_score() -> None:
    nps = VISIT.question("nps")
    comment = VISIT.question("comment")
    assert nps is not None and comment is not None
    assert [score_of(nps, answer) for answer in (0, 10, 11, True, None, {"declined": "unknown"})] == [
        0,
        10,
        None,
        None,
        None,
        None,
    ]
    assert score_of(comment, "10") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["declined", "a"]), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([question.id for question in VISIT.questions]), JSON, max_size=8))
def test_whatever_arrives_what_is_read_is_possible(answers: dict[str, Any]) -> None:
    clean, _oddities = readable(VISIT, answers)
    for name, answer in clean.items():
        question = VISIT.question(name)
        assert question is not None
        assert possible(question, answer)
    assert readable(VISIT, clean) == (clean, []), "reading again changes nothing"
