"""The page of control charts: one question of one place, step by step, its signals in words, and the events marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.events.facts import EventMarked
from kiosk.events.models import EventMark
from kiosk.events.queries import event
from kiosk.responses.queries import Division
from kiosk.surveys.document import Question
from kontuar.core.database import db, writing
from kontuar.core.deeds import note
from kontuar.core.errors import NotFound
from kontuar.core.ids import new_id, parse_id
from kontuar.core.people import Role
from kontuar.core.times import now
from kontuar.reports import bar, control_words, words
from kontuar.reports.choosing import first_day
from kontuar.reports.controlling import Controlled, controlled, kind_of
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import Filters, FilterWrong, chosen, seen_by_name
from kontuar.reports.marked import EventForm, marked, on_chart
from kontuar.reports.readers import READERS
from kontuar.reports.veiling import unveiled
from kontuar.reports.views import results
from kontuar.sync.recording import record
from kontuar.web.access import for_roles, must_see, seen_places, the_person
from kontuar.web.charts import control as drawing
from kontuar.web.charts.canvas import FULL, Sheet
from kontuar.web.charts.figures import Writing
from kontuar.web.charts.timeline import Calendar
from kontuar.web.locale import current_language, current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.views import inside

MARKERS = (Role.ADMIN, Role.ANALYST, Role.MANAGER)
BACK = {Division.DAY: 90, Division.WEEK: 26 * 7, Division.MONTH: 730}  # days shown where no time is chosen
BASELINES = (0, 10, 20, 30)


@results.get("/results/control")
@for_roles(*READERS)
def control() -> ResponseReturnValue:
    by, baseline = _by(), _baseline()
    filters = _filters(by)
    question = _question(filters)
    return page("results/control.html", **_values(filters, question, by, baseline, _form(filters)))


@results.post("/results/events")
@for_roles(*MARKERS)
def mark_event() -> ResponseReturnValue:
    by, baseline = _by(), _baseline()
    filters = _filters(by)
    form = _form(filters)
    place = parse_id(form.place.data)
    if not form.validate_on_submit() or place is None or form.day.data is None:
        values = _values(filters, _question(filters), by, baseline, form)
        return page("results/control.html", **values), 422
    must_see(place)
    survey = filters.survey.key if filters.survey and form.only_survey.data else None
    told = EventMarked(
        new_id(),
        form.day.data.isoformat(),
        str(form.name.data).strip(),
        bool(form.limits_anew.data),
        the_person().id,
        survey,
    )
    _write(place, told, "event.marked")
    return redirect(filters.address("results.control", **_kept()), 303)


@results.post("/results/events/<uuid:place_id>/<uuid:event_id>/withdrawal")
@for_roles(*MARKERS)
def withdraw_event(place_id: UUID, event_id: UUID) -> ResponseReturnValue:
    must_see(place_id)
    found = event(db.session(), place_id, event_id)
    if found is None:
        raise NotFound(detail="event")
    told = EventMarked(
        event_id, found.day, found.name, found.limits_anew, the_person().id, found.survey, withdrawn=True
    )
    _write(place_id, told, "event.taken-back")
    return redirect(inside(request.form.get("back", ""), "/results/control"), 303)


def _write(place: UUID, told: EventMarked, verb: str) -> None:
    moment = now()
    with writing() as session:
        record(session, current_app.extensions["kontuar.kinds"], "kiosk.event-marked", told, place, moment)
        note(session, moment, verb, told.name, person_id=the_person().id, place_id=place, day=told.day)


def _values(
    filters: Filters, question: Question | None, by: Division, baseline: int, form: EventForm
) -> dict[str, Any]:
    """What the page is made of."""
    session = db.session()
    happened = marked(session, filters)
    told = None
    if question is not None:
        changes = [mark.day for mark in happened if mark.limits_anew]
        told = controlled(session, filters.scope, question, filters.period, by, changes=changes, baseline=baseline)
    return {
        "filters": filters,
        "fields": bar.fields(filters, more=_fields(filters, question, by, baseline)),
        "question": question,
        "headline": control_words.headline(told),
        "lead": _("%(place)s. %(period)s.", place=_where(filters), period=words.period(filters.period)),
        "told": told,
        "signals": control_words.signals(told) if told else [],
        "advice": control_words.advice(told) if told else "",
        "notes": control_words.about_points(told) if told else [],
        "chart_kind": control_words.kind_words(told.chart.kind) if told else "",
        "events": [_event(mark) for mark in reversed(happened)],
        "form": form if the_person().holds(*MARKERS) else None,
        "mark_url": filters.address("results.mark_event", **_kept()),
    } | (_drawn(told, happened) if told and told.keys else {})


def _drawn(told: Controlled, happened: Sequence[EventMark]) -> dict[str, Any]:
    """The chart and the table behind it."""
    notation, write, factor = current_notation(), _writing(told.question), 100 if told.chart.kind == "u" else 1
    name = _name(told.question)
    title = _("%(score)s step by step, between the limits of its ordinary up and down", score=name)
    sheet = Sheet("control", title, control_words.headline(told), width=FULL, rtl=current_language().direction == "rtl")
    told_marks = control_words.marks(told)
    points = [
        drawing.Controlled(
            first_day(key), dot.value * factor, dot.centre * factor, dot.low * factor, dot.high * factor, mark, number,
            begins=at in told.chart.starts,
        )
        for at, (key, dot, (mark, number)) in enumerate(zip(told.keys, told.chart.dots, told_marks, strict=True))
    ]  # fmt: skip
    chart = drawing.control(
        sheet, points, write, Calendar(month=notation.month_short, day=notation.day_short),
        drawing.Limits(_("upper limit"), _("middle"), _("lower limit")),
        events=on_chart(happened), nothing=_("Too few answers in every step"),
    )  # fmt: skip
    rows = [
        {
            "name": control_words.step_name(told.by, key), "n": notation.whole(told.sizes[at]), "signals": number,
            "value": write.full(points[at].value), "low": write.bare(points[at].low),
            "centre": write.bare(points[at].centre), "high": write.bare(points[at].high),
        }
        for at, (key, (_mark, number)) in enumerate(zip(told.keys, told_marks, strict=True))
    ]  # fmt: skip
    first = {Division.DAY: _("Day"), Division.WEEK: _("Week from"), Division.MONTH: _("Month")}[told.by]
    return {"chart": chart, "rows": list(reversed(rows)), "first": first, "name": name}


def _filters(by: Division) -> Filters:
    """The filters of the address; where no time is chosen, as many steps back as a chart needs."""
    if any(request.args.get(name) for name in ("period", "from", "to")):
        return unveiled(db.session(), chosen(db.session()))
    today = chosen(db.session()).today
    start = (date.fromisoformat(today) - timedelta(days=BACK[by])).isoformat()
    return unveiled(db.session(), chosen(db.session(), {**request.args.to_dict(), "from": start, "to": today}))


def _by() -> Division:
    wanted = request.args.get("by") or Division.WEEK.value
    if wanted not in {each.value for each in bar.STEPS}:
        raise FilterWrong(detail="by")
    return Division(wanted)


def _baseline() -> int:
    wanted = request.args.get("baseline") or "0"
    if wanted not in {str(each) for each in BASELINES}:
        raise FilterWrong(detail="baseline")
    return int(wanted)


def _kept() -> dict[str, str | None]:
    return {name: request.args.get(name) for name in ("question", "by", "baseline")}


def _charted(filters: Filters) -> list[Question]:
    """The questions that have a chart, those with a score first."""
    return [*filters.scales, *(each for each in filters.questions.values() if kind_of(each) == "u")]


def _question(filters: Filters) -> Question | None:
    wanted, found = request.args.get("question"), _charted(filters)
    if not wanted:
        return found[0] if found else None
    question = next((each for each in found if each.id == wanted), None)
    if question is None:
        raise FilterWrong(detail="question")
    return question


def _fields(filters: Filters, question: Question | None, by: Division, baseline: int) -> list[bar.Field]:
    source = filters.survey.source if filters.survey else ""
    asked = [(each.id, words.title(each, source)) for each in _charted(filters)] or [("", "")]
    fixed = [("", _("all steps"))]
    fixed += [(str(n), _("the first %(n)s", n=current_notation().whole(n))) for n in BASELINES if n]
    return [
        bar.Field("question", _("Question"), question.id if question else "", asked),
        bar.Field("by", _("Steps"), by, [(each.value, str(label)) for each, label in bar.STEPS.items()]),
        bar.Field("baseline", _("Limits from"), str(baseline or ""), fixed),
    ]


def _form(filters: Filters) -> EventForm:
    here = str(filters.only.id) if filters.only else None
    form = EventForm(data={"day": date.fromisoformat(filters.today), "place": here})
    form.place.choices = [(str(place.id), place.name) for place in seen_by_name(db.session())]
    return form


def _event(mark: EventMark) -> dict[str, Any]:
    names = {place.id: place.name for place in seen_by_name(db.session())}
    mine = the_person().holds(*MARKERS) and mark.place_id in seen_places()
    return {
        "name": mark.name,
        "day": current_notation().day_of_year(mark.day),
        "place": names.get(mark.place_id, _("All places")),
        "limits_anew": mark.limits_anew,
        "withdrawal": url_for("results.withdraw_event", place_id=mark.place_id, event_id=mark.event_id) if mine else "",
    }


def _where(filters: Filters) -> str:
    return filters.only.name if filters.only else filters.place.name if filters.place else _("All places")


def _name(question: Question) -> str:
    scale = scale_of(question)
    return words.score_name(scale) if scale else _("Reasons per 100 responses")


def _writing(question: Question) -> Writing:
    scale = scale_of(question)
    return words.writing(scale) if scale else words.mentions()
