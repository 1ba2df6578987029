"""Keeping: the statements that `receive()` reads and writes the record with; plain tuples, because it is the hot path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kontuar.core.database import Base
from kontuar.core.plain import as_id, ask, put
from kontuar.core.times import from_ms, to_ms
from kontuar.sync.kinds import Stamp
from kontuar.sync.lines import BadLine, Line, read_line
from kontuar.sync.models import Journal, Overruled, Quarantined, Waiting
from kontuar.sync.stored import Stored

MANY = 400  # values in one IN


class Row(NamedTuple):
    """A row of the journal, in the order of its columns, as the drivers take it."""

    place_id: UUID
    position: int
    id: UUID
    device_id: UUID
    epoch: str
    seq: int
    kind: str
    v: int
    at: int
    received_at: int
    hash: bytes
    line: bytes
    stamp_at: int
    stamp_margin: int
    stamp_day: str
    stamp_hour: int


_row = Row._make
_APPEND = f"INSERT INTO journal ({', '.join(Row._fields)}) VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608


class StreamState:
    """A stream's row while a batch is taken in; `seqs` holds which fact stands under a seq, as far as it was looked up."""

    __slots__ = ("changed", "device", "epoch", "forked_at", "high", "place", "seqs")

    def __init__(self, device: UUID, epoch: str) -> None:
        self.device, self.epoch = device, epoch
        self.place: UUID | None = None  # None: not seen before
        self.high, self.changed = 0, False
        self.forked_at: int | None = None
        self.seqs: dict[int, int] = {}

    def follow(self, seq: int, id: int, place: UUID, at: int) -> None:
        """Count on, and notice a known seq under a new id."""
        self.place = place
        if self.seqs.setdefault(seq, id) != id and self.forked_at is None:
            self.forked_at, self.changed = at, True
        if seq > self.high:
            self.high, self.changed = seq, True


class Streams:
    """The streams that the lines of a batch belong to."""

    def __init__(self, connection: Connection, lines: Iterable[Line | BadLine]) -> None:
        self._connection = connection
        self._states: dict[tuple[int, str], StreamState] = {}
        for line in lines:
            if isinstance(line, Line):
                key = (line.device.int, line.envelope.epoch)
                if key not in self._states:
                    self._states[key] = StreamState(line.device, line.envelope.epoch)
        self.load()

    def load(self) -> None:
        """Read the streams as they stand; again once the places' heads are held, since another may have written meanwhile."""
        for state in self._states.values():
            found = ask(
                self._connection,
                "SELECT place_id, high, forked_at FROM stream WHERE device_id = ? AND epoch = ?",
                (state.device, state.epoch),
            ).fetchone()
            if found:
                state.place, state.high, state.forked_at = as_id(found[0]), found[1], found[2]

    def of(self, line: Line) -> StreamState:
        return self._states[(line.device.int, line.envelope.epoch)]

    def forked(self, device: UUID) -> set[str]:
        """Epochs of a device that must not go on."""
        return {
            state.epoch for state in self._states.values() if state.forked_at is not None and state.device == device
        }

    def save(self) -> None:
        rows = [
            (state.device, state.epoch, state.place, state.high, state.forked_at)
            for _, state in sorted(self._states.items())
            if state.changed
        ]
        if rows:
            put(
                self._connection,
                "INSERT INTO stream (device_id, epoch, place_id, high, forked_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (device_id, epoch) DO UPDATE SET high = excluded.high, forked_at = excluded.forked_at",
                rows,
            )


def row_of(place: UUID, position: int, line: Line, received: int, stamp: Stamp) -> Row:
    envelope = line.envelope
    return _row(
        (place, position, envelope.id, line.device, envelope.epoch, envelope.seq, envelope.kind, envelope.v,
         line.at, received, line.hash, line.data, stamp.at, stamp.margin, stamp.day, stamp.hour)
    )  # fmt: skip


def append(connection: Connection, rows: Sequence[Row]) -> None:
    """Write facts into the journal."""
    if rows:
        put(connection, _APPEND, rows)


def heads(connection: Connection, places: Sequence[UUID]) -> dict[UUID, int]:
    """The places' highest positions, their rows held until commit; asked in id order, so that two writers never deadlock."""
    held = "" if connection.dialect.name == "sqlite" else " FOR UPDATE"
    found: dict[UUID, int] = {}
    for place in places:
        select_head = f"SELECT high FROM place_head WHERE place_id = ?{held}"  # noqa: S608
        row = ask(connection, select_head, (place,)).fetchone()
        if row is None:
            new = "INSERT INTO place_head (place_id, high) VALUES (?, 0) ON CONFLICT (place_id) DO NOTHING"
            ask(connection, new, (place,))
            row = ask(connection, select_head, (place,)).fetchone()
        found[place] = row[0]
    return found


def save_head(connection: Connection, place: UUID, high: int) -> None:
    ask(connection, "UPDATE place_head SET high = ? WHERE place_id = ?", (high, place))


def known(connection: Connection, place: UUID, ids: Sequence[UUID]) -> dict[int, bytes]:
    """Of these ids, those in the place's journal (by their number), with the hash of their bytes.

    Ids grow with time, so most of what comes is beyond the highest that is here, and need not be looked up.
    """
    highest = ask(connection, "SELECT id FROM journal WHERE place_id = ? ORDER BY id DESC LIMIT 1", (place,)).fetchone()
    if highest is None:
        return {}
    last = as_id(highest[0]).int
    found: dict[int, bytes] = {}
    for some in _chunks([id for id in ids if id.int <= last]):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, hash FROM journal WHERE place_id = ? AND id IN ({marks})"  # noqa: S608
        found.update((as_id(id).int, bytes(hash)) for id, hash in ask(connection, sql, (place, *some)))
    return found


