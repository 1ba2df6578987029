"""Rounds: the thread in which a node talks with its hub, as long as the program runs."""

from __future__ import annotations

import logging
import threading
import time
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from kontuar.core import leases, places
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import Busy, DeviceUnknown, Problem
from kontuar.core.installation import installation
from kontuar.core.times import now
from kontuar.hub import exchange
from kontuar.sync import rebuilding, replaying, sending
from kontuar.sync.kinds import Kinds
from kontuar.sync.receiving import Sender
from kontuar.sync.recording import zones_from

log = logging.getLogger(__name__)
LOOK = 1.0  # seconds between two looks whether there's something to send
HEARTBEAT = 30.0  # seconds between two exchanges when there's nothing
ALONE = 5.0  # seconds between two looks whether there is a hub, or whether another process has stopped sending


class Rounds:
    """One process's part in the exchange; of several, the one that holds the lease does it."""

    def __init__(self, app: Flask) -> None:
        self._app, self._holder = app, leases.new_holder()
        self._failures, self._next = 0, 0.0

    def start(self) -> None:
        threading.Thread(target=self._run, name="exchange", daemon=True).start()

    def _run(self) -> None:
        self._read_again()
        waiting = threading.Event()
        while True:
            try:
                with self._app.app_context():
                    pause = self.round()
            except Exception:  # a fault of ours must not end syncing for good
                log.exception("a round of the exchange failed")
                pause = self._failed(None)
            waiting.wait(pause)

    def round(self) -> float:
        """One look, and an exchange where it's time for one; gives the seconds until the next look."""
        up = exchange.line(installation(db.session()))
        if up is None:
            return ALONE
        early = time.monotonic() < self._next and (self._failures > 0 or not self._something())
        if early and not exchange.asked_for():
            return min(LOOK, max(0.05, self._next - time.monotonic()))
        try:
            with writing() as session:
                exchange.hold_lease(session, self._holder)
            exchange.exchange(up, self._holder)
        except Busy:
            return ALONE
        except Problem as problem:
            log.info("the exchange with the hub failed: %s", problem)
            exchange.note_failure(problem)
            return self._failed(problem)
        finally:
            up.upstream.close()
        self._failures, self._next = 0, time.monotonic() + HEARTBEAT
        return LOOK

    def _something(self) -> bool:
        with db.engine.connect() as connection:
            return exchange.something_to_send(connection, now())

    def _failed(self, problem: Problem | None) -> float:
        """Back off: longer each time, at once to the longest where the hub doesn't know this node any more."""
        self._failures = 16 if isinstance(problem, DeviceUnknown) else self._failures + 1
        pause = sending.pause(self._failures, problem.retry_after if problem else None)
        self._next = time.monotonic() + pause
        return min(pause, LOOK)

    def _read_again(self) -> None:
        with self._app.app_context():
            try:
                read_again(self._app.extensions["kontuar.kinds"])
            except Exception:
                log.exception("quarantined facts couldn't be tried again")


def read_again(kinds: Kinds) -> None:
    """Try what an older program set aside, or what waited for a definition that has come since; say what must be rebuilt."""
    with writing() as session:
        replaying.replay(session.connection(), kinds)
    with writing() as session:
        replaying.replay_lines(
            session.connection(), kinds, lambda device: _sender(session, device), zones_from(session)
        )
    exchange.wake()
    with writing() as session:
        rebuilding.note_new(session, kinds)
    if old := rebuilding.outdated(db.session(), kinds):
        log.warning("the readings of %s were made by an older version: run `kontuar rebuild`", ", ".join(old))


def _sender(session: Session, device_id: UUID) -> Sender | None:
    """A device as the one that brings facts, unless it is known no more."""
    device = session.get(Device, device_id)
    if device is None:
        return None
    relays = device.kind == "node"
    return Sender(device.id, frozenset(places.below(session, [device.place_id])), relays=relays)
