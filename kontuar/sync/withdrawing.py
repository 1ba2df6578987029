"""Withdrawing: a stream at a place, or one fact of it, stops counting; what was made of it is taken back and stays away.

Which facts count depends only on which withdrawals the journal holds, never on what came first: a fact that arrives after
its withdrawal is stored and not projected, one that was there before has its readings taken back, and a withdrawal that
loses a conflict gives them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, select

from kontuar.core.plain import as_id
from kontuar.sync import keeping
from kontuar.sync.kinds import Kinds, Unreadable
from kontuar.sync.models import Journal, Quarantined, Waiting, Withdrawn
from kontuar.sync.projection import Projection
from kontuar.sync.stored import Stored

WITHDRAWN = "sync.withdrawn"
MANY = 400  # epochs in one IN

Project = Callable[[Projection, Kinds, Sequence[Stored]], Any]


class Withdrawal(msgspec.Struct, omit_defaults=True):
    """`sync.withdrawn`: no fact of that stream at this place counts any more; with `fact`, only that one doesn't."""

    device: UUID
    epoch: Annotated[str, msgspec.Meta(max_length=32)]
    why: Annotated[str, msgspec.Meta(max_length=40)]
    by: UUID | None = None
    fact: UUID | None = None


class _Stream(NamedTuple):
    place: UUID
    device: UUID
    epoch: str


def standing(projection: Projection, stored: Sequence[Stored]) -> Sequence[Stored]:
    """Those of `stored` that count: neither they nor their stream were withdrawn."""
    epochs: dict[UUID, set[str]] = {}
    for each in stored:
        epochs.setdefault(each.place, set()).add(each.line.envelope.epoch)
    gone: dict[tuple[int, int, str], set[int | None]] = {}
    for place, named in epochs.items():
        for device, epoch, fact in _rows(projection, place, sorted(named)):
            gone.setdefault((place.int, device.int, epoch), set()).add(_number(fact))
    if not gone:
        return stored
    return [each for each in stored if _lasts(each.line.envelope.kind) or not _covered(gone.get(_key(each)), each)]


def gone(connection: Connection, place: UUID, facts: Sequence[tuple[UUID, UUID, str]]) -> set[UUID]:
    """Of these facts of a place (id, device, epoch), those that don't count any more."""
    found: dict[tuple[int, str], set[int | None]] = {}
    for device, epoch, fact in _rows(Projection(connection), place, sorted({epoch for _, _, epoch in facts})):
        found.setdefault((device.int, epoch), set()).add(_number(fact))
    return {id for id, device, epoch in facts if _holds(found.get((device.int, epoch), set()), id)}


def take_back(
    projection: Projection,
    kinds: Kinds,
    said: Sequence[Stored],
    beside: Sequence[Stored],
    project: Project,
    upto: int | None,
) -> None:
    """The withdrawals `said` were noted: turn round what was projected before them.

    `beside` are the facts of the same batch, which were not projected yet; a rebuild has come as far as position `upto`.
    """
    ours = {each.line.envelope.id for each in said}
    unmade = {(each.place.int, each.position) for each in beside}
    for stream in _named(kinds, said):
        covers = _covers(projection, stream)
        before = {_number(fact) for id, fact in covers if id not in ours}
        now = {_number(fact) for id, fact in covers if id in ours}
        rows = [
            row
            for row in _facts(projection, stream)
            if _holds(now, row.id) and not _holds(before, row.id) and (stream.place.int, row.position) not in unmade
            and (upto is None or row.position <= upto)
        ]  # fmt: skip
        lying = _take_up(projection, stream.place, [row.position for row in rows])
        made = [each for row in rows if row.position not in lying and (each := keeping.reread(row))]
        project(projection.turned(), kinds, made)


