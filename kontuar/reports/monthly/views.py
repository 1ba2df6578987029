"""The page of the monthly report, made to be printed, and its PDF."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Blueprint, Flask, request, send_file
from flask.typing import ResponseReturnValue

from kontuar.core.database import db
from kontuar.reports import bar
from kontuar.reports.filters import Filters, FilterWrong, chosen
from kontuar.reports.monthly import months
from kontuar.reports.monthly.months import Months
from kontuar.reports.monthly.pdf import lacking, pdf
from kontuar.reports.monthly.sheets import sheets
from kontuar.reports.readers import READERS
from kontuar.web.access import for_roles
from kontuar.web.assets import add_assets
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _

monthly = Blueprint("monthly", __name__, template_folder="templates")
OFFERED = 25  # months that may be chosen, the latest first


@monthly.get("/results/report")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    filters, told = _asked()
    problem = lacking()
    return page(
        "monthly/report.html",
        filters=filters,
        fields=bar.fields(filters, without=("period", "language"), more=[_month_field(filters, told)]),
        problem=str(problem.message) if problem else "",
        pdf_url=filters.address("monthly.as_pdf", period=None, language=None, month=told.key),
        **sheets(db.session(), filters, told),
    )


@monthly.get("/results/report.pdf")
@for_roles(*READERS)
def as_pdf() -> ResponseReturnValue:
    filters, told = _asked()
    values = sheets(db.session(), filters, told)
    name = f"{values['place']} {told.key}.pdf".replace("/", "-")
    return send_file(io.BytesIO(pdf(values)), "application/pdf", as_attachment=True, download_name=name)


def _asked() -> tuple[Filters, Months]:
    asked = {name: request.args[name] for name in ("survey", "place") if name in request.args}
    filters = chosen(db.session(), asked)
    return filters, month_of(filters, request.args.get("month") or None)


def month_of(filters: Filters, wanted: str | None) -> Months:
    """The month asked for, else the last that is over. Raises FilterWrong for what isn't one."""
    told = months.months(wanted or months.before(filters.today, 2)[1], filters.today)
    if told is None:
        raise FilterWrong(detail="month")
    return told


def _month_field(filters: Filters, told: Months) -> bar.Field:
    keys = months.before(filters.today, OFFERED)
    keys += [told.key] if told.key not in keys else []
    notation = current_notation()
    return bar.Field("month", _("Month"), told.key, [(key, notation.month(f"{key}-01")) for key in keys])


def install(app: Flask) -> None:
    app.register_blueprint(monthly)
    add_assets(app, "monthly", Path(__file__).parent / "static")
