"""Attempts: a row for each answer in a quiz; people go by a pseudonym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, select, tuple_
from sqlalchemy.orm import Session

from kontuar.core.sealing import Seal
from kontuar.core.times import to_ms
from kontuar.reports.export.columns import Column, Page, Type, Value, page
from kontuar.reports.export.cursors import Later, Shop
from kontuar.reports.export.responses import as_id
from lms.quizzes.models import Attempt, ItemAnswer

A_PAGE = 1_000

COLUMNS = (
    Column("attempt", Type.ID, _l("The attempt; the same in every export of this installation")),
    Column(
        "learner", Type.ID, _l("Who took it: the same person has the same one in every export of this installation")
    ),
    Column("place", Type.ID, _l("The shop")),
    Column("place_name", Type.TEXT, _l("The shop's name when the table was made")),
    Column("day", Type.DAY, _l("The shop's own day")),
    Column("at", Type.TIME, _l("When it ended or was left, UTC")),
    Column("language", Type.TEXT, _l("The language it was taken in")),
    Column("quiz", Type.TEXT, _l("The quiz")),
    Column("version", Type.WHOLE, _l("The quiz's version")),
    Column(
        "finished", Type.YESNO, _l("Whether it was finished"), labels={True: _l("yes"), False: _l("left in the middle")}
    ),
    Column("passed", Type.YESNO, _l("Whether the pass mark was reached"), labels={True: _l("yes"), False: _l("no")}),
    Column("fraction", Type.NUMBER, _l("The mean mark of all items asked, 0 to 1; not answered counts 0")),
    Column("seconds", Type.NUMBER, _l("How long the attempt took")),
    Column("item", Type.TEXT, _l("The item; the same in every quiz")),
    Column("item_version", Type.WHOLE, _l("The item's version")),
    Column("clause", Type.TEXT, _l("The standard it is about")),
    Column("product", Type.TEXT, _l("The product it is about")),
    Column("answer", Type.TEXT, _l("What was answered; several options are parted by |")),
    Column("item_fraction", Type.NUMBER, _l("The mark of this answer, 0 to 1")),
    Column("item_seconds", Type.NUMBER, _l("How long this item took")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which attempts: at one quiz or at all, between two days (both included; None: open), in one language or in any."""

    quiz: str | None
    start: str | None
    end: str | None
    language: str | None
    shops: Sequence[Shop]
    milliseconds: int
    """Times are told as the beginning of so many milliseconds."""


def rows(session: Session, wanted: Wanted, seal: Seal) -> Iterator[Page]:
    """All rows, by person and attempt; read page after page by key."""
    shops = {shop.id: shop for shop in wanted.shops}
    later = {shop.id: Later(session, shop) for shop in wanted.shops}
    last: tuple[UUID, UUID] | None = None
    while attempts := session.scalars(_page(wanted, last, list(shops))).all():
        first, last = _key(attempts[0]), _key(attempts[-1])
        answers = _answers(session, first, last)
        ids = sorted(attempt.id for attempt in attempts)
        late = {
            as_id(id)
            for place in {attempt.place_id for attempt in attempts}
            for id in later[place].between(ids[0], ids[-1])
        }
        session.expunge_all()
        session.rollback()
        kept = [attempt for attempt in attempts if attempt.id not in late]
        sealed = seal.seal([attempt.id.bytes for attempt in kept])
        found = [
            row
            for attempt, id in zip(kept, sealed, strict=True)
            for row in _rows(attempt, id, shops[attempt.place_id], wanted, seal, answers.get(attempt.id, ()))
        ]
        if found:
            yield page(found, len(kept))


def _page(wanted: Wanted, last: tuple[UUID, UUID] | None, places: list[UUID]) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [Attempt.place_id.in_(places)]
    if wanted.quiz is not None:
        conditions.append(Attempt.quiz == wanted.quiz)
    if wanted.start is not None:
        conditions.append(Attempt.day >= wanted.start)
    if wanted.end is not None:
        conditions.append(Attempt.day <= wanted.end)
    if wanted.language is not None:
        conditions.append(Attempt.language == wanted.language)
    if last is not None:
        conditions.append(tuple_(Attempt.person_id, Attempt.id) > last)
    return select(Attempt).where(and_(*conditions)).order_by(Attempt.person_id, Attempt.id).limit(A_PAGE)


def _key(attempt: Attempt) -> tuple[UUID, UUID]:
    return attempt.person_id, attempt.id


def _answers(session: Session, first: tuple[UUID, UUID], last: tuple[UUID, UUID]) -> dict[UUID, list[ItemAnswer]]:
    key = tuple_(ItemAnswer.person_id, ItemAnswer.attempt_id)
    which = select(ItemAnswer).where(key >= first, key <= last).order_by(ItemAnswer.item)
    found: dict[UUID, list[ItemAnswer]] = {}
    for answer in session.scalars(which):
        found.setdefault(answer.attempt_id, []).append(answer)
    return found


def _rows(
    attempt: Attempt, id: str, shop: Shop, wanted: Wanted, seal: Seal, answers: Sequence[ItemAnswer]
) -> Sequence[tuple[Value, ...]]:
    grain = wanted.milliseconds
    head: tuple[Value, ...] = (
        id, seal.pseudonym(attempt.person_id), str(shop.id), shop.name, attempt.day, to_ms(attempt.at) // grain * grain,
        attempt.language, attempt.quiz, attempt.version, attempt.finished, attempt.passed, attempt.fraction,
        attempt.milliseconds / 1000,
    )  # fmt: skip
    return [
        (
            *head, each.item, each.version, each.clause, each.product, shown(each.answer), each.fraction,
            each.milliseconds / 1000,
        )
        for each in answers
    ]  # fmt: skip


def shown(answer: Any) -> str | None:
    """An answer as a text."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, list):
        return "|".join(str(each) for each in answer)
    return None if answer is None or answer == "" else str(answer)
