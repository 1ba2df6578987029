"""The Book of Standards: somebody writes it, Kontuar says what is wrong with it, on which line."""

from pathlib import Path

import pytest
import yaml

import lms.standards
from kontuar.core.documents import canonical
from kontuar.core.languages import TAGS
from lms.standards.checking import dropped, read_book
from lms.standards.document import Book, book_from

SHIPPED = Path(lms.standards.__file__).parent / "shipped" / "book.yaml"

SMALL = """\
kind: book
key: book
source: en
languages: [en, pl]
edition: 2026-11-22
title: {en: Book, pl: Księga}
intro: {en: For all., pl: Dla wszystkich.}
parts:
  - number: 2
    title: {en: Talking, pl: Rozmowa}
    clauses:
      - id: greet
        number: "2.1"
        review-by: 2028-11-22
        title: {en: Greet, pl: Powitaj}
        text: {en: Say hello., pl: Powiedz dzień dobry.}
        why: {en: It helps., pl: To pomaga.}
        how:
          - {en: Look up., pl: Podnieś wzrok.}
          - {en: Speak., pl: Mów.}
"""


def shipped() -> Book:
    book, faults = read_book(SHIPPED.read_bytes())
    assert faults == []
    assert book is not None
    return book


def codes(text: str) -> list[tuple[int, str]]:
    book, faults = read_book(text.encode())
    assert (book is None) == any(fault.severity == "error" for fault in faults)
    return [(fault.line, fault.code) for fault in faults]


def test_the_book_that_comes_with_kontuar_has_its_twelve_clauses_for_ever() -> None:
    assert [(clause.number, clause.id) for clause in shipped().clauses] == [
        ("1.3", "price-clear"),
        ("1.5", "shelf-full-clean"),
        ("2.1", "greet-30-seconds"),
        ("2.2", "listen-first"),
        ("2.4", "know-your-product"),
        ("2.6", "advise-not-push"),
        ("3.4", "tell-waiting-time"),
        ("4.1", "complaint-own-it"),
        ("4.2", "refund-up-to-limit"),
        ("4.4", "answer-in-48-hours"),
        ("5.1", "privacy-no-remarks"),
        ("5.2", "respect-each-person"),
    ]


def test_everybody_reads_it_in_his_own_language() -> None:
    book = shipped()
    assert book.languages == TAGS
    for clause in book.clauses:
        for text in (clause.title, clause.text, clause.why, *clause.how):
            assert list(text) == list(TAGS)
            assert len(set(text.values())) == len(TAGS), f"{clause.id}: two languages say the same"


def test_what_is_published_is_what_was_written() -> None:
    book = shipped()
    assert book_from(canonical(book)) == book
    assert book_from(yaml.safe_load(canonical(book))) == book


def test_leafing_through_the_book() -> None:
    book = shipped()
    before, after = book.beside("greet-30-seconds")
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("shelf-full-clean", "listen-first")
    assert book.beside("price-clear")[0] is None
    assert book.beside("nothing") == (None, None)
    part = book.part_of("greet-30-seconds")
    assert part is not None
    assert part.title["en"] == "Talking with people"


def test_a_clause_whose_review_day_has_passed_is_overdue() -> None:
    book, _ = read_book(SMALL.encode())
    assert book is not None
    assert book.overdue("2028-11-22") == ()
    assert [clause.id for clause in book.overdue("2028-11-23")] == ["greet"]


def test_a_book_without_a_fault() -> None:
    assert codes(SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("key: book", "key: my-book", [(2, "wrong-value")]),
        ("kind: book", "kind: quiz", [(1, "wrong-value")]),
        ("pl: Księga}", "}", [(6, "missing-language")]),
        ("pl: Księga}", "pl: Księga, xx: Libro}", [(6, "unknown-language")]),
        ("2026-11-22", "22.11.2026", [(5, "not-a-day")]),
        ("review-by: 2028-11-22", "review-by: 2028-11-23", [(14, "review-late")]),
        ("review-by: 2028-11-22", "review-by: 2026-11-22", [(14, "review-past")]),
        ("review-by: 2028-11-22", "review-by: soon", [(14, "not-a-day")]),
        ('number: "2.1"', "number: 3.1", [(13, "clause-number")]),
        ('number: "2.1"', "number: two", [(13, "clause-number")]),
        ("number: 2\n", "number: 0\n", [(9, "part-number")]),
        ("id: greet", "id: Greet!", [(12, "not-a-name")]),
        ("        why: {en: It helps., pl: To pomaga.}\n", "", [(12, "missing-key")]),
        ("        why:", "        wy:", [(12, "missing-key"), (17, "unknown-key")]),
        ("          - {en: Speak., pl: Mów.}\n", "", [(18, "how-many")]),
        ("clauses:\n", "clauses: none\n    more:\n", [(11, "not-a-list"), (12, "unknown-key")]),
        ("title: {en: Greet, pl: Powitaj}", "title: {en: Greet, pl: " + "Powitaj " * 6 + "}", [(15, "text-crowded")]),
        ("parts:", "parts: [", [(9, "open-bracket")]),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, found: list[tuple[int, str]]) -> None:
    assert codes(SMALL.replace(old, new, 1)) == found


def test_an_id_and_a_number_stand_once() -> None:
    clause = SMALL[SMALL.index("      - id: greet") :]
    assert codes(SMALL + clause) == [(21, "duplicate"), (22, "duplicate")]


def test_a_number_may_be_written_without_quotes() -> None:
    ten = SMALL.replace('"2.1"', "2.10")
    book, faults = read_book(ten.encode())
    assert faults == []
    assert book is not None
    assert next(book.clauses).number == "2.10"


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"- 1", b"42", b"[" * 500, b"kind: book\nparts: 7", b"a: &x 1\nb: *x"]
)
def test_a_file_that_is_no_book_gets_a_sentence_and_no_crash(raw: bytes) -> None:
    book, faults = read_book(raw)
    assert book is None
    assert faults


def test_a_clause_that_an_edition_drops_is_told() -> None:
    old, _ = read_book(SMALL.encode())
    new, _ = read_book(SMALL.replace("id: greet", "id: welcome").encode())
    assert old is not None
    assert new is not None
    assert [clause.id for clause in dropped(new, old)] == ["greet"]
    assert dropped(old, old) == ()
