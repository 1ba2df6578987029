"""Announcements: who is to hear of alerts, written down in the unit of work that raises them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.people import Person
from kontuar.core.settings import Settings
from kontuar.reports.alerts.hooks import call
from kontuar.reports.alerts.models import Alert, AlertDue, AlertReader
from kontuar.reports.readers import READERS


def announce(session: Session, alerts: Sequence[Alert], over: Sequence[UUID], at: datetime) -> None:
    """Have everybody told who wants to be, in the unit of work that raises a shop's alerts; `over` are the places it lies in."""
    if not alerts:
        return
    call(session, alerts, over, at)
    settings: Settings = current_app.config["KONTUAR"]
    if not settings.mail_host:
        return  # what nobody could be told of in time isn't kept for a mail server to come
    wanted = select(Person).join(AlertReader, AlertReader.person_id == Person.id)
    for person in session.scalars(wanted.where(AlertReader.by_mail, Person.left_at.is_(None))):
        if set(person.roots(READERS)) & set(over):
            session.add_all(AlertDue(person_id=person.id, alert_id=alert.id, made_at=at) for alert in alerts)
