"""Halina writes a survey: what she got wrong she reads with its line and what to do, before any customer sees it."""

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.surveys.checking import Checked, check
from kiosk.surveys.reading import QUESTION_KEYS
from kontuar.core.documents import canonical

HEAD = """\
key: visit
source: pl
languages: [pl, en]
title: {pl: Wizyta, en: Visit}
invite: {pl: Jak było?, en: How was it?}
thanks: {pl: Dziękujemy., en: Thank you.}
questions:
"""
FIRST = "  - {id: visit, type: smileys, required: true, title: {pl: Jak było?, en: How was it?}}\n"
LAST = "  - {id: comment, type: text, title: {pl: Co poprawić?, en: What could be better?}}\n"
REASONS = """\
  - id: reasons
    type: several
    title: {pl: Co poszło nie tak?, en: What went wrong?}
    when: {question: visit, at-most: 3}
    choices:
      - {id: waiting, label: {pl: Kolejka, en: The queue}, clause: tell-waiting-time}
      - {id: price, label: {pl: Cena, en: The price}}
"""


def survey(*questions: str) -> Checked:
    return check((HEAD + "".join(questions)).encode())


def codes(checked: Checked) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in checked.faults]


def asked_when(condition: str, before: str = FIRST + REASONS) -> Checked:
    """A survey whose last question, on line 16, has this condition."""
    return survey(before, f"  - {{id: last, type: nps, title: {{pl: Polecisz?, en: Recommend?}}, when: {condition}}}\n")


def test_a_good_survey_has_no_faults_and_carries_every_word() -> None:
    checked = survey(FIRST, REASONS, "  - {id: nps, type: nps, title: {pl: Polecisz?, en: Recommend?}}\n", LAST)
    assert checked.faults == []
    assert checked.survey is not None
    visit, reasons, nps, comment = checked.survey.questions
    assert [label["pl"] for label in visit.labels] == ["Bardzo źle", "Źle", "Tak sobie", "Dobrze", "Bardzo dobrze"]
    assert nps.ends is not None and nps.ends.high == {"pl": "na pewno tak", "en": "definitely"}
    assert comment.limit == 500
    assert reasons.choices[0].clause == "tell-waiting-time"
    assert b'"when":{"at-most":3,"question":"visit"}' in canonical(checked.survey)
    assert canonical(checked.survey).count(b"false") == 0, "what is empty or false is left out"


