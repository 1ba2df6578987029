"""Fetching: a node brings what a release names, by hash, and goes on where it broke off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kontuar.core.errors import Unreachable
from kontuar.hub.releases.manifest import Document
from kontuar.hub.releases.switching import ReleaseRefused
from kontuar.sync.upstream import Upstream, problem

LARGEST = 32 * 1024 * 1024  # bytes of one document
PIECE = 1024 * 1024  # bytes asked for at once; what has come stays when the line breaks


class Signed(NamedTuple):
    """A manifest as it came, not yet looked at."""

    content: bytes
    signature: str
    introduction: str


def newest(upstream: Upstream, have: int) -> Signed | None:
    """The hub's newest release for this node; None where `have` is it."""
    reply = upstream.ask("GET", f"/api/v1/release?have={have}")
    if reply.status == 304:
        return None
    if reply.status != 200:
        raise problem(reply)
    return Signed(reply.body, reply.headers.get("Signature", ""), reply.headers.get("Introduction", ""))


class Incoming:
    """The folder in which documents lie until they are whole and their release is put in force."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fetch(self, upstream: Upstream, documents: Iterable[Document]) -> None:
        """Bring these documents; what lies here from another release goes. Raises Unreachable or ReleaseRefused."""
        wished = [document.hash for document in documents]
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in self.folder.iterdir():
            if file.stem not in wished:
                file.unlink()
        for hash in wished:
            if not self._whole(hash).is_file():
                self._bring(upstream, hash)

    def document(self, hash: str) -> bytes:
        """A document that was brought, checked once more. Raises ReleaseRefused."""
        try:
            content = self._whole(hash).read_bytes()
        except FileNotFoundError as error:
            raise ReleaseRefused(detail="document") from error
        if hashlib.sha256(content).hexdigest() != hash:
            raise ReleaseRefused(detail="document")
        return content

    def clear(self) -> None:
        for file in self.folder.glob("*"):
            file.unlink()

    def _bring(self, upstream: Upstream, hash: str) -> None:
        """Piece by piece, after what is here already. What turns out wrong is thrown away, and next time begun anew."""
        part = self.folder / f"{hash}.part"
        whole = None
        while whole is None or part.stat().st_size < whole:
            start = part.stat().st_size if part.exists() else 0
            head = {"Range": f"bytes={start}-{start + PIECE - 1}"}
            reply = upstream.ask("GET", f"/api/v1/documents/{hash}", headers=head)
            if reply.status == 416:  # longer than the document: not ours
                part.unlink(missing_ok=True)
                raise Unreachable(detail="document begun anew")
            if reply.status not in (200, 206):
                raise problem(reply)
            whole = _length(reply.headers.get("Content-Range", "")) if reply.status == 206 else len(reply.body)
            if whole > LARGEST or not (reply.body or whole == 0):
                raise ReleaseRefused(detail="document")
            with part.open("ab" if reply.status == 206 else "wb") as file:
                file.write(reply.body)
        if hashlib.sha256(part.read_bytes()).hexdigest() != hash:
            part.unlink()
            raise ReleaseRefused(detail="document")
        part.replace(self._whole(hash))

    def _whole(self, hash: str) -> Path:
        return self.folder / f"{hash}.json"


def _length(content_range: str) -> int:
    """The whole length that `bytes 0-499/1234` tells."""
    said = content_range.rpartition("/")[2]
    if not said.isdigit():
        raise Unreachable(detail="Content-Range")
    return int(said)
