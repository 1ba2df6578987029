"""A shop's node for the browser to work with: the whole application in a thread, behind a line that can fail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from flask import Flask
from sqlalchemy import text
from werkzeug.serving import make_server

from kontuar.app import create_app, models
from kontuar.core.database import db, writing
from kontuar.core.installation import receipt_key
from kontuar.core.settings import load
from kontuar.sync.definitions import publish
from tests.browser.surveys import visit
from tests.fault_proxy import FaultProxy
from tests.support.chains import NOON, Chain, found_chain


@dataclass
class Enrolled:
    """What a tablet is handed when it is enrolled."""

    id: UUID
    token: str
    receipt_key: str


logging.getLogger("werkzeug").setLevel(logging.WARNING)


class Node:
    """The application over a database of its own, at `address` as long as the line holds."""

    def __init__(self, folder: Path, survey: dict[str, Any] | None = None) -> None:
        settings = load({}, home=folder / "home", database_url=f"sqlite:///{folder / 'kontuar.db'}")
        self.app: Flask = create_app(settings)
        self.settings = settings
        with self.app.app_context(), writing() as session:
            models().create_all(session.connection())
            self.chain: Chain = found_chain(session)
            publish(session, "survey", "shop-visit", survey or visit(), NOON)
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.line = FaultProxy(("127.0.0.1", self._server.port))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.line.port}"

    def close(self) -> None:
        self.line.close()
        self._server.shutdown()
        with self.app.app_context():
            db.engine.dispose()

    def tablet(self, place: UUID | None = None, name: str = "By the till") -> Enrolled:
        """A tablet of the shop in Gdańsk."""
        with self.app.app_context():
            with writing() as session:
                made = self.chain.tablet(session, place, name)
            key = receipt_key(self.settings.keys, made.id)
        return Enrolled(made.id, made.token, key.hex())

    def work(self, work: Callable[[Any], Any]) -> Any:
        """Do something to the node's database, in one unit of work."""
        with self.app.app_context(), writing() as session:
            return work(session)

    def facts(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Every fact in the journal, in its order."""
        with self.app.app_context(), db.engine.connect() as connection:
            lines = connection.execute(text("select line from journal order by place_id, position")).scalars().all()
        facts = [msgspec.json.decode(bytes(line)) for line in lines]
        return [fact for fact in facts if kind in (None, fact["kind"])]

    def responses(self) -> list[dict[str, Any]]:
        """The bodies of all responses."""
        return [fact["body"] for fact in self.facts("kiosk.response")]
