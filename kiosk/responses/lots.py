"""Lots: some of a period's comments, drawn so that nobody chooses and everybody gets the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nsmallest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.responses.models import Comment
from kiosk.responses.scope import Scope
from kiosk.responses.voices import Voice, answers_of, hidden_among

Key = tuple[UUID, UUID, str]  # place, response, question


def drawn(session: Session, scope: Scope, lot: Callable[[Key], bytes], most: int) -> list[Voice]:
    """At most `most` comments, hidden ones left out, those whose lots are lowest, in that order; the same words once."""
    which = select(Comment.place_id, Comment.response_id, Comment.question).where(scope.within(Comment))
    keys = nsmallest(most * 2, ((row[0], row[1], row[2]) for row in session.execute(which)), key=lot)
    found = _comments(session, keys)
    veiled, answers = hidden_among(session, keys), answers_of(session, keys)
    told: dict[str, Voice] = {}
    for key in keys:
        comment = found.get(key)
        if comment is None or key in veiled or comment.folded in told:
            continue
        told[comment.folded] = Voice(
            comment.place_id, comment.response_id, comment.question, comment.day, comment.at,
            comment.language, comment.text, answers.get(key[:2], {}), False,
        )  # fmt: skip
    return list(told.values())[:most]


def _comments(session: Session, keys: Sequence[Key]) -> dict[Key, Comment]:
    which = select(Comment).where(
        Comment.place_id.in_({place for place, _, _ in keys}), Comment.response_id.in_([each for _, each, _ in keys])
    )
    return {(one.place_id, one.response_id, one.question): one for one in session.scalars(which)} if keys else {}