def test_the_same_file_always_becomes_the_same_bytes() -> None:
    one, other = survey(FIRST, LAST).survey, survey(FIRST, LAST).survey
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        ("", [(7, "missing-key")]),
        ("  []\n", [(7, "no-questions")]),
        ("  - visit\n", [(8, "not-a-mapping")]),
        ("  - {id: visit}\n", [(8, "missing-key"), (8, "missing-key")]),
        (FIRST.replace("smileys", "smiley"), [(8, "unknown-type")]),
        (FIRST.replace("required: true", "required: perhaps"), [(8, "not-yes-or-no")]),
        (FIRST.replace("id: visit", "id: Die Wizyta"), [(8, "not-a-name")]),
        (FIRST + FIRST, [(9, "duplicate-id"), (9, "no-way-out")]),
        (FIRST.replace(", en: How was it?", ""), [(8, "missing-language")]),
        (FIRST.replace("en: How", "de: Wie war es?, en: How"), [(8, "unknown-language")]),
        (FIRST.replace("How was it?", "x" * 61), [(8, "text-crowded")]),
        (FIRST.replace("How was it?", "x" * 301), [(8, "text-too-long"), (8, "text-crowded")]),
        (FIRST.replace("type: smileys", "type: smileys, limit: 5"), [(8, "not-for-type")]),
        (FIRST.replace("type: smileys", "type: smileys, labels: [{pl: a, en: b}]"), [(8, "wrong-labels")]),
        (FIRST.replace("type: smileys", "type: smileys, decline: [never]"), [(8, "unknown-decline")]),
        (FIRST.replace("type: smileys", "type: smileys, decline: [unknown, unknown]"), [(8, "duplicate-decline")]),
        (FIRST.replace("type: smileys", "type: smileys, titel: x"), [(8, "unknown-key")]),
        (FIRST + LAST.replace("type: text", "type: text, limit: 0"), [(9, "wrong-limit")]),
        (FIRST + LAST.replace("type: text", "type: text, required: true"), [(9, "required-text")]),
        (FIRST + LAST.replace("type: text", "type: text, decline: [unknown]"), [(9, "declined-text")]),
        (FIRST.replace("type: smileys", "type: one"), [(8, "missing-key")]),
        (REASONS.replace("\n    when: {question: visit, at-most: 3}", "").replace("price", "waiting"), [(13, "duplicate-id")]),
        (FIRST + REASONS.replace("Cena", "kolejka"), [(14, "same-label"), (15, "same-label")]),
        (FIRST.replace("type: smileys", "type: one, choices: [{id: a, label: {pl: a, en: b}}]"), [(8, "one-choice")]),
    ],
)  # fmt: skip
def test_every_fault_has_its_line_and_its_code(questions: str, expected: list[tuple[int, str]]) -> None:
    assert codes(survey(questions)) == expected


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{question: last, is: 1}", "self-reference"),
        ("{question: visits, is: 1}", "unknown-question"),
        ("{question: visit, at-most: 0}", "out-of-scale"),
        ("{question: visit, above: 5}", "never-holds"),
        ("{question: visit, above: 6}", "out-of-scale"),
        ("{question: visit, below: 1}", "never-holds"),
        ("{question: visit, is: good}", "out-of-scale"),
        ("{question: visit, declined: true}", "never-declined"),
        ("{question: visit, includes: waiting}", "wrong-comparison"),
        ("{question: reasons, is: waiting}", "wrong-comparison"),
        ("{question: reasons, above: 2}", "wrong-comparison"),
        ("{question: reasons, includes: wating}", "unknown-choice"),
        ("{all: [{question: visit, below: 2}, {question: visit, above: 4}]}", "never-holds"),
        ("{all: [{question: visit, above: 3}, {question: reasons, includes: price}]}", "never-holds"),
        ("{not: {question: visit, answered: true}}", "never-holds"),
        ("{question: visit, answered: true}", "always-holds"),
        ("{any: [{question: visit, below: 4}, {question: visit, above: 2}]}", "always-holds"),
        ("{question: visit}", "not-one-comparison"),
        ("{question: visit, is: 1, above: 2}", "not-one-comparison"),
        ("{question: visit, is: 1, bellow: 2}", "unknown-key"),
        ("{question: visit, above: much}", "not-a-number"),
        ("{question: visit, answered: false}", "not-true"),
        ("{question: visit, is: [1, 2]}", "not-a-value"),
        ("{question: [visit], is: 1}", "not-a-name"),
        ("visit", "not-a-condition"),
        ("{all: []}", "wrong-count"),
        ("{all: {question: visit, is: 1}}", "not-a-list"),
        ("{all: [{question: visit, is: 1}], question: visit}", "beside-group"),
        ("{is: 1}", "missing-key"),
    ],
)
def test_a_condition_that_makes_no_sense_is_said_where_it_stands(condition: str, code: str) -> None:
    assert codes(asked_when(condition)) == [(16, code)]


@pytest.mark.parametrize(
    "condition",
    [
        "{question: visit, is: 1}",
        "{question: reasons, answered: true}",
        "{not: {question: reasons, answered: true}}",
        "{all: [{question: reasons, includes: waiting}, {question: reasons, includes: price}]}",
        "{any: [{question: visit, is: 5}, {all: [{question: visit, below: 3}, {not: {question: reasons, includes: price}}]}]}",
    ],
)
def test_a_condition_that_can_hold_is_left_alone(condition: str) -> None:
    assert asked_when(condition).faults == []


