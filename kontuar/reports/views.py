"""Pages of results: today and this month, the trend, the shops, the reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kiosk.responses.queries import Division, counts, days
from kiosk.responses.scoring import change, score
from kiosk.surveys.document import Question
from kontuar.core.database import db
from kontuar.core.thresholds import thresholds
from kontuar.reports import bar, words
from kontuar.reports.choosing import Period, back, first_day, grain
from kontuar.reports.documents import scale_of
from kontuar.reports.export.rights import EXPORTERS
from kontuar.reports.filters import Filters, FilterWrong, chosen
from kontuar.reports.first import Fixing, drawn_hours, fixing
from kontuar.reports.marked import marked, on_chart
from kontuar.reports.overview import Named, Overview, overview
from kontuar.reports.readers import READERS
from kontuar.reports.rows import clause_links, comment_rows
from kontuar.reports.spread import drawn_spread
from kontuar.reports.trends import Step, Trend, draw_trend, read_trend
from kontuar.reports.veiling import unveiled
from kontuar.web.access import for_roles, the_person
from kontuar.web.charts.timeline import Event
from kontuar.web.errors import split
from kontuar.web.locale import current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _

results = Blueprint("results", __name__, template_folder="templates")
WEEKS = 25


@results.app_errorhandler(FilterWrong)
def wrong(problem: FilterWrong) -> ResponseReturnValue:
    title, rest = split(str(problem.message))
    return page("results/wrong.html", title=title, rest=rest, begin=request.path), problem.status


@results.get("/results")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    filters = unveiled(session, chosen(session))
    read = overview(session, filters)
    fixed = fixing(session, filters, read)
    values: dict[str, Any] = {
        "headline": _headline(filters, read, fixed),
        "lead": _lead(filters, read.taken.all),
        "fixed": fixed,
        **drawn_hours(session, filters, read),
    }
    if read.lead is not None:
        told = read_trend(session, filters.scope, read.lead.question, back(filters.period.end, WEEKS), Division.WEEK)
        values |= (
            _drawn(told, filters, width=654)
            | drawn_spread(filters, read.lead)
            | {
                "told": told,
                "today_stat": words.stat(words.score_name(read.lead.scale), read.lead.scale, read.today),
            }
        )
    return page(
        "results/overview.html",
        filters=filters,
        fields=bar.fields(filters),
        read=read,
        strip=_strip(read),
        today_note=current_notation().day(filters.today),
        reasons=[_reason(filters, named) for named in read.reasons[:3] if named.mention.share.successes],
        comments=comment_rows(session, filters, read.voices, the_person()),
        scale_names=[one.scale.value for one in read.scored],
        earlier=words.period(filters.earlier),
        export_url=_export_url(filters) if the_person().holds(*EXPORTERS) else "",
        **values,
    )


@results.get("/results/trend")
@for_roles(*READERS)
def trend() -> ResponseReturnValue:
    session = db.session()
    filters = unveiled(session, chosen(session))
    question = filters.question(request.args.get("question"))
    by = _by(filters)
    values: dict[str, Any] = {"n": 0, "lead": _lead(filters, None), "headline": _("No score in this time")}
    if question is not None:
        values |= _trend_values(filters, question, by)
    steps = bar.Field("by", _("Steps"), by, [(each.value, str(label)) for each, label in bar.STEPS.items()])
    fields = bar.fields(filters, question=question, more=[steps])
    return page("results/trend.html", filters=filters, fields=fields, question=question, **values)


def _trend_values(filters: Filters, question: Question, by: Division) -> dict[str, Any]:
    session, scale = db.session(), scale_of(question)
    assert scale is not None and filters.survey is not None
    now, then = (counts(session, scope, question.id) for scope in (filters.scope, filters.before))
    one, beside = score(scale, now), change(scale, now, then)
    told = read_trend(session, filters.scope, question, filters.period, by)
    return {
        "n": one.n if one else 0,
        "headline": words.headline(scale, one, beside, None),
        "shown": words.stat(words.score_name(scale), scale, one, beside),
        "before": words.stat(words.period(filters.earlier), scale, score(scale, then)),
        "earlier": words.period(filters.earlier),
        "note": _(
            "Band: %(sure)s interval. A gap: fewer than %(few)s answers.",
            sure=current_notation().percent(0.95),
            few=current_notation().whole(thresholds().too_few_below),
        ),
        **_drawn(told, filters, width=1048),
    }


def _by(filters: Filters) -> Division:
    wanted = request.args.get("by")
    if not wanted:
        return grain(filters.period)
    if wanted not in {each.value for each in bar.STEPS}:
        raise FilterWrong(detail="by")
    return Division(wanted)


def _strip(read: Overview) -> list[words.Stat]:
    """The three figures: what leads, NPS, how many finish."""
    found = [words.stat(words.score_name(one.scale), one.scale, one.score, one.change) for one in read.scored]
    if read.finished is not None:
        verdict, told = words.verdict_of(read.finished_change, None)
        if verdict in ("rose", "fell"):
            told = None
        before, after = current_notation().percent_sign
        few = read.finished.total < 10
        left = _("left in the middle: %(n)s", n=current_notation().whole(read.taken.abandoned))
        found.append(
            words.Stat(
                _("Finished surveys"),
                words.NOTHING if few else before + current_notation().hundredths(read.finished.value),
                "" if few else after,
                words.counted(read.finished.total)
                if few
                else words.interval(words.measure_of_share(read.finished), words.shares(), left),
                "few" if few else verdict,
                told,
            )
        )
    return found


def _headline(filters: Filters, read: Overview, fixed: Fixing) -> str:
    if filters.survey is None:
        return _("Nothing is asked yet")
    if read.lead is None:
        return words.responses(read.taken.all)
    if fixed.name:
        return _("To fix first: %(reason)s", reason=fixed.name)
    cause = read.cause
    named = (words.said(cause.label, filters.survey.source), "") if cause else None
    return words.headline(read.lead.scale, read.lead.score, read.lead.change, named)


def _lead(filters: Filters, n: int | None) -> str:
    """Whose answers, of which days, beside which, and how many."""
    where = filters.only.name if filters.only else _("All places")
    parts = {"place": where, "period": words.period(filters.period), "earlier": words.period(filters.earlier)}
    if n is None:
        return _("%(place)s. %(period)s beside %(earlier)s.", **parts)
    return _("%(place)s. %(period)s beside %(earlier)s, %(responses)s.", responses=words.responses(n), **parts)


def _export_url(filters: Filters) -> str:
    return filters.address("exports.index", period=None)


def _reason(filters: Filters, named: Named) -> dict[str, str]:
    assert filters.survey is not None
    measure = words.measure_of_share(named.mention.share, 100)
    link = clause_links(db.session(), [named.choice.clause]).get(named.choice.clause or "")
    return {
        "name": words.said(named.choice.label, filters.survey.source),
        "note": words.interval(measure, words.mentions()),
        "url": link[1] if link else "",
        "value": current_notation().decimal(named.mention.per_hundred) if measure and measure.shown else words.NOTHING,
    }


def _drawn(told: Trend, filters: Filters, *, width: int) -> dict[str, Any]:
    """A trend's drawing, its finding and the table behind it."""
    name = words.score_name(told.scale)
    finding = _finding(told)
    assert filters.survey is not None
    chart = draw_trend(
        told, _("%(score)s through time", score=name), finding, _("Too few answers in every step"), width=width,
        events=[*_seams(filters), *on_chart(marked(db.session(), filters))],
    )  # fmt: skip
    table = render_template(
        "results/trend_table.html",
        first={Division.DAY: _("Day"), Division.WEEK: _("Week from"), Division.MONTH: _("Month")}[told.by],
        name=words.short_name(told.scale),
        rows=[_row(told, step) for step in reversed(told.steps) if step.score is not None],
    )
    return {"finding": finding, "chart": chart, "trend_table": Markup(table), "trend_label": name}  # noqa: S704


