"""Publishing the Book: the edition that everybody reads from now on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.errors import Problem
from kontuar.core.installation import installation
from kontuar.sync.definitions import Definition, in_force, publish
from lms.standards.document import KEY, Book


class WrittenAbove(Problem):
    code, status = "published-above", 409
    message = _("The Book and the quizzes are published at head office. This shop takes what it gets from there.")


def may_publish(session: Session) -> bool:
    """Whether documents are published here: they are not at a node, which takes them from head office."""
    here = installation(session)
    return here is None or here.upstream is None


def publish_book(session: Session, book: Book, at: datetime, person_id: UUID | None = None) -> tuple[Definition, bool]:
    """Put a checked Book in force; False beside it where just that was in force already. Raises WrittenAbove at a node."""
    if not may_publish(session):
        raise WrittenAbove
    before = in_force(session, "book", KEY)
    definition = publish(session, "book", KEY, msgspec.to_builtins(book), at)
    if before is not None and before.hash == definition.hash:
        return definition, False
    deeds.note(session, at, "book.published", KEY, person_id=person_id, version=definition.version)
    return definition, True
