"""What a tablet fetches: the whole set it works with, in one piece."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from kontuar.core import people, places
from kontuar.core.database import db
from kontuar.core.devices import Device
from kontuar.core.documents import canonical
from kontuar.core.installation import installation
from kontuar.sync.definitions import Definition, all_in_force, in_force
from kontuar.web.access import current_device, for_device

api = Blueprint("tablet_api", __name__, url_prefix="/api/v1")


@api.get("/set")
@for_device("tablet")
def the_set() -> Response:
    """The survey, quizzes, Book and roster for this tablet; 304 where it has them already."""
    content = tablet_set(db.session(), current_device())
    tag = hashlib.sha256(canonical(content)).hexdigest()[:32]
    response = Response(json.dumps(content | {"etag": tag}, ensure_ascii=False), mimetype="application/json")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-store"
    response.make_conditional(request)
    return response


def tablet_set(session: Session, device: Device) -> dict[str, Any]:
    """All a tablet works with. Of people: what stands on the shared screen, and no more."""
    place = session.get_one(places.Place, device.place_id)
    chain, here = places.chain(session), installation(session)
    books = all_in_force(session, "book")
    return {
        "demo": bool(here and here.demo),
        "chain": chain.name if chain else place.name,
        "language": here.language if here else "en",
        "place": {"id": str(place.id), "name": place.name, "time_zone": place.time_zone},
        "device": {"id": str(device.id), "name": device.name},
        "survey": _named(in_force(session, "survey", device.survey)) if device.survey else None,
        "quizzes": [_named(quiz) for quiz in all_in_force(session, "quiz")],
        "book": _named(books[0]) if books else None,
        "roster": [
            {
                "id": str(person.id),
                "name": person.short_name,
                "initials": person.initials,
                "language": person.language,
                "has_pin": person.pin_hash is not None,
            }
            for person in people.roster(session, place.id)
        ],
    }


def _named(definition: Definition | None) -> dict[str, Any] | None:
    return {"hash": definition.hash.hex(), "document": definition.content} if definition else None
