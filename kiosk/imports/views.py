"""Pages about imports: what was brought in, a file sent, its mapping confirmed, tried, brought in, taken back."""

from __future__ import annotations

import shutil
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from sqlalchemy import select
from wtforms import TextAreaField

from kiosk.imports import work
from kiosk.imports.acts import only_at_head_office
from kiosk.imports.asking import ORDER, answered, named
from kiosk.imports.disk import full_disk_told
from kiosk.imports.models import Import, ImportWork
from kiosk.imports.preparing import shops_of
from kiosk.imports.queries import State
from kiosk.imports.queries import imports as brought
from kiosk.imports.queries import one as one_import
from kiosk.imports.undoing import undo
from kiosk.surveys.publishing import may_publish
from kontuar.core import places
from kontuar.core.chores import ring
from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import TooLarge
from kontuar.core.ids import new_id
from kontuar.core.times import now
from kontuar.web.access import current_person, for_roles, seen_places, the_person
from kontuar.web.forms import Form
from kontuar.web.locale import current_language, current_notation
from kontuar.web.page import page

imports = Blueprint("imports", __name__, template_folder="templates")
LARGEST = 200 * 1024 * 1024  # bytes that the page takes; the command line takes any
MOST_WORK = 20  # files that lie here at once
STATES = {
    State.CUT_OFF: _l("under way or cut off"), State.IN: _l("in"), State.UNDOING: _l("being taken back"),
    State.UNDONE: _l("taken back"),
}  # fmt: skip


class FileForm(Form):
    """A file of answers."""

    file = FileField(_l("File"))


class MappingForm(Form):
    """What the columns of a file are."""

    mapping = TextAreaField(_l("Mapping"))


@imports.url_value_preprocessor
def make_room(endpoint: str | None, _values: object) -> None:
    """A file of answers may be larger than other forms, from somebody who may send one."""
    if endpoint == "imports.new" and request.method == "POST":
        person = current_person()
        if person is not None and person.holds(*work.BRINGERS):
            request.max_content_length = LARGEST


@imports.get("/imports")
@for_roles(*work.BRINGERS)
def index() -> ResponseReturnValue:
    session = db.session()
    me = the_person().id
    mine = session.scalars(
        select(ImportWork).where(ImportWork.person_id == me).order_by(ImportWork.sent_at.desc())
    ).all()
    chain = places.chain(session)
    return page(
        "imports/index.html", brought=[each for each in brought(session) if _may_know(each.about)],
        works=mine, states=STATES, may_bring=may_publish(session),
        zone=ZoneInfo(chain.time_zone if chain else "UTC"),
    )  # fmt: skip


@imports.route("/imports/new", methods=["GET", "POST"])
@for_roles(*work.BRINGERS)
def new() -> ResponseReturnValue:
    only_at_head_office(db.session())
    form = FileForm()
    if request.method == "POST":
        if not form.validate_on_submit() or not form.file.data:
            form.file.errors = [_("Choose a file.")]
            return page("imports/new.html", form=form, largest=LARGEST), 422
        if len(db.session().scalars(select(ImportWork.id)).all()) >= MOST_WORK:
            raise TooLarge(_("Too many files lie here already. Finish one, or throw it away."))
        return redirect(url_for(".one", work_id=_kept(form)), 303)
    return page("imports/new.html", form=form, largest=LARGEST)


@imports.get("/imports/<uuid:work_id>")
@for_roles(*work.BRINGERS)
def one(work_id: UUID) -> ResponseReturnValue:
    found = _work(work_id)
    return _shown(found, MappingForm(data={"mapping": found.mapping}))


@imports.get("/imports/<uuid:work_id>/progress")
@for_roles(*work.BRINGERS)
def progress(work_id: UUID) -> ResponseReturnValue:
    """How far the work is, for the page that waits: a thousandth part, or none when it's done."""
    found = _work(work_id)
    return {"at": found.progress if found.wanted else None}


@imports.post("/imports/<uuid:work_id>/trial")
@for_roles(*work.BRINGERS)
def trial(work_id: UUID) -> ResponseReturnValue:
    found, form = _work(work_id), MappingForm()
    if not form.validate_on_submit():
        return _shown(found, form), 422
    shops = shops_of(db.session(), work.seen(found))
    text = (form.mapping.data or "").replace("\r\n", "\n")
    text = answered(text, (found.told or {}).get("asked", []), request.form, shops)
    return _want(found, "try", mapping=text, tried_at=None)


