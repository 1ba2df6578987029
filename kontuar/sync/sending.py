"""Sending: facts go up to the hub in batches; a cursor moves only once the hub's receipt has been checked."""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, func, select, tuple_
from sqlalchemy.orm import Session

from kontuar.core.errors import N_, Problem
from kontuar.core.times import to_ms
from kontuar.sync.facts import Void
from kontuar.sync.kinds import Kinds, Stamp
from kontuar.sync.lines import Line, read_line, write_stamp
from kontuar.sync.models import Journal, Overruled, OwnStream, PlaceHead
from kontuar.sync.outgoing import HeldBack, SentUpTo, SetAside
from kontuar.sync.receipts import genuine
from kontuar.sync.recording import record

MOST_LINES, MOST_BYTES = 500, 300_000  # so that taking them in doesn't hold the receiver's turn for long
TAKEN = frozenset({"created", "duplicate", "quarantined", "conflict"})
FETCH = 100  # rows read at once; they may be large
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds
HELD_FIRST, HELD_LONGEST = timedelta(minutes=1), timedelta(hours=1)

Key = tuple[UUID, int]  # place and position
Cursors = dict[UUID, int]


class NotGenuine(Problem):
    code, status = "answer-not-genuine", 502
    message = N_("Something answered that isn't the hub. Nothing is lost; it is tried again.")


class Verdict(msgspec.Struct):
    v: str
    why: str = ""


class Answer(msgspec.Struct):
    """The hub's answer to a batch."""

    batch: str
    verdicts: list[Verdict]
    release: int = 0
    renew: list[str] = []


class Item(NamedTuple):
    """A fact to send, with its stamp before it."""

    key: Key
    line: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch ready to go; `reach` is where each place's cursor may stand when it has been answered."""

    keys: Sequence[Key]
    digest: str
    packed: bytes
    reach: Cursors = field(default_factory=dict)

    def header(self, sent: datetime, **more: object) -> str:
        parts = {
            "lines": len(self.keys),
            "sha256": self.digest,
            "stamped": 1,
            "sent": sent.isoformat("T", "milliseconds"),
        }
        return "; ".join(f"{name}={value}" for name, value in (parts | more).items() if value is not None)


def parcel(items: Sequence[Item], reach: Cursors | None = None) -> Parcel:
    """Items in one batch; no items make a heartbeat."""
    body = b"".join(item.line + b"\n" for item in items)
    packer = zlib.compressobj(1, wbits=31)
    packed = packer.compress(body) + packer.flush()
    return Parcel([item.key for item in items], hashlib.sha256(body).hexdigest(), packed, reach or {})


def cursors(connection: Connection) -> Cursors:
    """How far each place's facts have gone up."""
    return dict(connection.execute(select(SentUpTo.place_id, SentUpTo.position)).all())


def next_parcel(connection: Connection, after: Mapping[UUID, int], most: int = MOST_LINES) -> Parcel | None:
    """The next facts after the cursors, in the order they were taken in; None when all are on their way."""
    items: list[Item] = []
    reach: Cursors = {}
    room = MOST_BYTES
    heads = select(PlaceHead.place_id, PlaceHead.high).order_by(PlaceHead.place_id)
    for place, high in connection.execute(heads).all():
        if high <= after.get(place, 0) or len(items) >= most:
            continue
        for item in _items_after(connection, place, after.get(place, 0), most - len(items)):
            room -= len(item.line) + 1
            if room < 0 and items:
                return parcel(items, reach)
            items.append(item)
            reach[place] = item.key[1]
    return parcel(items, reach) if items else None


