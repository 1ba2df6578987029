"""The published documents that readings are told by: surveys in all their versions, the Book, quizzes; each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.responses.scoring import Scale
from kiosk.surveys.document import Question, Survey, survey_from
from kontuar.sync.definitions import Definition, Publication
from lms.quizzes.document import Quiz, quiz_from
from lms.standards.document import Book, book_from

MOST_KEPT = 500
Document = TypeVar("Document")
_read: dict[bytes, Any] = {}  # by hash: a definition never changes


def surveys(session: Session, key: str | None = None) -> list[Survey]:
    """Every version of every survey (or of one) ever published, by key, the latest version first."""
    return _of_kind(session, "survey", survey_from, key)


def surveys_of(session: Session, hashes: Iterable[bytes]) -> list[Survey]:
    """The surveys of these hashes, by key, the latest version first."""
    found = _documents(session, hashes, survey_from)
    return sorted(found, key=lambda survey: (survey.key, -survey.version))


def latest(versions: Iterable[Survey]) -> dict[str, Survey]:
    """The latest version of each survey, by key."""
    found: dict[str, Survey] = {}
    for survey in versions:
        found.setdefault(survey.key, survey)
    return found


def questions(versions: Iterable[Survey]) -> dict[str, Question]:
    """Every question that one survey ever had, in the words of its latest version."""
    found: dict[str, Question] = {}
    for survey in versions:
        for question in survey.questions:
            found.setdefault(question.id, question)
    return found


def scale_of(question: Question) -> Scale | None:
    """The scale of a question that is answered by a number."""
    return Scale(question.type) if question.type in set(Scale) else None


def quizzes(session: Session) -> list[Quiz]:
    """The quizzes in force, by key."""
    return _in_force(session, "quiz", quiz_from)


def book(session: Session) -> Book | None:
    """The edition of the Book in force."""
    return next(iter(_in_force(session, "book", book_from)), None)


def _of_kind(
    session: Session, kind: str, reading: Callable[[object], Document], key: str | None = None
) -> list[Document]:
    which = select(Definition.hash).where(Definition.kind == kind).order_by(Definition.key, Definition.version.desc())
    return _documents(session, session.scalars(which if key is None else which.where(Definition.key == key)), reading)


def _in_force(session: Session, kind: str, reading: Callable[[object], Document]) -> list[Document]:
    which = (
        select(Publication.hash)
        .where(Publication.kind == kind, Publication.withdrawn_at.is_(None))
        .order_by(Publication.key)
    )
    return _documents(session, session.scalars(which), reading)


def _documents(session: Session, hashes: Iterable[bytes], reading: Callable[[object], Document]) -> list[Document]:
    wanted = list(hashes)
    unread = [hash for hash in wanted if hash not in _read]
    if unread:
        if len(_read) > MOST_KEPT:
            _read.clear()
            unread = wanted
        for hash, document in session.execute(
            select(Definition.hash, Definition.document).where(Definition.hash.in_(unread))
        ):
            _read[hash] = reading(document)
    return [_read[hash] for hash in wanted]
