"""Responses, read page after page by key, so that memory stays flat and no reading lasts long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from kiosk.responses.models import Comment, CommentHiding, Response
from kiosk.surveys.document import Survey
from kontuar.core.sealing import Seal
from kontuar.reports.export.answers import HIDDEN, Answers, said
from kontuar.reports.export.columns import Cells, Column, Page, Type
from kontuar.reports.export.cursors import Later, Shop

A_PAGE = 2_000
COLUMNS = (
    Column("response", Type.ID, _l("The response; the same in every export of this installation")),
    Column("place", Type.ID, _l("The shop")),
    Column("place_name", Type.TEXT, _l("The shop's name when the table was made")),
    Column("day", Type.DAY, _l("The shop's own day")),
    Column("at", Type.TIME, _l("When it ended or was left, UTC")),
    Column("language", Type.TEXT, _l("The language it was answered in")),
    Column("survey", Type.TEXT, _l("The survey")),
    Column("version", Type.WHOLE, _l("The survey's version")),
    Column(
        "complete",
        Type.YESNO,
        _l("Whether it came to the thanks"),
        labels={True: _l("yes"), False: _l("left in the middle")},
    ),
    Column("seconds", Type.NUMBER, _l("From the first answer to the last")),
    Column("weight", Type.NUMBER, _l("How much it counts, where the survey weighs its responses")),
    Column("row", Type.TEXT, _l("Its own key in the file that it was brought in from")),
)
_RAW = (
    "id",
    "day",
    "at",
    "language",
    "survey",
    "version",
    "complete",
    "milliseconds",
    "weight",
    "import_row",
    "segments",
    "answers",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which responses: of one survey or of all, between two days (both included; None: open), in one language or in any."""

    survey: str | None
    start: str | None
    end: str | None
    language: str | None
    shops: Sequence[Shop]
    segments: Sequence[str]
    """Which segments are told, by their keys."""
    milliseconds: int
    """Times are told as the beginning of so many milliseconds: a minute, an hour."""
    segment: tuple[str, str] | None = None
    """Only those with this value of a segment, by its key."""


Words = Mapping[str, Mapping[Any, str | None]]
"""What customers typed, by question and response (as the driver gives its id); None: hidden."""


@dataclass(frozen=True, slots=True)
class Read:
    """Some responses of one shop: the cells of COLUMNS, and beside each the answers' JSON."""

    ids: Sequence[Any]
    head: Sequence[Cells]
    answers: Sequence[str]
    words: Words


def read(session: Session, wanted: Wanted, seal: Seal, comments: bool) -> Iterator[Read]:
    """All responses, shop after shop, each shop's in the order in which they were begun."""
    for shop in wanted.shops:
        later = Later(session, shop)
        last: UUID | None = None
        while found := _raw(session, _page(wanted, shop.id, last)):
            first, last = as_id(found[0][0]), as_id(found[-1][0])
            late = later.between(first, last)
            words = _words(session, shop.id, first, last, late) if comments else {}
            session.rollback()  # a slow reader at the other end holds no snapshot open
            kept = [row for row in found if row[0] not in late] if late else found
            kept = _with_segment(kept, wanted.segment) if wanted.segment else kept
            if kept:
                yield _read(kept, shop, words, wanted, seal)
            if len(found) < A_PAGE:
                break


