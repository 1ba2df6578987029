"""Bringing in: rows from elsewhere become responses, batch after batch, each whole; what is here already is left alone.

Whatever ends it in the middle (a kill, a full disk), whole batches are in, and the same file brought in again goes on:
rows that are here are known by their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.imports.comparing import differences, same
from kiosk.imports.disk import full_disk_told
from kiosk.imports.facts import BroughtIn, Ended
from kiosk.imports.finding import find
from kiosk.imports.identity import new_epoch
from kiosk.imports.models import ImportUndoing
from kiosk.imports.rows import Changed, Outcome, Refused, Row
from kiosk.imports.settling import settled
from kiosk.responses.facts import Answered, Origin
from kiosk.surveys.document import Survey, survey_from
from kontuar.core.deeds import note
from kontuar.core.errors import N_, Conflict
from kontuar.core.times import from_ms, to_ms
from kontuar.sync import keeping
from kontuar.sync.definitions import Definition
from kontuar.sync.kinds import Kinds, Stamp
from kontuar.sync.lines import write_line, write_stamp
from kontuar.sync.receiving import Sender, receive
from kontuar.sync.recording import record, zones_from
from kontuar.sync.stamping import Arrival
from kontuar.sync.withdrawing import WITHDRAWN, Withdrawal

BATCH = 500  # rows in one unit of work, which lasts about 100 ms
MOST_IN_EPOCH = 500  # facts of one place that undoing takes back in one turn

Writing = Callable[[], AbstractContextManager[Session]]
Told = Changed | Refused


class ImportUndone(Conflict):
    code = "import-undone"
    message = N_("Somebody has taken this import back while it was coming in. What had come in is taken back too.")


@dataclass(frozen=True, slots=True)
class File:
    """The file that rows come from, and how it is read. `source` is whose keys its rows have; the survey's key as a rule."""

    name: str
    sha256: bytes
    size: int
    source: str
    mapping: str = ""


@dataclass(slots=True)
class Run:
    """One run of an import: where it writes, as whom, and how far its streams are. `root` is the chain's place."""

    id: UUID
    device: UUID
    root: UUID
    survey: bytes  # the hash of its definition
    file: File
    writing: Writing
    kinds: Kinds
    now: Callable[[], datetime]
    by: UUID | None = None
    begun: bool = False  # the import's own fact is written
    epochs: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    surveys: dict[bytes, Survey] = field(
        default_factory=dict
    )  # by hash, as far as rows were compared with earlier ones


class _Fresh(NamedTuple):
    """A row that will be a fact."""

    row: Row
    id: UUID
    stamp: Stamp


@dataclass(slots=True)
class _Judged:
    """What a batch comes to before anything of it is written."""

    outcome: Outcome = field(default_factory=Outcome)
    told: list[Told] = field(default_factory=list)
    fresh: list[_Fresh] = field(default_factory=list)
    withdrawals: list[tuple[UUID, Withdrawal]] = field(default_factory=list)  # by place

    def refuse(self, row: Row, why: str) -> None:
        self.outcome.refused += 1
        self.told.append(Refused(row.number, row.key, why))


def bring_in(
    run: Run,
    rows: Iterable[Row],
    *,
    replace: bool = False,
    tell: Callable[[Told], None] = lambda told: None,
    progress: Callable[[Outcome], None] = lambda outcome: None,
    most: int = BATCH,
) -> Outcome:
    """Write rows as facts, a batch a transaction; memory stays flat. Gives what became of them.

    A row that is here with another content is told and left, or with `replace` taken back and written anew. `tell` hears of
    each changed and refused row once its batch is in; `progress` the counts so far. Raises DiskFull, ImportUndone.
    """
    outcome = Outcome()
    each = iter(rows)
    while some := list(islice(each, most)):
        judged = _unit(run, some, replace)
        outcome.add(judged.outcome)
        for told in judged.told:
            tell(told)
        progress(outcome)
    if run.begun:
        outcome.import_id = run.id
        counts = (outcome.added, outcome.known, outcome.changed, outcome.replaced, outcome.refused)
        with run.writing() as session:
            record(session, run.kinds, "kiosk.import-ended", Ended(run.id, *counts), run.root, run.now())
    return outcome


def _unit(run: Run, some: list[Row], replace: bool) -> _Judged:
    """One batch: judged and written whole, or not at all."""
    epochs, begun = dict(run.epochs), run.begun
    with full_disk_told(f"row {some[0].number}"), run.writing() as session:
        judged = _judge(run, session, some, replace)
        if judged.fresh:
            begun = begun or _begin(run, session)
            _write(run, session, judged, epochs)
    run.epochs, run.begun = epochs, begun
    return judged


