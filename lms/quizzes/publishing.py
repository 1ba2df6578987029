"""Publishing quizzes: what people can take from now on, and what is taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.errors import Problem
from kontuar.sync.definitions import Definition, all_in_force, in_force, publish, withdraw
from lms.quizzes.checking import changed_in_silence
from lms.quizzes.document import Quiz, quiz_from
from lms.standards.publishing import WrittenAbove, may_publish


class QuizUnknown(Problem):
    code, status = "not-published", 404
    message = _("No quiz of this name is published. It may have been taken back.")


class ItemChanged(Problem):
    code, status = "item-changed", 409
    message = _("An item has other right answers than the one in force, under the same version. Raise its version.")


def publish_quiz(session: Session, quiz: Quiz, at: datetime, person_id: UUID | None = None) -> tuple[Definition, bool]:
    """Put a checked quiz in force; False beside it where just that was in force already.

    Raises WrittenAbove at a node, and ItemChanged where an item in force, in this quiz or another, would be mixed up with it.
    """
    if not may_publish(session):
        raise WrittenAbove
    for other in all_in_force(session, "quiz"):
        if changed := changed_in_silence(quiz, quiz_from(other.document)):
            raise ItemChanged(detail=", ".join(item.key for item in changed))
    before = in_force(session, "quiz", quiz.key)
    definition = publish(session, "quiz", quiz.key, msgspec.to_builtins(quiz), at)
    if before is not None and before.hash == definition.hash:
        return definition, False
    deeds.note(session, at, "quiz.published", quiz.key, person_id=person_id, version=definition.version)
    return definition, True


def withdraw_quiz(session: Session, key: str, at: datetime, person_id: UUID | None = None) -> Definition:
    """Take a quiz back: nobody can begin it any more. What was answered stays. Raises QuizUnknown, WrittenAbove."""
    if not may_publish(session):
        raise WrittenAbove
    definition = in_force(session, "quiz", key)
    if definition is None:
        raise QuizUnknown(detail=key)
    withdraw(session, "quiz", key, at)
    deeds.note(session, at, "quiz.withdrawn", key, person_id=person_id, version=definition.version)
    return definition
