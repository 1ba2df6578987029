"""Fixtures: somebody else's server that gets our messages, and answers as it was told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest


@dataclass
class Elsewhere:
    """What came in: path, headers, body. `status` is answered, with a `Location` that nobody should follow."""

    port: int = 0
    status: int = 204
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


class Desk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        other: Elsewhere = cast(Any, self.server).other
        body = self.rfile.read(int(self.headers["Content-Length"]))
        other.got.append((self.path, dict(self.headers), body))
        self.send_response(other.status)
        self.send_header("Location", "/followed")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    other = Elsewhere()
    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        cast(Any, server).other = other
        other.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield other
        server.shutdown()
        thread.join()
