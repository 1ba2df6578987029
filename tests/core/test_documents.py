"""Documents people write: whatever is in the file, its author gets lines and sentences, never a crash."""

import hashlib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.core import marked_yaml
from kontuar.core.documents import Findings, canonical, hash_of, read_yaml, width


def codes(text: str | bytes) -> list[tuple[int, str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [(fault.line, fault.code) for fault in read_yaml(raw).faults]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the fast one isn't there on every machine."""
    if not hasattr(yaml, request.param):
        pytest.skip(f"this PyYAML has no {request.param}")
    monkeypatch.setattr(marked_yaml, "_Loader", getattr(yaml, request.param))


@pytest.mark.usefixtures("loader")
def test_a_reader_knows_the_line_of_everything() -> None:
    reading = read_yaml(
        b"# Marta's survey\nkey: visit\ntitle:\n  pl: Wizyta\n  en: Visit\nwords:\n  - one\n  - {a: 1}\n"
    )
    assert reading.faults == ()
    assert reading.value == {"key": "visit", "title": {"pl": "Wizyta", "en": "Visit"}, "words": ["one", {"a": 1}]}
    assert reading.line_of(("title",)) == 3
    assert reading.line_of(("title", "en")) == 5
    assert reading.mark_of(("words", 1, "a")) == (8, 6)
    assert reading.line_of(("title", "de")) == 3, "a text that isn't there is missed where its place is"


@pytest.mark.usefixtures("loader")
def test_words_that_yaml_takes_for_true_stay_words() -> None:
    reading = read_yaml(b"no: {en: Yes, pl: no, de: on}\nday: 2026-11-22\nwhen: 12:30\nn: 007\nbig: " + b"9" * 5000)
    assert reading.value["no"] == {"en": "Yes", "pl": "no", "de": "on"}
    assert (reading.value["day"], reading.value["when"], reading.value["n"]) == ("2026-11-22", "12:30", "007")
    assert reading.value["big"] == "9" * 5000
    assert read_yaml(b"[1, -2, 1.5, true, null, ~, '3', .inf, .5]").value == [
        1,
        -2,
        1.5,
        True,
        None,
        None,
        "3",
        ".inf",
        0.5,
    ]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, "empty")),
        ("# nothing\n", (1, "empty")),
        ("a: 1\na: 2\n", (2, "duplicate-key")),
        ("a: &x 1\nb: *x\n", (1, "alias")),
        ("a: 1\nb: *x\n", (2, "alias")),
        ("a: !!python/object/apply:os.system [ls]\n", (1, "tag")),
        ("a: !!str 5\n", (1, "tag")),
        ("a:\n\tb: 1\n", (2, "tab")),
        ("a: 1\n---\nb: 2\n", (2, "two-documents")),
        ("? [a, b]\n: 1\n", (1, "key-not-text")),
        ("a: b: c\n", (1, "colon")),
        ("a: @b\n", (1, "needs-quotes")),
        ("a: 'never\nb: 2\n", (3, "open-quote")),
        (b"a: 1\nb: caf\xe9\n", (2, "not-utf8")),
        ("a: 1\n".encode("utf-16"), (1, "not-utf8")),
        ("a: 1\nb: x\x07\n", (2, "unprintable")),
        ('a: 1\nb: "x\\0"\n', (2, "unprintable")),
        ('a: 1\n"b\\x1b": 1\n', (2, "unprintable")),
        ('a: 1\nb: "\\ud800"\n', (2, "unprintable")),
        ('a: 1\nb: "C:\\q"\n', (2, "backslash")),
        ('a: 1\nb: "\\uzz"\n', (2, "backslash")),
        (b"a: 1\nb: \xf0\x9f\x99\x82\n", None),
        (b"\xef\xbb\xbfa: 1\n", None),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str | bytes, expected: tuple[int, str] | None) -> None:
    assert codes(text) == ([expected] if expected else [])


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "text", ["a: [1, 2\nb: 3\n", "a: 1\n b: 2\n", "a:\n  - x\n - y\n", "{a: 1", "a: 'x' y\n", "a\nb: 1\n"]
)
def test_every_broken_file_gets_one_sentence_that_is_not_the_parsers(text: str) -> None:
    (fault,) = read_yaml(text.encode()).faults
    assert fault.severity == "error"
    assert str(fault.message).endswith(".")
    assert "expected" not in str(fault.message)


