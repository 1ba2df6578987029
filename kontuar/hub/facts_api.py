"""The door for facts: POST /api/v1/facts, from tablets and nodes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from uuid import UUID

import msgspec
from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from kontuar.core import places
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact
from kontuar.core.errors import Damaged, TooLarge
from kontuar.core.installation import receipt_key, release_in_force
from kontuar.core.plain import ask
from kontuar.core.settings import Settings
from kontuar.core.times import from_ms, now, to_ms
from kontuar.sync.kinds import Kinds
from kontuar.sync.receipts import LARGEST, BatchHeader, open_batch, receipt
from kontuar.sync.receiving import Answer, Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.stamping import Arrival
from kontuar.web.access import current_device, for_device

api = Blueprint("facts", __name__, url_prefix="/api/v1")
FLUSH_EVERY = 30_000  # milliseconds between two writes of a device's last contact


@api.post("/facts")
@for_device("tablet", "node")
def take_facts() -> Response:
    """Take in a batch, answer a verdict a line, and sign the answer."""
    device, received = current_device(), to_ms(now())
    header = BatchHeader.parse(request.headers.get("Batch", ""))
    lines = open_batch(header, _body())
    sender = Sender(device.id, frozenset(_places(device)), relays=device.kind == "node" and header.stamped)
    release, contact_due = release_in_force(db.session()), _contact_due(device.id, header, received)
    answer = Answer([])
    if lines or contact_due:
        with writing() as session:
            if lines:
                answer = _take(session, lines, sender, Arrival(received, header.sent, header.life, header.ms))
            if contact_due:
                _note_contact(session, device.id, header, received)
    return _signed(device, header, answer, received, release)


def _take(session: Session, lines: Sequence[bytes], sender: Sender, arrival: Arrival) -> Answer:
    kinds: Kinds = current_app.extensions["kontuar.kinds"]
    return receive(session.connection(), lines, sender=sender, kinds=kinds, arrival=arrival, zones=zones_from(session))


def _body() -> bytes:
    """The request's body, unpacked, never more than a batch may be."""
    raw = request.get_data(cache=False)
    encoding = request.headers.get("Content-Encoding", "")
    if not encoding:
        return raw
    if encoding != "gzip":
        raise Damaged(detail=f"Content-Encoding {encoding[:20]}")
    unpack = zlib.decompressobj(wbits=31)
    try:
        body = unpack.decompress(raw, LARGEST + 1)
    except zlib.error as error:
        raise Damaged(detail="gzip") from error
    if len(body) > LARGEST:
        raise TooLarge(detail=len(body))
    if not unpack.eof:
        raise Damaged(detail="gzip cut short")
    return body


def _places(device: Device) -> set[UUID]:
    return {device.place_id} if device.kind == "tablet" else places.below(db.session(), [device.place_id])


def _contact_due(device: UUID, header: BatchHeader, received: int) -> bool:
    """Whether to note that a device was heard of: seldom, because a heartbeat should write nothing."""
    known = ask(
        db.session.connection(), "SELECT last_at, unsent, release FROM device_contact WHERE device_id = ?", (device,)
    ).fetchone()
    if known is None:
        return True
    last, unsent, release = known
    same = (bool(unsent), release) == (bool(header.unsent), header.release)
    return not same or received - last >= FLUSH_EVERY


def _note_contact(session: Session, device: UUID, header: BatchHeader, received: int) -> None:
    row = session.merge(DeviceContact(device_id=device, last_at=from_ms(received)))
    row.unsent, row.release = header.unsent, header.release
    row.oldest_at = None if header.oldest is None else from_ms(header.oldest)


def _signed(device: Device, header: BatchHeader, answer: Answer, received: int, release: int) -> Response:
    body = msgspec.json.encode(
        {
            "batch": header.sha256,
            "verdicts": [{"v": v, "why": why} if why else {"v": v} for v, why in answer.verdicts],
            "release": release,
            "now": from_ms(received).isoformat(timespec="milliseconds"),
            "renew": sorted(answer.renew),
        }
    )
    settings: Settings = current_app.config["KONTUAR"]
    response = Response(body, mimetype="application/json")
    response.headers["Receipt"] = receipt(receipt_key(settings.keys, device.id), header.sha256, body)
    response.headers["Cache-Control"] = "no-store"
    return response
