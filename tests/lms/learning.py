"""What the tests of learning share: a small quiz, published, and attempts at it as a tablet sends them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

import lms.quizzes
import lms.standards
from kontuar.sync.definitions import Definition, publish
from lms.quizzes.checking import read_quiz
from lms.standards.checking import read_book
from tests.support.chains import NOON, Tablet

QUIZZES = Path(lms.quizzes.__file__).parent / "shipped"
BOOK = Path(lms.standards.__file__).parent / "shipped" / "book.yaml"

WELCOME = """\
kind: quiz
key: welcome
source: en
languages: [en, pl]
title: {en: Welcome, pl: Witaj}
intro: {en: Four questions., pl: Cztery pytania.}
minutes: 3
pass: 75
products: [{key: mug, name: {en: Mug, pl: Kubek}}]
items:
  - key: greet
    version: 1
    type: one
    clause: greet-30-seconds
    prompt: {en: When?, pl: Kiedy?}
    feedback: {en: Soon., pl: Zaraz.}
    options:
      - {id: soon, text: {en: Soon, pl: Zaraz}, right: true}
      - {id: late, text: {en: Late, pl: Późno}}
  - key: wait
    version: 2
    type: several
    clause: tell-waiting-time
    prompt: {en: What do you say?, pl: Co mówisz?}
    feedback: {en: Minutes., pl: Minuty.}
    options:
      - {id: minutes, text: {en: Four minutes, pl: Cztery minuty}, right: true}
      - {id: choice, text: {en: You may look around, pl: Można się rozejrzeć}, right: true}
      - {id: moment, text: {en: A moment, pl: Chwilę}}
  - key: mug-hot
    version: 1
    type: truefalse
    product: mug
    prompt: {en: Hot?, pl: Gorący?}
    feedback: {en: Yes., pl: Tak.}
    answer: true
  - key: mug-size
    version: 1
    type: numeric
    product: mug
    prompt: {en: How much?, pl: Ile?}
    feedback: {en: A quarter., pl: Ćwierć.}
    value: 0.25
    tolerance: 0.01
"""
RIGHT = {"greet": "soon", "wait": ["minutes", "choice"], "mug-hot": True, "mug-size": "0,25"}


def publish_quiz(session: Session, text: str | bytes = WELCOME) -> Definition:
    quiz, faults = read_quiz(text.encode() if isinstance(text, str) else text)
    assert quiz is not None, [fault.code for fault in faults]
    return publish(session, "quiz", quiz.key, msgspec.to_builtins(quiz), NOON)


def publish_book(session: Session, text: bytes | None = None) -> Definition:
    book, _ = read_book(text or BOOK.read_bytes())
    assert book is not None
    return publish(session, "book", "book", msgspec.to_builtins(book), NOON)


def attempt(
    tablet: Tablet,
    quiz: Definition | str,
    person: UUID,
    answers: dict[str, Any],
    *,
    moment: datetime = NOON,
    finished: bool = True,
    **changes: Any,
) -> bytes:
    """One person's attempt as a line. What the tablet claims to be worth is always everything."""
    body = {
        "quiz": quiz if isinstance(quiz, str) else quiz.hash.hex(),
        "person": str(person),
        "language": "pl",
        "began": moment.isoformat(),
        "finished": finished,
        "seconds": 95.5,
        "answers": [
            {"item": item, "version": 1, "answer": answer, "seconds": 14.25, "fraction": 1}
            for item, answer in answers.items()
        ],
    }
    return tablet.fact("lms.attempt", body, moment, changes)


def id_of(line: bytes) -> UUID:
    return UUID(json.loads(line)["id"])
