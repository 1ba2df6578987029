"""Marked events: what happened in a place or over it, for charts of time and for those who may mark more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from kiosk.events.models import LONGEST, EventMark
from kiosk.events.queries import events
from kontuar.core import places
from kontuar.reports.filters import Filters
from kontuar.web.charts.timeline import Event
from kontuar.web.forms import Form


class EventForm(Form):
    """What happened, where and since when."""

    name = StringField(_l("What happened"), [InputRequired(), Length(max=LONGEST)])
    day = DateField(_l("First day"), [InputRequired()])
    place = SelectField(_l("Where"), [InputRequired()])
    only_survey = BooleanField(_l("Only for this survey"))
    limits_anew = BooleanField(_l("Something changed for good: reckon limits anew from here"))


def marked(session: Session, filters: Filters) -> list[EventMark]:
    """Events that count for what is shown: of the place chosen and all over it; of the chain where none is."""
    key = filters.survey.key if filters.survey else None
    start, end = filters.period.start, filters.period.end
    return events(session, _over(session, filters), survey=key, start=start, end=end)


def on_chart(marks: Collection[EventMark]) -> list[Event]:
    """Events as charts of time take them."""
    return [Event(date.fromisoformat(mark.day), mark.name) for mark in marks]


def _over(session: Session, filters: Filters) -> list[UUID]:
    if filters.only is not None:
        return places.above(session, filters.only.id)
    chain = places.chain(session)
    return [chain.id] if chain else []