def all_unsent(connection: Connection) -> Iterator[Item]:
    """Every fact without a verdict: those held back, then those past the cursors."""
    held = select(HeldBack.place_id, HeldBack.position).order_by(HeldBack.place_id, HeldBack.position)
    for key in connection.execute(held).all():
        yield from items_at(connection, [(key.place_id, key.position)])
    after = cursors(connection)
    for place, high in connection.execute(select(PlaceHead.place_id, PlaceHead.high)).all():
        last, start = after.get(place, 0), -1
        while start < last < high:
            start = last
            for item in _items_after(connection, place, start, MOST_LINES):
                yield item
                last = item.key[1]


def held_parcel(connection: Connection, at: datetime, most: int = MOST_LINES) -> Parcel | None:
    """Facts held back that are due again."""
    due = select(HeldBack.place_id, HeldBack.position).where(HeldBack.again_at <= at)
    keys = connection.execute(due.order_by(HeldBack.again_at).limit(most)).all()
    room = MOST_BYTES
    items: list[Item] = []
    for item in items_at(connection, list(keys)):
        room -= len(item.line) + 1
        if room < 0 and items:
            break
        items.append(item)
    return parcel(items) if items else None


def items_at(connection: Connection, keys: Sequence[Key]) -> list[Item]:
    """The facts at these places and positions, whether they count or lie beside."""
    found: dict[Key, Item] = {}
    for table in (Journal, Overruled):
        if keys:
            rows = connection.execute(
                select(
                    table.place_id,
                    table.position,
                    table.line,
                    table.stamp_at,
                    table.stamp_margin,
                    table.stamp_day,
                    table.stamp_hour,
                ).where(tuple_(table.place_id, table.position).in_(keys))
            )
            for row in rows:
                stamp = Stamp(to_ms(row.stamp_at), row.stamp_margin, row.stamp_day, row.stamp_hour)
                found[(row.place_id, row.position)] = Item((row.place_id, row.position), _stamped(stamp, row.line))
    return [found[key] for key in keys if key in found]


def read_answer(key: bytes, sent: Parcel, body: bytes, receipt: str) -> Answer:
    """The hub's answer, once its receipt proves it. Raises NotGenuine; then nothing may be forgotten."""
    if not receipt or not genuine(key, sent.digest, body, receipt):
        raise NotGenuine(detail="no receipt" if not receipt else "wrong receipt")
    try:
        answer = msgspec.json.decode(body, type=Answer)
    except msgspec.MsgspecError as error:
        raise NotGenuine(detail=str(error)[:100]) from error
    if answer.batch != sent.digest:
        raise NotGenuine(detail="answer to another batch")
    return answer


def settle(session: Session, kinds: Kinds, sent: Parcel, answer: Answer, at: datetime) -> None:
    """Move the cursors, hold back what wasn't taken, set aside what never will be: in the caller's one transaction."""
    done: list[Key] = []
    back: dict[Key, str] = {}
    refused: dict[Key, str] = {}
    for key, verdict in zip_longest(sent.keys, answer.verdicts[: len(sent.keys)]):
        if verdict is None:
            back[key] = "no-verdict"
        elif verdict.v in TAKEN:
            done.append(key)
        elif verdict.v == "refused":
            refused[key] = verdict.why[:40]
        else:
            back[key] = (verdict.why or verdict.v)[:40]
    if not sent.reach:
        _drop_held(session, [*done, *refused])
    _hold(session, back, at)
    _set_aside(session, kinds, refused, at)
    session.execute(delete(OwnStream).where(OwnStream.epoch.in_(answer.renew)))  # forked: a new one begins by itself
    for place, position in sent.reach.items():
        row = session.get(SentUpTo, place, populate_existing=True)
        if row is None:
            session.add(SentUpTo(place_id=place, position=position))
        else:
            row.position = max(row.position, position)
    session.flush()


