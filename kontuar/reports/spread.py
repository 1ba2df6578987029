"""The spread: how the faces of a period and of the one before lie round the middle."""

from __future__ import annotations

from typing import Any

from kiosk.responses.scoring import Counts, Scale, on_scale
from kontuar.reports import words
from kontuar.reports.filters import Filters
from kontuar.reports.overview import Scored
from kontuar.web.charts.canvas import MAIN, Sheet
from kontuar.web.charts.smileys import Sides, Spread, smileys
from kontuar.web.locale import current_language, current_notation
from kontuar.web.texts import gettext as _


def drawn_spread(filters: Filters, scored: Scored) -> dict[str, Any]:
    """The drawing of a question with faces, its finding and the rows of its table; nothing for other questions."""
    if scored.scale is not Scale.SMILEYS or filters.survey is None:
        return {}
    counted = [
        (words.period(filters.period), scored.counts),
        (words.period(filters.earlier), scored.earlier),
    ]
    rows = [Spread(name, _five(counts)) for name, counts in counted]
    finding = _finding(rows[0])
    sheet = Sheet(
        "spread", words.title(scored.question, filters.survey.source), finding, width=MAIN,
        rtl=current_language().direction == "rtl",
    )  # fmt: skip
    sides = Sides(_("more dissatisfied"), _("more satisfied"), _("too few to tell"))
    labels = [words.said(label, filters.survey.source) for label in scored.question.labels] or list("12345")
    return {
        "spread": smileys(sheet, rows, current_notation().hundredths, sides),
        "spread_finding": finding,
        "spread_labels": labels,
        "spread_rows": [(row.name, row.counts, row.n) for row in rows],
    }


def _five(counts: Counts) -> tuple[int, int, int, int, int]:
    one, two, three, four, five = on_scale(Scale.SMILEYS, counts).values()
    return one, two, three, four, five


def _finding(now: Spread) -> str:
    if now.n < 10:
        return _("Too few answers to show how they are spread")
    worst = current_notation().percent((now.counts[0] + now.counts[1]) / now.n)
    return _("%(share)s chose one of the two worst faces", share=worst)
