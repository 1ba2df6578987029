"""Subscriptions: the chore that writes to whoever wants a mail on a view, after midnight, with the rights he has then."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qsl
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.chores import Chore
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id, parse_id
from kontuar.core.mail.letters import Letter, put_down
from kontuar.core.people import Person
from kontuar.core.places import Place, PlaceKind, below, chain
from kontuar.core.settings import Settings
from kontuar.core.times import local_day, now, to_ms, zone
from kontuar.reports.kept.models import KeptView, Subscription
from kontuar.reports.kept.pictures import Values, overview_values, page_values
from kontuar.reports.kept.shelf import address, path
from kontuar.reports.leave_links import leave_url
from kontuar.reports.letters import Content, Entry, letter
from kontuar.reports.readers import READERS, reading_as

log = logging.getLogger(__name__)


def subscribe(session: Session, view: KeptView, person: Person, weekday: int | None, at: datetime) -> None:
    """Have somebody written to, daily or on a weekday; the first time after the next midnight that fits."""
    row = of(session, view.id, person.id)
    if row is None:
        row = Subscription(id=new_id(), view_id=view.id, person_id=person.id)
        session.add(row)
    row.weekday, row.next_at = weekday, next_midnight(clock(session, view, person), weekday, at)


def unsubscribe(session: Session, view_id: UUID, person_id: UUID) -> None:
    row = of(session, view_id, person_id)
    if row is not None:
        session.delete(row)


def of(session: Session, view_id: UUID, person_id: UUID) -> Subscription | None:
    which = select(Subscription).where(Subscription.view_id == view_id, Subscription.person_id == person_id)
    return session.scalar(which)


def clock(session: Session, view: KeptView, person: Person) -> str:
    """The time zone whose midnight counts: of the view's place, of the person's shops if they share one, else the chain's."""
    wanted = parse_id(dict(parse_qsl(view.query)).get("place"))
    place = session.get(Place, wanted) if wanted else None
    if place is not None:
        return place.time_zone
    root = chain(session)
    if root is not None and root.id in person.roots(READERS):
        return root.time_zone
    seen = select(Place.time_zone).where(
        Place.id.in_(below(session, person.roots(READERS))), Place.kind == PlaceKind.SHOP
    )
    zones = set(session.scalars(seen))
    return zones.pop() if len(zones) == 1 else root.time_zone if root else "UTC"


def next_midnight(zone_name: str, weekday: int | None, at: datetime) -> datetime:
    """The next midnight after `at` by a clock; before a day that is the weekday, where one is wanted."""
    day = date.fromisoformat(local_day(to_ms(at), zone_name)) + timedelta(days=1)
    while weekday is not None and day.weekday() != weekday:
        day += timedelta(days=1)
    return datetime.combine(day, time(0), zone(zone_name)).astimezone(UTC)


def send() -> bool:
    """Write one letter that is due; True where there may be another."""
    settings: Settings = current_app.config["KONTUAR"]
    session, at = db.session(), now()
    which = select(Subscription).where(Subscription.next_at <= at).order_by(Subscription.next_at, Subscription.id)
    due = session.scalar(which.limit(1)) if settings.mail_host else None
    if due is None:
        return False
    view, person = session.get(KeptView, due.view_id), session.get(Person, due.person_id)
    written, following = None, at + timedelta(days=1)
    if view is not None and person is not None:
        following = next_midnight(clock(session, view, person), due.weekday, at)
        try:
            written = _letter(due, view, person, at)
        except Exception:  # one that can't be written mustn't keep the others from theirs
            log.exception("the mail on the view %s failed", view.id)
    _put_down(due, written, following, at)
    return True


def _put_down(due: Subscription, written: Letter | None, following: datetime, at: datetime) -> None:
    """The letter, and when the next is due: both or neither, and only if nobody else did it meanwhile."""
    with writing() as session:
        row = session.get(Subscription, due.id, populate_existing=True, with_for_update=True)
        if row is None or row.next_at > at:
            return
        row.next_at = following
        if written is not None:
            put_down(session, written, at)


def _letter(due: Subscription, view: KeptView, person: Person, at: datetime) -> Letter | None:
    """The letter as the person would read the view now, of all days that are over; None where it isn't his to see any more."""
    last = date.fromisoformat(local_day(to_ms(at), clock(db.session(), view, person))) - timedelta(days=1)
    with reading_as(person.id, path(view), until=last.isoformat()) as reader:
        told = page_values(reader, view, at) if reader else None
        if reader is None or told is None:
            return None
        whole = told if view.endpoint == "results.index" else overview_values(at) or {}
        return letter(reader, _content(due, view, told, whole))


def _content(due: Subscription, view: KeptView, told: Values, whole: Values) -> Content:
    """What the page finds, with the figures of the same choice; never a customer's words."""
    headline = str(told["headline"])
    figures = [told["shown"]] if "shown" in told else whole.get("strip", [])
    reasons = [Entry(f"{one['name']}: {one['value']}", one["note"]) for one in whole.get("reasons", [])]
    return Content(
        subject=f"{headline} · {view.name}", headline=headline, lead=str(told.get("lead") or ""), figures=figures,
        entries=reasons, url=address(view, outside=True), leave_url=leave_url("view", due.id),
    )  # fmt: skip


CHORES = (Chore("view mail", 60.0, send),)