def unsent(connection: Connection) -> tuple[int, datetime | None]:
    """How many facts have not had their verdict yet, and when the oldest of them came."""
    done, count, oldest = cursors(connection), 0, []
    for place, high in connection.execute(select(PlaceHead.place_id, PlaceHead.high)).all():
        if high > done.get(place, 0):
            count += high - done.get(place, 0)
            first = select(Journal.received_at).where(Journal.place_id == place, Journal.position > done.get(place, 0))
            oldest.append(connection.scalar(first.order_by(Journal.position).limit(1)))
    held, since = connection.execute(select(func.count(), func.min(HeldBack.held_at)).select_from(HeldBack)).one()
    known = [moment for moment in (*oldest, since) if moment is not None]
    return count + held, min(known, default=None)


def pause(failures: int, asked: int | None = None) -> float:
    """Seconds to wait after so many failures in a row: full jitter under a doubling ceiling; what the hub asks for at least."""
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 16))
    return max(float(asked or 0), random.uniform(0, ceiling))  # noqa: S311  # no secret


def send_again(session: Session, keys: Iterable[Key], at: datetime) -> int:
    """Have set-aside facts tried once more, say after a place was put right; says how many."""
    again = list(keys)
    for place, position in again:
        session.execute(delete(SetAside).where(SetAside.place_id == place, SetAside.position == position))
    _hold(session, dict.fromkeys(again, "asked-for"), at)
    session.execute(
        HeldBack.__table__.update()  # type: ignore[attr-defined]
        .where(tuple_(HeldBack.place_id, HeldBack.position).in_(again))
        .values(again_at=at)
    )
    return len(again)


def _items_after(connection: Connection, place: UUID, after: int, most: int) -> Iterable[Item]:
    """Facts of a place past a position, the overruled among them: plain columns, since half a million may be due."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    columns = "position, line, stamp_at, stamp_margin, stamp_day, stamp_hour"
    one = f"SELECT {columns} FROM {{}} WHERE place_id = {mark} AND position > {mark}"  # noqa: S608
    sql = f"{one.format('journal')} UNION ALL {one.format('overruled')} ORDER BY position LIMIT {most}"
    here: Any = place if connection.dialect.name == "postgresql" else place.bytes
    with connection.exec_driver_sql(sql, (here, after, here, after)) as result:
        while rows := result.cursor.fetchmany(FETCH):  # the driver's own rows: twice as quick, and never all at once
            for position, line, at, margin, day, hour in rows:
                yield Item((place, position), _stamped(Stamp(at, margin, day, hour), line))


def _stamped(stamp: Stamp, line: bytes) -> bytes:
    return write_stamp(stamp) + b"\t" + bytes(line)


def _drop_held(session: Session, keys: Sequence[Key]) -> None:
    if keys:
        session.execute(delete(HeldBack).where(tuple_(HeldBack.place_id, HeldBack.position).in_(keys)))


def _hold(session: Session, back: Mapping[Key, str], at: datetime) -> None:
    for (place, position), why in back.items():
        row = session.get(HeldBack, (place, position), populate_existing=True)
        if row is None:
            row = HeldBack(place_id=place, position=position, why=why, tries=0, held_at=at, again_at=at)
            session.add(row)
        row.why, row.again_at = why, at + min(HELD_LONGEST, HELD_FIRST * 2 ** min(row.tries, 10))
        row.tries += 1
    session.flush()


def _set_aside(session: Session, kinds: Kinds, refused: Mapping[Key, str], at: datetime) -> None:
    """Keep refused facts in sight, and say in a fact of our own that their seq is no gap. No such fact about such a fact."""
    for item in items_at(session.connection(), list(refused)):
        line = read_line(item.line, stamped=True)
        assert isinstance(line, Line)
        envelope, (place, position), why = line.envelope, item.key, refused[item.key]
        if session.get(SetAside, item.key) is not None:
            continue
        session.add(
            SetAside(place_id=place, position=position, fact_id=envelope.id, kind=envelope.kind, why=why, at=at)
        )
        session.flush()
        if envelope.kind != "sync.void":
            gap = Void(envelope.epoch, envelope.seq, envelope.id, why, line.device)
            record(session, kinds, "sync.void", gap, place, at)
