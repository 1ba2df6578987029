"""`kontuar serve`: the program as it runs in a shop or in the middle, pages and syncing in one."""

from __future__ import annotations

import gc
import logging
import logging.config
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kontuar.core import shape
from kontuar.core.console import stop
from kontuar.core.errors import Problem, SchemaOlder, SettingWrong
from kontuar.core.settings import Settings, load
from kontuar.core.times import now
from kontuar.hub.codes import shown

if TYPE_CHECKING:
    from flask import Flask

DRAIN = 15  # seconds that requests under way have when the server is told to stop
LOG_SIZE, LOG_FILES = 5_000_000, 3
SWITCH = (
    0.0005  # seconds; SQLite lets others run at every statement, and Python's own 5 ms until it goes on outlast a tap
)


@click.command("serve")
@click.option("--host", help="Listen there (127.0.0.1; 0.0.0.0 for a whole network).")
@click.option("--port", type=int, help="Listen on that port (8322).")
@click.option("--migrate", is_flag=True, help="Bring an older database to this version's shape first, after a copy.")
def serve_command(host: str | None, port: int | None, migrate: bool) -> None:
    """Run the program: pages, tablets, syncing. Ctrl+C stops it."""
    try:
        given: dict[str, object] = {
            name: value for name, value in {"host": host, "port": port}.items() if value is not None
        }
        serve(load(None, **given), migrate=migrate)
    except Problem as problem:
        stop(problem)


def serve(settings: Settings, *, migrate: bool = False) -> None:
    """Serve until told to stop. Raises Problem where it can't begin: another's port, another version's database."""
    settings.home.mkdir(parents=True, exist_ok=True)
    _free(settings.host, settings.port)
    if shape.has_begun(settings.database_url):
        _announce(settings, True)
    else:
        _apart(_prepare, settings, migrate)
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ.update(_environment(settings))  # a worker reads its settings itself, also where it's spawned anew
    server = Server(
        "kontuar.serving:worker",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=DRAIN,
        log_dictconfig=logs(settings.logs),
        log_level="warning",  # type: ignore[arg-type]
        ssl_cert=Path(settings.certificate) if settings.certificate else None,
        ssl_key=Path(settings.certificate_key) if settings.certificate_key else None,
    )
    server.serve()


def worker() -> Flask:
    """The application in a process that serves it."""
    from kontuar.app import create_app
    from kontuar.core.chores import Chores
    from kontuar.hub.rounds import Rounds

    settings = load()
    logging.config.dictConfig(logs(settings.logs))
    app = create_app(settings)
    Rounds(app).start()
    Chores(app).start()
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent", daemon=True).start()
    settle()
    return app


def settle() -> None:
    """Have the interpreter suit a server: much that lives for ever, many short statements."""
    gc.collect()
    gc.freeze()  # what is here by now stays; no later collection need look through it
    sys.setswitchinterval(SWITCH)


def _apart(work: Callable[..., None], *values: object) -> None:
    """Do a piece of work in a process of its own: what it needs in memory goes with it, and the server stays small."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    child = context.Process(target=_or_stop, args=(work, *values))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode)


def _or_stop(work: Callable[..., None], *values: object) -> None:
    try:
        work(*values)
    except Problem as problem:
        stop(problem)


def _prepare(settings: Settings, migrate: bool) -> None:
    """An empty database is made; an older one changed only when told, since that can't be taken back."""
    from kontuar.core import migrating

    at, wanted = migrating.current(settings.database_url), migrating.head()
    if at != wanted:
        if at is not None and not migrate:
            raise SchemaOlder(detail=f"{at} < {wanted}")
        migrating.upgrade(settings.database_url, settings.backups, now())
    with migrating.plain_engine(settings.database_url) as engine, engine.connect() as connection:
        begun = connection.exec_driver_sql("SELECT count(*) FROM installation").scalar()
    _announce(settings, bool(begun))


def _free(host: str, port: int) -> None:
    """Servers may share a port without a word, so ask whether anybody listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingWrong(f"Port {port} of {host} can't be had.", detail=error.strerror) from error


def _announce(settings: Settings, begun: bool) -> None:
    address = settings.address
    if not begun:
        from kontuar.hub.permission import setup_code

        click.echo(f"Kontuar begins at  {address}/start#{shown(setup_code(settings.keys))}")
    click.echo(f"Kiosk     {address}/kiosk\nLearning  {address}/kiosk#learn\nResults   {address}/results")
    click.echo("Ctrl+C stops it.")


def _environment(settings: Settings) -> dict[str, str]:
    names = {"home", "database_url", "host", "port"}
    return {f"KONTUAR_{name.upper()}": str(getattr(settings, name)) for name in names}


def _end_with(parent: int) -> None:
    """A worker whose parent was killed must not go on holding the port."""
    while os.getppid() == parent:
        threading.Event().wait(1)
    os.kill(os.getpid(), signal.SIGTERM)


def logs(folder: Path) -> dict[str, Any]:
    """Logging to standard error and into the installation's own folder, never more than a few files of it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = {
        "class": "logging.handlers.RotatingFileHandler", "filename": str(folder / "kontuar.log"), "encoding": "utf-8",
        "maxBytes": LOG_SIZE, "backupCount": LOG_FILES, "formatter": "plain", "delay": True,
    }  # fmt: skip
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain", "level": "WARNING"},
            "file": file,
        },
        "root": {"level": "INFO", "handlers": ["console", "file"]},
        "loggers": {"_granian": {"level": "WARNING"}, "alembic": {"level": "WARNING"}},
    }
