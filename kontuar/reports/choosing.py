"""Choosing: which days are meant by "this month", what they are compared with, and how finely they are cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kiosk.responses.queries import Division, monday


class Span(StrEnum):
    """The periods one may choose."""

    MONTH = "month"
    LAST_MONTH = "last-month"
    WEEK = "week"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included, as `2026-11-22`."""

    start: str
    end: str

    @property
    def days(self) -> int:
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days + 1

    @property
    def is_month(self) -> bool:
        """Whether these days lie in one month and begin with it."""
        return self.start.endswith("-01") and self.start[:7] == self.end[:7]


def period(span: Span, today: str, start: str | None = None, end: str | None = None) -> Period:
    """The days of a span. One's own span (`start`, `end`) is open to the present and to a year back where nothing is said."""
    now = date.fromisoformat(today)
    first = now.replace(day=1)
    match span:
        case Span.MONTH:
            return Period(first.isoformat(), today)
        case Span.LAST_MONTH:
            return _month_before(first)
        case Span.WEEK:
            return Period((now - timedelta(days=6)).isoformat(), today)
        case Span.QUARTER:
            return Period((now - timedelta(days=89)).isoformat(), today)
        case Span.YEAR:
            return Period(now.replace(month=1, day=1).isoformat(), today)
        case Span.OWN:
            last = end or max(today, start or today)
            return Period(start or (date.fromisoformat(last) - timedelta(days=364)).isoformat(), last)


def earlier(span: Span, chosen: Period) -> Period:
    """What a period is compared with: a month with the whole month before, a year with the year before, else as many days."""
    start = date.fromisoformat(chosen.start)
    if span in (Span.MONTH, Span.LAST_MONTH):
        return _month_before(start)
    if span is Span.YEAR:
        return Period(f"{start.year - 1}-01-01", f"{start.year - 1}-12-31")
    last = start - timedelta(days=1)
    return Period((last - timedelta(days=chosen.days - 1)).isoformat(), last.isoformat())


def _month_before(first: date) -> Period:
    last = first - timedelta(days=1)
    return Period(last.replace(day=1).isoformat(), last.isoformat())


def grain(chosen: Period) -> Division:
    """How finely a trend over a period is cut so that its points are neither a handful nor a cloud."""
    if chosen.days <= 31:
        return Division.DAY
    return Division.WEEK if chosen.days <= 200 else Division.MONTH


def steps(chosen: Period, by: Division) -> list[str]:
    """The days, Mondays or months (`2026-11`) of a period, in order."""
    day, last = date.fromisoformat(chosen.start), date.fromisoformat(chosen.end)
    found: list[str] = []
    while day <= last:
        key = day.isoformat()
        key = monday(key) if by is Division.WEEK else key[:7] if by is Division.MONTH else key
        if not found or found[-1] != key:
            found.append(key)
        day += timedelta(days=1)
    return found


def first_day(step: str) -> date:
    """The first day of a step."""
    return date.fromisoformat(step if len(step) == 10 else f"{step}-01")


def back(end: str, weeks: int) -> Period:
    """So many whole weeks and what there is of the week of `end`."""
    start = date.fromisoformat(monday(end)) - timedelta(weeks=weeks)
    return Period(start.isoformat(), end)
