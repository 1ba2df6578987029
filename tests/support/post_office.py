"""Fixtures: a mail server on a socket of its own that keeps what it gets, or refuses it as it was told."""

from __future__ import annotations

import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from flask import Flask


@dataclass
class PostOffice:
    """What came in, and what the server says to whom; `breaks_after_data` takes a letter and dies before it says so."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # address -> what is said to RCPT
    busy: str = ""  # said to whoever calls
    breaks_after_data: bool = False
    papers: ssl.SSLContext | None = None  # with which it can speak TLS
    at_once: bool = False  # TLS from the first byte
    words: list[str] = field(default_factory=list)  # names and passwords it was shown

    def of(self, address: str) -> list[EmailMessage]:
        return [letter for letter, to in zip(self.letters, self.to, strict=True) if to == address]


class Clerk(socketserver.StreamRequestHandler):
    """One conversation, RFC 5321 as far as it's needed here."""

    def handle(self) -> None:
        office: PostOffice = cast(Any, self.server).office
        if office.papers and office.at_once and not self._covered(office.papers):
            return
        self._say(office.busy or "220 post office")
        recipients: list[str] = []
        while words := self.rfile.readline().decode().strip():
            verb = words.upper()
            if verb.startswith("RCPT"):
                address = words.partition("<")[2].partition(">")[0]
                answer = office.refuses.get(address, "250 fine")
                recipients += [address] if answer.startswith("250") else []
                self._say(answer)
            elif verb.startswith("EHLO"):
                open_line = not isinstance(self.connection, ssl.SSLSocket)
                self._say("250-post office\r\n250 " + ("STARTTLS" if office.papers and open_line else "AUTH PLAIN"))
            elif verb == "STARTTLS":
                self._say("220 go on")
                if not office.papers or not self._covered(office.papers):
                    return
            elif verb.startswith("AUTH PLAIN"):
                office.words.append(b64decode(words.split()[2]).decode().replace("\0", " ").strip())
                self._say("235 come in")
            elif verb == "DATA":
                self._say("354 go on")
                office.raw.append(self._letter())
                office.letters.append(message_from_bytes(office.raw[-1], policy=policy.default))
                office.to.append(recipients.pop())
                if office.breaks_after_data:
                    return
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _covered(self, papers: ssl.SSLContext) -> bool:
        """Go on under TLS; False where the other side doesn't trust our papers."""
        try:
            self.connection = papers.wrap_socket(self.connection, server_side=True)
        except OSError:
            return False
        self.rfile = self.connection.makefile("rb")
        self.wfile = cast(Any, self.connection.makefile("wb", buffering=0))
        return True

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clerk) as server:
        server.daemon_threads = True
        cast(Any, server).office = office
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()


@pytest.fixture
def mailing(app: Flask, post_office: PostOffice) -> Flask:
    """The application, told of the mail server."""
    app.config["KONTUAR"] = replace(
        app.config["KONTUAR"], mail_host="127.0.0.1", mail_port=post_office.port, mail_security="none",
        mail_from="Kontuar <kontuar@bursztyn.example>",
    )  # fmt: skip
    return app
