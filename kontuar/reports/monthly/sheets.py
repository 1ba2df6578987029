"""The two sheets: everything on them in the reader's words, ready for the template of the page and of the PDF alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from kiosk.responses.voices import Voice, comments_counted
from kontuar.core.times import zone
from kontuar.reports import words
from kontuar.reports.choosing import Period
from kontuar.reports.filters import Filters
from kontuar.reports.first import CauseRow
from kontuar.reports.marked import marked, on_chart
from kontuar.reports.monthly import rows, sentences
from kontuar.reports.monthly.fair import direction, shortened
from kontuar.reports.monthly.months import Months
from kontuar.reports.monthly.report import Report, report
from kontuar.reports.standards_words import cell
from kontuar.reports.trends import draw_trend
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _

CAUSES = 4
LONGEST = 240
"""Characters of a comment that fit."""
WIDE, HIGH, LOW = 760, 330, 240
"""The chart's sheet; lower where there is more than CROWDED lines to tell."""
CROWDED = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A customer's words as the report shows them."""

    text: str
    language: str
    direction: str
    mark: int | None
    about: Sequence[str]


def sheets(session: Session, filters: Filters, told: Months) -> dict[str, Any]:
    """The values of the template."""
    read = report(session, filters, told)
    happened, notation = sentences.happened(read), current_notation()
    shops, reasons = rows.shops_changed(read), rows.reasons_changed(read)
    crowded = len(shops) + len(reasons) + len(happened) > CROWDED
    counted = comments_counted(session, read.filters.scope)
    return {
        "report": read,
        "headline": sentences.headline(read),
        "lead": sentences.lead(read),
        "survey": words.said(filters.survey.title, filters.survey.source) if filters.survey else "",
        "place": filters.only.name if filters.only else _("All places"),
        "month": words.period(whole_month(told)),
        "unfinished": "" if told.over else _("The month isn't over: answers up to %(day)s.", day=notation.day(told.month.end)),
        "first": read.fixing.first,
        "to_fix": _("To fix first: %(reason)s", reason=read.fixing.name) if read.fixing.name else "",
        "heads": (words.period(told.before), words.period(told.year)),
        "figures": rows.key_figures(read),
        "shops": shops,
        "reasons": reasons,
        "happened": happened[: rows.MOST],
        "more": sentences.more(len(happened) - rows.MOST),
        "causes": [(cause, _known(read, cause)) for cause in read.fixing.rows[:CAUSES]],
        "steps": sentences.next_steps(read),
        "voices": [_voice(read, one) for one in read.voices],
        "comments": notation.whole(counted),
        **_chart(session, read, LOW if crowded else HIGH),
    }  # fmt: skip


def whole_month(told: Months) -> Period:
    """The month by its name, also where it isn't over."""
    return Period(told.month.start, told.month.start[:8] + "28")


def _known(read: Report, cause: CauseRow) -> dict[str, str]:
    known = read.knows.get(cause.standard or "")
    return cell(words.measure_of_knowledge(known), words.shares(), known.n if known else None)


def _chart(session: Session, read: Report, high: int) -> dict[str, Any]:
    if read.trend is None or not read.trend.known or read.filters.survey is None:
        return {"chart": Markup("")}
    finding = _("%(score)s through time", score=words.score_name(read.trend.scale))
    over = on_chart(marked(session, replace(read.filters, period=read.months.back)))
    drawn = draw_trend(
        read.trend, finding, finding, _("Too few answers in every step"), width=WIDE, high=high, events=over
    )
    return {"chart": drawn, "finding": finding}


def _voice(read: Report, one: Voice) -> Said:
    filters, notation = read.filters, current_notation()
    place = next(place for place in filters.seen if place.id == one.place_id)
    smileys = next((question for question in filters.scales if question.type == "smileys"), None)
    given = one.answers.get(smileys.id) if smileys else None
    mark = given if isinstance(given, int) and 1 <= given <= 5 else None
    source = filters.survey.source if filters.survey else ""
    label = words.said(smileys.labels[mark - 1], source) if smileys and mark and smileys.labels else ""
    when = _(
        "%(day)s, about %(hour)s", day=notation.day_of_year(one.day), hour=notation.hour(one.at, zone(place.time_zone))
    )
    score = f"{notation.whole(mark)}/{notation.whole(5)}" if mark else ""
    about = [score, label, place.name if filters.only is None or filters.only.id != place.id else "", when]
    return Said(shortened(one.text, LONGEST), one.language, direction(one.text), mark, [part for part in about if part])
