"""The page of reasons: how often each is named per 100 responses, and which standard it is about."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kiosk.responses.queries import taken
from kiosk.surveys.document import Question
from kontuar.core.database import db
from kontuar.reports import bar, words
from kontuar.reports.filters import Filters, FilterWrong, chosen
from kontuar.reports.overview import Named, reasons, reasons_question
from kontuar.reports.readers import READERS
from kontuar.reports.rows import clause_links
from kontuar.reports.veiling import unveiled
from kontuar.reports.views import results
from kontuar.web.access import for_roles
from kontuar.web.charts import bars
from kontuar.web.charts.canvas import FULL, Sheet
from kontuar.web.locale import current_language, current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _


@results.get("/results/reasons", endpoint="reasons")
@for_roles(*READERS)
def shown() -> ResponseReturnValue:
    session = db.session()
    filters = unveiled(session, chosen(session))
    wanted = request.args.get("question")
    question = reasons_question(filters, wanted)
    if wanted and question is None:
        raise FilterWrong(detail="question")
    now, then = taken(session, filters.scope), taken(session, filters.before)
    named = reasons(session, filters, now, then, wanted)
    links = clause_links(session, [each.choice.clause for each in named])
    finding = _finding(filters, named)
    return page(
        "results/reasons.html",
        filters=filters,
        fields=bar.fields(filters, more=[_which(filters, question)] if question else []),
        question=question,
        title=words.title(question, filters.survey.source) if question and filters.survey else "",
        headline=_headline(filters, named, now.all),
        lead=_lead(filters, now.all),
        n=now.all,
        finding=finding,
        chart=_draw(filters, named, links, finding),
        rows=[_row(filters, each, links) for each in named],
        earlier=words.period(filters.earlier),
    )


def _which(filters: Filters, question: Question) -> bar.Field:
    source = filters.survey.source if filters.survey else ""
    options = [(each.id, words.title(each, source)) for each in filters.questions.values() if each.choices]
    return bar.Field("question", _("Question"), question.id, options)


def _label(filters: Filters, named: Named) -> str:
    return words.said(named.choice.label, filters.survey.source if filters.survey else "")


def _headline(filters: Filters, named: list[Named], n: int) -> str:
    if not named or not n:
        return _("No reasons in this time")
    first = named[0]
    if not first.mention.share.successes:
        return _("Nobody named a reason")
    if n < 10:
        return _("Too few responses to tell what customers name")
    return _("Named most often: %(reason)s", reason=_label(filters, first))


def _lead(filters: Filters, n: int) -> str:
    where = filters.only.name if filters.only else _("All places")
    return _(
        "%(place)s. %(period)s beside %(earlier)s, %(responses)s.",
        place=where, period=words.period(filters.period), earlier=words.period(filters.earlier),
        responses=words.responses(n),
    )  # fmt: skip


def _finding(filters: Filters, named: list[Named]) -> str:
    if not named or named[0].mention.share.total < 10:
        return _("Too few responses to tell")
    first = named[0]
    return _(
        "“%(reason)s” is named in %(n)s of 100 responses",
        reason=_label(filters, first), n=current_notation().decimal(first.mention.per_hundred),
    )  # fmt: skip


def _draw(filters: Filters, named: list[Named], links: dict[str, tuple[str, str]], finding: str) -> Markup:
    sheet = Sheet(
        "reasons", _("Reasons, mentions per 100 responses"), finding, width=FULL,
        rtl=current_language().direction == "rtl",
    )  # fmt: skip
    rows = []
    for each in named:
        measure = words.measure_of_share(each.mention.share, 100)
        if measure is not None:
            note = links[each.choice.clause][0] if each.choice.clause in links else ""
            rows.append(bars.Reason(_label(filters, each), measure, note))
    return bars.bars(sheet, rows, words.mentions(), head=_("per 100 responses"), too_few=_("too few to tell"))


def _row(filters: Filters, named: Named, links: dict[str, tuple[str, str]]) -> dict[str, Any]:
    notation, share = current_notation(), named.mention.share
    low, high = named.mention.interval
    few = share.total < 10
    kind, _words = words.verdict_of(named.change, None)
    link = links.get(named.choice.clause or "")
    return {
        "name": _label(filters, named),
        "clause": link,
        "value": _("too few to tell") if few else notation.decimal(named.mention.per_hundred),
        "interval": "" if few else words.between(notation.decimal(low), notation.decimal(high)),
        "count": notation.whole(share.successes),
        "kind": "few" if few else kind,
    }
