"""The page of alerts: what evidence says of shops, who has taken note of it, and the targets it is held against."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import BooleanField, DecimalField, SelectField
from wtforms.validators import NumberRange, Optional

from kiosk.responses.scoring import Scale
from kiosk.surveys.document import Question
from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotFound
from kontuar.core.ids import parse_id
from kontuar.core.people import Role
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.reports import words
from kontuar.reports.alerts import sentences
from kontuar.reports.alerts.models import Alert, AlertReader, Target
from kontuar.reports.alerts.post import forget, reader_of, unseen
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import seen_by_name
from kontuar.reports.readers import READERS, at_head_office
from kontuar.reports.views import results
from kontuar.web.access import for_roles, must_see, seen_places, the_person
from kontuar.web.forms import Form
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _

KEEPERS = (Role.ADMIN, Role.ANALYST, Role.MANAGER)
MOST = 100


class TargetForm(Form):
    """What a question's score should at least be somewhere; nothing takes the target away."""

    place = SelectField(_l("Where"))
    question = SelectField(_l("Question"))
    value = DecimalField(
        _l("At least"), [Optional(), NumberRange(-100, 100)]
    )  # percent for shares, points for NPS, marks for the others


class WishForm(Form):
    """How somebody wants to hear of alerts, and in which hours he doesn't."""

    by_mail = BooleanField(_l("Tell me of alerts by e-mail"))
    quiet_from = SelectField(_l("Quiet from"))
    quiet_until = SelectField(_l("Quiet until"))


@results.get("/results/alerts")
@for_roles(*READERS)
def alerts() -> ResponseReturnValue:
    moment, values = now(), _values(_form())
    if unseen(db.session(), the_person()):
        with writing() as session:
            reader_of(session, the_person().id).seen_at = moment
    return page("results/alerts.html", **values)


@results.post("/results/alerts/<uuid:alert_id>/acknowledgement")
@for_roles(*KEEPERS)
def acknowledge(alert_id: UUID) -> ResponseReturnValue:
    found = db.session().get(Alert, alert_id)
    if found is None:
        raise NotFound(detail="alert")
    must_see(found.place_id)
    with writing() as session:
        alert = session.get_one(Alert, alert_id)
        if alert.acknowledged_at is None:
            alert.acknowledged_at, alert.acknowledged_by = now(), the_person().id
            note(
                session, now(), "alert.acknowledged", alert.question, person_id=the_person().id, place_id=alert.place_id
            )
    return redirect(url_for("results.alerts"), 303)


@results.post("/results/targets")
@for_roles(*KEEPERS)
def set_target() -> ResponseReturnValue:
    form = _form()
    place = parse_id(form.place.data)
    if not form.validate_on_submit() or place is None:
        return page("results/alerts.html", **_values(form)), 422
    must_see(place)
    survey, question = str(form.question.data).split("/", 1)
    with writing() as session:
        kept = session.get(Target, (place, survey, question))
        verb = "target.set" if form.value.data is not None else "target.removed"
        if form.value.data is not None:
            value = float(form.value.data) / _factor(sentences.questions()[survey, question][0])
            session.merge(
                Target(
                    place_id=place, survey=survey, question=question, value=value, set_by=the_person().id, set_at=now()
                )
            )
        elif kept is not None:
            session.delete(kept)
        note(session, now(), verb, question, person_id=the_person().id, place_id=place)
    flash(_("Saved."), "good")
    return redirect(url_for("results.alerts"), 303)


@results.post("/results/alerts/mail")
@for_roles(*READERS)
def alert_mail() -> ResponseReturnValue:
    form = _wishes()
    if not at_head_office():
        raise NotFound(detail="alert mail")
    if not form.validate_on_submit():
        return page("results/alerts.html", **_values(_form(), form)), 422
    with writing() as session:
        reader = reader_of(session, the_person().id)
        reader.by_mail = bool(form.by_mail.data)
        reader.quiet_from, reader.quiet_until = _hour(form.quiet_from.data), _hour(form.quiet_until.data)
        if not reader.by_mail:
            forget(session, the_person().id)
    flash(_("Saved."), "good")
    return redirect(url_for("results.alerts"), 303)


def _hour(text: str | None) -> int | None:
    return int(text) if text else None


def _wishes() -> WishForm:
    """How the person wants to hear of alerts, as it is kept."""
    reader = db.session().get(AlertReader, the_person().id)
    kept = [reader.quiet_from, reader.quiet_until] if reader else [21, 7]
    quiet = ["" if hour is None else str(hour) for hour in kept]
    form = WishForm(by_mail=reader is not None and reader.by_mail, quiet_from=quiet[0], quiet_until=quiet[1])
    hours = [("", "–"), *((str(hour), current_notation().time(time(hour))) for hour in range(24))]
    form.quiet_from.choices = form.quiet_until.choices = hours
    return form


def _values(form: TargetForm, wishes: WishForm | None = None) -> dict[str, Any]:
    session, places = db.session(), {place.id: place.name for place in seen_by_name(db.session())}
    which = select(Alert).where(Alert.place_id.in_(places)).order_by(Alert.raised_at.desc(), Alert.id)
    found = [sentences.said(alert, places[alert.place_id]) for alert in session.scalars(which.limit(MOST))]
    new = [one for one in found if not one["acknowledged"]]
    targets = session.scalars(
        select(Target).where(Target.place_id.in_(places)).order_by(Target.survey, Target.question)
    )
    settings: Settings = current_app.config["KONTUAR"]
    return {
        "headline": sentences.headline(len(new)),
        "new": new,
        "old": [one for one in found if one["acknowledged"]],
        "targets": [_target(target, places[target.place_id]) for target in targets],
        "form": form if the_person().holds(*KEEPERS) else None,
        "may": the_person().holds(*KEEPERS),
        "wishes": (wishes or _wishes()) if at_head_office() else None,
        "mail_set_up": bool(settings.mail_host),
        "keeps_ways": at_head_office() and the_person().holds(Role.ADMIN),
    }


def _target(target: Target, place: str) -> dict[str, str]:
    question, source = sentences.questions().get((target.survey, target.question), (None, ""))
    scale = scale_of(question) if question else None
    write = words.writing(scale or Scale.SMILEYS)
    name = words.title(question, source) if question else target.question
    return {"place": place, "question": name, "value": write.full(target.value)}


def _factor(question: Question) -> float:
    """Shares are written in percent."""
    return 100.0 if scale_of(question) in (Scale.SMILEYS, Scale.YESNO) else 1.0


def _form() -> TargetForm:
    form = TargetForm()
    places = [place for place in seen_by_name(db.session()) if place.id in seen_places()]
    form.place.choices = [(str(place.id), place.name) for place in places]
    form.question.choices = [
        (f"{survey}/{id}", f"{words.title(one, source)} ({words.short_name(scale_of(one) or Scale.SMILEYS)})")
        for (survey, id), (one, source) in sentences.questions().items()
    ]
    return form
