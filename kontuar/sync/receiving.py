"""Receiving: the one function through which all facts come in. It keeps the new, knows the known, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from kontuar.sync import keeping
from kontuar.sync.kinds import Kinds, Stamp
from kontuar.sync.lines import BadLine, Line, read_line
from kontuar.sync.projecting import project
from kontuar.sync.projection import Projection
from kontuar.sync.stamping import Arrival, stamp
from kontuar.sync.stored import Stored

MOST_UNREADABLE = 10_000  # lines without a readable id that one device may leave here


@dataclass(frozen=True, slots=True)
class Sender:
    """Who brings facts: a tablet its own, at its place; a node those of every device at its places, stamped."""

    device: UUID
    places: frozenset[UUID]
    relays: bool = False
    writes: bool = False  # the installation itself: may say what tablets may not


class Verdict(NamedTuple):
    """What became of one line: created, duplicate, quarantined, conflict, retry or refused; and why, where it isn't plain."""

    v: str
    why: str = ""


CREATED, DUPLICATE, CONFLICT = Verdict("created"), Verdict("duplicate"), Verdict("conflict")


@dataclass(slots=True)
class Answer:
    """One verdict a line, in their order, and the sender's own epochs that must not go on."""

    verdicts: list[Verdict]
    renew: set[str] = field(default_factory=set)
    created: int = 0


class _Place:
    """One place's share of a batch, while its head is held. Ids are keyed by their number: UUIDs hash slowly."""

    __slots__ = ("beside", "fresh", "high", "id", "known", "lines", "swapped", "zone")

    def __init__(self, id: UUID) -> None:
        self.id, self.zone, self.high = id, "UTC", 0
        self.lines: list[tuple[int, Line, keeping.StreamState]] = []
        self.known: dict[int, bytes] = {}  # id -> hash of the fact that counts
        self.beside: set[tuple[int, bytes]] = set()  # overruled earlier
        self.fresh: dict[int, tuple[int, keeping.Row, Line, Stamp]] = {}
        self.swapped: list[UUID] = []  # earlier facts that are overruled now


def receive(
    connection: Connection,
    raw: Sequence[bytes],
    *,
    sender: Sender,
    kinds: Kinds,
    arrival: Arrival,
    zones: Callable[[Iterable[UUID]], Mapping[UUID, str]],
) -> Answer:
    """Take in a batch of lines inside the caller's write transaction; the caller commits, then answers.

    `zones` gives the time zones of places. Lines are bytes without their line end.
    """
    lines = [read_line(line, stamped=sender.relays) for line in raw]
    answer = Answer([Verdict("retry")] * len(lines))
    streams = keeping.Streams(connection, lines)
    places: dict[int, _Place] = {}
    bad: list[int] = []
    for number, line in enumerate(lines):
        if isinstance(line, BadLine):
            bad.append(number)
            continue
        stream = streams.of(line)
        if why := _no_right(line, sender, kinds, stream):
            answer.verdicts[number] = Verdict("refused", why)
            continue
        place = places.get(line.place.int)
        if place is None:
            place = places[line.place.int] = _Place(line.place)
        place.lines.append((number, line, stream))
    _set_aside(connection, lines, bad, answer, sender, arrival)
    in_order = [places[id] for id in sorted(places)]
    known_zones = zones([place.id for place in in_order])
    heads = keeping.heads(connection, [place.id for place in in_order])
    if connection.dialect.name != "sqlite":  # there, nobody else writes
        streams.load()
    for place in in_order:
        place.zone, place.high = known_zones.get(place.id, "UTC"), heads[place.id]
        _take_in(connection, place, answer, sender, arrival, kinds)
    streams.save()
    answer.renew = streams.forked(sender.device)
    answer.created = sum(verdict.v == "created" for verdict in answer.verdicts)
    return answer


def _no_right(line: Line, sender: Sender, kinds: Kinds, stream: keeping.StreamState) -> str:
    """Why the sender may not bring this line; empty if it may."""
    if stream.place is not None:
        if stream.place.int != line.place.int:  # numbers compare faster than ids do
            return "epoch-of-another-place"
    elif line.place not in sender.places:
        return "place"
    if sender.relays:
        return ""
    if line.device.int != sender.device.int:
        return "device"
    if not sender.writes and line.envelope.kind in kinds.not_from_tablets:
        return "kind"
    return ""


