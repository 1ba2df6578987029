"""What to put right first: reasons by what they cost, and the hours in which customers are least content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from kiosk.responses.causing import Cause, causes
from kiosk.responses.queries import blamed, hours
from kiosk.responses.scoring import Scale
from kontuar.core.intervals import Share, too_few
from kontuar.core.ranking import confidence_each
from kontuar.reports import words
from kontuar.reports.filters import Filters
from kontuar.reports.overview import Overview, reasons_question
from kontuar.reports.rows import clause_links
from kontuar.web.charts import hours as drawing
from kontuar.web.charts.canvas import MAIN, Sheet
from kontuar.web.locale import current_language, current_notation
from kontuar.web.texts import gettext as _


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A reason as the table shows it; `kind` is first, later or same (can't tell)."""

    name: str
    clause: tuple[str, str] | None  # its name and where it is
    low_scores: str
    gain: str
    interval: str
    kind: str
    standard: str | None  # the clause's id


@dataclass(frozen=True, slots=True)
class Fixing:
    """What the first page of results says beside its figures."""

    rows: Sequence[CauseRow]
    first: str  # the sentence on the reason to begin with; empty where none is beyond chance
    name: str  # of that reason

    @property
    def any(self) -> bool:
        return bool(self.rows)


def fixing(session: Session, filters: Filters, read: Overview) -> Fixing:
    """Reasons by what they cost, the dearest first; nothing where too few answered the faces."""
    question, everybody = reasons_question(filters), contentment(read)
    if question is None or everybody is None or too_few(everybody.total) or filters.survey is None:
        return Fixing((), "", "")
    named = {
        choice: one for choice, one in blamed(session, filters.scope, question.id).items() if question.choice(choice)
    }
    found = causes(everybody, named)
    links = clause_links(session, [choice.clause for choice in question.choices])
    rows, source = [], filters.survey.source
    for number, cause in enumerate(found):
        choice = question.choice(cause.choice)
        assert choice is not None
        kind = ("first" if number == 0 else "later") if cause.sure else "same"
        rows.append(_row(cause, words.said(choice.label, source), links.get(choice.clause or ""), kind, choice.clause))
    first = found[0] if found and found[0].sure else None
    return Fixing(rows, _first(first, rows[0].name) if first else "", rows[0].name if first else "")


def contentment(read: Overview) -> Share | None:
    """CSAT of the question with faces that leads."""
    if read.lead is None or read.lead.scale is not Scale.SMILEYS:
        return None
    counts = {answer: n for answer, n in read.lead.counts.items() if 1 <= answer <= 5}
    total = sum(counts.values())
    return Share(counts.get(4, 0) + counts.get(5, 0), total) if total else None


def _row(cause: Cause, name: str, clause: tuple[str, str] | None, kind: str, standard: str | None) -> CauseRow:
    notation = current_notation()
    low, high = cause.interval
    return CauseRow(
        name, clause, notation.percent(cause.low_scores.value), notation.signed(cause.gain * 100),
        words.between(notation.decimal(low * 100), notation.decimal(high * 100)), kind, standard,
    )  # fmt: skip


def _first(cause: Cause, name: str) -> str:
    notation = current_notation()
    return _(
        "“%(reason)s” is named in %(share)s of low scores. If these customers were as content as the others, "
        "CSAT would rise by about %(points)s points.",
        reason=name, share=notation.percent(cause.low_scores.value), points=notation.decimal(cause.gain * 100),
    )  # fmt: skip


def drawn_hours(session: Session, filters: Filters, read: Overview) -> dict[str, Any]:
    """The week by hours: its drawing, what is found in it and the table behind; nothing where too few answered."""
    whole = contentment(read)
    if whole is None or too_few(whole.total):
        return {}
    cells = {
        cell: Share(hour.satisfied, hour.scored) for cell, hour in hours(session, filters.scope).items() if hour.scored
    }
    shown = {cell: share for cell, share in cells.items() if not too_few(share.total)}
    if not shown:
        return {}
    notation, order = current_notation(), weekdays()
    first, last = min(hour for _day, hour in shown), max(hour for _day, hour in shown)
    week = drawing.Week(
        cells, whole, [notation.weekday_short(_named(weekday)) for weekday in order], order,
        {hour: notation.whole(hour) for hour in range(first, last + 1)},
    )  # fmt: skip
    finding = _hardest(shown, whole)
    sheet = Sheet(
        "hours", _("CSAT by weekday and hour"), finding, width=MAIN, rtl=current_language().direction == "rtl"
    )
    return {
        "hours": drawing.hours(sheet, week, notation.hundredths, _("too few to tell")),
        "hours_finding": finding,
        "hours_heads": list(week.hours.values()),
        "hours_rows": [
            (notation.weekday(_named(day)), [_cell(cells.get((day, hour))) for hour in week.hours]) for day in order
        ],
    }


def _cell(share: Share | None) -> str:
    """What the table says of an hour: the value and its n."""
    if share is None or too_few(share.total):
        return "·"
    notation = current_notation()
    return _("%(share)s, n %(n)s", share=notation.percent(share.value), n=notation.whole(share.total))


def weekdays() -> list[int]:
    """Weekdays (Monday 0) in the order of the reader's calendar."""
    first = current_notation().locale.first_week_day
    return [(first + number) % 7 for number in range(7)]


def _named(weekday: int) -> str:
    return (date(2026, 11, 16) + timedelta(days=weekday)).isoformat()  # a Monday


def _hardest(shown: dict[tuple[int, int], Share], whole: Share) -> str:
    """The hour that lies below the whole with all its interval, every hour looked at."""
    confidence = confidence_each(len(shown))
    low = {cell: share for cell, share in shown.items() if share.interval_at(confidence)[1] < whole.value}
    if not low:
        return _("No hour of the week stands out beyond chance")
    weekday, hour = min(low, key=lambda cell: low[cell].value)
    notation = current_notation()
    return _(
        "Hardest on %(weekday)s at %(hour)s",
        weekday=notation.weekday(_named(weekday)), hour=notation.time(time(hour)),
    )  # fmt: skip
