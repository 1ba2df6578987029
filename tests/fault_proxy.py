"""A line that fails: a TCP proxy that refuses, resets, swallows, drops the answer, answers for somebody else, or lags."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time

PORTAL = b"<!doctype html><title>Hotel Wi-Fi</title><p>Welcome. Please log in."
LINGER_NONE = struct.pack("ii", 1, 0)  # closing with it resets the connection


class FaultProxy:
    """Stands before `upstream`. Modes: pass, refuse, reset, blackhole, drop_response, portal."""

    def __init__(self, upstream: tuple[str, int]) -> None:
        self.upstream = upstream
        self.mode = "pass"
        self.latency = 0.0  # seconds on every piece
        self.dropped = 0  # answers that were lost on the way
        self._address = ("127.0.0.1", 0)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._listen()

    @property
    def port(self) -> int:
        return self._address[1]

    def set(self, mode: str, latency: float = 0.0) -> None:
        self.latency = latency
        if mode == "refuse" and self._listener:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        elif mode != "refuse" and self._listener is None:
            self._listen()
        self.mode = mode
        if mode in ("refuse", "reset", "blackhole", "portal"):  # connections kept alive don't outlive the line
            self._cut()

    def close(self) -> None:
        self.set("refuse")

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(self._address)
        listener.listen(64)
        self._address = listener.getsockname()
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if self.mode == "blackhole":
                self._hold(client)
            elif self.mode == "reset":
                _reset(client)
            elif self.mode == "portal":
                threading.Thread(target=_answer_for_somebody_else, args=(client,), daemon=True).start()
            else:
                threading.Thread(target=self._pair, args=(client,), daemon=True).start()

    def _pair(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self.upstream, timeout=5)
            server.settimeout(None)
        except OSError:
            client.close()
            return
        self._hold(client)
        self._hold(server)
        threading.Thread(target=self._pump, args=(client, server, False), daemon=True).start()
        self._pump(server, client, True)

    def _pump(self, source: socket.socket, target: socket.socket, down: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if self.latency:
                    time.sleep(self.latency)
                if self.mode == "blackhole":
                    continue
                if down and self.mode == "drop_response":
                    self.dropped += 1
                    target.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NONE)
                    break
                target.sendall(piece)
        for end in (source, target):
            _close(end)
        with self._lock:
            self._open -= {source, target}

    def _hold(self, end: socket.socket) -> None:
        with self._lock:
            self._open.add(end)

    def _cut(self) -> None:
        with self._lock:
            ends, self._open = list(self._open), set()
        for end in ends:
            _reset(end)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NONE)
    _close(end)


def _close(end: socket.socket) -> None:
    """Closing alone waits for whoever is still reading from it in another thread."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()


def _answer_for_somebody_else(client: socket.socket) -> None:
    """200 to everything, whatever was asked: as the log-in page of a guest network does."""
    with contextlib.suppress(OSError), client:
        client.settimeout(5)
        request = b""
        while b"\r\n\r\n" not in request:
            request += client.recv(65536)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        client.sendall(head % len(PORTAL) + PORTAL)
