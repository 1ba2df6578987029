"""The page of exports: choose in the address, see how much it is, and get it as a zip that is made while it is sent."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, stream_with_context
from flask.typing import ResponseReturnValue

from kontuar.core import installation
from kontuar.core.database import db
from kontuar.core.errors import Problem
from kontuar.core.times import now
from kontuar.reports.export.asking import check
from kontuar.reports.export.choices import Choice, choice, fields
from kontuar.reports.export.formats import FORMATS, fits
from kontuar.reports.export.log import noted
from kontuar.reports.export.packing import zipped
from kontuar.reports.export.rights import EXPORTERS, right_of
from kontuar.reports.export.tables import Moment, moment, subjects, table
from kontuar.web.access import for_roles, the_person
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext

exports = Blueprint("exports", __name__, template_folder="../templates")


@exports.get("/export")
@for_roles(*EXPORTERS)
def index() -> ResponseReturnValue:
    chosen = choice(db.session(), the_person())
    return _shown(chosen, *_looked_at(chosen))


@exports.post("/export")
@for_roles(*EXPORTERS)
def taken() -> ResponseReturnValue:
    chosen = choice(db.session(), the_person())
    count, problem = _looked_at(chosen)
    if problem is not None:
        return _shown(chosen, count, problem)
    at = _moment(chosen)
    secret = installation.secret(current_app.config["KONTUAR"].keys)
    found = table(db.session(), chosen.asked, at, secret)
    noted(chosen.asked, at, the_person().id)
    answer = Response(stream_with_context(zipped(found)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _moment(chosen: Choice) -> Moment:
    return moment(db.session(), chosen.asked, chosen.within, now())


def _looked_at(chosen: Choice) -> tuple[int, Problem | None]:
    """How many responses or attempts it would be, and why it can't be had."""
    count = 0
    try:
        check(chosen.asked)
        count = subjects(db.session(), chosen.asked, _moment(chosen))
        fits(chosen.asked.format, count)
    except Problem as problem:
        return count, problem
    return count, None


def _shown(chosen: Choice, count: int, problem: Problem | None) -> ResponseReturnValue:
    right = right_of(the_person())
    shown = page(
        "results/export.html",
        fields=fields(db.session(), the_person(), chosen),
        count=count,
        counted=_counted(chosen, count),
        problem=problem.message if problem else "",
        format=FORMATS[chosen.asked.format],
        asked=chosen.asked,
        right=right,
        here=request.full_path.rstrip("?"),
    )
    return shown, problem.status if problem else 200


def _counted(chosen: Choice, count: int) -> str:
    n = current_notation().whole(count)
    if chosen.asked.what == "attempts":
        return ngettext("%(n)s attempt at a quiz", "%(n)s attempts at quizzes", count, n=n)
    return ngettext("%(n)s response", "%(n)s responses", count, n=n) if count else _("Nothing to take")