def _read(found: Sequence[Any], shop: Shop, words: Words, wanted: Wanted, seal: Seal) -> Read:
    ids, days, times, languages, surveys, versions, complete, spent, weights, rows, segments, answers = zip(
        *found, strict=True
    )
    alike, grain = len(found), wanted.milliseconds
    head: list[Cells] = [
        seal.seal([id if type(id) is bytes else id.bytes for id in ids]),
        [str(shop.id)] * alike,
        [shop.name] * alike,
        days,
        [at // grain * grain for at in times],
        languages,
        surveys,
        versions,
        [bool(each) for each in complete],
        [each / 1000 for each in spent],
        weights,
        rows,
        *_segments(segments, wanted.segments),
    ]
    return Read(ids, head, answers, words)


def columns(versions: Sequence[Survey], language: str) -> tuple[Column, ...]:
    """The columns of a response beside its answers: COLUMNS, and one for each segment that the surveys declare."""
    declared = {segment.key: (segment, survey.source) for survey in reversed(versions) for segment in survey.segments}
    return (
        *COLUMNS,
        *(
            Column(
                f"segment.{key}", Type.TEXT, said(segment.title, language, source),
                {value.id: said(value.label, language, source) for value in segment.values},
            )
            for key, (segment, source) in sorted(declared.items())
        ),
    )  # fmt: skip


def _segments(kept: Sequence[str | None], wanted: Sequence[str]) -> list[Cells]:
    """The values of segments (JSON as it's kept), a column each."""
    if not wanted:
        return []
    known: dict[str | None, Any] = {text: msgspec.json.decode(text) or {} if text else {} for text in set(kept)}
    return [[known[text].get(name) for text in kept] for name in wanted]


def _with_segment(found: Sequence[Any], segment: tuple[str, str]) -> Sequence[Any]:
    key, value = segment
    at = _RAW.index("segments")
    fits = {
        text: bool(text) and (msgspec.json.decode(text) or {}).get(key) == value for text in {row[at] for row in found}
    }
    return [row for row in found if fits[row[at]]]


def wide(session: Session, wanted: Wanted, answers: Answers, seal: Seal, comments: bool) -> Iterator[Page]:
    """A row a response, a column a question; the columns are COLUMNS and those of `answers`."""
    for some in read(session, wanted, seal, comments):
        surveys: Any = some.head[6]
        cells: list[Cells] = list(zip(*answers.rows(surveys, some.head[7], some.answers), strict=True))
        for survey, question, at, missing in answers.texts:
            typed = some.words.get(question)
            if typed:
                told = [typed.get(id, "") for id in some.ids]
                if not answers.alone:
                    told = [text if its == survey else "" for text, its in zip(told, surveys, strict=True)]
                cells[at] = [text or None for text in told]
                cells[missing] = [
                    HIDDEN if text is None else why for text, why in zip(told, cells[missing], strict=True)
                ]
        yield Page([*some.head, *cells], len(some.ids))


def _raw(session: Session, which: Any) -> Sequence[Any]:
    """Rows as the driver's own tuples: wrapping a million of them takes as long as writing them."""
    cursor = session.connection().execute(which).cursor
    return cursor.fetchall() if cursor is not None else ()


def _page(wanted: Wanted, place: UUID, last: UUID | None) -> Any:
    """The next page of a shop. Columns come as the driver gives them: a million conversions are saved."""
    kept = Response.__table__
    which: Any = (
        select(*(literal_column(name) for name in _RAW))
        .select_from(kept)
        .where(kept.c.place_id == place)
        .order_by(kept.c.id)
        .limit(A_PAGE)
    )
    if last is not None:
        which = which.where(kept.c.id > last)
    if (
        wanted.survey is not None
    ):  # joined to nothing, so that the index on (place, survey, day) isn't taken: pages go by key
        which = which.where(kept.c.survey.concat("") == wanted.survey)
    if wanted.start is not None:
        which = which.where(kept.c.day.concat("") >= wanted.start)
    if wanted.end is not None:
        which = which.where(kept.c.day.concat("") <= wanted.end)
    if wanted.language is not None:
        which = which.where(kept.c.language == wanted.language)
    return which


def _words(session: Session, place: UUID, first: UUID, last: UUID, late: Any) -> Words:
    """What customers typed. A comment is hidden if it was then or is now: what was hidden since mustn't come out again."""
    kept = CommentHiding.__table__
    hidings: Any = (
        select(literal_column("id"), *(literal_column(name) for name in ("response_id", "question", "hidden")))
        .select_from(kept)
        .where(kept.c.place_id == place, kept.c.response_id >= first, kept.c.response_id <= last)
        .order_by(kept.c.at, kept.c.id)
    )
    then: dict[tuple[Any, str], bool] = {}
    now: dict[tuple[Any, str], bool] = {}
    for id, response, question, hides in _raw(session, hidings):
        now[response, question] = bool(hides)
        if id not in late:
            then[response, question] = bool(hides)
    hidden = {key for state in (then, now) for key, hides in state.items() if hides}
    typed = Comment.__table__
    comments: Any = (
        select(*(literal_column(name) for name in ("response_id", "question", "text")))
        .select_from(typed)
        .where(typed.c.place_id == place, typed.c.response_id >= first, typed.c.response_id <= last)
    )
    found: dict[str, dict[Any, str | None]] = {}
    for response, question, text in _raw(session, comments):
        hides = hidden and (response, question) in hidden
        found.setdefault(question, {})[response] = None if hides else text
    return found


def as_id(raw: Any) -> UUID:
    """An id that the driver gave."""
    return raw if isinstance(raw, UUID) else UUID(bytes=bytes(raw))
