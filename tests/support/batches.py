"""A line that knows batches of facts: it loses answers, and stops in the middle of a batch for something to happen."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fault_proxy import _close, _reset

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
LINES = re.compile(rb"batch: *lines=(\d+)", re.IGNORECASE)
DUPLICATE = b'"v":"duplicate"'


@dataclass
class Stopped:
    """How much of a batch and of its answer had passed when something happened."""

    batch: int
    sent: int
    of_batch: int
    answered: int
    of_answer: int | None  # None: there was no answer yet

    @property
    def in_the_middle(self) -> bool:
        """Neither before the batch nor after its answer."""
        return self.sent > 0 and (self.of_answer is None or self.answered < self.of_answer)


Happening = Callable[[Stopped], None]


@dataclass
class BatchLine:
    """Stands before a hub. `plan[n]` is where the nth batch stops (request, wait or answer) and what happens then.

    Every `lose`th answer to a batch is lost.
    """

    hub: tuple[str, int]
    plan: dict[int, tuple[str, Happening]]
    lose: int = 0
    batches: int = 0
    lost: int = 0
    duplicates: int = 0
    stopped: list[Stopped] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        _close(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = None
        with contextlib.suppress(OSError):
            server = socket.create_connection(self.hub, timeout=60)
            while self._pass_one(client, server):
                pass
        for end in (client, server):
            if end:
                _reset(end)

    def _pass_one(self, client: socket.socket, server: socket.socket) -> bool:
        """One request and its answer; False when the connection has come to its end."""
        request, start = _message(client)
        if not request:
            return False
        lines = LINES.search(request[:start])
        if not lines or lines[1] == b"0":
            server.sendall(request)
            client.sendall(_message(server)[0])
            return True
        return self._pass_batch(client, server, request)

    def _pass_batch(self, client: socket.socket, server: socket.socket, request: bytes) -> bool:
        with self._lock:
            self.batches += 1
            number = self.batches
        where, happening = self.plan.get(number, ("", None))
        if where == "request":
            half = len(request) // 2
            server.sendall(request[:half])
            return self._stop(happening, Stopped(number, half, len(request), 0, None))
        server.sendall(request)
        if where == "wait":
            return self._stop(happening, Stopped(number, len(request), len(request), 0, None))
        answer, _ = _message(server)
        self.duplicates += answer.count(DUPLICATE)
        if where == "answer":
            half = len(answer) // 2
            client.sendall(answer[:half])
            return self._stop(happening, Stopped(number, len(request), len(request), half, len(answer)))
        if self.lose and number % self.lose == 0:
            self.lost += 1
            return False
        client.sendall(answer)
        return True

    def _stop(self, happening: Happening | None, stopped: Stopped) -> bool:
        self.stopped.append(stopped)
        if happening:
            happening(stopped)
        return False


def _message(end: socket.socket) -> tuple[bytes, int]:
    """A whole HTTP message, and where its body begins; nothing when the other side has closed."""
    message = b""
    while b"\r\n\r\n" not in message:
        piece = end.recv(65536)
        if not piece:
            return b"", 0
        message += piece
    start = message.index(b"\r\n\r\n") + 4
    length = LENGTH.search(message[:start])
    whole = start + (int(length[1]) if length else 0)
    while len(message) < whole:
        piece = end.recv(65536)
        if not piece:
            return b"", 0
        message += piece
    return message, start
