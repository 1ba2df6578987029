"""The upstream: the hub that a node answers to, asked over HTTP. Nothing is followed elsewhere, nothing waited for for ever."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import urllib3

from kontuar.core.errors import N_, DeviceUnknown, Invalid, Problem, Unreachable

CONNECT, READ = 5.0, 60.0  # seconds
MOST_ANSWER = 16 * 1024 * 1024  # bytes; a log-in page of a hotel may never end


class Reply(NamedTuple):
    """What the hub answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> int | None:
        """Seconds the hub wants to be left alone."""
        said = self.headers.get("Retry-After", "")
        return min(int(said), 3600) if said.isascii() and said.isdigit() else None


class LineOpen(Invalid):
    code = "line-open"
    message = N_("The hub's address must begin with https://, or everybody on the way could read what is sent.")


def checked_address(text: str) -> str:
    """An upstream's address without path and slash. Plain HTTP only within one machine. Raises Invalid."""
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise Invalid(N_("Write the hub's address, for example https://hub.example."), detail=text[:100])
    if parts.scheme == "http" and not _same_machine(parts.hostname):
        raise LineOpen(detail=parts.hostname)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _same_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Upstream:
    """A hub at an address; with a token, as the device that the hub knows. Safe to use from several threads."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address, self._token = address, token
        self._pool = urllib3.PoolManager(
            num_pools=1, maxsize=2, retries=False, timeout=urllib3.Timeout(connect=CONNECT, read=READ)
        )

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request. Raises Unreachable where no answer of Kontuar's came."""
        head = {"Accept": "application/json", **(headers or {})}
        if self._token:
            head["Authorization"] = f"Bearer {self._token}"
        try:
            answer = self._pool.request(
                method, self.address + path, body=body, headers=head, redirect=False, preload_content=False
            )
            try:
                content = answer.read(MOST_ANSWER + 1)
                if len(content) <= MOST_ANSWER:
                    answer.drain_conn()
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unreachable(detail=_plain(error)) from error
        if len(content) > MOST_ANSWER:
            raise Unreachable(detail="the answer never ends")
        if 300 <= answer.status < 400 and answer.status != 304:
            raise Unreachable(detail=f"redirected ({answer.status})")
        return Reply(answer.status, answer.headers, content)

    def ask_json(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """GET, or POST where there's a body; gives the answer's JSON object, or raises the problem the hub has with it."""
        sent = None if body is None else json.dumps(body).encode()
        method = "GET" if body is None else "POST"
        reply = self.ask(method, path, body=sent, headers={"Content-Type": "application/json"} if sent else None)
        if reply.status >= 400:
            raise problem(reply)
        try:
            answer = json.loads(reply.body) if reply.body else {}
        except ValueError as error:
            raise Unreachable(detail="not Kontuar's answer") from error
        if reply.status != 200 or not isinstance(answer, dict):
            raise Unreachable(detail=f"not Kontuar's answer ({reply.status})")
        return answer

    def close(self) -> None:
        self._pool.clear()


def problem(reply: Reply) -> Problem:
    """What an answer of 400 and more says, as a problem of our own with the hub's code and sentence."""
    try:
        error = json.loads(reply.body)["error"]
        code, message = str(error["code"])[:40], str(error["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return Unreachable(detail=f"not Kontuar's answer ({reply.status})", retry_after=reply.retry_after)
    if code == DeviceUnknown.code:
        return DeviceUnknown(detail="the hub doesn't know this node any more")
    said = type("HubSays", (Problem,), {"code": code, "status": reply.status, "message": message})
    result = said(detail=error.get("detail"), retry_after=reply.retry_after)
    assert isinstance(result, Problem)
    return result


def _plain(error: Exception) -> str:
    """What went wrong, without the program's own words around it."""
    inner: BaseException = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__  # type: ignore[assignment]
    return f"{type(error).__name__}: {inner}"[:300]
