"""Chores: work that the program does by itself beside its pages, one short piece after another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from kontuar.core import leases
from kontuar.core.database import writing
from kontuar.core.times import now

log = logging.getLogger(__name__)
LONGEST_PAUSE = 300.0  # seconds until a chore that keeps failing is tried again


@dataclass(frozen=True, slots=True)
class Chore:
    """A piece of work that comes again. A room exports its `CHORES`; `app.py` puts them together.

    `work` does one short piece within an application context (some hundred milliseconds, so that the others get their
    turn; what it has done must be in the database, since the program may be killed at any time) and says whether there is
    more to do at once. `every` is the pause, in seconds, when there isn't. Of several processes one does a chore.
    """

    name: str  # at most 14 characters
    every: float
    work: Callable[[], bool]


class Chores:
    """One process's part in the chores."""

    def __init__(self, app: Flask) -> None:
        self._app, self._holder = app, leases.new_holder()
        self._chores: Sequence[Chore] = app.extensions["kontuar.chores"]
        self._due = {chore.name: 0.0 for chore in self._chores}
        self._failures = {chore.name: 0 for chore in self._chores}
        app.extensions["kontuar.chores.bell"] = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="chores", daemon=True).start()

    def _run(self) -> None:
        bell: threading.Event = self._app.extensions["kontuar.chores.bell"]
        while True:
            pause = self.round()
            if bell.wait(pause):
                bell.clear()
                self._due = dict.fromkeys(self._due, 0.0)

    def round(self) -> float:
        """Do a piece of each chore that is due; gives the seconds until the next is."""
        for chore in self._chores:
            if self._due[chore.name] <= time.monotonic():
                self._due[chore.name] = time.monotonic() + self._piece(chore)
        return max(0.0, min(self._due.values(), default=LONGEST_PAUSE) - time.monotonic())

    def _piece(self, chore: Chore) -> float:
        try:
            with self._app.app_context():
                with writing() as session:
                    mine = leases.take(session, f"chore {chore.name}", self._holder, now())
                more = mine and chore.work()
        except Exception:  # a fault in one must end neither it nor the others for good
            log.exception("the chore %s failed", chore.name)
            self._failures[chore.name] += 1
            return float(min(chore.every * 2 ** self._failures[chore.name], max(LONGEST_PAUSE, chore.every)))
        self._failures[chore.name] = 0
        return 0.0 if more else chore.every


def do_all(app: Flask) -> None:
    """Do every chore until none has more to do, and raise what it raises: for commands and tests, without a thread."""
    for chore in app.extensions["kontuar.chores"]:
        with app.app_context():
            while chore.work():
                pass


def ring() -> None:
    """There's something to do: don't wait for the time to come. Other processes look when their pause ends."""
    bell = current_app.extensions.get("kontuar.chores.bell")
    if bell is not None:
        bell.set()
