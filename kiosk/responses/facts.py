"""Facts of the customer: a response, and a manager's hiding of a comment; and the readings made from them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

import msgspec

from kiosk.responses.counting import Counted, Counter
from kiosk.responses.dividing import Divided
from kiosk.responses.models import (
    ChoiceDay,
    Comment,
    CommentHiding,
    HourMonth,
    Response,
    ResponseDay,
    ScoreDay,
    SegmentDay,
    WeightDay,
)
from kiosk.responses.searching import folded
from kontuar.sync.kinds import Fact, Kind
from kontuar.sync.projection import Projection, Row

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
LONGEST_VISIT = 86_400_000  # milliseconds
SATISFIED = 4  # smileys from here on are content
MOST_WEIGHT = 1_000_000
MOST_SEGMENTS = 32
Key = Annotated[str, msgspec.Meta(max_length=64)]
NOTHING: Row = (None, None, None, None)


class Origin(msgspec.Struct, gc=False, omit_defaults=True, rename={"import_": "import"}):
    """Where a response that was brought in from elsewhere came from: the import, and the row's own key in its file.

    One that a tablet wrote, and that an export of ours brought back, has no such key.
    """

    import_: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    row: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class Answered(msgspec.Struct, gc=False, omit_defaults=True):
    """`kiosk.response`: what one customer answered. See docs/architecture.md for the shape of an answer."""

    survey: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    language: Annotated[str, msgspec.Meta(max_length=12)]
    answers: dict[str, Any]
    complete: bool
    seconds: float = 0.0
    weight: Annotated[float, msgspec.Meta(gt=0, le=MOST_WEIGHT)] | None = None
    segments: (
        Annotated[dict[Key, Annotated[str, msgspec.Meta(max_length=120)]], msgspec.Meta(max_length=MOST_SEGMENTS)]
        | None
    ) = None
    origin: Origin | None = None


class CommentHidden(msgspec.Struct):
    """`kiosk.comment-hidden`: somebody with the right to it hid what a customer typed, or shows it again."""

    response: UUID
    question: Annotated[str, msgspec.Meta(max_length=64)]
    hidden: bool
    by: UUID


class _Sums:
    """What the facts of one place add to the tallies. Customers answer alike: each combination is added up once."""

    __slots__ = ("alike", "days", "divided", "hours", "place")

    def __init__(self, place: Any) -> None:
        self.place = place
        self.alike: dict[tuple[Any, ...], tuple[Counted, int]] = {}  # by survey, tail and the answers' JSON
        self.days: dict[Row, list[int]] = {}
        self.hours: dict[Row, list[int]] = {}
        self.divided: Divided | None = None  # only some surveys have their answers weighed or told apart by segment

    def add(self, survey: str, tail: Row, counted: Counted, complete: bool, milliseconds: int) -> None:
        key = (survey, tail, counted.answers)
        seen = self.alike.get(key)
        self.alike[key] = (counted, 1 if seen is None else seen[1] + 1)
        row = self.days.setdefault((survey, *tail), [0, 0, 0])
        if complete:
            row[0] += 1
            row[2] += milliseconds
        else:
            row[1] += 1

    def at_hour(self, survey: str, day: str, hour: int, content: int) -> None:
        row = self.hours.setdefault((survey, day[:7], _slot(day, hour), 0), [0, 0])
        row[0] += 1
        row[1] += content >= SATISFIED

    def tally(self, projection: Projection) -> None:
        scores: dict[Row, list[int]] = {}
        choices: dict[Row, list[int]] = {}
        rows: dict[tuple[str, Row], dict[str, list[int]]] = {}
        for (survey, tail, _), (counted, n) in self.alike.items():
            by_question = rows.setdefault((survey, tail), {})
            for question, value in counted.values:
                sums = by_question.get(question)
                if sums is None:
                    sums = by_question[question] = scores[(survey, question, *tail)] = [0] * 11
                sums[value] += n
            for question, choice in counted.choices:
                row = choices.setdefault((survey, question, choice, *tail), [0, 0, 0])
                row[0] += n
                if counted.content is not None:
                    row[1] += n
                    row[2] += n if counted.content >= SATISFIED else 0
        projection.tally(ScoreDay, scores, self.place)
        projection.tally(ChoiceDay, choices, self.place)
        projection.tally(ResponseDay, self.days, self.place)
        projection.tally(HourMonth, self.hours, self.place)
        if self.divided is not None:
            self.divided.tally(projection, self.place)


def _project_responses(projection: Projection, facts: Sequence[Fact[Answered]]) -> None:
    responses: list[Row] = []
    comments: list[Row] = []
    places: dict[Any, _Sums] = {}
    counters: dict[str, Counter] = {}
    for fact in facts:
        body, place, id = fact.body, projection.id(fact.place), projection.id(fact.id)
        counter = counters.get(body.survey)
        if counter is None:
            counter = counters[body.survey] = projection.definition(bytes.fromhex(body.survey), Counter)
        survey, version = counter.survey.key, counter.survey.version
        counted, words = counter.count(body.answers)
        language = language_of(body.language)
        day, at = fact.stamp.day, fact.stamp.at
        spent = milliseconds_of(body.seconds)
        plain = body.weight is None and body.segments is None and body.origin is None
        more = NOTHING if plain else _more(body)
        responses.append((place, id, survey, version, day, language, at, spent, body.complete, counted.answers, *more))
        for question, typed in words.items():
            comments.append((place, id, question, survey, day, language, at, typed, folded(typed)))
        sums = places.get(place)
        if sums is None:
            sums = places[place] = _Sums(place)
        sums.add(survey, (day, language, version, 0), counted, body.complete, spent)
        if counted.content is not None and fact.stamp.hour >= 0:
            sums.at_hour(survey, day, fact.stamp.hour, counted.content)
        if counter.divided:
            if sums.divided is None:
                sums.divided = Divided()
            sums.divided.add(counter.survey, (day, language, version, 0), counted, body.weight, body.segments)
    projection.insert(Response, responses)
    projection.insert(Comment, comments)
    for sums in places.values():
        sums.tally(projection)


@lru_cache(maxsize=4096)
def _slot(day: str, hour: int) -> int:
    return 24 * date.fromisoformat(day).weekday() + hour


def _more(body: Answered) -> Row:
    """Weight, segments, import and row, as the table keeps them."""
    segments = msgspec.json.encode(body.segments, order="sorted").decode() if body.segments else None
    origin = body.origin
    return (body.weight, segments, UUID(origin.import_) if origin else None, origin.row if origin else None)


@lru_cache(maxsize=256)
def language_of(tag: str) -> str:
    """The tag as it counts; what can't be one is `und`, undetermined."""
    return tag if LANGUAGE.fullmatch(tag) else "und"


def milliseconds_of(seconds: float) -> int:
    """How long it took, as it counts: between nothing and a day."""
    return min(max(round(seconds * 1000), 0), LONGEST_VISIT) if math.isfinite(seconds) else 0


def _project_hidings(projection: Projection, facts: Sequence[Fact[CommentHidden]]) -> None:
    projection.insert(
        CommentHiding,
        [
            (fact.place, fact.id, fact.body.response, fact.body.question, fact.body.hidden, fact.body.by, fact.stamp.at)
            for fact in facts
        ],
    )


KINDS = (
    Kind(
        "kiosk.response",
        Answered,
        _project_responses,
        (Response, Comment, ScoreDay, ChoiceDay, ResponseDay, HourMonth, WeightDay, SegmentDay),
        needs=lambda body: (bytes.fromhex(body.survey),),
    ),
    Kind("kiosk.comment-hidden", CommentHidden, _project_hidings, (CommentHiding,), from_tablets=False),
)
