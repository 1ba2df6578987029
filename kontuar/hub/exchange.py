"""The exchange: a node's conversation with its hub. Facts go up, the release comes down, and both ends know how far it is."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from kontuar.core import deeds, leases
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact
from kontuar.core.errors import Busy, Problem, Unreachable
from kontuar.core.installation import Installation, installation
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub.releases import fetching, switching
from kontuar.hub.releases.manifest import wanted
from kontuar.hub.releases.signing import Trust
from kontuar.hub.releases.switching import ReleaseRefused
from kontuar.sync import replaying, sending
from kontuar.sync.definitions import KINDS, Definition, missing
from kontuar.sync.delivering import Courier, Delivered
from kontuar.sync.kinds import Kinds
from kontuar.sync.models import Waiting
from kontuar.sync.outgoing import UpstreamContact
from kontuar.sync.sending import Answer, Parcel
from kontuar.sync.upstream import Upstream

log = logging.getLogger(__name__)
WORK = "sync"  # the lease of whoever sends
CREDENTIALS = "upstream"  # the file with token and receipt key, in the folder of keys
RENEW_EVERY = 15  # seconds between two renewals of the lease
FLUSH_EVERY = 30  # seconds between two notes that the hub was reached


@dataclass(frozen=True, slots=True)
class Line:
    """The way up: the hub, and what its receipts are checked with."""

    upstream: Upstream
    receipt_key: bytes


def line(here: Installation | None) -> Line | None:
    """The line to this installation's hub; None where it has none."""
    if here is None or here.upstream is None:
        return None
    try:
        kept = json.loads((_settings().keys / CREDENTIALS).read_bytes())
        return Line(Upstream(here.upstream, kept["token"]), bytes.fromhex(kept["receipt_key"]))
    except (OSError, ValueError, KeyError) as error:
        raise Problem("The file keys/upstream can't be read. Join again with a new code.", detail=str(error)) from error


def exchange(up: Line, holder: str, *, most: int = sending.MOST_LINES) -> Delivered:
    """Send all there is (or say hello), then take over what the hub has published. Raises the first problem there is.

    `holder` names whoever does it: only one at a time may. Raises Busy while another does.
    """
    courier = _courier(up, holder)
    done = courier.deliver(most)
    if not done.batches:
        done = courier.greet()
    here = installation(db.session())
    if here and done.release != here.release:
        take_release(up, here)
    _reached(up, done.release)
    return done


def something_to_send(connection: Connection, at: datetime) -> bool:
    """Whether a fact waits, new or due again."""
    after = sending.cursors(connection)
    return sending.next_parcel(connection, after, 1) is not None or sending.held_parcel(connection, at, 1) is not None


def take_release(up: Line, here: Installation) -> bool:
    """Bring the hub's newest release and put it in force; False where this is it. What can't be right is refused and noted."""
    try:
        came = fetching.newest(up.upstream, here.release)
        if came is None:
            return False
        trust = Trust(here.upstream_key or "", here.upstream_next_key, here.upstream_recovery_key)
        manifest, trust = switching.checked(came.content, came.signature, trust, came.introduction)
        assert here.place_id
        switching.must_fit(manifest, here.place_id, here.release)
        incoming = fetching.Incoming(_settings().home / "incoming")
        lacking = missing(db.session(), (bytes.fromhex(each.hash) for each in wanted(manifest, KINDS)))
        incoming.fetch(up.upstream, [each for each in manifest.documents if bytes.fromhex(each.hash) in lacking])
        with writing() as session:
            switching.switch(session, manifest, trust, incoming.document, now())
            deeds.note(session, now(), "release.taken", str(manifest.number), device_id=here.id, place_id=here.place_id)
            _contact(session).release_refused = None
    except ReleaseRefused as refused:
        _note_refusal(here, str(refused.detail))
        raise
    incoming.clear()
    log.info("release %s is in force", manifest.number)
    wake()
    return True


def wake() -> int:
    """Project the facts that waited for definitions which are here by now; says how many."""
    here = select(Waiting.definition).join(Definition, Definition.hash == Waiting.definition).distinct()
    arrived = db.session.scalars(here).all()
    if not arrived:
        return 0
    with writing() as session:
        return replaying.wake(session.connection(), _kinds(), arrived)


