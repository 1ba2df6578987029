"""The rooms of reports: the blueprints app.py takes in at once, their work by themselves, the deeds the log tells of."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import lazy_gettext as _l

from kontuar.core.chores import Chore
from kontuar.core.deeds import Told
from kontuar.reports.alerts import hooks, post, watch
from kontuar.reports.kept import subscriptions

CHORES: tuple[Chore, ...] = (*watch.CHORES, *post.CHORES, *hooks.CHORES, *subscriptions.CHORES)
DEEDS = (
    Told(
        "answers",
        _l("comments and exports"),
        {
            "comment.hidden": _l("Comment hidden"),
            "comment.shown": _l("Comment shown again"),
            "answers.exported": _l("Taken home: %(what)s"),
        },
    ),
    Told(
        "views",
        _l("kept views"),
        {
            "view.kept": _l("View kept: %(what)s"),
            "view.removed": _l("View removed: %(what)s"),
            "view.subscribed": _l("Mail on a view: %(what)s"),
            "screen.made": _l("Wall screen made: %(what)s"),
            "screen.removed": _l("Wall screen removed: %(what)s"),
        },
    ),
    Told(
        "events",
        _l("events and alerts"),
        {
            "webhook.added": _l("Webhook added: %(what)s"),
            "webhook.removed": _l("Webhook removed: %(what)s"),
        },
    ),
)


def install(app: Flask) -> None:
    """Blueprints of results, comments, knowledge, standards, exports and the monthly report."""
    from kontuar.reports import alerts_views, control_views, kept_views, reasons_views, sending_views, shops_views  # noqa: F401
    from kontuar.reports.comments_views import comments
    from kontuar.reports.export.views import exports
    from kontuar.reports.kept.menu import kept_menu
    from kontuar.reports.knowledge_views import learning
    from kontuar.reports.leaving_views import leave_now, leaving
    from kontuar.reports.monthly import views as monthly_views
    from kontuar.reports.screens_views import walls
    from kontuar.reports.standards_views import standards
    from kontuar.reports.views import results
    from kontuar.web.assets import add_assets

    add_assets(app, "reports", Path(__file__).parent / "static")
    app.jinja_env.globals["kept_menu"] = kept_menu
    app.jinja_env.globals["few_below"] = app.config["KONTUAR"].too_few_below
    for room in (results, comments, learning, standards, exports, leaving, walls):
        app.register_blueprint(room)
    app.extensions["csrf"].exempt(leave_now)  # a mail program presses it, without a page of ours
    monthly_views.install(app)
