"""SQLite under SQLAlchemy: readers never wait, writers take turns, nothing is lost.

The driver is in autocommit; BEGIN is said by the engine's "begin" event. A transaction reads unless it asks to write:
BEGIN DEFERRED with query_only, so that a stray write is a plain error. A writer says BEGIN IMMEDIATE before its first read
(no lost update, no upgrade deadlock) and holds the turn: first come, first served among the threads of a process, then a
file lock among processes.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event

from kontuar.core.errors import Busy

BUSY_MS = 10_000
sqlite3.register_adapter(UUID, attrgetter("bytes"))  # rows written past the ORM carry their ids as they are
PRAGMAS = (
    "synchronous=FULL",  # a customer's tap survives a power cut
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "cache_size=-16000",
    "journal_size_limit=67108864",
)


class FairLock:
    """A lock whose waiters are served in the order they came."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        """True when it's ours; False after `timeout` seconds."""
        with self._mutex:
            if not self._held and not self._waiting:
                self._held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._mutex:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


class FileLock:
    """A lock among processes, let go by the system when its holder dies."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)

    if sys.platform == "win32":
        import msvcrt

        def acquire(self) -> None:
            self.msvcrt.locking(self._file, self.msvcrt.LK_LOCK, 1)

        def release(self) -> None:
            os.lseek(self._file, 0, os.SEEK_SET)
            self.msvcrt.locking(self._file, self.msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        def acquire(self) -> None:
            self.fcntl.flock(self._file, self.fcntl.LOCK_EX)

        def release(self) -> None:
            self.fcntl.flock(self._file, self.fcntl.LOCK_UN)


class Turn:
    """Who may write now."""

    def __init__(self, database: str) -> None:
        self._threads, self._processes = FairLock(), FileLock(database + "-turn")

    @contextmanager
    def held(self, timeout: float = BUSY_MS / 1000) -> Iterator[None]:
        """Waits for the turn, up to `timeout` seconds among threads; raises Busy after that."""
        if not self._threads.acquire(timeout):
            raise Busy(detail="somebody has been writing for too long")
        try:
            self._processes.acquire()
            try:
                yield
            finally:
                self._processes.release()
        finally:
            self._threads.release()


def install(engine: Engine) -> Turn:
    """Put the hooks on `engine` (a file database) and return its turn."""

    @event.listens_for(engine, "connect")
    def on_connect(driver: sqlite3.Connection, record: Any) -> None:
        driver.isolation_level = None
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if driver.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            driver.execute("PRAGMA journal_mode=WAL")
        for pragma in PRAGMAS:
            driver.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkout")
    def on_checkout(driver: sqlite3.Connection, record: Any, proxy: Any) -> None:
        driver.isolation_level = None  # somebody's AUTOCOMMIT leaves the driver in its legacy mode

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") == "AUTOCOMMIT":
            return
        if options.get("write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.info["query_only"] = True
            connection.exec_driver_sql("BEGIN DEFERRED")

    @event.listens_for(engine, "checkin")
    def on_checkin(driver: sqlite3.Connection | None, record: Any) -> None:
        if driver is not None and record is not None and record.info.pop("query_only", None):
            driver.execute("PRAGMA query_only=OFF")

    if not engine.url.database or engine.url.database == ":memory:":
        raise ValueError("SQLite must be a file: in memory, all threads would share one connection")
    return Turn(engine.url.database)
