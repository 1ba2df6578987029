"""Gaps: whether everything that the devices numbered is here, and where something is missing, whether anybody said why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, select

from kontuar.sync.models import Journal, Overruled, Quarantined, Stream, Voided

Key = tuple[UUID, str]  # device and epoch


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a device's stream that are not in the journal, first to last; `why` is empty where nobody said."""

    device: UUID
    epoch: str
    place: UUID
    first: int
    last: int
    why: str = ""

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class _Loose(msgspec.Struct):
    """As much of a line as numbers it."""

    epoch: str
    seq: int
    device: UUID | None = None


_loosely = msgspec.json.Decoder(_Loose)


def gaps(connection: Connection, place: UUID) -> list[Gap]:
    """The gaps of all streams of a place; streams without any cost one count in an index."""
    found: list[Gap] = []
    reasons: dict[Key, dict[int, str]] | None = None
    streams = select(Stream).where(Stream.place_id == place).order_by(Stream.device_id, Stream.epoch)
    for stream in connection.execute(streams).all():
        if stream.forked_at is None and _is_whole(connection, stream.device_id, stream.epoch, stream.high):
            continue
        if reasons is None:
            reasons = _reasons(connection, place)
        why = reasons.get((stream.device_id, stream.epoch), {})
        for first, last in _holes(connection, stream.device_id, stream.epoch):
            found.extend(
                Gap(stream.device_id, stream.epoch, place, start, end, reason)
                for start, end, reason in _split(first, last, why)
            )
    return found


def _is_whole(connection: Connection, device: UUID, epoch: str, high: int) -> bool:
    """Without a fork every number is there once at most, so that counting them is enough."""
    return connection.scalar(select(func.count()).where(_of(device, epoch))) == high


def _holes(connection: Connection, device: UUID, epoch: str) -> Iterator[tuple[int, int]]:
    """First and last of the numbers that are missing between those that are here."""
    after = func.lead(Journal.seq).over(order_by=Journal.seq).label("after")
    numbers = select(Journal.seq.label("seq"), after).where(_of(device, epoch)).subquery()
    first = connection.scalar(select(func.min(Journal.seq)).where(_of(device, epoch)))
    if first is not None and first > 1:
        yield 1, first - 1
    jumps = select(numbers).where(numbers.c.after > numbers.c.seq + 1).order_by(numbers.c.seq)
    for row in connection.execute(jumps):
        yield row.seq + 1, row.after - 1


def _of(device: UUID, epoch: str) -> ColumnElement[bool]:
    return and_(Journal.device_id == device, Journal.epoch == epoch)


def _reasons(connection: Connection, place: UUID) -> dict[Key, dict[int, str]]:
    """Numbers whose fact lies elsewhere, or never will be here, and why."""
    why: dict[Key, dict[int, str]] = defaultdict(dict)
    devices = select(Stream.device_id).where(Stream.place_id == place)
    lines = select(Quarantined.line, Quarantined.device_id).where(
        Quarantined.line.is_not(None), Quarantined.device_id.in_(devices)
    )
    for line, sender in connection.execute(lines):
        if loose := _loose(line or b""):
            why[(loose.device or sender, loose.epoch)][loose.seq] = "quarantined"
    for other in connection.scalars(select(Overruled.line).where(Overruled.place_id == place)):
        if (loose := _loose(other)) and loose.device:
            why[(loose.device, loose.epoch)][loose.seq] = "conflict"
    for void in connection.execute(select(Voided).where(Voided.place_id == place)):
        why[(void.device_id, void.epoch)][void.seq] = void.why or "void"
    return why


def _loose(line: bytes) -> _Loose | None:
    try:
        return _loosely.decode(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def _split(first: int, last: int, why: dict[int, str]) -> Iterable[tuple[int, int, str]]:
    """A hole in parts: explained numbers one by one, the rest together."""
    start = first
    for seq in sorted(seq for seq in why if first <= seq <= last):
        if start < seq:
            yield start, seq - 1, ""
        yield seq, seq, why[seq]
        start = seq + 1
    if start <= last:
        yield start, last, ""