def test_a_laughing_file_is_refused_before_it_laughs() -> None:
    laugh = "a: &a [lol, lol]\n" + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdef", "bcdefg", strict=True))
    assert codes(laugh) == [(1, "alias")]


def test_a_huge_file_and_a_hundred_thousand_brackets_are_refused() -> None:
    assert codes(b"a: " + b"x" * (2 * 1024 * 1024)) == [(1, "too-large")]
    assert codes("[" * 100_000) == [(1, "too-deep")]
    assert codes("{a: " * 100_000) == [(1, "too-deep")]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t\\0é", max_size=80).map(str.encode))
)
def test_nothing_anyone_types_makes_the_reader_crash(raw: bytes) -> None:
    reading = read_yaml(raw)
    assert all(str(fault) and fault.line >= 1 and fault.column >= 1 for fault in reading.faults)


def findings(text: str) -> tuple[Findings, Any]:
    reading = read_yaml(text.encode())
    return Findings(reading), reading.value


def test_a_missing_language_is_missed_where_the_text_stands() -> None:
    found, value = findings("key: a\ntitle: {pl: ' Wizyta ', en: ''}\n")
    assert found.texts(("title",), value["title"], ("pl", "en", "uk")) == {"pl": "Wizyta"}
    assert [(fault.line, fault.code) for fault in found.faults] == [(2, "missing-language"), (2, "empty-text")]
    assert "uk" in str(found.faults[0].message)


def test_a_survey_in_one_language_may_write_its_text_alone() -> None:
    found, value = findings("title: 1.50\n")
    assert found.texts(("title",), value["title"], ("pl",)) == {"pl": "1.50"}
    assert found.faults == []


def test_texts_come_out_composed_and_long_ones_are_warned_about() -> None:
    found, value = findings("title: {pl: 'Z\u0307' , en: 'a very long question indeed'}\n")
    assert found.texts(("title",), value["title"], ("pl", "en"), room=10) == {
        "pl": "Ż",
        "en": "a very long question indeed",
    }
    assert [(fault.code, fault.severity) for fault in found.faults] == [("text-crowded", "warning")]
    assert found.errors == []


def test_chinese_takes_twice_the_room_and_marks_take_none() -> None:
    assert [width("您今天"), width("Ż"), width("جدًا"), width("Rất tệ")] == [6, 1, 3, 6]


def test_one_letter_words_do_not_stay_behind_at_the_end_of_a_line() -> None:
    found, value = findings("title: {pl: 'Jak było u nas i w Gdańsku?', uk: Книга з курсу, en: What a day}\n")
    assert found.texts(("title",), value["title"], ("pl", "uk", "en")) == {
        "pl": "Jak było u\u00a0nas i\u00a0w\u00a0Gdańsku?",
        "uk": "Книга з\u00a0курсу",
        "en": "What a day",
    }


def test_a_misspelt_key_is_answered_with_the_one_that_was_meant() -> None:
    found, value = findings("key: a\ntitel: {}\n")
    assert found.keys((), value, known=("key", "title"), required=("key", "title"))
    assert [(fault.line, fault.code) for fault in found.faults] == [(1, "missing-key"), (2, "unknown-key")]
    assert "“title”" in str(found.faults[1].message)


def test_a_document_has_one_way_to_be_written_and_one_name() -> None:
    raw = canonical({"b": {"pl": "Cześć", "en": "Hi"}, "a": [1, None, True]})
    assert raw == '{"a":[1,null,true],"b":{"en":"Hi","pl":"Cześć"}}'.encode()
    assert hash_of(raw) == hashlib.sha256(raw).digest()
