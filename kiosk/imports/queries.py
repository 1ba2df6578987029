"""Reading imports: what was brought in, by whom, what became of it; for the page and the console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.imports.models import Import, ImportEnd, ImportUndoing
from kiosk.imports.undoing import facts_of
from kontuar.sync.definitions import Definition


class State(StrEnum):
    """How far an import is."""

    CUT_OFF = "cut-off"
    """It began and hasn't ended: it's under way, or was interrupted; the same file brought in again goes on."""
    IN = "in"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Brought:
    """An import as it is listed. `facts`: responses it wrote; `left`: those of them in streams that aren't withdrawn."""

    about: Import
    survey: str  # its key
    version: int
    end: ImportEnd | None
    undone_at: datetime | None
    facts: int
    left: int

    @property
    def state(self) -> State:
        if self.undone_at is not None:
            return State.UNDOING if self.left else State.UNDONE
        return State.IN if self.end else State.CUT_OFF


def imports(session: Session, most: int = 100) -> list[Brought]:
    """Imports, the latest first."""
    found = session.scalars(select(Import).order_by(Import.at.desc(), Import.id.desc()).limit(most)).all()
    return _listed(session, found)


def one(session: Session, import_id: UUID) -> Brought | None:
    """One import."""
    return next(iter(_listed(session, session.scalars(select(Import).where(Import.id == import_id)).all())), None)


def _listed(session: Session, found: Sequence[Import]) -> list[Brought]:
    ids = [each.id for each in found]
    ends = session.scalars(select(ImportEnd).where(ImportEnd.import_id.in_(ids)).order_by(ImportEnd.at, ImportEnd.id))
    last = {end.import_id: end for end in ends}
    undoings = session.execute(
        select(ImportUndoing.import_id, ImportUndoing.at)
        .where(ImportUndoing.import_id.in_(ids))
        .order_by(ImportUndoing.at.desc())
    )
    undone = {row.import_id: row.at for row in undoings}
    surveys = {
        hash: (key, version)
        for hash, key, version in session.execute(
            select(Definition.hash, Definition.key, Definition.version).where(
                Definition.hash.in_({each.survey_hash for each in found})
            )
        )
    }
    return [
        Brought(each, *surveys.get(each.survey_hash, ("", 0)), last.get(each.id), undone.get(each.id),
                *facts_of(session, each))
        for each in found
    ]  # fmt: skip