def overruled_ids(connection: Connection, place: UUID, ids: Iterable[int]) -> set[tuple[int, bytes]]:
    """The (id, hash) pairs that already lie beside the journal under these ids."""
    found: set[tuple[int, bytes]] = set()
    for some in _chunks([UUID(int=id) for id in ids]):
        rows = connection.execute(
            select(Overruled.id, Overruled.hash).where(Overruled.place_id == place, Overruled.id.in_(some))
        )
        found.update((row.id.int, row.hash) for row in rows)
    return found


def known_seqs(connection: Connection, seqs: Iterable[tuple[int, StreamState]]) -> None:
    """Look up which facts stand under those seqs that aren't new to their stream."""
    old: dict[int, tuple[StreamState, list[int]]] = {}
    for seq, state in seqs:
        if seq <= state.high:
            old.setdefault(id(state), (state, []))[1].append(seq)
    for state, numbers in old.values():
        for some in _chunks(sorted(set(numbers))):
            rows = connection.execute(
                select(Journal.seq, Journal.id).where(
                    Journal.device_id == state.device, Journal.epoch == state.epoch, Journal.seq.in_(some)
                )
            )
            for row in rows:
                state.seqs.setdefault(row.seq, row.id.int)


def take_out(connection: Connection, place: UUID, ids: Sequence[UUID]) -> list[Row]:
    """Move facts that are overruled now from the journal to lie beside it; gives those whose readings must be taken back."""
    rows = connection.execute(select(Journal).where(Journal.place_id == place, Journal.id.in_(ids)))
    kept = [as_row(row) for row in rows]
    hold_overruled(connection, kept)
    positions = [row.position for row in kept]
    unread: set[int] = set()
    for table in (Waiting, Quarantined):
        lying = (table.place_id == place, table.position.in_(positions))
        unread.update(connection.scalars(select(table.position).where(*lying)))
        connection.execute(delete(table).where(*lying))
    connection.execute(delete(Journal).where(Journal.place_id == place, Journal.position.in_(positions)))
    return [row for row in kept if row.position not in unread]


def hold_overruled(connection: Connection, rows: Iterable[Row]) -> None:
    """Keep the other bytes of a conflict beside the journal."""
    values = [
        {
            "place_id": row.place_id, "id": row.id, "hash": row.hash, "position": row.position,
            "received_at": from_ms(row.received_at), "line": row.line, "stamp_at": from_ms(row.stamp_at),
            "stamp_margin": row.stamp_margin, "stamp_day": row.stamp_day, "stamp_hour": row.stamp_hour,
        }
        for row in rows
    ]  # fmt: skip
    if values:
        _put(connection, Overruled, values, ["place_id", "id", "hash"])


def unreadable_count(connection: Connection, device: UUID) -> int:
    return (
        connection.scalar(select(func.count()).where(Quarantined.device_id == device, Quarantined.line.is_not(None)))
        or 0
    )


def quarantine(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Set lines aside: (hash, why, detail, sender, place, position, received, line), the same line once."""
    names = ("hash", "why", "detail", "device_id", "place_id", "position", "received_at", "line")
    values = [dict(zip(names, row, strict=True)) | {"received_at": from_ms(row[6])} for row in rows]
    for value in values:
        value["detail"] = str(value["detail"]).replace("\0", "")[:300]
    if values:
        _put(connection, Quarantined, values, ["hash"])


def wait(connection: Connection, waiting: Iterable[tuple[Stored, set[bytes]]]) -> None:
    """Note which facts wait for which definitions."""
    values = [
        {"place_id": stored.place, "position": stored.position, "definition": hash}
        for stored, hashes in waiting
        for hash in sorted(hashes)
    ]
    if values:
        _put(connection, Waiting, values, ["place_id", "position", "definition"])


def journal_rows(connection: Connection, place: UUID, after: int, most: int) -> list[Row]:
    """The journal of a place after a position, in order."""
    rows = connection.execute(
        select(Journal)
        .where(Journal.place_id == place, Journal.position > after)
        .order_by(Journal.position)
        .limit(most)
    )
    return [as_row(row) for row in rows]


def as_row(row: Any) -> Row:
    return Row(
        row.place_id, row.position, row.id, row.device_id, row.epoch, row.seq, row.kind, row.v, to_ms(row.at),
        to_ms(row.received_at), row.hash, bytes(row.line), to_ms(row.stamp_at), row.stamp_margin, row.stamp_day,
        row.stamp_hour,
    )  # fmt: skip


def reread(row: Row) -> Stored | None:
    """A row of the journal as a fact to project; None for one whose envelope is no longer readable."""
    line = read_line(row.line)
    if not isinstance(line, Line):
        return None
    return Stored(
        row.place_id, row.position, line, Stamp(row.stamp_at, row.stamp_margin, row.stamp_day, row.stamp_hour)
    )


def _put(connection: Connection, table: type[Base], values: list[dict[str, Any]], target: list[str]) -> None:
    """Insert what isn't there yet; the target is named, so that nothing but a known key is passed over."""
    connection.execute(_insert_for(connection)(table).on_conflict_do_nothing(index_elements=target), values)


def _insert_for(connection: Connection) -> Any:
    return postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + MANY] for start in range(0, len(values), MANY))


def alone(connection: Connection) -> None:
    """Two processes that read the same facts again would count them twice; on SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(6221323)))