def give_again(projection: Projection, kinds: Kinds, said: Sequence[Stored], project: Project) -> None:
    """The withdrawals `said` were overruled and their rows are gone: what nothing else withdraws counts again."""
    for stream, named in _named(kinds, said).items():
        left = {_number(fact) for _, fact in _covers(projection, stream)}
        rows = [row for row in _facts(projection, stream) if _holds(named, row.id) and not _holds(left, row.id)]
        outcome = project(projection.turned(), kinds, [each for row in rows if (each := keeping.reread(row))])
        keeping.wait(projection.connection, outcome.waiting)
        came = {row.position: row for row in rows}
        keeping.quarantine(
            projection.connection,
            [
                (each.hash, why, detail, came[each.position].device_id, each.place, each.position,
                 came[each.position].received_at, None)
                for each, why, detail in outcome.unreadable
            ],
        )  # fmt: skip


def _named(kinds: Kinds, said: Iterable[Stored]) -> dict[_Stream, set[int | None]]:
    """The streams that withdrawals name, in one order for every writer, each with its facts (None: all)."""
    found: dict[_Stream, set[int | None]] = {}
    for each in said:
        envelope = each.line.envelope
        try:
            body = kinds.read(envelope.kind, envelope.v, bytes(envelope.body))
        except Unreadable:
            continue
        assert isinstance(body, Withdrawal)
        found.setdefault(_Stream(each.place, body.device, body.epoch), set()).add(_number(body.fact))
    return dict(sorted(found.items(), key=lambda item: (item[0].place.int, item[0].device.int, item[0].epoch)))


def _rows(projection: Projection, place: UUID, epochs: Sequence[str]) -> Iterable[tuple[UUID, str, UUID | None]]:
    """Device, epoch and fact of what is withdrawn in these epochs of a place."""
    name = projection.name(Withdrawn)
    for start in range(0, len(epochs), MANY):
        some = epochs[start : start + MANY]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT device_id, epoch, fact_id FROM {name} WHERE place_id = ? AND epoch IN ({marks})"  # noqa: S608
        for device, epoch, fact in projection.execute(sql, (place, *some)):
            yield as_id(device), epoch, None if fact is None else as_id(fact)


def _covers(projection: Projection, stream: _Stream) -> list[tuple[UUID, UUID | None]]:
    """The withdrawals of a stream that stand: their id, and the fact they name."""
    name = projection.name(Withdrawn)
    sql = f"SELECT id, fact_id FROM {name} WHERE place_id = ? AND device_id = ? AND epoch = ?"  # noqa: S608
    rows = projection.execute(sql, tuple(stream)).fetchall()
    return [(as_id(id), None if fact is None else as_id(fact)) for id, fact in rows]


def _facts(projection: Projection, stream: _Stream) -> list[keeping.Row]:
    """What the journal holds of a stream and could be withdrawn."""
    which = select(Journal).where(
        Journal.device_id == stream.device, Journal.epoch == stream.epoch, Journal.place_id == stream.place
    )
    rows = projection.connection.execute(which.order_by(Journal.position))
    return [keeping.as_row(row) for row in rows if not _lasts(row.kind)]


def _take_up(projection: Projection, place: UUID, positions: Sequence[int]) -> set[int]:
    """Of these facts, those that waited or couldn't be read, and so were never projected; they lie there no longer."""
    found: set[int] = set()
    for start in range(0, len(positions), MANY):
        some = positions[start : start + MANY]
        for table in (Waiting, Quarantined):
            lying = (table.place_id == place, table.position.in_(some))
            here = set(projection.connection.scalars(select(table.position).where(*lying)))
            if here:
                projection.connection.execute(delete(table).where(*lying))
            found |= {position for position in here if position is not None}
    return found


def _lasts(kind: str) -> bool:
    """The record's own kinds always count: a withdrawal can't be withdrawn."""
    return kind.startswith("sync.")


def _key(each: Stored) -> tuple[int, int, str]:
    return each.place.int, each.line.device.int, each.line.envelope.epoch


def _covered(facts: set[int | None] | None, each: Stored) -> bool:
    return facts is not None and _holds(facts, each.line.envelope.id)


def _holds(facts: set[int | None], id: UUID) -> bool:
    return None in facts or id.int in facts


def _number(fact: UUID | None) -> int | None:
    return None if fact is None else fact.int