def test_yes_may_be_written_as_yes() -> None:
    before = "  - {id: helped, type: yesno, title: {pl: Pomogliśmy?, en: Did we help?}}\n"
    for word, value in (("yes", 1), ("no", 0), ("true", 1), ("0", 0)):
        checked = asked_when(f"{{question: helped, is: {word}}}", before)
        assert checked.faults == []
        assert checked.survey is not None and checked.survey.questions[1].when is not None
        assert checked.survey.questions[1].when.is_ == value
    assert codes(asked_when("{question: helped, is: perhaps}", before)) == [(9, "out-of-scale")]


def test_a_loop_is_called_a_loop_and_a_later_question_a_later_one() -> None:
    checked = survey(
        FIRST,
        "  - {id: a, type: nps, title: {pl: A?, en: A?}, when: {question: b, is: 1}}\n",
        "  - {id: b, type: nps, title: {pl: B?, en: B?}, when: {question: a, is: 1}}\n",
    )
    assert codes(checked) == [(9, "loop")]
    assert "“a”" in str(checked.faults[0].message) and "“b”" in str(checked.faults[0].message)
    later = "  - {id: a, type: nps, title: {pl: A?, en: A?}, when: {question: b, is: 1}}\n"
    assert codes(survey(FIRST, later, later.replace("id: a", "id: b").replace(", when: {question: b, is: 1}", ""))) == [
        (9, "later-question")
    ]


def test_each_comparison_of_a_long_condition_has_its_own_line() -> None:
    when = "\n        any:\n          - {question: visit, is: 9}\n          - {question: nobody, is: 1}\n"
    checked = survey(FIRST, textwrap.indent(f"- id: b\n  type: nps\n  title: {{pl: B?, en: B?}}\n  when:{when}", "  "))
    assert [code for _line, code in codes(checked)] == ["out-of-scale", "unknown-question"]
    assert [line for line, _code in codes(checked)] == [14, 15]


def test_the_first_question_is_asked_of_everybody() -> None:
    checked = survey(FIRST.replace("required: true", "when: {question: comment, answered: true}"), LAST)
    assert (8, "first-question") in codes(checked)


def test_a_seventh_reason_is_warned_about_and_a_twenty_first_refused() -> None:
    def with_reasons(count: int) -> Checked:
        rows = "".join(f"      - {{id: r{n}, label: {{pl: Powód {n}, en: Reason {n}}}}}\n" for n in range(count))
        return survey(FIRST, REASONS[: REASONS.index("      - {id: waiting")] + rows)

    assert codes(with_reasons(6)) == []
    assert codes(with_reasons(7)) == [(13, "many-choices")]
    assert codes(with_reasons(21)) == [(13, "too-many-choices")]
    assert codes(with_reasons(1)) == [(13, "one-choice")]


def test_a_clause_the_book_does_not_have_is_answered_with_the_one_meant() -> None:
    raw = (HEAD + FIRST + REASONS).encode()
    assert check(raw, clauses={"tell-waiting-time"}).faults == []
    (fault,) = check(raw, clauses={"tell-waiting-times", "listen-first"}).faults
    assert (fault.line, fault.code) == (14, "unknown-clause")
    assert "“tell-waiting-times”" in str(fault.message)


def test_someone_who_cannot_answer_must_have_a_way_out() -> None:
    nps = "  - {id: nps, type: nps, required: true, title: {pl: Polecisz?, en: Recommend?}}\n"
    assert codes(survey(FIRST, nps)) == [(9, "no-way-out")]
    assert codes(survey(FIRST, nps.replace("required", "decline: [unknown], required"))) == []


