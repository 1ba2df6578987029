"""Definitions: published documents, named by the hash of their bytes, and which of them are in force."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kontuar.core.database import Base, Hash, Moment
from kontuar.core.documents import canonical, hash_of
from kontuar.core.installation import changed

KINDS = ("survey", "quiz", "book")


class Definition(Base):
    """A published survey, quiz or edition of the Book. Never changed: a new version is a new document."""

    __tablename__ = "definition"
    __table_args__ = (
        CheckConstraint("kind in ('survey', 'quiz', 'book')", name="kind"),
        UniqueConstraint("kind", "key", "version"),
        {"info": {"sort": "definition"}},
    )

    hash: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    document: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def content(self) -> Any:
        """The document, decoded."""
        return json.loads(self.document)


class Publication(Base):
    """From when to when a definition was in force; at most one of a kind and key is."""

    __tablename__ = "publication"
    __table_args__ = (
        Index("uq_publication_in_force", "kind", "key", unique=True, sqlite_where=text("withdrawn_at IS NULL"),
              postgresql_where=text("withdrawn_at IS NULL")),
        {"info": {"sort": "definition"}},
    )  # fmt: skip

    hash: Mapped[bytes] = mapped_column(Hash, ForeignKey("definition.hash"), primary_key=True)
    published_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


def publish(session: Session, kind: str, key: str, document: dict[str, Any], at: datetime) -> Definition:
    """Put a document in force as the next version of its key. The same content as what is in force changes nothing."""
    current = in_force(session, kind, key)
    if current is not None:
        same = dict(document) | {"kind": kind, "key": key, "version": current.version}
        if canonical(same) == current.document:
            return current
    last = session.scalar(select(func.max(Definition.version)).where(Definition.kind == kind, Definition.key == key))
    version = (last or 0) + 1
    data = canonical(dict(document) | {"kind": kind, "key": key, "version": version})
    definition = Definition(hash=hash_of(data), kind=kind, key=key, version=version, document=data, published_at=at)
    session.add(definition)
    session.flush()
    withdraw(session, kind, key, at)
    session.add(Publication(hash=definition.hash, kind=kind, key=key, published_at=at))
    session.flush()
    changed(session)
    return definition


def withdraw(session: Session, kind: str, key: str, at: datetime) -> bool:
    """Take back what is in force; False where nothing was."""
    row = session.scalar(
        select(Publication).where(Publication.kind == kind, Publication.key == key, Publication.withdrawn_at.is_(None))
    )
    if row is None:
        return False
    row.withdrawn_at = at
    session.flush()
    changed(session)
    return True


def in_force(session: Session, kind: str, key: str) -> Definition | None:
    """The definition of that kind and key that is in force."""
    return session.scalar(
        select(Definition)
        .join(Publication, Publication.hash == Definition.hash)
        .where(Publication.kind == kind, Publication.key == key, Publication.withdrawn_at.is_(None))
    )


def all_in_force(session: Session, kind: str | None = None) -> list[Definition]:
    """Everything in force, of one kind if given, by kind and key."""
    which = (
        select(Definition)
        .join(Publication, Publication.hash == Definition.hash)
        .where(Publication.withdrawn_at.is_(None))
        .order_by(Definition.kind, Definition.key)
    )
    return list(session.scalars(which.where(Definition.kind == kind) if kind else which))


def missing(session: Session, hashes: Iterable[bytes]) -> set[bytes]:
    """Those of `hashes` that this installation doesn't have."""
    wanted = set(hashes)
    return (
        wanted - set(session.scalars(select(Definition.hash).where(Definition.hash.in_(wanted)))) if wanted else wanted
    )
