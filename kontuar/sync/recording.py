"""Recording: a fact that this installation writes itself, through the same door as all others."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from kontuar.core.errors import Invalid
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.core.plain import ask
from kontuar.core.times import to_ms
from kontuar.sync.kinds import Kinds
from kontuar.sync.lines import write_line
from kontuar.sync.models import OwnStream
from kontuar.sync.receiving import Sender, receive
from kontuar.sync.stamping import Arrival


def record(
    session: Session,
    kinds: Kinds,
    kind: str,
    body: msgspec.Struct,
    place: UUID,
    at: datetime,
    *,
    id: UUID | None = None,
) -> UUID:
    """Write a fact for a place, inside the caller's `writing()`; gives its id. Raises Invalid if it wouldn't be taken."""
    here = installation(session)
    if here is None:
        raise Invalid(detail="no installation yet")
    stream = session.scalar(select(OwnStream).where(OwnStream.place_id == place).with_for_update())
    if stream is None:
        stream = OwnStream(place_id=place, epoch=secrets.token_hex(16), seq=0)
        session.add(stream)
    stream.seq += 1
    session.flush()
    id = id or new_id()
    line = write_line(
        id=id, kind=kind, v=kinds[kind].version, place=place, device=here.id, epoch=stream.epoch, seq=stream.seq,
        at=at.isoformat(timespec="milliseconds"), body=body,
    )  # fmt: skip
    moment = to_ms(at)
    answer = receive(
        session.connection(),
        [line],
        sender=Sender(here.id, frozenset([place]), writes=True),
        kinds=kinds,
        arrival=Arrival(moment, moment),
        zones=zones_from(session),
    )
    if answer.verdicts[0].v != "created":
        raise Invalid(detail=f"{kind}: {answer.verdicts[0]}")
    return id


def zones_from(session: Session) -> Callable[[Iterable[UUID]], Mapping[UUID, str]]:
    """A function that gives the time zones of places, from the directory: what `receive()` asks for."""

    def zones(places: Iterable[UUID]) -> Mapping[UUID, str]:
        found = {}
        for place in places:
            row = ask(session.connection(), "SELECT time_zone FROM place WHERE id = ?", (place,)).fetchone()
            if row:
                found[place] = row[0]
        return found

    return zones
