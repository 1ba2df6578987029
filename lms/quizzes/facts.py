"""Facts of the employee: an attempt at a quiz; and the readings made from it, graded by the document that it names."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Annotated, Any
from uuid import UUID

import msgspec

from kontuar.sync.kinds import Fact, Kind
from kontuar.sync.projection import Projection, Row
from lms.quizzes.judging import Judge
from lms.quizzes.models import Attempt, ItemAnswer, ItemLatest

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
LONGEST = 86_400_000  # milliseconds: nobody takes a quiz for longer than a day


class Answered(msgspec.Struct, gc=False):
    """One answer of an attempt. What the tablet made of it (`fraction`) is passed over: it is graded here."""

    item: Annotated[str, msgspec.Meta(max_length=64)]
    answer: Any = None
    seconds: float = 0.0


class Attempted(msgspec.Struct, gc=False):
    """`lms.attempt`: one person's going through a quiz. The fact's id is the attempt's; a later answer to an item counts."""

    quiz: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    person: UUID
    language: Annotated[str, msgspec.Meta(max_length=12)]
    finished: bool
    answers: Annotated[list[Answered], msgspec.Meta(max_length=1000)]
    seconds: float = 0.0


def _project(projection: Projection, facts: Sequence[Fact[Attempted]]) -> None:
    attempts: list[Row] = []
    answers: list[Row] = []
    latest: list[Row] = []
    for fact in facts:
        body, at = fact.body, fact.stamp.at
        hash = bytes.fromhex(body.quiz)
        judge = projection.definition(hash, Judge)
        quiz, person, id, place = judge.quiz, *map(projection.id, (body.person, fact.id, fact.place))
        given = {answered.item: answered for answered in body.answers}
        came_to = judge.result(str(fact.id), {key: each.answer for key, each in given.items()}, body.finished)
        language = body.language if LANGUAGE.fullmatch(body.language) else "und"
        attempts.append(
            (person, id, place, hash, quiz.key, quiz.version, fact.stamp.day, at, body.finished, came_to.fraction,
             came_to.passed, _milliseconds(body.seconds), language)
        )  # fmt: skip
        for item in (mark.item for mark in came_to.marks if mark.answered):
            fraction, kept = judge.judged(item, given[item.key].answer)
            about = (item.version, item.clause, item.product, at)
            spent = _milliseconds(given[item.key].seconds)
            answers.append((person, id, place, item.key, *about, body.finished, fraction, spent, kept))
            if body.finished:
                latest.append((person, item.key, id, place, *about, fraction))
    projection.insert(Attempt, attempts)
    projection.insert(ItemAnswer, answers)
    _keep_latest(projection, latest)


def _milliseconds(seconds: float) -> int:
    return min(max(round(seconds * 1000), 0), LONGEST) if math.isfinite(seconds) else 0


_COLUMNS = "person_id, item, attempt_id, place_id, version, clause, product, at, fraction"
_LATER = (7, 2, 3)  # at, attempt_id, place_id: what comes later by them counts


def _keep_latest(projection: Projection, rows: list[Row]) -> None:
    """Of two answers to an item the later one stays, whichever comes first; taken back, the one before it comes up again."""
    if not rows:
        return
    if projection.sign < 0:
        projection.recount([(row[0], row[1]) for row in rows], _latest_again)
        return
    table = projection.name(ItemLatest)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[2:])
    sql = (
        f"INSERT INTO {table} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608
        f"ON CONFLICT (person_id, item) DO UPDATE SET {changes} "
        f"WHERE (excluded.at, excluded.attempt_id, excluded.place_id) > ({table}.at, {table}.attempt_id, {table}.place_id)"
    )
    of_each: dict[Row, Row] = {}
    for row in sorted(rows, key=itemgetter(*_LATER)):  # of a person's answers in one batch only the latest is written
        of_each[row[:2]] = row
    projection.execute_each(sql, [of_each[subject] for subject in sorted(of_each)])


def _latest_again(projection: Projection, subject: Row) -> None:
    table, answers = projection.name(ItemLatest), projection.name(ItemAnswer)
    projection.execute(f"DELETE FROM {table} WHERE person_id = ? AND item = ?", subject)  # noqa: S608
    projection.execute(
        f"INSERT INTO {table} ({_COLUMNS}) SELECT {_COLUMNS} FROM {answers} "  # noqa: S608
        "WHERE person_id = ? AND item = ? AND finished ORDER BY at DESC, attempt_id DESC, place_id DESC LIMIT 1",
        subject,
    )


KINDS = (
    Kind(
        "lms.attempt",
        Attempted,
        _project,
        (Attempt, ItemAnswer, ItemLatest),
        needs=lambda body: (bytes.fromhex(body.quiz),),
    ),
)
