"""What is known of the Book: the edition in force, those before it, and the clauses that others may name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.sync.definitions import Definition, Publication, in_force
from lms.standards.document import KEY, Book, book_from


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the Book, from when to when it was in force (to None: it is)."""

    book: Book
    since: datetime
    until: datetime | None


def book_in_force(session: Session) -> Book | None:
    """The Book that everybody reads now."""
    definition = in_force(session, "book", KEY)
    return book_from(definition.document) if definition else None


def known_clauses(session: Session) -> frozenset[str] | None:
    """The ids of the clauses in the Book in force; None while there is no Book, when any id will do."""
    book = book_in_force(session)
    return frozenset(clause.id for clause in book.clauses) if book else None


def editions(session: Session) -> list[Edition]:
    """Every time an edition was in force, the latest first."""
    rows = session.execute(
        select(Definition, Publication)
        .join(Publication, Publication.hash == Definition.hash)
        .where(Definition.kind == "book")
        .order_by(Publication.published_at.desc())
    )
    return [Edition(book_from(one.document), times.published_at, times.withdrawn_at) for one, times in rows]
