"""The doors to results in the sidebar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from kontuar.core.database import db
from kontuar.reports.alerts.post import unseen
from kontuar.web.access import the_person
from kontuar.web.nav import Link, Section


def new_alerts() -> int:
    """How many alerts the reader hasn't seen."""
    return unseen(db.session(), the_person())


RESULTS = Section(
    "",
    (
        Link(_l("Results"), "results.index", "today"),
        Link(_l("Trend"), "results.trend", "results"),
        Link(_l("Alerts"), "results.alerts", "warning", new_alerts),
        Link(_l("Shops"), "results.shops", "compare"),
        Link(_l("Reasons"), "results.reasons", "action"),
        Link(_l("Comments"), "comments.index", "comment"),
        Link(_l("Knowledge"), "knowledge.index", "learn"),
        Link(_l("Standards"), "standards.index", "book"),
        Link(_l("Export"), "exports.index", "download"),
    ),
)
