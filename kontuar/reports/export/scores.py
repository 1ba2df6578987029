"""Scores: how many gave each answer, shop by shop and day by day, from the tallies less what came after the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.responses.models import ChoiceDay, Response, ScoreDay
from kiosk.responses.scoring import Scale, score
from kiosk.surveys.document import SCALES, Survey
from kontuar.core.database import Base
from kontuar.core.sealing import Seal
from kontuar.reports.export.columns import Column, Page, Type, Value, page
from kontuar.reports.export.cursors import Later, Shop
from kontuar.reports.export.responses import Wanted, as_id, read

VALUES = tuple(f"n{value}" for value in range(11))
AT_ONCE = 500
_HEAD = (
    Column("place", Type.ID, _l("The shop")),
    Column("place_name", Type.TEXT, _l("The shop's name when the table was made")),
    Column("day", Type.DAY, _l("The shop's own day")),
    Column("language", Type.TEXT, _l("The language it was answered in")),
    Column("survey", Type.TEXT, _l("The survey")),
    Column("version", Type.WHOLE, _l("The survey's version")),
    Column("question", Type.TEXT, _l("The question")),
    Column("type", Type.TEXT, _l("What sort of question it is")),
)
WIDE = (
    *_HEAD,
    Column("n", Type.WHOLE, _l("How many answered on the scale")),
    *(Column(name, Type.WHOLE, _l("How many answered %(value)s", value=name[1:])) for name in VALUES),
    Column("mean", Type.NUMBER, _l("The mean answer")),
    Column(
        "score", Type.NUMBER,
        _l("CSAT and yes as a share from 0 to 1, NPS from -100 to 100, effort and stars as the mean answer"),
    ),
)  # fmt: skip
LONG = (
    *_HEAD,
    Column("answer", Type.TEXT, _l("The answer: a number of the scale or a choice; ?unknown, ?inapplicable: declined")),
    Column("n", Type.WHOLE, _l("How many gave it")),
    Column("of", Type.WHOLE, _l("How many answered the question, whatever they said; who declined isn't among them")),
)

_Cell = tuple[str, str, str, int, str]  # day, language, survey, version, question
_Counts = dict[_Cell, dict[str, int]]  # by answer; "" counts who answered a question with choices


def wide(session: Session, wanted: Wanted, versions: Sequence[Survey]) -> Iterator[Page]:
    """A row for each shop, day, language, version and question with a scale."""
    types = _types(versions)
    for shop in wanted.shops:
        found: list[tuple[Value, ...]] = []
        for cell, counts in sorted(_counted(session, wanted, shop, types).items()):
            type = types.get((cell[2], cell[3], cell[4]), "")
            if type in SCALES:
                given = {int(answer): n for answer, n in counts.items() if answer.isdigit()}
                if n := sum(given.values()):
                    scale = Scale(type)
                    mean = sum(value * times for value, times in given.items()) / n
                    one = score(scale, given)
                    row = [given.get(value, 0) if value in SCALES[type] else None for value in range(11)]
                    found.append((*_head(shop, cell, type), n, *row, mean, one.value if one else None))
        if found:
            yield page(found)


def long(session: Session, wanted: Wanted, versions: Sequence[Survey]) -> Iterator[Page]:
    """A row for each shop, day, language, version, question and answer that somebody gave; of reasons, too."""
    types = _types(versions)
    for shop in wanted.shops:
        found: list[tuple[Value, ...]] = []
        for cell, counts in sorted(_counted(session, wanted, shop, types).items()):
            type = types.get((cell[2], cell[3], cell[4]), "")
            scored = sum(n for answer, n in counts.items() if answer.isdigit()) if type in SCALES else 0
            of = scored if type in SCALES else counts.get("", 0)
            answers = sorted(counts, key=lambda each: (each.startswith("?"), len(each) if type in SCALES else 0, each))
            found += [
                (*_head(shop, cell, type), answer, counts[answer], of)
                for answer in answers
                if answer and counts[answer]
            ]
        if found:
            yield page(found)


def _types(versions: Sequence[Survey]) -> dict[tuple[str, int, str], str]:
    return {
        (survey.key, survey.version, question.id): question.type for survey in versions for question in survey.questions
    }


def _head(shop: Shop, cell: _Cell, type: str) -> tuple[Value, ...]:
    day, language, survey, version, question = cell
    return str(shop.id), shop.name, day, language, survey, version, question, type


def _counted(session: Session, wanted: Wanted, shop: Shop, types: Mapping[tuple[str, int, str], str]) -> _Counts:
    """The tallies of a shop less the responses that came after its cursor; with a segment, counted from the responses."""
    if wanted.segment is not None:
        return _of_segment(session, wanted, shop, types)
    found: _Counts = {}
    late = list(
        Later(session, shop).all()
    )  # first: what comes between the two readings is in neither or taken off twice
    _add_scores(session, wanted, shop, found)
    _add_choices(session, wanted, shop, found)
    again = list(Later(session, shop).all())
    if len(again) != len(late):
        session.rollback()
        return _counted(session, wanted, shop, types)
    for start in range(0, len(late), AT_ONCE):
        which = select(Response).where(
            Response.place_id == shop.id, Response.id.in_([as_id(id) for id in late[start : start + AT_ONCE]])
        )
        for response in session.scalars(which):
            _take_off(response, found, types)
    session.expunge_all()
    session.rollback()
    return found


def _add_scores(session: Session, wanted: Wanted, shop: Shop, found: _Counts) -> None:
    amounts = [func.sum(getattr(ScoreDay, name)) for name in VALUES]
    which = _grouped(select(*_cell(ScoreDay), *amounts), ScoreDay, wanted, shop)
    for row in session.execute(which.group_by(*_cell(ScoreDay))):
        found[tuple(row[:5])] = {str(value): int(n) for value, n in enumerate(row[5:]) if n}


def _add_choices(session: Session, wanted: Wanted, shop: Shop, found: _Counts) -> None:
    which = _grouped(select(*_cell(ChoiceDay), ChoiceDay.choice, func.sum(ChoiceDay.n)), ChoiceDay, wanted, shop)
    for *cell, choice, n in session.execute(which.group_by(*_cell(ChoiceDay), ChoiceDay.choice)):
        found.setdefault(tuple(cell), {})[choice] = int(n)


def _cell(table: Any) -> tuple[Any, ...]:
    return table.day, table.language, table.survey, table.version, table.question


def _grouped(which: Any, table: type[Base], wanted: Wanted, shop: Shop) -> Any:
    columns: Any = table
    which = which.where(columns.place_id == shop.id)
    if wanted.survey is not None:
        which = which.where(columns.survey == wanted.survey)
    if wanted.start is not None:
        which = which.where(columns.day >= wanted.start)
    if wanted.end is not None:
        which = which.where(columns.day <= wanted.end)
    return which if wanted.language is None else which.where(columns.language == wanted.language)


def _take_off(response: Response, found: _Counts, types: Mapping[tuple[str, int, str], str]) -> None:
    """Take a response's answers off the tallies it was added to."""
    for question, answer in response.answers.items():
        counts = found.get((response.day, response.language, response.survey, response.version, question))
        if counts is None:
            continue
        for each in _given(answer, types.get((response.survey, response.version, question))):
            counts[each] = counts.get(each, 0) - 1


def _given(answer: Any, type: str | None) -> list[str]:
    """What an answer counts for."""
    if isinstance(answer, dict):
        return [f"?{answer.get('declined')}"]
    if type in SCALES:
        return [str(answer)]
    return ["", *([answer] if isinstance(answer, str) else answer)]


def _of_segment(session: Session, wanted: Wanted, shop: Shop, types: Mapping[tuple[str, int, str], str]) -> _Counts:
    """What responses with the segment's value add up to; tallies by segment know no language."""
    found: _Counts = {}
    for some in read(session, replace(wanted, shops=[shop]), Seal(bytes(32)), comments=False):
        days, _, languages, surveys, versions = (some.head[at] for at in range(3, 8))
        for day, language, survey, version, answers in zip(
            days, languages, surveys, versions, some.answers, strict=True
        ):
            for question, answer in msgspec.json.decode(answers).items():
                cell: Any = (day, language, survey, version, question)
                counts = found.setdefault(cell, {})
                for each in _given(answer, types.get(cell[2:])):
                    counts[each] = counts.get(each, 0) + 1
    return found
