"""Tables: from what was asked for to columns and pages, within given shops and up to given facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import Text, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from kiosk.responses.models import Response, ResponseDay
from kontuar.core import places
from kontuar.core.errors import Invalid
from kontuar.core.languages import resolve
from kontuar.core.sealing import Seal
from kontuar.reports import documents
from kontuar.reports.export import attempts, comments, cursors, long, responses, scores
from kontuar.reports.export.answers import Answers
from kontuar.reports.export.asking import Asked, What, segment_of
from kontuar.reports.export.columns import Column, Page
from kontuar.reports.export.cursors import Shop
from kontuar.reports.export.formats.sav_names import legal
from kontuar.reports.export.labelling import labelled
from kontuar.sync.definitions import Definition
from lms.quizzes.models import Attempt


@dataclass(frozen=True, slots=True)
class Document:
    """A survey or quiz that a table is told by."""

    kind: str
    key: str
    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a table depends on beside what was asked for: with the same it is the same table."""

    made_at: datetime
    chain: str
    everywhere: bool
    """Whether the shops are all there were."""
    shops: Sequence[Shop]
    documents: Sequence[Document]
    waiting: int
    """Facts that waited for a document then and are in no row."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is exported: its columns, its rows, and all that tells how it was made."""

    asked: Asked
    moment: Moment
    mark: str
    columns: Sequence[Column]
    pages: Callable[[], Iterator[Page]]

    @property
    def name(self) -> str:
        """Of the file, without its ending."""
        parts = (self.asked.what.value, self.asked.survey or self.asked.quiz, self.moment.made_at.date().isoformat())
        return "-".join(part for part in parts if part)


def moment(session: Session, asked: Asked, within: Collection[UUID] | None, at: datetime) -> Moment:
    """How things are now. Raises Invalid for a survey or quiz that was never published."""
    kind, key = ("quiz", asked.quiz) if asked.what is What.ATTEMPTS else ("survey", asked.survey)
    published = _published(session, kind)
    told = [each for each in published if key in (None, each.key)]
    if key is not None and not told:
        known = ", ".join(sorted({each.key for each in published})) or "none"
        raise Invalid(f"No {kind} with the key {key} was ever published. Known: {known}.")
    shops = cursors.shops(session, within)
    root = places.chain(session)
    return Moment(at, root.name if root else "", within is None, shops, told, cursors.waiting(session, shops))


def table(session: Session, asked: Asked, moment: Moment, secret: bytes) -> Table:
    """The table as it was, or is, at that moment."""
    seal = Seal(secret)
    language = resolve(asked.words)
    with force_locale(language.locale if language else "en"):
        columns, pages = _read(session, asked, moment, seal)
        columns = [_settled(column) for column in columns]
    if asked.format == "sav":
        columns = legal(columns)
    elif asked.labels:
        columns, pages = labelled(columns, pages)
    return Table(asked, moment, seal.mark, columns, pages)


Pages = Callable[[], Iterator[Page]]


def _read(session: Session, asked: Asked, moment: Moment, seal: Seal) -> tuple[Sequence[Column], Pages]:
    grain = asked.times.milliseconds
    if asked.what is What.ATTEMPTS:
        these = attempts.Wanted(asked.quiz, asked.start, asked.end, asked.language, moment.shops, grain)
        return attempts.COLUMNS, lambda: attempts.rows(session, these, seal)
    versions = documents.surveys_of(session, [bytes.fromhex(each.hash) for each in moment.documents])
    head = responses.columns(versions, asked.words)
    segments = [column.name.removeprefix("segment.") for column in head[len(responses.COLUMNS) :]]
    only = segment_of(asked)
    if only is not None and only[0] not in segments:
        raise Invalid(
            _l("No survey asked for declares this segment."), detail=f"{only[0]}; {', '.join(segments) or '-'}"
        )
    wanted = responses.Wanted(asked.survey, asked.start, asked.end, asked.language, moment.shops, segments, grain, only)
    heads = [column.name for column in head]
    match asked.what:
        case What.SCORES:
            if asked.shape == "wide":
                return scores.WIDE, lambda: scores.wide(session, wanted, versions)
            return scores.LONG, lambda: scores.long(session, wanted, versions)
        case What.ANSWERS:
            tails = long.Tails(versions, asked.words if asked.labels else None)
            columns = (*head, *tails.columns)
            return columns, lambda: long.rows(session, wanted, tails, seal, asked.comments)
        case What.COMMENTS:
            beside = comments.beside(versions, asked.words, heads)
            columns = (*head, *comments.COLUMNS, *beside.columns)
            return columns, lambda: comments.rows(session, wanted, beside, seal)
    answers = Answers(versions, asked.words, heads, asked.comments)
    columns = (*head, *answers.columns)
    return columns, lambda: responses.wide(session, wanted, answers, seal, asked.comments)


def _settled(column: Column) -> Column:
    """A column whose words are in the language of this moment."""
    labels = {value: str(label) for value, label in column.labels.items()}
    return replace(column, about=str(column.about), note=str(column.note), labels=labels)


def _published(session: Session, kind: str) -> list[Document]:
    rows = session.execute(
        select(Definition.key, Definition.version, Definition.hash)
        .where(Definition.kind == kind)
        .order_by(Definition.key, Definition.version)
    )
    return [Document(kind, key, version, bytes(hash).hex()) for key, version, hash in rows]


def _pair(key: str, value: str) -> str:
    """A segment as it stands in a response's JSON."""
    return json.dumps({key: value}, ensure_ascii=False, separators=(",", ":"))[1:-1]


def subjects(session: Session, asked: Asked, moment: Moment) -> int:
    """How many responses or attempts the table is made of, about: what comes or goes meanwhile isn't reckoned with."""
    if asked.what is What.ATTEMPTS:
        counted: Any = select(func.count()).select_from(Attempt)
        columns: Any = Attempt
        key = None if asked.quiz is None else Attempt.quiz == asked.quiz
    elif (only := segment_of(asked)) is not None:
        counted = select(func.count()).select_from(Response)
        columns = Response
        written = type_coerce(Response.segments, Text).contains(_pair(*only), autoescape=True)
        key = written if asked.survey is None else and_(written, Response.survey == asked.survey)
    else:
        counted = select(func.sum(ResponseDay.complete + ResponseDay.abandoned))
        columns = ResponseDay
        key = None if asked.survey is None else ResponseDay.survey == asked.survey
    within = [columns.place_id.in_([shop.id for shop in moment.shops])] if not moment.everywhere else []
    limits = [
        *within,
        *([key] if key is not None else []),
        *([columns.day >= asked.start] if asked.start else []),
        *([columns.day <= asked.end] if asked.end else []),
        *([columns.language == asked.language] if asked.language else []),
    ]
    return int(session.scalar(counted.where(*limits)) or 0)
