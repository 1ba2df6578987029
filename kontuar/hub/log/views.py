"""The page of the log: who did what, when, by kind, person, place and day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from kontuar.core.database import db
from kontuar.core.ids import parse_id
from kontuar.core.people import Person, Role
from kontuar.core.places import chain
from kontuar.core.times import from_ms, parse_day, to_ms
from kontuar.hub.log import queries
from kontuar.hub.log.queries import Asked
from kontuar.hub.log.sentences import groups, sentence
from kontuar.hub.people.queries import places_by_id
from kontuar.hub.places.choosing import tree
from kontuar.web.access import for_roles, seen_places
from kontuar.web.page import page

log = Blueprint("log", __name__, template_folder="templates")


@log.get("/log")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    session, seen, root = db.session(), seen_places(), chain(db.session())
    zone = ZoneInfo(root.time_zone if root else "UTC")
    known = groups()
    kind, place = request.args.get("kind", ""), parse_id(request.args.get("place"))
    person = parse_id(request.args.get("person"))
    since, until = parse_day(request.args.get("from")), parse_day(request.args.get("to"))
    asked = Asked(
        verbs=known[kind][1] if kind in known else (),
        person=person,
        place=place if place in seen else None,
        since=_midnight(since, zone) if since else None,
        until=_midnight(until, zone) + timedelta(days=1) if until else None,
        before=_mark(request.args.get("before", "")),
    )
    deeds, more = queries.lines(session, seen, root is not None and root.id in seen, asked)
    branches = tree(places_by_id(session, seen).values())
    kept = {name: request.args[name] for name in ("kind", "place", "person", "from", "to") if request.args.get(name)}
    actor = session.get(Person, person) if person else None
    return page(
        "log/index.html",
        deeds=deeds,
        sentence=sentence,
        names=queries.names(session, deeds),
        where={branch.place.id: branch.place.name for branch in branches},
        kinds=[(key, words) for key, (words, _verbs) in known.items()],
        branches=branches,
        asked={"kind": kind, "place": place, "from": since, "to": until},
        actor=actor,
        filtered=bool(kept),
        older=url_for(".index", before=f"{to_ms(deeds[-1].at)}-{deeds[-1].id}", **kept) if more else "",  # type: ignore[arg-type]
        newest=url_for(".index", **kept) if asked.before else "",  # type: ignore[arg-type]
        zone=zone,
    )


def _midnight(day: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), zone)


def _mark(text: str) -> tuple[datetime, UUID] | None:
    """Where the last page ended: milliseconds and the id of its last line."""
    at, _, ident = text.partition("-")
    found = parse_id(ident)
    return (from_ms(int(at)), found) if found and at.isascii() and at.isdigit() and len(at) <= 14 else None
