"""Reading what customers answered: tallies by any division, reasons; shared by pages, the console and exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from kiosk.responses.models import ChoiceDay, HourMonth, ResponseDay, ScoreDay
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Counts, tallied, together
from kiosk.responses.sources import source

VALUES = tuple(f"n{value}" for value in range(11))


class Division(StrEnum):
    """What scores can be told apart by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PLACE = "place"
    LANGUAGE = "language"
    QUESTION = "question"
    VERSION = "version"


Key = UUID | str | int
COLUMNS = {
    Division.PLACE: "place_id",
    Division.LANGUAGE: "language",
    Division.QUESTION: "question",
    Division.VERSION: "version",
}


def counts(session: Session, scope: Scope, question: str) -> Counts:
    """How many gave each answer to a question, in all."""
    rows = source(session, ScoreDay, scope)
    row = session.execute(select(*_sums(rows)).where(rows.c.question == question)).one()
    return tallied([int(n or 0) for n in row])


def counts_by(session: Session, scope: Scope, by: Division, question: str | None = None) -> dict[Key, Counts]:
    """How many gave each answer, for each part of a division; in order of day, else as they come.

    A week goes by its Monday, a month by its first seven characters. Without `question` only the division by question
    makes sense: other questions' answers would be added to each other.
    """
    by_day = by is Division.DAY or by is Division.WEEK
    rows = source(session, ScoreDay, scope, by_place=by is Division.PLACE, by_day=by_day)
    column = rows.c[COLUMNS.get(by, "day")]
    which = select(column, *_sums(rows)).group_by(column)
    if question is not None:
        which = which.where(rows.c.question == question)
    found = [(row[0], tallied([int(n or 0) for n in row[1:]])) for row in session.execute(which.order_by(column))]
    if by is not Division.WEEK and by is not Division.MONTH:
        return dict(found)
    grouped: dict[Key, list[Counts]] = {}
    for day, counted in found:
        grouped.setdefault(step_of(day, by), []).append(counted)
    return {key: together(parts) for key, parts in grouped.items()}


def _sums(rows: Subquery) -> list[Any]:
    return [func.sum(rows.c[value]) for value in VALUES]


def step_of(part: Any, by: Division) -> Key:
    """What a value of a division's column counts to: a day's Monday or month, else itself."""
    if by is Division.WEEK:
        return monday(part)
    return str(part[:7]) if by is Division.MONTH else part


def monday(day: str) -> str:
    """The Monday of a day's week."""
    parsed = date.fromisoformat(day)
    return (parsed - timedelta(days=parsed.weekday())).isoformat()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Answers to a question with choices: how many answered, took each choice, and declined."""

    answered: int
    choices: dict[str, int]
    declined: dict[str, int]


def chosen(session: Session, scope: Scope, question: str) -> Chosen:
    """How many took each choice of a question."""
    rows = source(session, ChoiceDay, scope).c
    which = select(rows.choice, func.sum(rows.n)).where(rows.question == question).group_by(rows.choice)
    found = {choice: int(n) for choice, n in session.execute(which)}
    return Chosen(
        found.pop("", 0),
        {choice: n for choice, n in found.items() if not choice.startswith("?")},
        {choice[1:]: n for choice, n in found.items() if choice.startswith("?")},
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """How many responses were finished and abandoned, and the finished ones' mean time in seconds."""

    complete: int
    abandoned: int
    seconds: float | None

    @property
    def all(self) -> int:
        return self.complete + self.abandoned


def taken(session: Session, scope: Scope) -> Taken:
    """Responses in all; half of what a score's reader asks first."""
    rows = source(session, ResponseDay, scope).c
    amounts = (rows.complete, rows.abandoned, rows.milliseconds)
    sums = session.execute(select(*(func.coalesce(func.sum(amount), 0) for amount in amounts))).one()
    complete, abandoned, spent = (int(amount) for amount in sums)
    return Taken(complete, abandoned, spent / 1000 / complete if complete else None)


def taken_by(session: Session, scope: Scope, by: Division) -> dict[Key, int]:
    """Responses, finished or not, of each place or in each language."""
    rows = source(session, ResponseDay, scope, by_place=by is Division.PLACE).c
    column = rows[COLUMNS[by]]
    which = select(column, func.sum(rows.complete + rows.abandoned)).group_by(column)
    return {part: int(n) for part, n in session.execute(which)}


def days(session: Session, scope: Scope, version: int | None = None) -> tuple[str, str] | None:
    """The first and the last day with answers, to one version of the survey if given."""
    rows = source(session, ResponseDay, scope, by_day=True).c
    which = select(func.min(rows.day), func.max(rows.day))
    first, last = session.execute(which if version is None else which.where(rows.version == version)).one()
    return (first, last) if first else None


@dataclass(frozen=True, slots=True)
class Hour:
    """How many answered a survey's first smileys in one hour of the week, and how many of them were content (4 or 5)."""

    scored: int
    satisfied: int


def hours(session: Session, scope: Scope) -> dict[tuple[int, int], Hour]:
    """By weekday (Monday 0) and hour of the shops' own clocks, over the months that the period touches, in all languages."""
    which = select(HourMonth.slot, func.sum(HourMonth.scored), func.sum(HourMonth.satisfied)).where(
        HourMonth.survey == scope.survey,
        HourMonth.month.between((scope.start or "")[:7], (scope.end or "9999")[:7]),
    )
    if scope.places is not None:
        which = which.where(HourMonth.place_id.in_(scope.places))
    return {
        divmod(slot, 24): Hour(int(n), int(good)) for slot, n, good in session.execute(which.group_by(HourMonth.slot))
    }


@dataclass(frozen=True, slots=True)
class Blamed:
    """Customers who took a choice: how many, how many of them answered the survey's first smileys, how many were content."""

    n: int
    scored: int
    satisfied: int


def blamed(session: Session, scope: Scope, question: str) -> dict[str, Blamed]:
    """How content the customers were who took each choice of a question; "" stands for all who answered the question."""
    rows = source(session, ChoiceDay, scope).c
    sums = (func.sum(rows.n), func.sum(rows.scored), func.sum(rows.satisfied))
    which = select(rows.choice, *sums).where(rows.question == question).group_by(rows.choice)
    return {choice: Blamed(int(n), int(scored), int(good)) for choice, n, scored, good in session.execute(which)}


@dataclass(frozen=True, slots=True)
class ByVersion:
    """Tallies of one survey told apart by its versions: what names a clause may differ from one to the next."""

    scores: dict[tuple[str, int], Counts]  # question, version
    choices: dict[tuple[str, str, int], int]  # question, choice, version
    responses: dict[int, int]  # finished or not


def by_version(session: Session, scope: Scope) -> ByVersion:
    """All tallies of a survey by version."""
    answers = source(session, ScoreDay, scope)
    key = (answers.c.question, answers.c.version)
    scored = session.execute(select(*key, *_sums(answers)).group_by(*key))
    taps = source(session, ChoiceDay, scope).c
    tap = (taps.question, taps.choice, taps.version)
    picked = session.execute(select(*tap, func.sum(taps.n)).group_by(*tap))
    all = source(session, ResponseDay, scope).c
    came = session.execute(select(all.version, func.sum(all.complete + all.abandoned)).group_by(all.version))
    return ByVersion(
        {(row[0], row[1]): tallied([int(n or 0) for n in row[2:]]) for row in scored},
        {(question, choice, version): int(n) for question, choice, version, n in picked},
        {version: int(n) for version, n in came},
    )
