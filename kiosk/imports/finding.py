"""Finding: which rows of a file are here already, and which fact a new one will be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from kiosk.imports.identity import fact_id
from kontuar.sync import keeping
from kontuar.sync.models import Journal
from kontuar.sync.withdrawing import gone


class Held(NamedTuple):
    """The fact that a row is already: its stream, bytes and stamp, and the id that would come after it."""

    id: UUID
    device: UUID
    epoch: str
    line: bytes
    day: str
    at: datetime
    following: UUID


@dataclass(slots=True)
class Found:
    """Of the keys asked for at a place: those that are here and count, and the ids that the others will have."""

    held: dict[str, Held] = field(default_factory=dict)
    free: dict[str, UUID] = field(default_factory=dict)


def find(connection: Connection, source: str, place: UUID, keys: Mapping[str, UUID | None]) -> Found:
    """Look rows up by their keys. A fact that was taken back is passed over: what comes again is the next generation.

    The first generation of a row that was a response of ours is that response, whose id is given beside the key.
    """
    found, generation = Found(), 0
    open = {id or fact_id(source, place, key, 0): key for key, id in keys.items()}
    while open:
        generation += 1
        here = keeping.known(connection, place, list(open))
        if not here:
            found.free.update((key, id) for id, key in open.items())
            break
        facts = _facts(connection, place, [id for id in open if id.int in here])
        passed = gone(connection, place, [(fact.id, fact.device, fact.epoch) for fact in facts.values()])
        following: dict[UUID, str] = {}
        for id, key in open.items():
            fact = facts.get(id)
            if fact is None:
                found.free[key] = id
                continue
            after = fact_id(source, place, key, generation)
            if id in passed:
                following[after] = key
            else:
                found.held[key] = fact._replace(following=after)
        open = following
    return found


def _facts(connection: Connection, place: UUID, ids: list[UUID]) -> dict[UUID, Held]:
    columns = (
        Journal.id,
        Journal.device_id,
        Journal.epoch,
        Journal.line,
        Journal.stamp_day,
        Journal.stamp_at,
        Journal.id,
    )
    rows: dict[UUID, Held] = {}
    for start in range(0, len(ids), keeping.MANY):
        some = ids[start : start + keeping.MANY]
        which = select(*columns).where(Journal.place_id == place, Journal.id.in_(some))
        for row in connection.execute(which):
            rows[row[0]] = Held(row[0], row[1], row[2], bytes(row[3]), row[4], row[5], row[6])
    return rows
