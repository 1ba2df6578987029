"""The strings that break programs, in every text of a quiz and in every answer: taken or refused in words, never a crash."""

import json

from flask import Flask
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from lms.quizzes.checking import read_quiz
from lms.quizzes.grading import grade
from lms.quizzes.models import ItemAnswer
from lms.standards.checking import read_book
from tests.lms.learning import RIGHT, attempt, publish_quiz
from tests.shared import shared
from tests.support.chains import Chain
from tests.sync.test_receiving import take


def naughty() -> list[str]:
    found: list[str] = json.loads(shared("data/bad-input/blns.json").read_text("utf-8"))
    return found


def quiz_saying(text: str) -> bytes:
    item = {
        "key": "said", "version": 1, "type": "short", "product": "thing",
        "prompt": text, "feedback": text, "accepted": {"en": [text]},
    }  # fmt: skip
    whole = {
        "key": "naughty", "source": "en", "languages": ["en"], "title": text, "intro": text, "minutes": 1, "pass": 1,
        "products": [{"key": "thing", "name": text}], "items": [item],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False).encode()


def book_saying(text: str) -> bytes:
    clause = {
        "id": "said", "number": "1.1", "review-by": "2028-01-01", "title": text, "text": text, "why": text, "how": [text] * 2
    }  # fmt: skip
    whole = {
        "source": "en", "languages": ["en"], "edition": "2026-11-22", "title": text, "intro": text,
        "parts": [{"number": 1, "title": text, "clauses": [clause]}],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False).encode()


def test_in_the_texts_of_a_quiz_and_of_the_book() -> None:
    taken = 0
    for text in naughty():
        quiz, faults = read_quiz(quiz_saying(text))
        assert (quiz is None) == any(fault.severity == "error" for fault in faults)
        book, _ = read_book(book_saying(text))
        if quiz is not None:
            assert book is not None
            assert grade(quiz.items[0], text) == 1, text
            taken += 1
    assert taken > 0.9 * len(naughty())


def test_as_answers_of_an_attempt(app: Flask, chain: Chain) -> None:
    with writing() as session:
        quiz, tablet = publish_quiz(session), chain.tablet(session)
    lines = [attempt(tablet, quiz, new_id(), dict.fromkeys(RIGHT, text)) for text in naughty()]
    answer = take(app, tablet, *lines)
    assert {verdict.v for verdict in answer.verdicts} == {"created"}
    kept = list(db.session.scalars(select(ItemAnswer.answer).where(ItemAnswer.item == "mug-size")))
    assert sorted(kept) == sorted(text.replace("\0", "")[:200] for text in naughty())
