"""Lines: what arrived, read as far as its envelope; the bytes stay as they came."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Annotated
from uuid import UUID

import msgspec

from kontuar.core.ids import interned_id
from kontuar.core.times import parse_day, parse_moment
from kontuar.sync.kinds import Stamp

LONGEST = 256 * 1024  # bytes of one line
DEEPEST = 64
INT64 = 2**63 - 1
EPOCH = re.compile(r"[0-9a-f]{8,32}")
KIND = re.compile(r"[a-z][a-z0-9.-]{0,63}")
_SKIPPED = re.compile(rb'"(?:[^"\\]|\\.)*"|[^\[\]{}"]+')


class Clock(msgspec.Struct, gc=False):
    """The device's own clock when a fact was written: one page's life, and milliseconds since it began."""

    quality: str = "unknown"
    life: str = ""
    ms: Annotated[int, msgspec.Meta(ge=0, le=INT64)] = 0


class Envelope(msgspec.Struct, gc=False):
    """Everything of a fact but its body, which is left as it came. Place and device are few: the line has them parsed."""

    id: UUID
    kind: str
    v: Annotated[int, msgspec.Meta(ge=1, le=32767)]
    place: str
    device: str
    epoch: str
    seq: Annotated[int, msgspec.Meta(ge=1, le=INT64)]
    at: str
    body: msgspec.Raw
    clock: Clock = msgspec.field(default_factory=Clock)


class _Stamp(msgspec.Struct):
    at: Annotated[int, msgspec.Meta(ge=0, le=INT64)]
    margin: Annotated[int, msgspec.Meta(ge=0, le=INT64)]
    day: str
    hour: Annotated[int, msgspec.Meta(ge=-1, le=23)] = -1


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line whose envelope could be read; `stamp` where a node sent it along."""

    data: bytes
    hash: bytes
    envelope: Envelope
    place: UUID
    device: UUID
    at: int  # milliseconds
    stamp: Stamp | None


class BadLine(msgspec.Struct, frozen=True, gc=False):
    """A line that couldn't be; `refused` ones are not even kept."""

    data: bytes
    hash: bytes
    why: str
    detail: str = ""
    refused: bool = False


_envelopes = msgspec.json.Decoder(Envelope)
_stamps = msgspec.json.Decoder(_Stamp)


def read_line(raw: bytes, *, stamped: bool = False) -> Line | BadLine:
    """A fact's line, or what is wrong with it. Never raises."""
    stamp, data = None, raw
    if stamped:
        head, tab, data = raw.partition(b"\t")
        stamp = _read_stamp(head) if tab else None
        if stamp is None:
            return BadLine(raw, hashlib.sha256(raw).digest(), "bad-stamp")
    digest = hashlib.sha256(data).digest()
    if len(data) > LONGEST:
        return BadLine(data[:0], digest, "too-long", str(len(data)), refused=True)
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            return BadLine(data, digest, "not-utf-8", str(error))
    if data.count(b"[") + data.count(b"{") > DEEPEST and _too_deep(data):
        return BadLine(data, digest, "too-deep")
    try:
        envelope = _envelopes.decode(data)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        return BadLine(data, digest, "unreadable", str(error)[:300])
    at = parse_moment(envelope.at)
    if at is None:
        return BadLine(data, digest, "bad-time", envelope.at[:40])
    if not _is_epoch(envelope.epoch):
        return BadLine(data, digest, "bad-epoch")
    if not _is_kind(envelope.kind):
        return BadLine(data, digest, "bad-kind")
    place, device = interned_id(envelope.place), interned_id(envelope.device)
    if place is None or device is None:
        return BadLine(data, digest, "bad-id")
    return Line(data, digest, envelope, place, device, at, stamp)


@lru_cache(maxsize=4096)
def _is_epoch(text: str) -> bool:
    return EPOCH.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _is_kind(text: str) -> bool:
    return KIND.fullmatch(text) is not None


def write_line(
    *, id: UUID, kind: str, v: int, place: UUID, device: UUID, epoch: str, seq: int, at: str, body: msgspec.Struct
) -> bytes:
    """The line of a fact that an installation writes itself."""
    clock = {"quality": "exact", "life": "", "ms": 0}
    whole = {"id": id, "kind": kind, "v": v, "place": place, "device": device, "epoch": epoch, "seq": seq, "at": at}
    return msgspec.json.encode(whole | {"clock": clock, "body": body})


def write_stamp(stamp: Stamp) -> bytes:
    return b'{"at":%d,"margin":%d,"day":"%s","hour":%d}' % (stamp.at, stamp.margin, stamp.day.encode(), stamp.hour)


def _read_stamp(head: bytes) -> Stamp | None:
    try:
        said = _stamps.decode(head)
    except (msgspec.MsgspecError, RecursionError):
        return None
    day = parse_day(said.day)
    return Stamp(said.at, said.margin, day, said.hour) if day else None


def _too_deep(data: bytes) -> bool:
    """Whether brackets outside strings nest deeper than allowed."""
    depth = 0
    for character in _SKIPPED.sub(b"", data):
        depth += 1 if character in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False
