"""The report's figures: a month beside the one before and the same a year before, and what changed there beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.events.models import EventMark
from kiosk.responses.lots import Key, drawn
from kiosk.responses.queries import Division, chosen, counts_by, taken
from kiosk.responses.scoring import Change, change, measured
from kiosk.responses.voices import Voice
from kiosk.surveys.document import Choice
from kontuar.core.comparing import Verdict, compare
from kontuar.core.control import Signal
from kontuar.core.hiding import hidden
from kontuar.core.intervals import Share, share
from kontuar.core.places import Place
from kontuar.core.ranking import confidence_each
from kontuar.core.thresholds import thresholds
from kontuar.reports import knowledge
from kontuar.reports.alerts.models import Alert
from kontuar.reports.choosing import back
from kontuar.reports.controlling import Controlled, controlled
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import Filters
from kontuar.reports.first import Fixing, fixing
from kontuar.reports.knowing import Knowledge
from kontuar.reports.marked import marked
from kontuar.reports.monthly.fair import fairly, lot
from kontuar.reports.monthly.months import Months
from kontuar.reports.overview import Overview, Scored, overview, reasons_question
from kontuar.reports.trends import Trend, read_trend

DRAWN, SHOWN = 60, 5
"""Comments drawn by lot, and how many of those are shown."""
WEEKS = 25
MOST_ALERTS = 50
LOW_UP_TO = 3
BEYOND = (Verdict.ROSE, Verdict.FELL)


@dataclass(frozen=True, slots=True)
class Beside:
    """A share in the month and in those beside it, and what may be said of it beside each."""

    now: Share
    before: Share | None
    year: Share | None
    changes: tuple[Change, Change]

    @property
    def beyond(self) -> bool:
        """Whether it changed beyond chance beside either."""
        return any(one.verdict in BEYOND for one in self.changes)


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop whose leading score changed beyond chance beside either month."""

    place: Place
    scored: Scored
    year: Scored


@dataclass(frozen=True, slots=True)
class Report:
    """All that the two pages say. `now` is the month beside the one before, `year` the same beside a year before."""

    filters: Filters
    months: Months
    now: Overview
    year: Overview
    taken_before: int
    taken_year: int
    trend: Trend | None
    reasons: Sequence[tuple[Choice, Beside]]
    shops: Sequence[Shop]
    alerts: Sequence[Alert]
    signals: tuple[Controlled, Sequence[Signal]] | None
    events: Sequence[EventMark]
    fixing: Fixing
    knows: dict[str, Knowledge]
    voices: Sequence[Voice]
    words_hidden: bool


def report(session: Session, filters: Filters, told: Months) -> Report:
    """Read it; `filters` say the survey and the places, their days are the month's."""
    filters = replace(filters, period=told.month, earlier=told.before, language=None)
    beside_year = replace(filters, earlier=told.year)
    now = overview(session, filters)
    year = overview(session, beside_year)
    hide = 0 < now.taken.all < thresholds().hidden_below  # nobody's words are shown
    lead = now.lead.question if now.lead else None
    return Report(
        filters=filters,
        months=told,
        now=now,
        year=year,
        taken_before=taken(session, filters.before).all,
        taken_year=taken(session, beside_year.before).all,
        trend=read_trend(session, filters.scope, lead, told.back, Division.MONTH) if lead else None,
        reasons=_reasons(session, filters, told),
        shops=_shops(session, filters, told, now.lead),
        alerts=_alerts(session, filters),
        signals=_signals(session, filters),
        events=marked(session, filters),
        fixing=fixing(session, filters, now),
        knows=knowledge.by_clause(session, filters.within),
        voices=[] if hide else _voices(session, filters, told),
        words_hidden=hide,
    )


