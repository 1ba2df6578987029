"""Pages of the Book: its clauses, one clause, publishing an edition."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kontuar.core import places
from kontuar.core.database import db, writing
from kontuar.core.errors import NotFound
from kontuar.core.languages import Language, language
from kontuar.core.people import Role
from kontuar.core.times import now
from kontuar.web.access import current_visit, for_people, for_roles, the_person
from kontuar.web.locale import current_language
from kontuar.web.page import page
from lms.standards.checking import dropped, read_book
from lms.standards.document import Book
from lms.standards.forms import FileForm
from lms.standards.publishing import may_publish, publish_book
from lms.standards.queries import book_in_force, editions

book = Blueprint("book", __name__, template_folder="templates")
READERS = (Role.ADMIN, Role.AUTHOR, Role.ANALYST, Role.MANAGER)
WRITERS = (Role.ADMIN, Role.AUTHOR)


@book.get("/book")
@for_people
def index() -> ResponseReturnValue:
    found = book_in_force(db.session())
    today = now().astimezone(chain_zone()).date().isoformat()
    overdue = found.overdue(today) if found and is_reader() else ()
    history = editions(db.session()) if is_reader() else []
    return page(
        "book/index.html", book=found, overdue=overdue, history=history, may_write=may_write(), zone=chain_zone(),
        **_reading(found),
    )  # fmt: skip


@book.get("/book/<clause_id>")
@for_people
def clause(clause_id: str) -> ResponseReturnValue:
    found = book_in_force(db.session())
    one = found.clause(clause_id) if found else None
    if found is None or one is None:
        raise NotFound(detail=clause_id)
    before, after = found.beside(clause_id)
    return page(
        "book/clause.html", book=found, clause=one, part=found.part_of(clause_id), before=before, after=after,
        is_reader=is_reader(), **_reading(found),
    )  # fmt: skip


@book.route("/book/editions/new", methods=["GET", "POST"])
@for_roles(*WRITERS)
def new() -> ResponseReturnValue:
    form, before = FileForm(), book_in_force(db.session())
    if not form.validate_on_submit():
        return page("book/new.html", form=form, sent=False)
    found, faults = read_book(form.contents)
    if found is not None and form.publish.data:
        with writing() as session:
            definition, changed = publish_book(session, found, now(), the_person().id)
        if changed:
            flash(_("The Book is published as edition %(number)s.", number=definition.version), "good")
        else:
            flash(_("This edition was in force already, just so."), "message")
        return redirect(url_for(".index"), 303)
    gone = dropped(found, before) if found and before else ()
    shown = page("book/new.html", form=form, sent=True, book=found, faults=faults, gone=gone)
    return shown, 200 if found else 422


def is_reader() -> bool:
    """Whether somebody works with the Book, beyond reading what he goes by; a visit by PIN is a learner's."""
    return current_visit().means == "password" and the_person().holds(*READERS)


def may_write() -> bool:
    return is_reader() and the_person().holds(*WRITERS) and may_publish(db.session())


def chain_zone() -> tzinfo:
    """The clock that head office's days are told by: the chain's."""
    chain = places.chain(db.session())
    return ZoneInfo(chain.time_zone if chain else "UTC")


def _reading(found: Book | None) -> dict[str, Any]:
    """How the Book is shown: in the reader's language, else its source; in the sidebar's layout to those who have one."""
    layout = "layout/app.html" if is_reader() else "layout/hand.html"
    return {"layout": layout, "spoken": _spoken(found) if found else None}


def _spoken(found: Book) -> Language:
    here = current_language()
    return here if here.tag in found.languages else language(found.source)
