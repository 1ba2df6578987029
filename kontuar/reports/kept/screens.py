"""Screens: who shows a view on a wall, by a token of which only the hash is kept, and the picture that it gets."""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.database import db
from kontuar.core.devices import token_hash
from kontuar.core.errors import Problem
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Role
from kontuar.core.thresholds import thresholds
from kontuar.core.times import now, zone
from kontuar.reports.kept import shelf
from kontuar.reports.kept.models import KeptView, WallScreen
from kontuar.reports.kept.pictures import Values, overview_values
from kontuar.reports.kept.subscriptions import clock
from kontuar.reports.readers import reading_as

MAKERS = (Role.ADMIN, Role.ANALYST, Role.MANAGER)
FRESH = 30.0  # seconds in which everybody with the same address gets the same picture
MOST = 500  # pictures held


def make(session: Session, view: KeptView, person: Person, at: datetime) -> str:
    """A screen on a view, which shows what this person may see; gives the token, told once."""
    token = secrets.token_urlsafe(32)
    row = WallScreen(id=new_id(), view_id=view.id, person_id=person.id, hash=token_hash(token), made_at=at)
    session.add(row)
    return token


def of_view(session: Session, view: KeptView, person: Person) -> list[tuple[WallScreen, str]]:
    """The screens on a view that a person may take back, and who made them: his own, and all of a view that is his to change."""
    rows = session.execute(
        select(WallScreen, Person)
        .outerjoin(Person, Person.id == WallScreen.person_id)
        .where(WallScreen.view_id == view.id)
        .order_by(WallScreen.id)
    )
    all_of_them = shelf.may_change(session, person, view)
    return [(row, by.name if by else "") for row, by in rows if all_of_them or row.person_id == person.id]


def picture(token: str, theme: str) -> str | None:
    """The page that a screen shows; None where there's no such screen, or its maker may not see the view any more."""
    screen = db.session().scalar(select(WallScreen).where(WallScreen.hash == token_hash(token)))
    view = db.session().get(KeptView, screen.view_id) if screen else None
    if screen is None or view is None:
        return None
    held: dict[Any, tuple[float, str | None]] = current_app.extensions.setdefault("kontuar.pictures", {})
    key, moment = (screen.id, theme), time.monotonic()
    if key not in held or moment - held[key][0] > FRESH:
        if len(held) >= MOST:
            held.clear()
        held[key] = (moment, _drawn(screen, view, theme))
    return held[key][1]


def _drawn(screen: WallScreen, view: KeptView, theme: str) -> str | None:
    at = now()
    with reading_as(screen.person_id, shelf.path(view)) as person:
        if person is None:
            return None
        try:
            shelf.found(db.session(), person, view.id)
        except Problem:
            return None
        told = overview_values(at)
        if told is None:
            return None
        here = zone(clock(db.session(), view, person))
        return render_template("wall/wall.html", theme=theme, name=view.name, at=at, zone=here, **_shown(told))


def _shown(told: Values) -> Values:
    """Figures and reasons alone: no comment, no name, and nothing at all of so few that it would tell of persons."""
    if told["read"].taken.all < thresholds().hidden_below:
        return {"few": True}
    return {
        "few": False,
        "headline": told["headline"],
        "lead": told["lead"],
        "figures": told["strip"][:2],
        "chart": told.get("chart"),
        "finding": told.get("finding"),
        "reasons": told["reasons"],
    }
