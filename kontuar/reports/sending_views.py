"""The administrators' page of what goes out: whether mail does, and the webhooks that are told of alerts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotFound
from kontuar.core.ids import new_id, parse_id
from kontuar.core.mail.post import Standing, standing
from kontuar.core.people import Role
from kontuar.core.times import now, zone
from kontuar.reports.alerts.hooks import HookWrong, checked, remove, secret
from kontuar.reports.alerts.models import Webhook
from kontuar.reports.filters import seen_by_name, zone_of
from kontuar.reports.readers import at_head_office
from kontuar.reports.views import results
from kontuar.web.access import for_roles, must_see, the_person
from kontuar.web.errors import words
from kontuar.web.forms import Form
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext


class HookForm(Form):
    """Where alerts are to be sent, and of which places."""

    url = StringField(_l("Address"), [InputRequired(), Length(max=500)])
    place = SelectField(_l("Place"))


@results.get("/results/sending")
@for_roles(Role.ADMIN)
def sending() -> ResponseReturnValue:
    return page("results/sending.html", **_values(_form()))


@results.post("/results/webhooks")
@for_roles(Role.ADMIN)
def add_hook() -> ResponseReturnValue:
    form, url = _form(), ""
    place, sound = parse_id(form.place.data), form.validate_on_submit()
    if sound:
        try:
            url = checked(str(form.url.data))
        except HookWrong as problem:
            form.url.errors = [words(problem)]
    if not url or place is None:
        return page("results/sending.html", **_values(form)), 422
    must_see(place)
    moment = now()
    with writing() as session:
        session.add(Webhook(id=new_id(), place_id=place, url=url, made_at=moment))
        note(session, moment, "webhook.added", url, person_id=the_person().id, place_id=place)
    flash(_("Saved."), "good")
    return redirect(url_for("results.sending"), 303)


@results.post("/results/webhooks/<uuid:webhook_id>/removal")
@for_roles(Role.ADMIN)
def remove_hook(webhook_id: UUID) -> ResponseReturnValue:
    found = db.session().get(Webhook, webhook_id)
    if found is None:
        raise NotFound(detail="webhook")
    must_see(found.place_id)
    with writing() as session:
        hook = session.get(Webhook, webhook_id)
        if hook is not None:
            remove(session, hook)
            note(session, now(), "webhook.removed", hook.url, person_id=the_person().id, place_id=hook.place_id)
    return redirect(url_for("results.sending"), 303)


def _form() -> HookForm:
    if not at_head_office():
        raise NotFound(detail="sending")
    form = HookForm()
    form.place.choices = [(str(place.id), place.name) for place in seen_by_name(db.session())]
    return form


def _values(form: HookForm) -> dict[str, Any]:
    session, names = db.session(), {place.id: place.name for place in seen_by_name(db.session())}
    hooks = session.scalars(select(Webhook).where(Webhook.place_id.in_(names)).order_by(Webhook.made_at, Webhook.id))
    stands = standing(session)
    return {
        "headline": _headline(stands),
        "standing": stands,
        "form": form,
        "hooks": [
            {
                "url": hook.url, "place": names[hook.place_id], "answer": _answer(hook), "secret": secret(hook.id),
                "removal": url_for("results.remove_hook", webhook_id=hook.id),
            }
            for hook in hooks
        ],
    }  # fmt: skip


def _headline(stands: Standing) -> str:
    write = current_notation().whole
    if stands.given_up:
        n = stands.given_up
        return ngettext(
            "%(n)s mail couldn't be sent in 30 days", "%(n)s mails couldn't be sent in 30 days", n, n=write(n)
        )
    if stands.waiting:
        n = stands.waiting
        return ngettext("%(n)s mail waits to be tried again", "%(n)s mails wait to be tried again", n, n=write(n))
    return _("No mail is waiting")


def _answer(hook: Webhook) -> str:
    if hook.last_at is None or hook.last_status is None:
        return _("never")
    clock = zone(zone_of(db.session(), seen_by_name(db.session())))
    when = current_notation().moment(hook.last_at, clock)
    return _("%(answer)s, %(when)s", answer=str(hook.last_status) if hook.last_status else _("no answer"), when=when)
