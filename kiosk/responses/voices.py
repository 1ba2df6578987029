"""Voices: what customers typed, the latest first, with what goes beside it; shared by pages and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from kiosk.responses.models import Comment, CommentHiding, Response
from kiosk.responses.scope import Scope


@dataclass(frozen=True, slots=True)
class Voice:
    """A customer's words with what goes beside them. Pages tell the hour of `at`, never the minute, which would tell who."""

    place_id: UUID
    response_id: UUID
    question: str
    day: str
    at: datetime
    language: str
    text: str
    answers: dict[str, Any]
    hidden: bool


def voices(
    session: Session,
    scope: Scope,
    *,
    words: Sequence[str] = (),
    fits: Callable[[Mapping[str, Any]], bool] | None = None,
    hidden: bool | None = False,
    most: int = 20,
) -> list[Voice]:
    """Comments, the latest day first. `hidden` False leaves hidden ones out, True gives only them, None gives all.

    All of `words` must occur, folded (see searching.py); `fits` says of a response's answers whether it is wanted.
    """
    found: list[Voice] = []
    for chunk in _comments(session, scope, words, most + 4):
        keys = [(comment.place_id, comment.response_id, comment.question) for comment in chunk]
        veiled = hidden_among(session, keys)
        answers = answers_of(session, keys)
        for comment, key in zip(chunk, keys, strict=True):
            given = answers.get(key[:2], {})
            if (hidden is not None and (key in veiled) != hidden) or (fits is not None and not fits(given)):
                continue
            found.append(
                Voice(
                    comment.place_id, comment.response_id, comment.question, comment.day, comment.at,
                    comment.language, comment.text, given, key in veiled,
                )
            )  # fmt: skip
            if len(found) >= most:
                return found
    return found


def voice(session: Session, place: UUID, response: UUID, question: str) -> Comment | None:
    """One comment."""
    return session.get(Comment, (place, response, question))


def _comments(session: Session, scope: Scope, words: Sequence[str], size: int) -> Iterator[Sequence[Comment]]:
    """Comments in chunks that grow: a page wants few, a search may have to go far. Each goes on after the last one's key.

    Words are looked for in the table as it lies where much of it is meant: row by row by an index that takes ten times as long.
    """
    order = (Comment.day, Comment.at, Comment.response_id, Comment.question)
    throughout = bool(words) and scope.places is None and scope.long
    which = select(Comment).where(scope.within(Comment, throughout=throughout))
    which = which.order_by(*(column.desc() for column in order))
    for word in words:
        which = which.where(Comment.folded.contains(word, autoescape=True))
    after = which
    while rows := session.scalars(after.limit(size)).all():
        yield rows
        if len(rows) < size:
            return
        last = rows[-1]
        after = which.where(tuple_(*order) < (last.day, last.at, last.response_id, last.question))
        size = min(size * 4, 640)


def answers_of(session: Session, keys: Sequence[tuple[UUID, UUID, str]]) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """What those who wrote these comments (place, response, question) answered, by place and response."""
    if not keys:
        return {}
    rows = session.execute(
        select(Response.place_id, Response.id, Response.answers).where(
            Response.place_id.in_({place for place, _, _ in keys}), Response.id.in_({id for _, id, _ in keys})
        )
    )
    return {(place, id): answers for place, id, answers in rows}


def hidden_among(session: Session, keys: Sequence[tuple[UUID, UUID, str]]) -> set[tuple[UUID, UUID, str]]:
    """Which of these comments are hidden: the latest hiding by (at, id) says so."""
    if not keys:
        return set()
    rows = session.scalars(
        select(CommentHiding)
        .where(
            CommentHiding.place_id.in_({place for place, _, _ in keys}),
            CommentHiding.response_id.in_([response for _, response, _ in keys]),
        )
        .order_by(CommentHiding.at, CommentHiding.id)
    )
    latest = {(row.place_id, row.response_id, row.question): row.hidden for row in rows}
    return {key for key, veiled in latest.items() if veiled}


def comments_counted(session: Session, scope: Scope) -> int:
    """How many comments there are, hidden or not."""
    return session.scalar(select(func.count()).select_from(Comment).where(scope.within(Comment))) or 0
