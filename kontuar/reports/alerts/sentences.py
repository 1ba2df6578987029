"""Sentences: an alert in words, for its page and for mail: what, of which days, on how many answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for

from kiosk.responses.scoring import Scale
from kiosk.surveys.document import Question
from kontuar.core.database import db
from kontuar.core.evidence import Evidence
from kontuar.reports import documents, words
from kontuar.reports.alerts.models import Alert
from kontuar.reports.choosing import Period
from kontuar.reports.documents import scale_of
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext


def headline(n: int) -> str:
    """How many alerts nobody has looked at."""
    if not n:
        return _("Nothing that isn't chance")
    return ngettext("%(n)s alert needs a look", "%(n)s alerts need a look", n, n=current_notation().whole(n))


def said(alert: Alert, place: str, *, outside: bool = False) -> dict[str, Any]:
    """An alert in words: what, of which days, on how many answers. `outside` the pages addresses are whole."""
    question, _source = questions().get((alert.survey, alert.question), (None, ""))
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
            "results.control", place=alert.place_id, survey=alert.survey, question=alert.question, by="week",
            _external=outside,
        ),
    }  # fmt: skip


def _days(alert: Alert) -> Period:
    first = date.fromisoformat(alert.day) - timedelta(days=alert.days - 1)
    return Period(first.isoformat(), alert.day)


def questions() -> dict[tuple[str, str], tuple[Question, str]]:
    """Every question with a score and the language it was written in, by survey and id."""
    surveys = documents.latest(documents.surveys(db.session()))
    return {
        (survey.key, one.id): (one, survey.source)
        for survey in surveys.values()
        for one in survey.questions
        if scale_of(one)
    }
