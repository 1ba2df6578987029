"""The machine interface for nodes: whose hub this is, joining, and what a node says of its tablets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from flask import Blueprint, Response, current_app, request
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact
from kontuar.core.errors import Invalid, NotFound
from kontuar.core.installation import installation, receipt_key
from kontuar.core.places import Place, chain
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub.bodies import body
from kontuar.hub.fleet import inviting
from kontuar.hub.people.entrance import count_all
from kontuar.hub.people.signing_in import one_address
from kontuar.hub.people.throttling import CODE
from kontuar.hub.people.tries import forgive
from kontuar.hub.releases import signing
from kontuar.web.access import current_device, for_anyone, for_device

api = Blueprint("fleet_api", __name__, url_prefix="/api/v1")
MOST_TABLETS = 200


class Joining(msgspec.Struct):
    code: str
    nonce: str
    name: str = ""


class Contact(msgspec.Struct):
    """What a node knows of one of its tablets."""

    device: UUID
    last_at: datetime
    release: int | None = None
    unsent: int | None = None
    oldest_at: datetime | None = None


class Contacts(msgspec.Struct):
    contacts: list[Contact]


@api.get("/hub")
@for_anyone
def hub() -> dict[str, str]:
    """The hub's public key: a node checks it against its code before it says anything."""
    key = signing.public_key(_keys())
    _must_be_hub()
    return {"hub_key": key, "fingerprint": signing.fingerprint(key)}


@api.post("/join")
@for_anyone
def join() -> Response:
    """A node joins by its code, from few tries an address. The answer is signed, so that nobody on the way changes it."""
    _must_be_hub()
    asked, at, address = body(Joining), now(), one_address(request.remote_addr)
    if not 16 <= len(asked.nonce) <= 100:
        raise Invalid(detail="nonce")
    count_all([("join", address, CODE)], at)
    name = " ".join("".join(letter for letter in asked.name if letter.isprintable()).split())[:80]
    with writing() as session:
        device, token = inviting.accept(session, asked.code, name, asked.nonce, at)
        forgive(session, "join", address)
    place = db.session.get_one(Place, device.place_id)
    key = signing.public_key(_keys())
    content = msgspec.json.encode(
        {
            "device": device.id,
            "token": token,
            "receipt_key": receipt_key(_keys(), device.id).hex(),
            "place": {"id": place.id, "name": place.name, "time_zone": place.time_zone},
            "name": device.name,
            "hub_key": key,
            "fingerprint": signing.fingerprint(key),
            "recovery_key": signing.recovery_key(_keys()),
        }
    )
    response = Response(content, mimetype="application/json")
    response.headers["Signature"] = signing.sign(_keys(), content)
    response.headers["Cache-Control"] = "no-store"
    return response


@api.post("/contacts")
@for_device("node")
def contacts() -> dict[str, int]:
    """When a node last heard of its tablets, and how far they are: for the hub's own page."""
    told = {contact.device: contact for contact in body(Contacts).contacts[:MOST_TABLETS]}
    own = select(Device.id).where(Device.place_id == current_device().place_id, Device.id.in_(list(told)))
    with writing() as session:
        known = session.scalars(own).all()
        for id in known:
            said, row = told[id], session.merge(DeviceContact(device_id=id, last_at=min(told[id].last_at, now())))
            row.release, row.unsent, row.oldest_at = said.release, said.unsent, said.oldest_at
    return {"taken": len(known)}


def _must_be_hub() -> None:
    """Nothing is joined to an installation that has no chain, or answers to a hub itself."""
    here = installation(db.session())
    if here is None or here.kind != "hub" or chain(db.session()) is None:
        raise NotFound(detail="no hub here")


def _keys() -> Path:
    settings: Settings = current_app.config["KONTUAR"]
    return settings.keys
