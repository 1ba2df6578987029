"""Pages of kept views: keeping one, its name, who sees it, the mail on it, its screens."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotAllowed, NotFound
from kontuar.core.ids import new_id
from kontuar.core.mail.post import settings
from kontuar.core.times import now
from kontuar.reports.first import weekdays
from kontuar.reports.kept import screens, shelf, subscriptions
from kontuar.reports.kept.models import KeptView
from kontuar.reports.readers import READERS, at_head_office
from kontuar.reports.views import results
from kontuar.web.access import for_roles, the_person
from kontuar.web.errors import words
from kontuar.web.forms import Form
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _


class ViewForm(Form):
    """What a view is called, and whether all who may see results find it."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=80)])
    shared = BooleanField(_l("Share it with all who see results"))
    address = HiddenField()


class MailForm(Form):
    """How often somebody wants a mail on a view."""

    often = SelectField(_l("How often"))


@results.get("/results/views/new")
@for_roles(*READERS)
def keep() -> ResponseReturnValue:
    address = request.args.get("address") or url_for("results.index")
    shelf.asked(address)
    return page("kept/new.html", form=ViewForm(formdata=None, address=address), back=address)


@results.post("/results/views")
@for_roles(*READERS)
def keep_now() -> ResponseReturnValue:
    form = ViewForm()
    endpoint, query = shelf.asked(str(form.address.data or ""))
    if form.validate_on_submit():
        moment = now()
        view = KeptView(
            id=new_id(), person_id=the_person().id, name=" ".join(str(form.name.data).split()), endpoint=endpoint,
            query=query, shared=bool(form.shared.data), made_at=moment,
        )  # fmt: skip
        try:
            with writing() as session:
                shelf.keep(session, view)
                note(session, moment, "view.kept", view.name, person_id=the_person().id, shared=view.shared)
            return redirect(url_for("results.view", view_id=view.id), 303)
        except shelf.Enough as problem:
            form.name.errors = [words(problem)]
    return page("kept/new.html", form=form, back=form.address.data), 422


@results.get("/results/views/<uuid:view_id>")
@for_roles(*READERS)
def view(view_id: UUID) -> ResponseReturnValue:
    return page("kept/view.html", **values(_found(view_id)))


@results.post("/results/views/<uuid:view_id>")
@for_roles(*READERS)
def change_view(view_id: UUID) -> ResponseReturnValue:
    kept, form = _changeable(view_id), ViewForm()
    if not form.validate_on_submit():
        return page("kept/view.html", **values(kept, form=form)), 422
    with writing() as session:
        row = session.get_one(KeptView, view_id)
        row.name, row.shared = " ".join(str(form.name.data).split()), bool(form.shared.data)
        note(session, now(), "view.kept", row.name, person_id=the_person().id, shared=row.shared)
    flash(_("Saved."), "good")
    return redirect(url_for("results.view", view_id=view_id), 303)


@results.post("/results/views/<uuid:view_id>/removal")
@for_roles(*READERS)
def remove_view(view_id: UUID) -> ResponseReturnValue:
    kept = _changeable(view_id)
    back = shelf.address(kept)
    with writing() as session:
        row = session.get(KeptView, view_id)
        if row is not None:
            shelf.remove(session, row)
            note(session, now(), "view.removed", row.name, person_id=the_person().id)
    return redirect(back, 303)


@results.post("/results/views/<uuid:view_id>/mail")
@for_roles(*READERS)
def view_mail(view_id: UUID) -> ResponseReturnValue:
    kept, form = _found(view_id), _mail_form(view_id)
    if form is None:
        raise NotFound(detail="mail")
    if not form.validate_on_submit():
        return page("kept/view.html", **values(kept, mail=form)), 422
    often, moment = str(form.often.data), now()
    with writing() as session:
        if often:
            weekday = None if often == "daily" else int(often)
            subscriptions.subscribe(session, kept, the_person(), weekday, moment)
            note(session, moment, "view.subscribed", kept.name, person_id=the_person().id)
        else:
            subscriptions.unsubscribe(session, view_id, the_person().id)
    flash(_("Saved."), "good")
    return redirect(url_for("results.view", view_id=view_id), 303)


def values(kept: KeptView, **given: Any) -> dict[str, Any]:
    """What the page of a view is made of; `given` forms come back with what was wrong in them."""
    session = db.session()
    changeable = shelf.may_change(session, the_person(), kept)
    form = ViewForm(name=kept.name, shared=kept.shared, address=shelf.path(kept)) if changeable else None
    return {
        "kept": kept,
        "address": shelf.address(kept),
        "form": given.get("form") or form,
        "mail": given.get("mail") or _mail_form(kept.id),
        "mail_set_up": bool(settings().mail_host),
        "may_hang": the_person().holds(*screens.MAKERS),
        "screens": [
            {
                "by": by, "made": current_notation().day(screen.made_at.date()),
                "removal": url_for("results.remove_screen", view_id=kept.id, screen_id=screen.id),
            }
            for screen, by in screens.of_view(session, kept, the_person())
        ],
    }  # fmt: skip


def _mail_form(view_id: UUID) -> MailForm | None:
    """How often the person gets a mail; None where this installation writes none."""
    if not at_head_office():
        return None
    row = subscriptions.of(db.session(), view_id, the_person().id)
    form = MailForm(often="" if row is None else "daily" if row.weekday is None else str(row.weekday))
    name = current_notation().weekday  # the 16th was a Monday
    weekly = [(str(day), _("weekly, %(weekday)s", weekday=name(date(2026, 11, 16 + day)))) for day in weekdays()]
    form.often.choices = [("", _("never")), ("daily", _("every day")), *weekly]
    return form


def _found(view_id: UUID) -> KeptView:
    return shelf.found(db.session(), the_person(), view_id)


def _changeable(view_id: UUID) -> KeptView:
    kept = _found(view_id)
    if not shelf.may_change(db.session(), the_person(), kept):
        raise NotAllowed(detail="view")
    return kept
