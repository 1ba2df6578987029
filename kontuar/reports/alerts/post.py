"""The post: who hears of an alert by mail, and the chore that writes to him once his quiet hours are over, of all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app, url_for
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kontuar.core import places
from kontuar.core.chores import Chore
from kontuar.core.database import db, writing
from kontuar.core.mail.letters import Letter, put_down
from kontuar.core.people import Person
from kontuar.core.places import Place
from kontuar.core.settings import Settings
from kontuar.core.times import local_hour, now, to_ms
from kontuar.reports.alerts import sentences
from kontuar.reports.alerts.models import Alert, AlertDue, AlertReader
from kontuar.reports.alerts.watch import still_looking
from kontuar.reports.leave_links import leave_url
from kontuar.reports.letters import Content, Entry, letter
from kontuar.reports.readers import READERS, reading_as

GATHER = timedelta(minutes=15)  # while other shops are being looked at, one mail waits so long for what they bring


def tell() -> bool:
    """Write to one person who has something due; True where there may be another."""
    settings: Settings = current_app.config["KONTUAR"]
    if not settings.mail_host:
        return False
    at, due = now(), _due()
    looking = bool(due) and still_looking(db.session())
    for person_id, rows in due.items():
        ripe = [alert for alert, zone, made, reader in rows if not quiet(reader, zone, at)
                and not (looking and at - made < GATHER)]  # fmt: skip
        if ripe:
            _write(person_id, ripe, at)
            return True
    return False


def quiet(reader: AlertReader | None, zone: str, at: datetime) -> bool:
    """Whether it's among somebody's quiet hours by a shop's clock."""
    if reader is None or reader.quiet_from is None or reader.quiet_until is None:
        return False
    hour, start, end = local_hour(to_ms(at), zone)[1], reader.quiet_from, reader.quiet_until
    return start <= hour < end if start <= end else hour >= start or hour < end


Due = tuple[UUID, str, datetime, AlertReader | None]


def _due() -> dict[UUID, list[Due]]:
    """What is due to whom: the alert, its shop's clock, since when, and how he wants to hear of it."""
    session = db.session()
    rows = session.execute(
        select(AlertDue, Place.time_zone, AlertReader)
        .join(Alert, Alert.id == AlertDue.alert_id)
        .join(Place, Place.id == Alert.place_id)
        .outerjoin(AlertReader, AlertReader.person_id == AlertDue.person_id)
        .order_by(AlertDue.person_id, AlertDue.alert_id)
    )
    found: dict[UUID, list[Due]] = {}
    for due, zone, reader in rows:
        found.setdefault(due.person_id, []).append((due.alert_id, zone, due.made_at, reader))
    return found


def _write(person_id: UUID, alerts: Iterable[UUID], at: datetime) -> None:
    """Put down one letter on all of these, and that they're told of: both or neither."""
    told = list(alerts)
    written = _letter(person_id, told)
    with writing() as session:
        done = session.execute(
            delete(AlertDue).where(AlertDue.person_id == person_id, AlertDue.alert_id.in_(told))
        ).rowcount  # type: ignore[attr-defined]
        if written and done:
            put_down(session, written, at)


def _letter(person_id: UUID, alerts: Sequence[UUID]) -> Letter | None:
    """The letter, as the person reads it now; None where nothing of it is his to read, or somebody has taken note of all."""
    with reading_as(person_id) as person:
        if person is None:
            return None
        session = db.session()
        reader = session.get(AlertReader, person_id)
        seen = places.below(session, person.roots(READERS))
        rows = session.execute(
            select(Alert, Place.name)
            .join(Place, Place.id == Alert.place_id)
            .where(Alert.id.in_(alerts), Alert.acknowledged_at.is_(None))
            .order_by(Place.name, Alert.id)
        )
        said = [sentences.said(alert, name, outside=True) for alert, name in rows if alert.place_id in seen]
        if not said or reader is None or not reader.by_mail:
            return None
        head = said[0]["title"] if len(said) == 1 else sentences.headline(len(said))
        return letter(person, Content(
            subject=head, headline=head,
            entries=[Entry(one["title"], f"{one['name']}. {one['why']}", one["chart"]) for one in said],
            url=url_for("results.alerts", _external=True), leave_url=leave_url("alerts", person.id),
        ))  # fmt: skip


def forget(session: Session, person_id: UUID) -> None:
    """What is due to somebody who wants no more mail."""
    session.execute(delete(AlertDue).where(AlertDue.person_id == person_id))


def unseen(session: Session, person: Person) -> int:
    """How many alerts somebody hasn't seen: raised since he last looked, and nobody has taken note of them."""
    reader = session.get(AlertReader, person.id)
    new = select(Alert.place_id).where(Alert.acknowledged_at.is_(None))
    if reader is not None and reader.seen_at is not None:
        new = new.where(Alert.raised_at > reader.seen_at)
    found = session.scalars(new).all()
    allowed = places.below(session, person.roots(READERS)) if found else set()
    return sum(place in allowed for place in found)


def reader_of(session: Session, person_id: UUID) -> AlertReader:
    """How somebody wants to hear of alerts; a new row where he never said."""
    row = session.get(AlertReader, person_id, populate_existing=True)
    if row is None:
        row = AlertReader(person_id=person_id, by_mail=False)
        session.add(row)
    return row


CHORES = (Chore("alert mail", 60.0, tell),)
