"""What is known of quizzes: which are published, in which versions, and what one person has taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.languages import LANGUAGES, Language
from kontuar.sync.definitions import Definition, Publication
from lms.quizzes.document import Quiz, clauses_of, quiz_from
from lms.quizzes.models import Attempt, ItemAnswer
from lms.standards.document import Book, Clause


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a quiz, from when to when it was in force (to None: it is)."""

    definition: Definition
    quiz: Quiz
    since: datetime
    until: datetime | None

    @property
    def gaps(self) -> list[Language]:
        """The program's languages that this quiz isn't written in."""
        return [language for language in LANGUAGES if language.tag not in self.quiz.languages]


def editions(session: Session, key: str | None = None) -> list[Edition]:
    """Every time a quiz (or the one of that key) was in force, by key, the latest first."""
    which = (
        select(Definition, Publication)
        .join(Publication, Publication.hash == Definition.hash)
        .where(Definition.kind == "quiz")
        .order_by(Definition.key, Publication.published_at.desc())
    )
    rows = session.execute(which if key is None else which.where(Definition.key == key))
    return [
        Edition(definition, quiz_from(definition.document), times.published_at, times.withdrawn_at)
        for definition, times in rows
    ]


def published(session: Session) -> list[Edition]:
    """The quizzes in force, by key."""
    return [edition for edition in editions(session) if edition.until is None]


def unasked(book: Book, quizzes: Collection[Quiz]) -> list[Clause]:
    """The clauses that no item of these quizzes is about."""
    asked = frozenset[str]().union(*(clauses_of(quiz) for quiz in quizzes))
    return [clause for clause in book.clauses if clause.id not in asked]


def attempts_of(session: Session, person_id: UUID) -> list[Attempt]:
    """One person's attempts, the latest first."""
    which = (
        select(Attempt)
        .where(Attempt.person_id == person_id)
        .order_by(Attempt.at.desc(), Attempt.id.desc(), Attempt.place_id.desc())
    )
    return list(session.scalars(which))


def attempt_of(
    session: Session, person_id: UUID, place_id: UUID, attempt_id: UUID
) -> tuple[Attempt, Quiz, dict[str, ItemAnswer]] | None:
    """The attempt of that person at that place, the quiz as it was then, and the answers by item."""
    attempt = session.get(Attempt, (person_id, attempt_id, place_id))
    definition = session.get(Definition, attempt.quiz_hash) if attempt else None
    if attempt is None or definition is None:
        return None
    which = select(ItemAnswer).where(
        ItemAnswer.person_id == person_id, ItemAnswer.attempt_id == attempt_id, ItemAnswer.place_id == place_id
    )
    return attempt, quiz_from(definition.document), {answer.item: answer for answer in session.scalars(which)}


def learner_state(session: Session, person_id: UUID, most: int = 20) -> list[dict[str, Any]]:
    """What a tablet is told of a person who signs in: his finished attempts, the latest first."""
    finished = [attempt for attempt in attempts_of(session, person_id) if attempt.finished]
    return [
        {
            "id": str(attempt.id),
            "quiz": attempt.quiz,
            "version": attempt.version,
            "at": attempt.at.isoformat(timespec="milliseconds"),
            "fraction": attempt.fraction,
            "passed": attempt.passed,
        }
        for attempt in finished[:most]
    ]
