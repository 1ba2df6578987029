"""The page of alerts: what evidence says of shops, who has taken note of it, and the targets it is held against."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import DecimalField, SelectField
from wtforms.validators import NumberRange, Optional

from kiosk.responses.scoring import Scale
from kiosk.surveys.document import Question
from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotFound
from kontuar.core.evidence import Evidence
from kontuar.core.ids import parse_id
from kontuar.core.people import Role
from kontuar.core.times import now
from kontuar.reports import documents, words
from kontuar.reports.alerts.models import Alert, Target
from kontuar.reports.choosing import Period
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import seen_by_name
from kontuar.reports.views import READERS, results
from kontuar.web.access import for_roles, must_see, seen_places, the_person
from kontuar.web.forms import Form
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext

KEEPERS = (Role.ADMIN, Role.ANALYST, Role.MANAGER)
MOST = 100


class TargetForm(Form):
    """What a question's score should at least be somewhere; nothing takes the target away."""

    place = SelectField(_l("Where"))
    question = SelectField(_l("Question"))
    value = DecimalField(
        _l("At least"), [Optional(), NumberRange(-100, 100)]
    )  # percent for shares, points for NPS, marks for the others


@results.get("/results/alerts")
@for_roles(*READERS)
def alerts() -> ResponseReturnValue:
    return page("results/alerts.html", **_values(_form()))


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
            value = float(form.value.data) / _factor(_questions()[survey, question][0])
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


def _values(form: TargetForm) -> dict[str, Any]:
    session, places = db.session(), {place.id: place.name for place in seen_by_name(db.session())}
    which = select(Alert).where(Alert.place_id.in_(places)).order_by(Alert.raised_at.desc(), Alert.id)
    found = [_said(alert, places[alert.place_id]) for alert in session.scalars(which.limit(MOST))]
    new = [one for one in found if not one["acknowledged"]]
    targets = session.scalars(
        select(Target).where(Target.place_id.in_(places)).order_by(Target.survey, Target.question)
    )
    n = len(new)
    headline = _("Nothing that isn't chance") if not n else ngettext(
        "%(n)s alert needs a look", "%(n)s alerts need a look", n, n=current_notation().whole(n)
    )  # fmt: skip
    return {
        "headline": headline,
        "new": new,
        "old": [one for one in found if one["acknowledged"]],
        "targets": [_target(target, places[target.place_id]) for target in targets],
        "form": form if the_person().holds(*KEEPERS) else None,
        "may": the_person().holds(*KEEPERS),
    }


def _said(alert: Alert, place: str) -> dict[str, Any]:
    """An alert in words: what, of which days, on how many answers."""
    question, _source = _questions().get((alert.survey, alert.question), (None, ""))
    scale = scale_of(question) if question else None
    write = words.writing(scale or Scale.SMILEYS)
    notation = current_notation()
    values = {
        "place": place, "score": write.full(alert.value), "beside": write.full(alert.beside),
        "period": words.period(_days(alert)), "n": notation.whole(alert.n),
    }  # fmt: skip
    if alert.evidence == Evidence.FELL:
        why = _(
            "%(score)s, %(period)s; %(beside)s in the 91 days before, n %(n)s. "
            "Among all shops and questions chance does this once in a hundred days, or more seldom.",
            **values,
        )
        title = _("%(place)s: lower than before", place=place)
    else:
        why = _(
            "%(score)s, %(period)s, n %(n)s: the whole interval lies below %(beside)s.",
            **values,
        )
        title = _("%(place)s: below the target", place=place)
    return {
        "title": title,
        "why": why,
        "name": words.score_name(scale) if scale else alert.question,
        "acknowledged": notation.day_of_year(alert.acknowledged_at.date()) if alert.acknowledged_at else "",
        "acknowledgement": url_for("results.acknowledge", alert_id=alert.id),
        "chart": url_for(
            "results.control", place=alert.place_id, survey=alert.survey, question=alert.question, by="week"
        ),
    }  # fmt: skip


def _days(alert: Alert) -> Period:
    first = date.fromisoformat(alert.day) - timedelta(days=alert.days - 1)
    return Period(first.isoformat(), alert.day)


def _target(target: Target, place: str) -> dict[str, str]:
    question, source = _questions().get((target.survey, target.question), (None, ""))
    scale = scale_of(question) if question else None
    write = words.writing(scale or Scale.SMILEYS)
    name = words.title(question, source) if question else target.question
    return {"place": place, "question": name, "value": write.full(target.value)}


def _questions() -> dict[tuple[str, str], tuple[Question, str]]:
    """Every question with a score and the language it was written in, by survey and id."""
    surveys = documents.latest(documents.surveys(db.session()))
    return {
        (survey.key, one.id): (one, survey.source)
        for survey in surveys.values()
        for one in survey.questions
        if scale_of(one)
    }


def _factor(question: Question) -> float:
    """Shares are written in percent."""
    return 100.0 if scale_of(question) in (Scale.SMILEYS, Scale.YESNO) else 1.0


def _form() -> TargetForm:
    form = TargetForm()
    places = [place for place in seen_by_name(db.session()) if place.id in seen_places()]
    form.place.choices = [(str(place.id), place.name) for place in places]
    form.question.choices = [
        (f"{survey}/{id}", f"{words.title(one, source)} ({words.short_name(scale_of(one) or Scale.SMILEYS)})")
        for (survey, id), (one, source) in _questions().items()
    ]
    return form
