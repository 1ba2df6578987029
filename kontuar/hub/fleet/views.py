"""Pages about syncing: how far this installation and its shops are, and what lies aside; and where a node's link leads."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kontuar.core import deeds, places
from kontuar.core.database import db, writing
from kontuar.core.errors import NotFound
from kontuar.core.installation import Installation, installation
from kontuar.core.people import Role
from kontuar.core.places import Place
from kontuar.core.times import now
from kontuar.hub import exchange
from kontuar.hub.enrolment import queries as devices
from kontuar.hub.enrolment.watching import needs_attention
from kontuar.hub.fleet import queries, words
from kontuar.sync import sending
from kontuar.web.access import for_anyone, for_roles, must_see, seen_places, the_person
from kontuar.web.page import page

sync = Blueprint("sync", __name__, template_folder="templates")
KEEPERS = (Role.ADMIN, Role.MANAGER)
MOST_NODES = 100  # rows of the hub's list, the worst first


@sync.get("/sync")
@for_roles(*KEEPERS)
def index() -> ResponseReturnValue:
    """A node's own progress; at a hub that of its shops."""
    here = installation(db.session())
    if here is not None and here.kind == "node" and here.place_id:
        return _node(here, here.place_id)
    return _hub()


@sync.get("/sync/<uuid:place_id>")
@for_roles(*KEEPERS)
def shop(place_id: UUID) -> ResponseReturnValue:
    """One shop, with its gaps."""
    must_see(place_id)
    session, at = db.session(), now()
    place = session.get(Place, place_id)
    if place is None:
        raise NotFound
    rows = devices.devices(session, [place_id], at)
    aside = queries.aside(session, [place_id], with_gaps=True)
    return page("sync/shop.html", place=place, rows=rows, aside=aside, at=at, zone=_zone(place), words=words)


@sync.post("/sync/now")
@for_roles(*KEEPERS)
def at_once() -> ResponseReturnValue:
    """Don't wait for the next round."""
    exchange.ask_for_it()
    flash(_("Head office is being called. Load the page again in a moment."), "message")
    return redirect(url_for(".index"), 303)


@sync.post("/sync/again")
@for_roles(*KEEPERS)
def again() -> ResponseReturnValue:
    """Send refused facts once more, after what was in their way was put right."""
    at = now()
    with writing() as session:
        refused = queries.aside(session, seen_places(), with_gaps=False).refused
        count = sending.send_again(session, [(row.place_id, row.position) for row in refused], at)
        deeds.note(session, at, "facts.sent-again", str(count), person_id=the_person().id)
    exchange.ask_for_it()
    flash(ngettext("%(num)s answer is sent again.", "%(num)s answers are sent again.", count), "message")
    return redirect(url_for(".index"), 303)


@sync.get("/join")
@for_anyone
def invited() -> ResponseReturnValue:
    """Where the link of a node's code leads: at an empty installation to the form, at a hub to a word of explanation."""
    if installation(db.session()) is None:
        return redirect("/start/join", 303)  # what stands behind # goes along
    return page("sync/invited.html")


def _node(here: Installation, place_id: UUID) -> str:
    session, at = db.session(), now()
    must_see(place_id)
    place = session.get_one(Place, place_id)
    state = queries.exchange(session, here)
    rows = [row for row in devices.devices(session, [place_id], at) if row.device.kind == "tablet"]
    return page(
        "sync/node.html",
        place=place,
        hub=here.upstream,
        state=state,
        progress=state.progress(at),
        rows=rows,
        aside=queries.aside(session, [place_id], with_gaps=True),
        at=at,
        zone=_zone(place),
        words=words,
    )


def _hub() -> str:
    session, at, seen = db.session(), now(), seen_places()
    nodes = [
        row for row in devices.devices(session, seen, at) if row.device.kind == "node" and not row.device.revoked_at
    ]
    aside = queries.counted(session, seen)
    shops = {place.id: place for place in places.shops(session, seen)}
    return page(
        "sync/hub.html",
        nodes=nodes[:MOST_NODES],
        more=max(0, len(nodes) - MOST_NODES),
        total=len(nodes),
        behind=sum(needs_attention(row.state) or row.old for row in nodes),
        aside=aside,
        lying=sorted((shops[id] for id in aside if id in shops), key=lambda place: (-aside[place.id], place.name)),
        alone=[place for place in shops.values() if place.id not in {row.place.id for row in nodes}],
        at=at,
        zone=_zone(places.chain(session)),
    )


def _zone(place: Place | None) -> ZoneInfo:
    return ZoneInfo(place.time_zone if place else "UTC")
