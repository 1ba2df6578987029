"""Watching: the chore that looks at each shop once its day is over, and keeps what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.events.queries import events
from kiosk.responses.queries import Division, counts_by
from kiosk.responses.scope import Scope
from kontuar.core import places
from kontuar.core.chores import Chore
from kontuar.core.database import db, writing
from kontuar.core.evidence import WINDOWS, Found
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.core.places import Place
from kontuar.core.times import local_day, now, now_ms
from kontuar.reports import documents
from kontuar.reports.alerts.announcements import announce
from kontuar.reports.alerts.finding import FIRST, found
from kontuar.reports.alerts.models import Alert, Target, Watched
from kontuar.reports.documents import scale_of

A_PIECE = 10  # shops looked at in one piece of work
NOT_AGAIN = 28  # days in which the same evidence of a shop isn't told again


def watch() -> bool:
    """Look at some shops whose day is over; True where more are waiting. Head office's installation does it, no node."""
    session = db.session()
    here = installation(session)
    if here is None or here.upstream:
        return False
    shops = places.shops(session)
    due = _due(session, shops)
    for shop, day in due[:A_PIECE]:
        told, over = look(session, shop, day, len(shops)), places.above(session, shop.id)
        with writing() as work:
            work.merge(Watched(place_id=shop.id, day=day))
            work.add_all(told)
            announce(work, told, over, now())
    return len(due) > A_PIECE


def still_looking(session: Session) -> bool:
    """Whether there are shops whose closed day hasn't been looked at yet."""
    return bool(_due(session, places.shops(session)))


def _due(session: Session, shops: Sequence[Place]) -> list[tuple[Place, str]]:
    seen = {row.place_id: row.day for row in session.scalars(select(Watched))}
    closed = [(shop, _before(local_day(now_ms(), shop.time_zone))) for shop in shops]
    return [(shop, day) for shop, day in closed if seen.get(shop.id, "") < day]


def look(session: Session, shop: Place, day: str, shops: int) -> list[Alert]:
    """The alerts that a shop's closed day gives rise to, without those told of lately."""
    over, lately = places.above(session, shop.id), _lately(session, shop.id, day)
    surveys = documents.latest(documents.surveys(session)).values()
    asked = {survey.key: [(one, scale) for one in survey.questions if (scale := scale_of(one))] for survey in surveys}
    looks = shops * max(1, sum(map(len, asked.values()))) * len(WINDOWS)
    told = []
    for survey in surveys:
        anew = [mark.day for mark in events(session, over, survey=survey.key, end=day) if mark.limits_anew]
        scope = Scope(survey.key, frozenset([shop.id]), _before(day, FIRST), day)
        for question, scale in asked[survey.key]:
            by_day = {str(key): counts for key, counts in counts_by(session, scope, Division.DAY, question.id).items()}
            evidence = found(
                scale, by_day, day, target=target_of(session, over, survey.key, question.id), since=max(anew, default=""),
                looks=looks,
            )  # fmt: skip
            kept = [one for one in evidence if (survey.key, question.id, one.evidence.value) not in lately]
            told += [_alert(shop, survey.key, question.id, day, one) for one in kept]
    return told


def target_of(session: Session, over: Sequence[UUID], survey: str, question: str) -> float | None:
    """The target that counts for a place: its own, else that of the nearest place over it."""
    which = select(Target).where(Target.place_id.in_(over), Target.survey == survey, Target.question == question)
    values = {row.place_id: row.value for row in session.scalars(which)}
    return next((values[place] for place in over if place in values), None)


def _lately(session: Session, shop: UUID, day: str) -> set[tuple[str, str, str]]:
    which = select(Alert.survey, Alert.question, Alert.evidence)
    rows = session.execute(which.where(Alert.place_id == shop, Alert.day > _before(day, NOT_AGAIN)))
    return {(survey, question, evidence) for survey, question, evidence in rows}


def _alert(shop: Place, survey: str, question: str, day: str, one: Found) -> Alert:
    return Alert(
        id=new_id(), place_id=shop.id, survey=survey, question=question, evidence=one.evidence.value, day=day,
        days=one.days, n=one.n, value=one.value, beside=one.beside, low=one.low, high=one.high, raised_at=now(),
    )  # fmt: skip


def _before(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


CHORES = (Chore("alerts", 900.0, watch),)
