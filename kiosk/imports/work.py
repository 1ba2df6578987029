"""Work on a file that was sent by the page: looked at, tried, brought in, in a thread of its own beside the pages.

What is wanted stands in a table, so a program that starts again goes on. The file lies in KONTUAR_HOME/imports until its
work is thrown away or a week old.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy import select, update

from kiosk.imports.asking import Question, questions
from kiosk.imports.importing import Means, Result, bring, try_out
from kiosk.imports.mappings.first import first_mapping
from kiosk.imports.mappings.reading import read_mapping
from kiosk.imports.mappings.turning import MappingWrong
from kiosk.imports.models import ImportWork
from kiosk.imports.preparing import Prepared, prepare, shops_of
from kiosk.imports.shown import preview, shown_count, shown_faults, shown_result
from kontuar.core import places
from kontuar.core.database import db, writing
from kontuar.core.errors import Problem
from kontuar.core.installation import secret
from kontuar.core.languages import language
from kontuar.core.people import Person, Role
from kontuar.core.sealing import Seal
from kontuar.core.times import now

log = logging.getLogger(__name__)
KEPT = timedelta(days=7)
TELL_EVERY = 0.5  # seconds between two writings of how far it is
BRINGERS = (Role.ADMIN, Role.ANALYST)
_RUNNING = "kontuar.imports.thread"


def folder_of(work_id: UUID) -> Path:
    """Where the file of a piece of work lies, and what is made of it."""
    home: Path = current_app.config["KONTUAR"].home
    return home / "imports" / str(work_id)


def go_on() -> bool:
    """A look at what is wanted: begins the thread that does it, or waits a little for it. True: there is more."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    running: threading.Thread | None = app.extensions.get(_RUNNING)
    if running is None or not running.is_alive():
        found = db.session().scalars(
            select(ImportWork).where(ImportWork.wanted.is_not(None)).order_by(ImportWork.wanted_at)
        )
        work = found.first()
        db.session().rollback()
        if work is None:
            _throw_away_old()
            return False
        running = threading.Thread(target=_run, args=(app, work.id), name="import", daemon=True)
        app.extensions[_RUNNING] = running
        running.start()
    running.join(0.2)
    return True


def throw_away(work_id: UUID) -> None:
    """Forget a piece of work and its file."""
    with writing() as session:
        work = session.get(ImportWork, work_id)
        if work is not None:
            session.delete(work)
    shutil.rmtree(folder_of(work_id), ignore_errors=True)


def _throw_away_old() -> None:
    old = list(db.session().scalars(select(ImportWork.id).where(ImportWork.sent_at < now() - KEPT)))
    for work_id in old:
        throw_away(work_id)


def _run(app: Flask, work_id: UUID) -> None:
    with app.app_context():
        work = db.session().get(ImportWork, work_id)
        if work is None or work.wanted is None:
            return
        with force_locale(language(work.language).locale):
            try:
                done = _STEPS[work.wanted](work)
            except MappingWrong as wrong:
                done = {"told": {"faults": shown_faults(wrong.faults), "asked": _asked(work)}}
            except Problem as problem:
                done = {"told": {"faults": [[0, str(problem.message)]]}}
            except Exception:
                log.exception("work on a file failed")
                done = {"told": {"faults": [[0, str(Problem.message)]]}}
        _keep(work_id, wanted=None, progress=0, **done)
        if "brought_at" in done:
            (folder_of(work_id) / "file").unlink(missing_ok=True)
        db.session.remove()


def _keep(work_id: UUID, **values: Any) -> None:
    with writing() as session:
        session.execute(update(ImportWork).where(ImportWork.id == work_id).values(**values))


def _guess(work: ImportWork) -> dict[str, Any]:
    session = db.session()
    shops = places.shops(session, seen(work))
    path = folder_of(work.id) / "file"
    text = first_mapping(path, work.name, work.language, [shop.name for shop in shops], remarks=False)
    asked = questions(path, text, shops_of(session, seen(work)))
    return {"mapping": text, "told": {"columns": preview(path, None), "asked": asked}, "looked_at": now()}


def _try(work: ImportWork) -> dict[str, Any]:
    prepared = _prepared(work)
    pace = _Pace(work.id, prepared)
    count = try_out(prepared, lambda _count: pace.tell())
    columns = preview(folder_of(work.id) / "file", prepared)
    told = shown_count(prepared, count) | {"columns": columns, "asked": _asked(work)}
    return {"told": told, "tried_at": now()}


def _asked(work: ImportWork) -> list[Question]:
    return questions(folder_of(work.id) / "file", work.mapping, shops_of(db.session(), seen(work)))


def _bring(work: ImportWork) -> dict[str, Any]:
    prepared, folder = _prepared(work), folder_of(work.id)
    pace = _Pace(work.id, prepared)
    means = Means(db.session, writing, current_app.extensions["kontuar.kinds"], now)

    def progress(_result: Result) -> None:
        pace.tell()

    result = bring(
        means, prepared, folder / "file", work.name, work.mapping, folder / "bad.csv", by=work.person_id, progress=progress
    )  # fmt: skip
    return {"told": shown_result(result), "brought_at": now()}


_STEPS: dict[str, Callable[[ImportWork], dict[str, Any]]] = {"guess": _guess, "try": _try, "bring": _bring}


def _prepared(work: ImportWork) -> Prepared:
    draft = read_mapping(work.mapping.encode())
    if draft.mapping is None:
        raise MappingWrong(draft.faults)
    path = folder_of(work.id) / "file"
    seal = Seal(secret(current_app.config["KONTUAR"].keys))
    return prepare(db.session(), path, draft.mapping, seen(work), now().date(), seal)


def seen(work: ImportWork) -> set[UUID]:
    """The places that whoever sent the file may bring answers to."""
    person = db.session().get(Person, work.person_id)
    return places.below(db.session(), person.roots(BRINGERS)) if person is not None else set()


class _Pace:
    """Says how far a piece of work is, now and then."""

    def __init__(self, work_id: UUID, prepared: Prepared) -> None:
        self._work_id, self._progress = work_id, prepared.opened.progress
        self._last = time.monotonic()

    def tell(self) -> None:
        if time.monotonic() - self._last >= TELL_EVERY:
            self._last = time.monotonic()
            _keep(self._work_id, progress=round(self._progress() * 1000))
