"""Reads about syncing: how far this installation is, and what lies aside, of the places somebody may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kontuar.core.devices import Device
from kontuar.core.installation import Installation
from kontuar.hub.fleet.progress import Exchange
from kontuar.sync import sending
from kontuar.sync.gaps import Gap, gaps
from kontuar.sync.lines import Line, read_line
from kontuar.sync.models import Overruled, Quarantined, Stream, Waiting
from kontuar.sync.outgoing import HeldBack, SetAside, UpstreamContact

MOST = 50  # rows of one list on a page


@dataclass(frozen=True, slots=True)
class Lying:
    """Facts that lie aside for one reason: how many, since when, and whose."""

    why: str
    count: int
    since: datetime
    latest: datetime
    device: Device | None = None
    detail: str = ""


@dataclass(slots=True)
class Aside:
    """All that isn't as it should be with the facts of some places."""

    quarantined: Sequence[Lying] = ()
    conflicts: Sequence[Lying] = ()
    forked: Sequence[tuple[Device | None, datetime]] = ()
    waiting: int = 0
    held: Sequence[Lying] = ()
    refused: Sequence[SetAside] = ()
    gaps: Sequence[Gap] = ()
    devices: dict[UUID, Device] = field(default_factory=dict)

    @property
    def unexplained(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.why]

    @property
    def explained(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.why]

    def __bool__(self) -> bool:
        lists = (self.quarantined, self.conflicts, self.forked, self.held, self.refused, self.gaps)
        return bool(self.waiting or any(lists))


def exchange(session: Session, here: Installation) -> Exchange:
    """How far this node is with its hub."""
    known = session.get(UpstreamContact, 1)
    unsent, oldest = sending.unsent(session.connection())
    if known is None:
        return Exchange(unsent, oldest, here.release)
    return Exchange(
        unsent, oldest, here.release, known.release, known.reached_at, known.failing_since, known.why or "",
        known.detail or "", known.release_refused or "",
    )  # fmt: skip


def aside(session: Session, places: Collection[UUID], *, with_gaps: bool) -> Aside:
    """What lies aside of these places. Gaps take a look at every device's numbers, so they are asked for by place."""
    devices = {device.id: device for device in session.scalars(select(Device).where(Device.place_id.in_(places)))}
    found = Aside(devices=devices)
    found.quarantined = _quarantined(session, places, devices)
    found.conflicts = _conflicts(session, places, devices)
    forked = select(Stream).where(Stream.place_id.in_(places), Stream.forked_at.is_not(None))
    found.forked = [
        (devices.get(stream.device_id), stream.forked_at)
        for stream in session.scalars(forked.order_by(Stream.forked_at.desc()).limit(MOST))
        if stream.forked_at
    ]
    found.waiting = _count(session, Waiting, Waiting.place_id.in_(places))
    found.held = _held(session, places)
    refused = select(SetAside).where(SetAside.place_id.in_(places)).order_by(SetAside.at.desc())
    found.refused = session.scalars(refused.limit(MOST)).all()
    if with_gaps:
        found.gaps = [gap for place in sorted(places) for gap in gaps(session.connection(), place)]
    return found


def counted(session: Session, places: Collection[UUID]) -> dict[UUID, int]:
    """How many things lie aside at each place that has any: for a list of many shops."""
    sums: dict[UUID, int] = {}
    for table in (Quarantined, Overruled, Waiting):
        rows = select(table.place_id, func.count()).where(table.place_id.in_(places)).group_by(table.place_id)
        for place, count in session.execute(rows):
            if place is not None:
                sums[place] = sums.get(place, 0) + count
    lost = select(Device.place_id, func.count()).join(Quarantined, Quarantined.device_id == Device.id)
    nowhere = lost.where(Quarantined.place_id.is_(None), Device.place_id.in_(places)).group_by(Device.place_id)
    forked = select(Stream.place_id, func.count()).where(Stream.forked_at.is_not(None), Stream.place_id.in_(places))
    for place, count in [*session.execute(nowhere), *session.execute(forked.group_by(Stream.place_id))]:
        sums[place] = sums.get(place, 0) + count
    return sums


def _quarantined(session: Session, places: Collection[UUID], devices: dict[UUID, Device]) -> list[Lying]:
    """By reason and sender: those in the journal of these places, and those without a place from their devices."""
    here: ColumnElement[bool] = or_(
        Quarantined.place_id.in_(places), Quarantined.place_id.is_(None) & Quarantined.device_id.in_(list(devices))
    )
    rows = session.execute(
        select(
            Quarantined.why, Quarantined.device_id, func.count().label("count"), func.min(Quarantined.received_at),
            func.max(Quarantined.received_at), func.max(Quarantined.detail),
        )
        .where(here)
        .group_by(Quarantined.why, Quarantined.device_id)
        .order_by(func.count().desc())
        .limit(MOST)
    )  # fmt: skip
    return [
        Lying(why, count, first, last, devices.get(device), detail) for why, device, count, first, last, detail in rows
    ]


def _conflicts(session: Session, places: Collection[UUID], devices: dict[UUID, Device]) -> list[Lying]:
    rows = session.scalars(
        select(Overruled).where(Overruled.place_id.in_(places)).order_by(Overruled.received_at.desc()).limit(MOST)
    )
    found = []
    for row in rows:
        line = read_line(row.line)
        device, kind = (devices.get(line.device), line.envelope.kind) if isinstance(line, Line) else (None, "")
        found.append(Lying(kind, 1, row.received_at, row.received_at, device))
    return found


def _held(session: Session, places: Collection[UUID]) -> list[Lying]:
    rows = session.execute(
        select(HeldBack.why, func.count().label("count"), func.min(HeldBack.held_at), func.min(HeldBack.again_at))
        .where(HeldBack.place_id.in_(places))
        .group_by(HeldBack.why)
        .order_by(func.count().desc())
    )
    return [Lying(why, count, since, again) for why, count, since, again in rows]


def _count(session: Session, table: Any, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(where)) or 0
