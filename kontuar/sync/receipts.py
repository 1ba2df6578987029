"""Receipts: proof that an answer came from the receiver, for this batch; without one nothing is forgotten."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from kontuar.core.errors import Damaged, TooLarge
from kontuar.core.times import parse_moment

LARGEST = 8 * 1024 * 1024  # bytes of a batch, uncompressed
MOST_LINES = 5_000


def receipt(key: bytes, digest: str, answer: bytes) -> str:
    """HMAC-SHA256 over the batch's digest and the answer's bytes, in hex."""
    return hmac.new(key, digest.encode() + b"\n" + answer, hashlib.sha256).hexdigest()


def genuine(key: bytes, digest: str, answer: bytes, said: str) -> bool:
    return hmac.compare_digest(receipt(key, digest, answer).encode(), said.encode())


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """What a sender says of a batch: `lines=2; sha256=...; sent=...; life=...; ms=...; stamped=1`."""

    lines: int
    sha256: str
    sent: int | None
    life: str
    ms: int
    stamped: bool
    unsent: int | None
    oldest: int | None
    release: int | None

    @classmethod
    def parse(cls, text: str) -> BatchHeader:
        """Raises Damaged if it can't be one."""
        parts = dict(part.strip().partition("=")[::2] for part in text.split(";") if part.strip())
        try:
            return cls(
                lines=int(parts["lines"]),
                sha256=parts["sha256"].lower(),
                sent=parse_moment(parts.get("sent")),
                life=parts.get("life", "")[:64],
                ms=max(0, int(parts.get("ms") or 0)),
                stamped=parts.get("stamped") == "1",
                unsent=int(parts["unsent"]) if parts.get("unsent") else None,
                oldest=parse_moment(parts.get("oldest")),
                release=int(parts["release"]) if parts.get("release") else None,
            )
        except (KeyError, ValueError) as error:
            raise Damaged(detail="Batch header") from error

    def write(self) -> str:
        return f"lines={self.lines}; sha256={self.sha256}" + ("; stamped=1" if self.stamped else "")


def open_batch(header: BatchHeader, body: bytes) -> list[bytes]:
    """The lines of a batch, judged whole first. Raises Damaged or TooLarge; then nothing of it may be stored."""
    if len(body) > LARGEST:
        raise TooLarge(detail=len(body))
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise Damaged(detail="sha256")
    lines = body.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) != header.lines:
        raise Damaged(detail="lines")
    if len(lines) > MOST_LINES:
        raise TooLarge(detail=f"{len(lines)} lines")
    return lines