def _reasons(session: Session, filters: Filters, told: Months) -> list[tuple[Choice, Beside]]:
    """Reasons named more or less often beyond chance, all of them looked at together, the most named first."""
    question = reasons_question(filters)
    if question is None or not question.choices:
        return []
    found = []
    for days in (told.month, told.before, told.year):
        scope = filters.over(days)
        found.append((chosen(session, scope, question.id).choices, taken(session, scope).all))
    each = confidence_each(2 * len(question.choices))
    rows = []
    for choice in question.choices:
        now, before, year = (share(named.get(choice.id, 0), n) for named, n in found)
        if now is not None:
            changes = (compare(now, before, confidence=each), compare(now, year, confidence=each))
            rows.append((choice, Beside(now, before, year, changes)))
    return sorted((row for row in rows if row[1].beyond), key=lambda row: (-row[1].now.value, row[0].id))


def _shops(session: Session, filters: Filters, told: Months, lead: Scored | None) -> list[Shop]:
    """Shops that changed beyond chance, all of them looked at together, the largest change first."""
    if lead is None or len(filters.shops) < 2:
        return []
    question, scale = lead.question, lead.scale
    now, before, year = (
        counts_by(session, filters.over(days), Division.PLACE, question.id)
        for days in (told.month, told.before, told.year)
    )
    veiled = hidden({key: sum(counts.values()) for key, counts in now.items()}).groups
    each = confidence_each(2 * len(filters.shops))
    found = []
    for place in filters.shops:
        counts, score = now.get(place.id, {}), measured(scale, now.get(place.id, {}))
        if place.id in veiled or score is None:
            continue
        told_of = [
            replace(lead, score=None, change=change(scale, counts, then, confidence=each), counts=counts, earlier=then)
            for then in (before.get(place.id, {}), year.get(place.id, {}))
        ]
        if any(one.change.verdict in BEYOND for one in told_of):
            found.append(Shop(place, *told_of))
    return sorted(found, key=lambda shop: (-_largest(shop), shop.place.name))


def _largest(shop: Shop) -> float:
    return max(
        abs(one.change.difference.value)
        for one in (shop.scored, shop.year)
        if one.change.difference is not None and one.change.verdict in BEYOND
    )


def _alerts(session: Session, filters: Filters) -> list[Alert]:
    """What was raised of these places' days in the month, by day."""
    if filters.survey is None:
        return []
    which = select(Alert).where(
        Alert.survey == filters.survey.key, Alert.day.between(filters.period.start, filters.period.end)
    )
    if filters.within is not None:
        which = which.where(Alert.place_id.in_(filters.within))
    return list(session.scalars(which.order_by(Alert.day, Alert.id).limit(MOST_ALERTS)))


def _signals(session: Session, filters: Filters) -> tuple[Controlled, list[Signal]] | None:
    """The signals on the control chart of half a year's weeks that ended in the month."""
    question = next(iter(filters.scales), None)
    if question is None or scale_of(question) is None:
        return None
    days = back(filters.period.end, WEEKS)
    over = replace(filters, period=days)
    changes = [mark.day for mark in marked(session, over) if mark.limits_anew]
    told = controlled(session, filters.scope, question, days, Division.WEEK, changes=changes)
    ended = [one for one in told.chart.signals if told.keys[one.last] >= filters.period.start]
    return told, ended


def _voices(session: Session, filters: Filters, told: Months) -> list[Voice]:
    def of(key: Key) -> bytes:
        place, response, question = key
        return lot(told.key, place.bytes, response.bytes, question)

    smileys = next((question.id for question in filters.scales if question.type == "smileys"), "")

    def mood(voice: Voice) -> str:
        mark = voice.answers.get(smileys)
        return ("low" if mark <= LOW_UP_TO else "good") if isinstance(mark, int) else ""

    return fairly(drawn(session, filters.scope, of, DRAWN), mood, SHOWN)


def names_of(filters: Filters) -> dict[UUID, str]:
    """The names of the places that one may see."""
    return {place.id: place.name for place in filters.seen}