def _judge(run: Run, session: Session, some: list[Row], replace: bool) -> _Judged:
    """Which rows are new, known, changed, or can't come in. Imports take turns by the root's head, then places in id order."""
    connection, judged = session.connection(), _Judged()
    keeping.heads(connection, [run.root])
    undone = select(ImportUndoing.id).where(ImportUndoing.place_id == run.root, ImportUndoing.import_id == run.id)
    if connection.scalar(undone.limit(1)):
        raise ImportUndone(detail=str(run.id))
    zones = zones_from(session)({row.place for row in some})
    by_place: dict[UUID, list[tuple[Row, Stamp]]] = {}
    for row in some:
        stamp = settled(row, zones[row.place]) if row.place in zones else "place"
        if isinstance(stamp, str):
            judged.refuse(row, stamp)
        else:
            by_place.setdefault(row.place, []).append((row, stamp))
    in_order = sorted(by_place, key=lambda place: place.int)
    keeping.heads(connection, [place for place in in_order if place != run.root])
    for place in in_order:
        _look_up(run, session, place, by_place[place], replace, judged)
    return judged


def _look_up(
    run: Run, session: Session, place: UUID, rows: list[tuple[Row, Stamp]], replace: bool, judged: _Judged
) -> None:
    keys = {row.key: row.earlier.id if row.earlier else None for row, _ in rows}
    found = find(session.connection(), run.file.source, place, keys)

    def survey(hash: bytes) -> Survey:
        if hash not in run.surveys:
            run.surveys[hash] = survey_from(session.get_one(Definition, hash).document)
        return run.surveys[hash]

    before: dict[str, Row] = {}
    outcome = judged.outcome
    for row, stamp in rows:
        twin, held = before.setdefault(row.key, row), found.held.get(row.key)
        if twin is not row:  # the same key again in this file
            if same(twin, row):
                outcome.known += 1
            else:
                outcome.changed += 1
                judged.told.append(Changed(row.number, row.key, place, {"key": (twin.number, row.number)}))
        elif held is None:
            judged.fresh.append(_Fresh(row, found.free[row.key], stamp))
        elif not (changes := differences(row, held, survey)):
            outcome.known += 1
        else:
            anew = replace and row.earlier is None  # what customers said here is not for a file to change
            judged.told.append(Changed(row.number, row.key, place, changes, anew))
            if anew:
                outcome.replaced += 1
                gone = Withdrawal(held.device, held.epoch, "replaced", run.by, held.id)
                judged.withdrawals.append((place, gone))
                judged.fresh.append(_Fresh(row, held.following, stamp))
            else:
                outcome.changed += 1


def _begin(run: Run, session: Session) -> bool:
    """Say that an import begins: with its first new row, so that one that brings nothing leaves nothing."""
    file = run.file
    body = BroughtIn(
        file.name[-200:], file.sha256.hex(), file.size, run.survey.hex(), file.source, file.mapping, run.by
    )
    at = run.now()
    record(session, run.kinds, "kiosk.import", body, run.root, at, id=run.id)
    note(session, at, "import.begun", file.name, person_id=run.by, id=str(run.id))
    return True


def _write(run: Run, session: Session, judged: _Judged, epochs: dict[UUID, tuple[str, int]]) -> None:
    """Hand the new rows to receive(), as lines that this installation writes and whose time is settled."""
    moment = run.now()
    for place, gone in judged.withdrawals:
        record(session, run.kinds, WITHDRAWN, gone, place, moment)
    lines = []
    for each in judged.fresh:
        epoch, seq = epochs.get(each.row.place, ("", MOST_IN_EPOCH))
        if seq >= MOST_IN_EPOCH:
            epoch, seq = new_epoch(run.id), 0
        lines.append(_line(run, each, epoch, seq + 1))
        epochs[each.row.place] = epoch, seq + 1
    places = frozenset(each.row.place for each in judged.fresh)
    answer = receive(
        session.connection(),
        lines,
        sender=Sender(run.device, places, relays=True, writes=True),
        kinds=run.kinds,
        arrival=Arrival(to_ms(moment)),
        zones=zones_from(session),
    )
    for each, verdict in zip(judged.fresh, answer.verdicts, strict=True):
        if verdict.v != "created":
            judged.refuse(each.row, verdict.why or verdict.v)
    judged.outcome.added = sum(verdict.v == "created" for verdict in answer.verdicts) - judged.outcome.replaced


def _line(run: Run, each: _Fresh, epoch: str, seq: int) -> bytes:
    row, earlier = each.row, each.row.earlier
    survey, key = (run.survey, row.key) if earlier is None else (earlier.survey, earlier.key or None)
    body = Answered(
        survey.hex(), row.language, row.answers, row.complete, row.seconds, row.weight, row.segments or None,
        Origin(run.id.hex, key),
    )  # fmt: skip
    at = (row.at or from_ms(each.stamp.at)).isoformat(timespec="milliseconds")
    line = write_line(
        id=each.id,
        kind="kiosk.response",
        v=1,
        place=row.place,
        device=run.device,
        epoch=epoch,
        seq=seq,
        at=at,
        body=body,
    )
    return write_stamp(each.stamp) + b"\t" + line
