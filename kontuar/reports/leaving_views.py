"""The page behind a mail's last link: one press, by a person or by his mail program, ends such mails."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from kontuar.core.database import db, writing
from kontuar.core.errors import NotFound
from kontuar.core.people import Person
from kontuar.reports.alerts.models import AlertReader
from kontuar.reports.alerts.post import forget, reader_of
from kontuar.reports.kept.models import KeptView, Subscription
from kontuar.reports.leave_links import left
from kontuar.web.access import for_anyone
from kontuar.web.page import page
from kontuar.web.texts import gettext as _

leaving = Blueprint("leaving", __name__, template_folder="templates")


@leaving.get("/leave/<token>")
@for_anyone
def leave(token: str) -> ResponseReturnValue:
    what, id = left(token)
    return page("leaving/leave.html", what=_told(what, id), done=False)


@leaving.post("/leave/<token>")
@for_anyone
def leave_now(token: str) -> ResponseReturnValue:
    what, id = left(token)
    told = _told(what, id)
    with writing() as session:
        subscription = session.get(Subscription, id) if what == "view" else None
        if subscription is not None:
            session.delete(subscription)
        if what == "alerts" and session.get(AlertReader, id) is not None:
            reader_of(session, id).by_mail = False
            forget(session, id)
    return page("leaving/leave.html", what=told, done=True)


def _told(what: str, id: UUID) -> str:
    """What such mails are about."""
    if what == "alerts" and db.session().get(Person, id) is not None:
        return _("Alerts by e-mail")
    subscription = db.session().get(Subscription, id) if what == "view" else None
    view = db.session().get(KeptView, subscription.view_id) if subscription else None
    if view is None:
        raise NotFound(detail="leave")
    return view.name
