"""Undoing: an import is taken back whole, a stream of it at a time; where that was cut off, it is gone on with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from kiosk.imports.facts import Undone
from kiosk.imports.identity import stem
from kiosk.imports.models import Import, ImportUndoing
from kontuar.core.deeds import note
from kontuar.core.errors import N_, NotFound
from kontuar.sync.kinds import Kinds
from kontuar.sync.models import Stream, Withdrawn
from kontuar.sync.recording import record
from kontuar.sync.withdrawing import WITHDRAWN, Withdrawal


class NoSuchImport(NotFound):
    code = "no-such-import"
    message = N_("There's no such import.")


def undo(session: Session, kinds: Kinds, import_id: UUID, by: UUID | None, at: datetime) -> Import:
    """Say that nothing of an import counts any more, and log it. Its readings are then taken back by `undo_some`, turn by turn.

    A second time changes nothing. What rows of it had replaced doesn't come back by itself. Raises NoSuchImport.
    """
    done = session.scalar(select(Import).where(Import.id == import_id))
    if done is None:
        raise NoSuchImport(detail=str(import_id))
    if not session.scalar(select(ImportUndoing.id).where(_of(done)).limit(1)):
        record(session, kinds, "kiosk.import-undone", Undone(done.id, by), done.place_id, at)
        note(session, at, "import.undone", done.file, person_id=by, id=str(done.id))
    return done


def undo_some(session: Session, kinds: Kinds, at: datetime) -> int:
    """Withdraw one stream of an import that is taken back: 500 facts at most. Says how many facts it had; 0 when all is done."""
    asked = select(Import).join(
        ImportUndoing, and_(ImportUndoing.place_id == Import.place_id, ImportUndoing.import_id == Import.id)
    )
    for undone in session.scalars(asked.order_by(ImportUndoing.at, ImportUndoing.id)).unique():
        stream = session.scalars(
            select(Stream).where(streams(undone), ~withdrawn()).order_by(Stream.place_id, Stream.epoch).limit(1)
        ).first()
        if stream is not None:
            by = session.scalar(select(ImportUndoing.by).where(_of(undone)).limit(1))
            gone = Withdrawal(stream.device_id, stream.epoch, "import", by)
            record(session, kinds, WITHDRAWN, gone, stream.place_id, at)
            return stream.high
    return 0


def facts_of(session: Session, done: Import) -> tuple[int, int]:
    """How many facts an import wrote, and how many of them still count as far as whole streams go."""
    sums = select(func.coalesce(func.sum(Stream.high), 0)).where(streams(done))
    return int(session.scalar(sums) or 0), int(session.scalar(sums.where(~withdrawn())) or 0)


def streams(done: Import) -> ColumnElement[bool]:
    """The streams that an import wrote: their epochs begin alike."""
    first = stem(done.id)
    return and_(Stream.device_id == done.device_id, Stream.epoch >= first, Stream.epoch < first + "g")


def withdrawn() -> ColumnElement[bool]:
    """Whether a stream is withdrawn whole."""
    return (
        select(Withdrawn.id)
        .where(
            Withdrawn.place_id == Stream.place_id,
            Withdrawn.device_id == Stream.device_id,
            Withdrawn.epoch == Stream.epoch,
            Withdrawn.fact_id.is_(None),
        )
        .exists()
    )


def _of(done: Import) -> ColumnElement[bool]:
    return and_(ImportUndoing.place_id == done.place_id, ImportUndoing.import_id == done.id)
