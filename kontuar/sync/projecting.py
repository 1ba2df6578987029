"""Projecting: facts into readings, so that one bad fact never holds up the others."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from kontuar.core.plain import ask, savepoint
from kontuar.sync.kinds import Fact, Kind, Kinds, Unreadable
from kontuar.sync.projection import Projection
from kontuar.sync.stored import Stored
from kontuar.sync.withdrawing import WITHDRAWN, give_again, standing, take_back

log = logging.getLogger(__name__)
TROUBLE = ("OperationalError", "DiskFull")  # the database's own, of any driver: no fault of a fact


class Outcome(NamedTuple):
    """What couldn't be projected: (fact, why, detail) and (fact, definitions it waits for)."""

    unreadable: list[tuple[Stored, str, str]]
    waiting: list[tuple[Stored, set[bytes]]]


def project(projection: Projection, kinds: Kinds, stored: Iterable[Stored], upto: int | None = None) -> Outcome:
    """Make the readings of those of `stored` that count; what can't be read or lacks a definition is said, and leaves no trace.

    A rebuild says how far it has come: to position `upto`. Turned round, the readings are taken back.
    """
    together = stored if isinstance(stored, list) else list(stored)
    said = [each for each in together if each.line.envelope.kind == WITHDRAWN]
    if not said:
        return _project(projection, kinds, standing(projection, together))
    others = [each for each in together if each.line.envelope.kind != WITHDRAWN]
    if projection.sign > 0:
        first = _project(projection, kinds, said)
        take_back(projection, kinds, said, together, _project, upto)
        then = _project(projection, kinds, standing(projection, others))
    else:
        first = _project(projection, kinds, standing(projection, others))
        then = _project(projection, kinds, said)
        give_again(projection, kinds, said, _project)
    return Outcome(first.unreadable + then.unreadable, first.waiting + then.waiting)


def _project(projection: Projection, kinds: Kinds, stored: Iterable[Stored]) -> Outcome:
    outcome = Outcome([], [])
    by_kind: dict[str, list[tuple[Stored, Fact[Any]]]] = {}
    needed: dict[bytes, list[Stored]] = {}
    days: set[tuple[UUID, str]] = set()
    for each in stored:
        envelope = each.line.envelope
        name = envelope.kind
        try:
            body = kinds.read(name, envelope.v, bytes(envelope.body))
        except Unreadable as error:
            outcome.unreadable.append((each, error.why, error.detail))
            continue
        fact = Fact(
            envelope.id, each.place, each.line.device, envelope.epoch, envelope.seq, each.line.hash, each.stamp, body
        )
        by_kind.setdefault(name, []).append((each, fact))
        days.add((each.place, each.stamp.day))
        for hash in kinds[name].needs(body):
            needed.setdefault(hash, []).append(each)
    lacking = _lacking(projection.connection, needed)
    late: dict[int, tuple[Stored, set[bytes]]] = {}
    for hash in lacking:
        for each in needed[hash]:
            late.setdefault(id(each), (each, set()))[1].add(hash)
    outcome.waiting.extend(late.values())
    for name in sorted(by_kind):
        pairs = by_kind[name] if not late else [pair for pair in by_kind[name] if id(pair[0]) not in late]
        _apply(projection, kinds[name], pairs, outcome)
    if days:
        projection.note_days(days)
    return outcome


def _apply(
    projection: Projection, kind: Kind[Any], pairs: Sequence[tuple[Stored, Fact[Any]]], outcome: Outcome
) -> None:
    """Project a batch inside a savepoint; one that fails is halved until the culprit stands alone."""
    if not pairs:
        return
    try:
        with savepoint(projection.connection):
            kind.project(projection, [fact for _, fact in pairs])
    except Exception as error:
        if type(error).__name__ in TROUBLE:
            raise
        if len(pairs) > 1:
            half = len(pairs) // 2
            _apply(projection, kind, pairs[:half], outcome)
            _apply(projection, kind, pairs[half:], outcome)
            return
        log.warning("a %s couldn't be projected: %s", kind.name, type(error).__name__, exc_info=error)
        outcome.unreadable.append((pairs[0][0], "projector-failed", type(error).__name__))


def _lacking(connection: Connection, needed: Iterable[bytes]) -> set[bytes]:
    here = "SELECT 1 FROM definition WHERE hash = ?"
    return {hash for hash in needed if ask(connection, here, (hash,)).fetchone() is None}
