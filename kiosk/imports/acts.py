"""Where an import may begin: at head office only, anew or as one that was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.imports.bringing import File, Run, Writing
from kiosk.imports.models import Import, ImportEnd, ImportUndoing
from kontuar.core import places
from kontuar.core.errors import N_, Invalid
from kontuar.core.ids import new_id
from kontuar.core.installation import installation
from kontuar.sync.definitions import Definition
from kontuar.sync.kinds import Kinds


class OnlyAtHeadOffice(Invalid):
    code = "only-at-head-office"
    message = N_("Files are brought in at head office. This is a shop's node.")


def only_at_head_office(session: Session) -> None:
    """Raises OnlyAtHeadOffice at a shop's node."""
    here = installation(session)
    if here is not None and here.kind == "node":
        raise OnlyAtHeadOffice


def open_run(
    session: Session,
    survey: Definition,
    file: File,
    *,
    by: UUID | None,
    writing: Writing,
    kinds: Kinds,
    now: Callable[[], datetime],
) -> Run:
    """A run that brings in this file; it goes on with one that was interrupted, if the file, its source and mapping are the same.

    Nothing is written yet. Raises OnlyAtHeadOffice at a node, Invalid before the first start.
    """
    here, chain = installation(session), places.chain(session)
    if here is None or chain is None:
        raise Invalid(detail="no chain yet")
    only_at_head_office(session)
    begun = interrupted(session, chain.id, survey.hash, file)
    return Run(
        begun or new_id(), here.id, chain.id, survey.hash, file, writing, kinds, now, by, begun=begun is not None
    )


def interrupted(session: Session, root: UUID, survey: bytes, file: File) -> UUID | None:
    """The import of this very file that began and neither came to its end nor was taken back."""
    ended = select(ImportEnd.id).where(ImportEnd.place_id == Import.place_id, ImportEnd.import_id == Import.id)
    undone = select(ImportUndoing.id).where(
        ImportUndoing.place_id == Import.place_id, ImportUndoing.import_id == Import.id
    )
    return session.scalar(
        select(Import.id)
        .where(
            Import.place_id == root,
            Import.sha256 == file.sha256,
            Import.survey_hash == survey,
            Import.source == file.source,
            Import.mapping == file.mapping,
            ~ended.exists(),
            ~undone.exists(),
        )
        .order_by(Import.at, Import.id)
        .limit(1)
    )
