"""Replaying: facts that waited for a definition, or lay in quarantine, once they can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, select, tuple_

from kontuar.core.times import to_ms
from kontuar.sync import keeping
from kontuar.sync.kinds import Kinds
from kontuar.sync.lines import Line, read_line, write_stamp
from kontuar.sync.models import Journal, Quarantined, Waiting
from kontuar.sync.projecting import project
from kontuar.sync.projection import Projection
from kontuar.sync.receiving import Sender, receive
from kontuar.sync.stamping import Arrival, stamp
from kontuar.sync.stored import Stored

TURN = 2_000  # facts in one go


def wake(connection: Connection, kinds: Kinds, hashes: Iterable[bytes]) -> int:
    """Project what waited for these definitions, now that they are here; says how many facts."""
    keeping.alone(connection)
    arrived = list(hashes)
    waiting = select(Waiting.place_id, Waiting.position).where(Waiting.definition.in_(arrived)).distinct()
    found = [(row.place_id, row.position) for row in connection.execute(waiting)]
    return _again(connection, kinds, found, Waiting)


def replay(connection: Connection, kinds: Kinds) -> int:
    """Try quarantined facts of the journal again, for a program that can read more; says how many were projected."""
    keeping.alone(connection)
    lying = select(Quarantined.place_id, Quarantined.position).where(Quarantined.position.is_not(None))
    found = [(row.place_id, row.position) for row in connection.execute(lying)]
    return _again(connection, kinds, found, Quarantined)


def replay_lines(
    connection: Connection,
    kinds: Kinds,
    senders: Callable[[UUID], Sender | None],
    zones: Callable[[Iterable[UUID]], Mapping[UUID, str]],
) -> int:
    """Take in quarantined lines whose envelope this program can read, as if their sender brought them now; says how many.

    `senders` gives who a device is now, None for one that is known no more.
    """
    keeping.alone(connection)
    lying = select(Quarantined.hash, Quarantined.device_id, Quarantined.received_at, Quarantined.line)
    done = 0
    for row in connection.execute(lying.where(Quarantined.line.is_not(None))).all():
        line, sender = read_line(row.line), senders(row.device_id)
        if not isinstance(line, Line) or sender is None:
            continue
        arrival, data = Arrival(to_ms(row.received_at)), line.data
        if sender.relays:
            settled = stamp(line, arrival, zones([line.place]).get(line.place, "UTC"))
            data = write_stamp(settled) + b"\t" + data
        answer = receive(connection, [data], sender=sender, kinds=kinds, arrival=arrival, zones=zones)
        if answer.verdicts[0].v not in ("retry", "refused"):
            connection.execute(delete(Quarantined).where(Quarantined.hash == row.hash, Quarantined.line.is_not(None)))
            done += 1
    return done


def _again(
    connection: Connection, kinds: Kinds, found: Sequence[tuple[UUID, int]], table: type[Waiting | Quarantined]
) -> int:
    done = 0
    for start in range(0, len(found), TURN):
        some = found[start : start + TURN]
        stored = facts_at(connection, some)
        connection.execute(delete(table).where(tuple_(table.place_id, table.position).in_(some)))
        outcome = project(Projection(connection), kinds, stored)
        keeping.wait(connection, outcome.waiting)
        _still(connection, outcome.unreadable)
        done += len(stored) - len(outcome.waiting) - len(outcome.unreadable)
    return done


def _still(connection: Connection, unreadable: Sequence[tuple[Stored, str, str]]) -> None:
    by_position = {(each.place, each.position): (why, detail) for each, why, detail in unreadable}
    if not by_position:
        return
    rows = connection.execute(
        select(Journal.place_id, Journal.position, Journal.hash, Journal.device_id, Journal.received_at).where(
            tuple_(Journal.place_id, Journal.position).in_(list(by_position))
        )
    )
    keeping.quarantine(
        connection,
        [
            (row.hash, *by_position[(row.place_id, row.position)], row.device_id, row.place_id, row.position,
             to_ms(row.received_at), None)
            for row in rows
        ],
    )  # fmt: skip


def facts_at(connection: Connection, positions: Sequence[tuple[UUID, int]]) -> list[Stored]:
    """Facts of the journal, to be projected again."""
    if not positions:
        return []
    rows = connection.execute(select(Journal).where(tuple_(Journal.place_id, Journal.position).in_(list(positions))))
    return [stored for row in rows if (stored := keeping.reread(keeping.as_row(row)))]