def _finding(told: Trend) -> str:
    known = told.known
    if not known:
        return _("Too few answers in every step to draw a line")
    last = known[-1]
    assert last.score is not None
    value = "".join(words.parts(last.score.unit, last.score.value))
    where = _step_name(told.by, last.key)
    if told.by is Division.WEEK:
        return _("%(score)s in the week from %(day)s", score=value, day=where)
    if told.by is Division.MONTH:
        return _("%(score)s in the latest month: %(month)s", score=value, month=where)
    return _("%(score)s on the latest day: %(day)s", score=value, day=where)


def _step_name(by: Division, key: str) -> str:
    notation = current_notation()
    return notation.month(first_day(key)) if by is Division.MONTH else notation.day_short(first_day(key))


def _row(told: Trend, step: Step) -> dict[str, str]:
    notation = current_notation()
    row = {"name": _step_name(told.by, step.key), "n": notation.whole(step.score.n if step.score else 0)}
    if step.score is None or step.score.too_few:
        return row | {"value": _("too few to tell"), "low": "", "high": ""}
    writing = words.writing(told.scale)
    low, high = step.score.low, step.score.high
    return row | {
        "value": writing.full(step.score.value),
        "low": "" if low is None else writing.bare(low),
        "high": "" if high is None else writing.bare(high),
    }


def _seams(filters: Filters) -> list[Event]:
    """When a later version of the survey got its first answers."""
    found = []
    for survey in filters.versions[:-1]:
        seen = days(db.session(), filters.over(Period("0001-01-01", "9999-12-31")), survey.version)
        if seen is not None:
            found.append(Event(date.fromisoformat(seen[0]), _("version %(number)s", number=survey.version)))
    return found