@imports.post("/imports/<uuid:work_id>/bringing")
@for_roles(*work.BRINGERS)
def bringing(work_id: UUID) -> ResponseReturnValue:
    found = _work(work_id)
    if found.tried_at is None or found.brought_at is not None or (found.told or {}).get("faults"):
        return redirect(url_for(".one", work_id=work_id), 303)
    return _want(found, "bring")


@imports.post("/imports/<uuid:work_id>/removal")
@for_roles(*work.BRINGERS)
def removal(work_id: UUID) -> ResponseReturnValue:
    work.throw_away(_work(work_id).id)
    return redirect(url_for(".index"), 303)


@imports.get("/imports/<uuid:work_id>/bad-rows.csv")
@for_roles(*work.BRINGERS)
def bad_rows(work_id: UUID) -> ResponseReturnValue:
    found = _work(work_id)
    path = work.folder_of(found.id) / "bad.csv"
    if not path.is_file():
        abort(404)
    answer: Response = send_file(path, "text/csv", as_attachment=True, download_name=f"{found.name}.bad.csv", max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@imports.post("/imports/<uuid:import_id>/undoing")
@for_roles(*work.BRINGERS)
def undoing(import_id: UUID) -> ResponseReturnValue:
    only_at_head_office(db.session())
    wanted = one_import(db.session(), import_id)
    if wanted is None or not _may_know(wanted.about):
        abort(404)
    with writing() as session:
        done = undo(session, current_app.extensions["kontuar.kinds"], import_id, the_person().id, now())
    ring()
    flash(_("“%(file)s” is being taken back. Nothing of it counts any more in a moment.", file=done.file), "good")
    return redirect(url_for(".index"), 303)


def _shown(found: ImportWork, form: MappingForm) -> str:
    told = found.told or {}
    asked = told.get("asked", [])
    shops = [(str(id), name) for id, name in shops_of(db.session(), work.seen(found)).names.items()] if asked else []
    fields = [
        (name, what, about, [("", _("Choose from the list.")), *(_orders(orders) if what == ORDER else shops)])
        for name, (what, about, orders) in zip(named(asked), asked, strict=True)
    ]
    return page("imports/work.html", work=found, told=told, form=form, asked=fields)


def _orders(orders: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Orders of day and month, each with the day that it makes of the file's example."""
    notation = current_notation()
    return [(order, f"{notation.day_of_year(day)} ({order})" if day else order) for order, day in orders]


def _may_know(about: Import) -> bool:
    """An import reaches into every shop: whoever sees the whole chain knows of it, and who brought it in."""
    return about.place_id in seen_places() or about.by == the_person().id


def _work(work_id: UUID) -> ImportWork:
    """A piece of work of the person's own."""
    found = db.session().get(ImportWork, work_id, populate_existing=True)
    if found is None or found.person_id != the_person().id:
        abort(404)
    return found


def _kept(form: FileForm) -> UUID:
    """The file that came, kept for the work on it; the log says so."""
    work_id, sent = new_id(), form.file.data
    name = (sent.filename or "file").replace("\\", "/").rsplit("/", 1)[-1][-120:]
    folder = work.folder_of(work_id)
    folder.mkdir(parents=True, mode=0o700)
    try:
        with full_disk_told(name):
            sent.save(folder / "file")
        size = (folder / "file").stat().st_size
        with writing() as session:
            moment = now()
            row = ImportWork(
                id=work_id, person_id=the_person().id, name=name, size=size, language=current_language().tag,
                sent_at=moment, mapping="", wanted="guess", wanted_at=moment, progress=0,
            )  # fmt: skip
            session.add(row)
            note(session, moment, "import.sent", name, person_id=the_person().id, size=size)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    ring()
    return work_id


def _want(found: ImportWork, step: str, **values: object) -> ResponseReturnValue:
    with writing() as session:
        row = session.get_one(ImportWork, found.id)
        if row.wanted is None:
            row.wanted, row.wanted_at, row.progress = step, now(), 0
            for name, value in values.items():
                setattr(row, name, value)
    ring()
    return redirect(url_for(".one", work_id=found.id), 303)
