"""Trends: a question's score step by step through a period, drawn with its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from markupsafe import Markup
from sqlalchemy.orm import Session

from kiosk.responses.queries import Division, counts_by
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Scale, Score, score
from kiosk.surveys.document import Question
from kontuar.reports import words
from kontuar.reports.choosing import Period, first_day, steps
from kontuar.reports.documents import scale_of
from kontuar.web.charts.canvas import MAIN, Sheet
from kontuar.web.charts.timeline import Calendar, Event
from kontuar.web.charts.trend import HIGHEST, Point, trend
from kontuar.web.locale import current_language, current_notation


@dataclass(frozen=True, slots=True)
class Step:
    """A day, week or month and its score; None where nobody answered."""

    key: str
    score: Score | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A question's steps through a period."""

    question: Question
    scale: Scale
    by: Division
    steps: Sequence[Step]

    @property
    def known(self) -> list[Step]:
        """The steps with enough answers."""
        return [step for step in self.steps if step.score is not None and not step.score.too_few]


def read_trend(session: Session, scope: Scope, question: Question, days: Period, by: Division) -> Trend:
    """A question's score for every step of a period, from the first that anybody answered in."""
    scale = scale_of(question)
    assert scale is not None
    counted = counts_by(session, scope.between(days.start, days.end), by, question.id)
    found = [Step(key, score(scale, counted.get(key, {}))) for key in steps(days, by)]
    return Trend(question, scale, by, list(dropwhile(lambda step: step.score is None, found)))


def draw_trend(
    told: Trend,
    title: str,
    finding: str,
    nothing: str,
    *,
    width: int = MAIN,
    high: float = HIGHEST,
    events: Sequence[Event] = (),
) -> Markup:
    """The drawing of a trend, at most `high`."""
    notation = current_notation()
    sheet = Sheet("trend", title, finding, width=width, rtl=current_language().direction == "rtl")
    points = [Point(first_day(step.key), words.measure(step.score)) for step in told.steps]
    calendar = Calendar(month=notation.month_short, day=notation.day_short)
    return trend(sheet, points, words.writing(told.scale), calendar, events=events, high=high, nothing=nothing)
