"""Pages of wall screens: making one, taking it back, and what it shows to whoever has its address."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotFound
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub.people import throttling
from kontuar.hub.people.entrance import count_all
from kontuar.hub.people.signing_in import one_address
from kontuar.reports.kept import screens, shelf
from kontuar.reports.kept.models import WallScreen
from kontuar.reports.views import results
from kontuar.web.access import for_anyone, for_roles, the_person
from kontuar.web.page import THEMES, page

walls = Blueprint("walls", __name__, template_folder="templates")
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@walls.get("/wall/<token>")
@for_anyone
def wall(token: str) -> ResponseReturnValue:
    theme = request.args.get("theme", "")
    shown = screens.picture(token, theme if theme in THEMES else "")
    if shown is None:
        count_all([("wall", one_address(request.remote_addr), throttling.CODE)], now())
        raise NotFound(detail="wall")
    response = make_response(shown)
    response.headers.update(HEADERS)
    return response


@results.post("/results/views/<uuid:view_id>/screens")
@for_roles(*screens.MAKERS)
def make_screen(view_id: UUID) -> ResponseReturnValue:
    view = shelf.found(db.session(), the_person(), view_id)
    settings: Settings = current_app.config["KONTUAR"]
    with writing() as session:
        token = screens.make(session, view, the_person(), now())
        note(session, now(), "screen.made", view.name, person_id=the_person().id)
    return page("kept/screen.html", kept=view, link=f"{settings.address}{url_for('walls.wall', token=token)}")


@results.post("/results/views/<uuid:view_id>/screens/<uuid:screen_id>/removal")
@for_roles(*screens.MAKERS)
def remove_screen(view_id: UUID, screen_id: UUID) -> ResponseReturnValue:
    view = shelf.found(db.session(), the_person(), view_id)
    mine = {screen.id for screen, _ in screens.of_view(db.session(), view, the_person())}
    if screen_id not in mine:
        raise NotFound(detail="screen")
    with writing() as session:
        row = session.get(WallScreen, screen_id)
        if row is not None:
            session.delete(row)
            note(session, now(), "screen.removed", view.name, person_id=the_person().id)
    return redirect(url_for("results.view", view_id=view_id), 303)
