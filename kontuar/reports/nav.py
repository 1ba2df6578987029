"""The doors to results in the sidebar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from kontuar.web.nav import Link, Section

RESULTS = Section(
    "",
    (
        Link(_l("Results"), "results.index", "today"),
        Link(_l("Trend"), "results.trend", "results"),
        Link(_l("Alerts"), "results.alerts", "warning"),
        Link(_l("Shops"), "results.shops", "compare"),
        Link(_l("Reasons"), "results.reasons", "action"),
        Link(_l("Comments"), "comments.index", "comment"),
        Link(_l("Knowledge"), "knowledge.index", "learn"),
        Link(_l("Standards"), "standards.index", "book"),
        Link(_l("Export"), "exports.index", "download"),
    ),
)