def _set_aside(
    connection: Connection,
    lines: Sequence[Line | BadLine],
    bad: Sequence[int],
    answer: Answer,
    sender: Sender,
    arrival: Arrival,
) -> None:
    """Keep the lines without a readable envelope by their hash, up to a limit for each device."""
    if not bad:
        return
    room = MOST_UNREADABLE - keeping.unreadable_count(connection, sender.device)
    rows: list[tuple[Any, ...]] = []
    for number in bad:
        line = lines[number]
        assert isinstance(line, BadLine)
        if line.refused:
            answer.verdicts[number] = Verdict("refused", line.why)
        elif len(rows) < room:
            answer.verdicts[number] = Verdict("quarantined", line.why)
            rows.append((line.hash, line.why, line.detail, sender.device, None, None, arrival.received, line.data))
        else:
            answer.verdicts[number] = Verdict("retry", "quarantine-full")
    keeping.quarantine(connection, rows)


def _take_in(
    connection: Connection, place: _Place, answer: Answer, sender: Sender, arrival: Arrival, kinds: Kinds
) -> None:
    """Judge a place's lines, write the new ones, make their readings."""
    place.known = keeping.known(connection, place.id, [line.envelope.id for _, line, _ in place.lines])
    if place.known:
        place.beside = keeping.overruled_ids(connection, place.id, place.known)
    keeping.known_seqs(connection, [(line.envelope.seq, stream) for _, line, stream in place.lines])
    overruled: dict[tuple[int, bytes], keeping.Row] = {}
    for number, line, stream in place.lines:
        verdict = answer.verdicts[number] = _judge(place, line, arrival, overruled)
        if verdict is not DUPLICATE:
            stream.follow(line.envelope.seq, line.envelope.id.int, place.id, arrival.received)
    keeping.hold_overruled(connection, overruled.values())
    if place.swapped:
        taken = keeping.take_out(connection, place.id, place.swapped)
        project(Projection(connection, sign=-1), kinds, [each for row in taken if (each := keeping.reread(row))])
    fresh = list(place.fresh.values())
    if place.swapped or overruled:
        fresh.sort(key=itemgetter(0))
    keeping.append(connection, [row for _, row, _, _ in fresh])
    keeping.save_head(connection, place.id, place.high)
    stored = [Stored(place.id, position, line, settled) for position, _, line, settled in fresh]
    _make_readings(connection, kinds, stored, sender, arrival, answer, place)


def _judge(place: _Place, line: Line, arrival: Arrival, overruled: dict[tuple[int, bytes], keeping.Row]) -> Verdict:
    """Decide about one line against what is known, what came before it in this batch, and other bytes under its id."""
    id = line.envelope.id.int
    before = place.fresh.get(id)
    current = before[2].hash if before else place.known.get(id)
    if current is not None and (
        current == line.hash or (id, line.hash) in overruled or (id, line.hash) in place.beside
    ):
        return DUPLICATE
    settled = line.stamp or stamp(line, arrival, place.zone)
    place.high += 1
    row = keeping.row_of(place.id, place.high, line, arrival.received, settled)
    if current is None:
        place.fresh[id] = (place.high, row, line, settled)
        return CREATED
    if line.hash > current:
        overruled[(id, line.hash)] = row
    else:
        if before:
            overruled[(id, current)] = before[1]
        else:
            place.swapped.append(line.envelope.id)
        place.fresh[id] = (place.high, row, line, settled)
    return CONFLICT


def _make_readings(
    connection: Connection,
    kinds: Kinds,
    stored: list[Stored],
    sender: Sender,
    arrival: Arrival,
    answer: Answer,
    place: _Place,
) -> None:
    outcome = project(Projection(connection), kinds, stored)
    if outcome.unreadable:
        why = {each.hash: why for each, why, _ in outcome.unreadable}
        keeping.quarantine(
            connection,
            [
                (each.hash, reason, detail, sender.device, each.place, each.position, arrival.received, None)
                for each, reason, detail in outcome.unreadable
            ],
        )
        for number, line, _ in place.lines:
            if line.hash in why and answer.verdicts[number].v == "created":
                answer.verdicts[number] = Verdict("quarantined", why[line.hash])
    keeping.wait(connection, outcome.waiting)
