"""Readings of what customers answered: each response, their words, and the tallies that scores are made from."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Double, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Id, Json, Moment

KEY = String(64)  # of a survey, a question, a choice
DAY = String(10)
MONTH = String(7)
TAG = String(12)
SAID = String(120)  # a segment's value
ROW_KEY = String(200)  # a row's own key, in the file it was brought in from


class Response(Base):
    """One customer's answers, without what they typed. No name, address or account."""

    __tablename__ = "response"
    __table_args__ = ({"info": {"sort": "reading"}, "sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY)
    version: Mapped[int]
    day: Mapped[str] = mapped_column(DAY)
    language: Mapped[str] = mapped_column(TAG)
    at: Mapped[datetime] = mapped_column(Moment)
    milliseconds: Mapped[int]  # from the first screen to the last
    complete: Mapped[bool]  # False: begun and left
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    weight: Mapped[float | None] = mapped_column(Double)
    segments: Mapped[dict[str, str] | None] = mapped_column(Json)
    import_id: Mapped[UUID | None] = mapped_column(Id)  # what brought it in from elsewhere
    import_row: Mapped[str | None] = mapped_column(ROW_KEY)


class Comment(Base):
    """What a customer typed, kept apart so that it can be hidden or erased alone."""

    __tablename__ = "comment"
    __table_args__ = (
        Index(None, "place_id", "survey", "day"),
        Index(None, "survey", "day"),
        {"info": {"sort": "reading"}, "sqlite_with_rowid": False},
    )

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    response_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    question: Mapped[str] = mapped_column(KEY, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY)
    day: Mapped[str] = mapped_column(DAY)
    language: Mapped[str] = mapped_column(TAG)
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)  # as it is searched


class CommentHiding(Base):
    """A manager hid a comment, or showed it again; the latest by (at, id) counts."""

    __tablename__ = "comment_hiding"
    __table_args__ = (Index(None, "place_id", "response_id"), {"info": {"sort": "reading"}, "sqlite_with_rowid": False})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    response_id: Mapped[UUID] = mapped_column(Id)
    question: Mapped[str] = mapped_column(KEY)
    hidden: Mapped[bool]
    by: Mapped[UUID] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(Moment)


class ScoreDay(Base):
    """How many gave each value of a scale, by shop, question and the shop's own day. `marked` keeps nuisance apart."""

    __tablename__ = "score_day"
    __table_args__ = (Index(None, "day"), {"info": {"sort": "reading"}, "sqlite_with_rowid": False})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    question: Mapped[str] = mapped_column(KEY, primary_key=True)
    day: Mapped[str] = mapped_column(DAY, primary_key=True)
    language: Mapped[str] = mapped_column(TAG, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marked: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n0: Mapped[int]
    n1: Mapped[int]
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]
    n6: Mapped[int]
    n7: Mapped[int]
    n8: Mapped[int]
    n9: Mapped[int]
    n10: Mapped[int]


class WeightDay(Base):
    """How many responses with a weight gave a value and how much they weigh, in millionths; of surveys that declare weights.

    Weights squared are kept whole (`squares`) with the rest in millionths of millionths (`square_rests`).
    """

    __tablename__ = "weight_day"
    __table_args__ = ({"info": {"sort": "reading"}, "sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    question: Mapped[str] = mapped_column(KEY, primary_key=True)
    value: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(DAY, primary_key=True)
    language: Mapped[str] = mapped_column(TAG, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marked: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n: Mapped[int]
    weights: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)
    square_rests: Mapped[int] = mapped_column(BigInteger)


class SegmentDay(Base):
    """How many gave each value of a scale, by the value of a segment that the survey declares."""

    __tablename__ = "segment_day"
    __table_args__ = ({"info": {"sort": "reading"}, "sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    question: Mapped[str] = mapped_column(KEY, primary_key=True)
    day: Mapped[str] = mapped_column(DAY, primary_key=True)
    segment: Mapped[str] = mapped_column(KEY, primary_key=True)
    value: Mapped[str] = mapped_column(SAID, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marked: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n0: Mapped[int]
    n1: Mapped[int]
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]
    n6: Mapped[int]
    n7: Mapped[int]
    n8: Mapped[int]
    n9: Mapped[int]
    n10: Mapped[int]


class ChoiceDay(Base):
    """How many took each choice. The choice `` counts those who answered, `?unknown` and `?inapplicable` who declined.

    Beside it, how content the same customers were: how many of them answered the survey's first smileys, and how many of
    those chose 4 or 5.
    The question `` has for its choices the clauses that several reasons of the survey name: how many responses took any
    of those. A clause that one reason names has its count there.
    """

    __tablename__ = "choice_day"
    __table_args__ = (Index(None, "day"), {"info": {"sort": "reading"}, "sqlite_with_rowid": False})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    question: Mapped[str] = mapped_column(KEY, primary_key=True)
    choice: Mapped[str] = mapped_column(KEY, primary_key=True)
    day: Mapped[str] = mapped_column(DAY, primary_key=True)
    language: Mapped[str] = mapped_column(TAG, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marked: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n: Mapped[int]
    scored: Mapped[int]
    satisfied: Mapped[int]


class ResponseDay(Base):
    """How many finished, how many left in the middle, and how long those who finished took together."""

    __tablename__ = "response_day"
    __table_args__ = (Index(None, "day"), {"info": {"sort": "reading"}, "sqlite_with_rowid": False})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    day: Mapped[str] = mapped_column(DAY, primary_key=True)
    language: Mapped[str] = mapped_column(TAG, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marked: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    complete: Mapped[int]
    abandoned: Mapped[int]
    milliseconds: Mapped[int] = mapped_column(BigInteger)


class HourMonth(Base):
    """How content customers were at each hour of the week, by the survey's first smileys.

    `slot` is 24 times the weekday (Monday 0) plus the hour.
    """

    __tablename__ = "hour_month"
    __table_args__ = (Index(None, "survey", "month"), {"info": {"sort": "reading"}, "sqlite_with_rowid": False})

    place_id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    survey: Mapped[str] = mapped_column(KEY, primary_key=True)
    month: Mapped[str] = mapped_column(MONTH, primary_key=True)
    slot: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    marked: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    scored: Mapped[int]
    satisfied: Mapped[int]