def ask_hub(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have the hub do a piece of directory work. Raises what the hub says of it.

    The caller then writes the same into its own copy; the release that the hub makes of it comes right after.
    """
    up = line(installation(db.session()))
    if up is None:
        raise Unreachable(detail="no hub")
    try:
        answer = up.upstream.ask_json(path, body)
    finally:
        up.upstream.close()
    ask_for_it()
    return answer


def note_failure(problem: Problem) -> None:
    """Write down that the hub couldn't be talked to, since when and why."""
    with writing() as session:
        row = _contact(session)
        row.tried_at = now()
        row.failing_since = row.failing_since or row.tried_at
        row.why, row.detail = problem.code, str(problem.detail or "")[:300]


def ask_for_it() -> datetime:
    """Ask whoever does the exchange not to wait any longer; gives the moment of asking."""
    with writing() as session:
        row = _contact(session)
        row.asked_at = now()
        return row.asked_at


def asked_for() -> bool:
    """Whether somebody has asked since the hub was last tried."""
    row = db.session.get(UpstreamContact, 1)
    return bool(row and row.asked_at and (row.tried_at is None or row.asked_at > row.tried_at))


def _reached(up: Line, release: int) -> None:
    """Note that the hub answered, and tell it of the tablets; seldom, because a heartbeat should write nothing."""
    at, known = now(), db.session.get(UpstreamContact, 1, populate_existing=True)
    quiet = known and known.failing_since is None and known.release == release and not asked_for()
    if known and quiet and known.reached_at and (at - known.reached_at).total_seconds() < FLUSH_EVERY:
        return
    _tell_of_tablets(up)
    with writing() as session:
        row = _contact(session)
        row.tried_at = row.reached_at = at
        row.release = release
        row.failing_since = row.why = row.detail = None


def _tell_of_tablets(up: Line) -> None:
    """When each tablet was last heard of, and how far it is: for the hub's page. Nothing hangs on it."""
    rows = db.session.scalars(
        select(DeviceContact)
        .join(Device, Device.id == DeviceContact.device_id)
        .where(Device.kind == "tablet", Device.revoked_at.is_(None))
    )
    told = [
        {
            "device": str(row.device_id),
            "last_at": row.last_at.isoformat(),
            "release": row.release,
            "unsent": row.unsent,
            "oldest_at": row.oldest_at.isoformat() if row.oldest_at else None,
        }
        for row in rows
    ]
    try:
        if told:
            up.upstream.ask_json("/api/v1/contacts", {"contacts": told})
    except Problem as problem:
        log.info("the hub wasn't told of the tablets: %s", problem)


def _note_refusal(here: Installation, why: str) -> None:
    known = db.session.get(UpstreamContact, 1, populate_existing=True)
    if known and known.release_refused == why:
        return
    log.warning("the hub's release was refused: %s", why)
    with writing() as session:
        _contact(session).release_refused = why
        deeds.note(session, now(), "release.refused", why, device_id=here.id, place_id=here.place_id)


def _contact(session: Session) -> UpstreamContact:
    row = session.get(UpstreamContact, 1, populate_existing=True)
    if row is None:
        row = UpstreamContact(lone=1)
        session.add(row)
        session.flush()
    return row


def _courier(up: Line, holder: str) -> Courier:
    here = installation(db.session())
    held = 0.0

    def settle(parcel: Parcel, answer: Answer) -> None:
        nonlocal held
        with writing() as session:
            if time.monotonic() - held > RENEW_EVERY:
                hold_lease(session, holder)
                held = time.monotonic()
            sending.settle(session, _kinds(), parcel, answer, now())

    return Courier(up.upstream, up.receipt_key, db.engine.connect, settle, now, here.release if here else 0)


def hold_lease(session: Session, holder: str) -> None:
    """Take or renew the lease. Raises Busy while another process sends."""
    if not leases.take(session, WORK, holder, now()):
        raise Busy(detail="another process is syncing")


def _kinds() -> Kinds:
    kinds: Kinds = current_app.extensions["kontuar.kinds"]
    return kinds


def _settings() -> Settings:
    settings: Settings = current_app.config["KONTUAR"]
    return settings