def test_an_empty_file_and_one_about_something_else_are_refused() -> None:
    assert codes(check(b"")) == [(1, "empty")]
    assert codes(check(b"- a\n- b\n")) == [(1, "not-a-mapping")]
    assert codes(check(b"5")) == [(1, "not-a-mapping")]
    found = {code for _line, code in codes(check((HEAD + FIRST).replace("key:", "kind: quiz\nkey:").encode()))}
    assert found == {"wrong-kind"}
    wrong = HEAD.replace("[pl, en]", "[pl, xx, pl]").replace("source: pl", "source: en")
    assert [code for _line, code in codes(check((wrong + FIRST).encode()))][:3] == [
        "source-not-listed",
        "unknown-language",
        "duplicate-language",
    ]


def test_a_picture_travels_in_the_survey(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(20)
    (tmp_path / "ring.png").write_bytes(png)
    (tmp_path / "big.png").write_bytes(png + bytes(200_000))
    (tmp_path / "drawing.png").write_bytes(b"<svg onload='alert(1)'/>")

    def shown(name: str) -> Checked:
        picture = f"type: stars, picture: {{file: {name}, shows: {{pl: Pierścionek, en: A ring}}}}"
        return check((HEAD + FIRST.replace("type: smileys", picture)).encode(), folder=tmp_path)

    survey = shown("ring.png").survey
    assert survey is not None and survey.questions[0].picture is not None
    assert survey.questions[0].picture.source.startswith("data:image/png;base64,iVBOR")
    for name, code in (
        ("no.png", "missing"),
        ("big.png", "too-large"),
        ("drawing.png", "unknown"),
        ("/etc/x", "elsewhere"),
    ):
        assert codes(shown(name)) == [(8, f"picture-{code}")]


WORDS = st.sampled_from(
    ["visit", "is", "question", "all", "not", "pl", "id", "type", "one", "nps", "when", "title", "~", "1", "-5"]
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    TREES,
    st.sampled_from(["questions", "languages", "title", "when", "choices", "picture", "labels", "ends", "decline"]),
)
def test_no_file_makes_the_check_crash(tree: object, where: str) -> None:
    whole: dict[str, object] = {
        "key": "a",
        "source": "pl",
        "languages": ["pl"],
        "title": "T",
        "invite": "I",
        "thanks": "D",
        "questions": [
            {"id": "visit", "type": "nps", "title": "Q"},
            {"id": "b", "type": "one", "title": "Q", "choices": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}]},
        ],
    }
    if where in whole:
        whole[where] = tree
    else:
        whole["questions"][1][where] = tree  # type: ignore[index]
    checked = check(canonical(whole))
    assert all(str(fault) for fault in checked.faults)
    assert (checked.survey is None) == bool(checked.errors)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 700), st.integers(0, 40), st.text(max_size=10))
def test_no_slip_of_the_pen_makes_the_check_crash(at: int, length: int, instead: str) -> None:
    text = HEAD + FIRST + REASONS + LAST
    raw = (text[:at] + instead + text[at + length :]).encode("utf-8", "surrogatepass")
    checked = check(raw)
    assert all(str(fault) and fault.line >= 1 for fault in checked.faults)


def test_the_survey_in_the_documentation_is_a_good_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "surveys.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    checked = check(example.encode())
    assert checked.faults == []
    assert checked.survey is not None and len(checked.survey.questions) == 3


def test_every_key_and_code_that_the_documentation_names_exists() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "surveys.md").read_text(encoding="utf-8")
    files = [*(root / "kiosk" / "surveys").glob("*.py"), *(root / "kontuar" / "core").glob("*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    table = page.partition("| code | meaning |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([a-z0-9-]+)`", table)) - {"required", "decline"}
    assert len(named) > 30
    assert {name for name in named if f'"{name}"' not in code} == set()
    questions = page.partition("## Questions")[2].partition("## When")[0]
    assert set(QUESTION_KEYS) <= set(re.findall(r"`([a-z]+)", questions))
