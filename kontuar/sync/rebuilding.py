"""Rebuilding: all readings made anew from the journal, beside the old ones, then put in their place at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, MetaData, Table, delete, func, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable, DropTable

from kontuar.core.database import Base
from kontuar.sync import keeping
from kontuar.sync.kinds import Kinds
from kontuar.sync.models import ChangedDay, Journal, PlaceHead, Quarantined, Revision, Waiting
from kontuar.sync.projecting import Outcome, project
from kontuar.sync.projection import Projection

TURN = 2_000
SHADOW = "_shadow"
Writing = Callable[[], AbstractContextManager[Session]]


@dataclass
class _Replay:
    """How far a replay has come: by place the last position and the facts up to it, and what couldn't be projected there."""

    done: dict[UUID, int] = field(default_factory=dict)
    taken: dict[UUID, int] = field(default_factory=dict)
    aside: set[tuple[UUID, int]] = field(default_factory=set)


def rebuild(writing: Writing, kinds: Kinds, said: Callable[[int], None] = lambda facts: None) -> int:
    """Replay the journal into shadow tables, 2,000 facts a turn, then swap; gives the number of facts.

    Facts that come meanwhile are taken along in the last turn, which also swaps. Where facts that were replayed already
    have changed meanwhile (one lost a conflict, one's survey has come), it begins anew; at last all in one turn, in which
    nothing can change. `said` hears the count after each turn.
    """
    for turn in (TURN, TURN, None):
        facts = _rebuild(writing, kinds, said, turn)
        if facts is not None:
            return facts
    raise AssertionError("nobody writes while all is done in one turn")


def _rebuild(writing: Writing, kinds: Kinds, said: Callable[[int], None], turn: int | None) -> int | None:
    """One try, `turn` facts at a time (None: all at once); None where what was replayed has changed meanwhile."""
    tables = [table for kind in kinds for table in kind.tables]
    shadows = {table.__tablename__: table.__tablename__ + SHADOW for table in tables}
    with writing() as session:
        _drop(session.connection(), tables)
        for table in tables:
            session.connection().execute(CreateTable(_shadow(table)))
    replay, facts, moved = _Replay(), 0, turn
    while turn is not None and moved == turn:
        with writing() as session:
            moved = _turn(session.connection(), kinds, shadows, replay, turn)
        facts += moved
        said(facts)
    with writing() as session:
        connection = session.connection()
        _nobody_else_writes(connection)
        if _changed(connection, replay):
            return None
        facts += _turn(connection, kinds, shadows, replay, None)
        _swap(connection, tables)
        _all_days_changed(connection)
        _note(connection, kinds)
    return facts


def _nobody_else_writes(connection: Connection) -> None:
    """On SQLite a writer is alone anyway; on PostgreSQL nobody may take in facts or wake them until we have swapped."""
    if connection.dialect.name == "postgresql":
        keeping.alone(connection)
        connection.exec_driver_sql("LOCK TABLE place_head IN EXCLUSIVE MODE")


def _changed(connection: Connection, replay: _Replay) -> bool:
    """Whether a fact that was replayed has left the journal since, or one that couldn't be projected could be."""
    for place, last in replay.done.items():
        here = (Journal.place_id == place, Journal.position <= last)
        if connection.scalar(select(func.count()).select_from(Journal).where(*here)) != replay.taken[place]:
            return True
    lying = {
        (place, position)
        for table in (Waiting, Quarantined)
        for place, position in connection.execute(select(table.place_id, table.position))
    }
    return not replay.aside <= lying


def _turn(connection: Connection, kinds: Kinds, shadows: dict[str, str], replay: _Replay, most: int | None) -> int:
    """Project the next facts of each place, `most` of them at most; says how many."""
    moved = 0
    for place in connection.scalars(select(PlaceHead.place_id).order_by(PlaceHead.place_id)).all():
        while most is None or moved < most:
            room = TURN if most is None else min(TURN, most - moved)
            before = replay.done.get(place, 0)
            rows = keeping.journal_rows(connection, place, before, room)
            if not rows:
                break
            stored = [each for row in rows if (each := keeping.reread(row))]
            outcome = project(Projection(connection, shadows=shadows), kinds, stored, upto=before)
            _settle(connection, rows, outcome)
            replay.aside |= {(each.place, each.position) for each, _, _ in outcome.unreadable}
            replay.aside |= {(each.place, each.position) for each, _ in outcome.waiting}
            replay.done[place] = rows[-1].position
            replay.taken[place] = replay.taken.get(place, 0) + len(rows)
            moved += len(rows)
    return moved


def _settle(connection: Connection, rows: list[keeping.Row], outcome: Outcome) -> None:
    """Quarantine and waiting rooms as they are after this replay."""
    place, by_position = rows[0].place_id, {row.position: row for row in rows}
    for table in (Waiting, Quarantined):
        connection.execute(delete(table).where(table.place_id == place, table.position.in_(list(by_position))))
    keeping.wait(connection, outcome.waiting)
    set_aside = [
        (each.hash, why, detail, by_position[each.position].device_id, place, each.position,
         by_position[each.position].received_at, None)
        for each, why, detail in outcome.unreadable
    ]  # fmt: skip
    keeping.quarantine(connection, set_aside)


def _shadow(table: type[Base]) -> Table:
    inner = table.__table__
    assert isinstance(inner, Table)
    copy = inner.to_metadata(MetaData(), name=inner.name + SHADOW)
    for constraint in [each for each in copy.constraints if each is not copy.primary_key]:
        copy.constraints.discard(constraint)
    copy.primary_key.name = None
    return copy


def _drop(connection: Connection, tables: list[type[Base]]) -> None:
    for table in tables:
        connection.execute(DropTable(_shadow(table), if_exists=True))


def _swap(connection: Connection, tables: list[type[Base]]) -> None:
    """The new rows take the place of the old ones, in the caller's transaction."""
    for table in tables:
        name = table.__tablename__
        columns = ", ".join(column.name for column in table.__table__.columns)
        connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
        connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {name}{SHADOW}")  # noqa: S608
    _drop(connection, tables)


def _all_days_changed(connection: Connection) -> None:
    connection.execute(delete(ChangedDay))
    days = select(Journal.place_id, Journal.stamp_day, literal(1)).distinct()
    connection.execute(ChangedDay.__table__.insert().from_select(["place_id", "day", "times"], days))  # type: ignore[attr-defined]


def _note(connection: Connection, kinds: Kinds) -> None:
    connection.execute(delete(Revision))
    for kind in kinds:
        connection.execute(Revision.__table__.insert().values(kind=kind.name, revision=kind.revision))  # type: ignore[attr-defined]


def note_new(session: Session, kinds: Kinds) -> None:
    """Note the revisions of kinds that have none noted: nothing was projected by an earlier one."""
    known = set(session.scalars(select(Revision.kind)))
    session.add_all(Revision(kind=kind.name, revision=kind.revision) for kind in kinds if kind.name not in known)


def outdated(session: Session, kinds: Kinds) -> list[str]:
    """Kinds whose readings were made by another revision of their projector."""
    known = {row.kind: row.revision for row in session.scalars(select(Revision))}
    return [kind.name for kind in kinds if known.get(kind.name, kind.revision) != kind.revision]
