"""The machine interface for devices: a tablet enrols by its code; a node has its tablets kept at the hub."""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import Invalid, NotFound
from kontuar.core.ids import parse_id
from kontuar.core.installation import receipt_key
from kontuar.core.places import Place, below
from kontuar.core.times import now
from kontuar.hub import directory
from kontuar.hub.bodies import body
from kontuar.hub.codes import typed
from kontuar.hub.enrolment import enrolling
from kontuar.hub.people import throttling
from kontuar.hub.people.entrance import count_all
from kontuar.hub.people.signing_in import one_address
from kontuar.hub.people.tries import forgive
from kontuar.web.access import current_device, for_anyone, for_device

api = Blueprint("enrolment_api", __name__, url_prefix="/api/v1")


class Enrolment(msgspec.Struct):
    code: str
    name: str = ""


class NodeDevice(msgspec.Struct):
    name: str
    place: str
    survey: str | None = None


@api.post("/enrol")
@for_anyone
def enrol() -> ResponseReturnValue:
    """A browser becomes a tablet: by a code that works once. Few tries an address, and few for one code."""
    asked, at = body(Enrolment), now()
    code, address = typed(asked.code)[:64], one_address(request.remote_addr)
    count_all([("enrol", address, throttling.CODE), ("enrol-code", code, throttling.CODE)], at)
    row = enrolling.invited(db.session(), code, at)
    name = _name(asked.name)
    device_id = None
    if not directory.is_here(db.session()):
        told = {"name": name or row.name, "place": str(row.place_id), "survey": row.survey}
        device_id = parse_id(directory.ask_hub("/api/v1/devices", told).get("device"))
    with writing() as session:
        row = enrolling.invited(session, code, at, lock=True)  # two tablets with one code: one of them gets it
        device, token = enrolling.enrol(session, row, name, at, device_id)
        forgive(session, "enrol", address)
    place = db.session.get_one(Place, device.place_id)
    return {
        "device": str(device.id),
        "token": token,
        "receipt_key": receipt_key(current_app.config["KONTUAR"].keys, device.id).hex(),
        "place": {"id": str(place.id), "name": place.name, "time_zone": place.time_zone},
        "name": device.name,
    }


@api.post("/devices")
@for_device("node")
def add_for_node() -> ResponseReturnValue:
    """A tablet has enrolled with a node: its row in the directory."""
    asked, node = body(NodeDevice), current_device()
    place_id = parse_id(asked.place)
    if place_id not in below(db.session(), [node.place_id]) or place_id is None:
        raise NotFound(detail="place")
    name = _name(asked.name)
    if not name:
        raise Invalid(detail="name")
    directory.must_be_here(db.session())
    with writing() as session:
        device = enrolling.add(session, place_id, name, asked.survey, by=None, at=now())
    return {"device": str(device.id)}


@api.post("/devices/<uuid:device_id>/revocation")
@for_device("node")
def revoke_for_node(device_id: UUID) -> ResponseReturnValue:
    """A tablet of a node's has been let go of there."""
    directory.must_be_here(db.session())
    device = db.session.get(Device, device_id)
    if (
        device is None
        or device.kind != "tablet"
        or device.place_id not in below(db.session(), [current_device().place_id])
    ):
        raise NotFound
    with writing() as session:
        enrolling.revoke(session, session.get_one(Device, device_id), by=None, at=now())
    return {}


def _name(text: str) -> str:
    return " ".join("".join(letter for letter in text if letter.isprintable()).split())[:80]
