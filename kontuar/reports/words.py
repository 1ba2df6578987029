"""Words: how figures, periods and verdicts are said to the reader, in his language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.responses.scoring import Change, Scale, Score, Unit
from kiosk.surveys.document import Question
from kontuar.core.comparing import Verdict
from kontuar.core.intervals import Share
from kontuar.core.numbers import Notation
from kontuar.reports.choosing import Period
from kontuar.reports.knowing import Knowledge
from kontuar.web.charts import figures
from kontuar.web.charts.figures import Measure, Writing
from kontuar.web.locale import current_language, current_notation
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext

VERDICTS = {Verdict.ROSE: "rose", Verdict.FELL: "fell", Verdict.CANT_TELL: "same", Verdict.TOO_FEW: "few"}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure of a strip, ready to be shown: see the macro `stat`."""

    name: str
    value: str
    unit: str = ""
    interval: str = ""
    verdict: str = ""
    words: str | None = None


def said(text: Mapping[str, str], source: str) -> str:
    """A document's words in the reader's language, else in the document's own."""
    return text.get(current_language().tag) or text.get(source) or next(iter(text.values()), "")


def between(low: str, high: str) -> str:
    return _("from %(low)s to %(high)s", low=low, high=high)


def writing(scale: Scale) -> Writing:
    """How a question's score is written on charts and beside them."""
    notation = current_notation()
    if scale in (Scale.SMILEYS, Scale.YESNO):
        return figures.shares(notation, between)
    if scale is Scale.NPS:
        return figures.points(notation, between)
    return figures.marks(notation, between, scale.answers[0], scale.answers[-1])


def shares() -> Writing:
    return figures.shares(current_notation(), between)


def mentions() -> Writing:
    return figures.mentions(current_notation(), between)


def measure(score: Score | None) -> Measure | None:
    """A score as charts take it."""
    return Measure(score.value, score.low, score.high, score.n) if score else None


def measure_of_share(share: Share | None, factor: float = 1) -> Measure | None:
    """A share as charts take it; `factor` 100 for mentions per 100 responses."""
    if share is None:
        return None
    low, high = share.interval
    return Measure(share.value * factor, low * factor, high * factor, share.total)


def measure_of_knowledge(knowledge: Knowledge | None) -> Measure | None:
    """Knowledge as charts take it; where too few people answered, as one with too few answers."""
    if knowledge is None:
        return None
    low, high = knowledge.interval or (None, None)
    return Measure(knowledge.value, low, high, 0 if knowledge.too_few else knowledge.n)


def score_name(scale: Scale) -> str:
    """What the score of a scale is called."""
    return str(
        {
            Scale.SMILEYS: _("Satisfied (CSAT)"),
            Scale.NPS: _("Recommending (NPS)"),
            Scale.EFFORT: _("Ease (CES)"),
            Scale.STARS: _("Stars, mean"),
            Scale.YESNO: _("Said yes"),
        }[scale]
    )


def short_name(scale: Scale) -> str:
    """The same for the head of a column."""
    return str({Scale.SMILEYS: "CSAT", Scale.NPS: "NPS", Scale.EFFORT: "CES"}.get(scale) or score_name(scale))


def stat(name: str, scale: Scale, score: Score | None, change: Change | None = None) -> Stat:
    """A score with its interval, n, and what may be said of it beside the earlier period."""
    verdict, words = verdict_of(change, score.unit if score else None)
    if score is None or score.too_few:
        return Stat(name, NOTHING, "", counted(score.n if score else 0), "few")
    value, unit = parts(score.unit, score.value)
    return Stat(name, value, unit, interval(measure(score), writing(scale)), verdict, words)


def parts(unit: Unit, value: float) -> tuple[str, str]:
    """A figure and the sign that is set smaller after it."""
    notation = current_notation()
    if unit is Unit.SHARE:
        before, after = notation.percent_sign
        return before + notation.hundredths(value), after
    return (notation.whole(value) if unit is Unit.POINTS else notation.decimal(value)), ""


def interval(measure: Measure | None, writing: Writing, of: str = "") -> str:
    """`from 75 to 81, n 588`; what is counted may be named in `of`."""
    if measure is None:
        return counted(0)
    n = of or counted(measure.n)
    if measure.low is None or measure.high is None:
        return n
    return _("%(between)s, %(n)s", between=writing.between(measure.low, measure.high), n=n)


def counted(n: int) -> str:
    return _("n %(n)s", n=current_notation().whole(n))


def verdict_of(change: Change | None, unit: Unit | None) -> tuple[str, str | None]:
    """The kind of a verdict and its words: with the difference where it is beyond chance, else the fixed ones."""
    if change is None:
        return "", None
    kind = VERDICTS[change.verdict]
    if change.difference is None or kind not in ("rose", "fell"):
        return kind, None
    by = current_notation().decimal(abs(change.difference.value) * (100 if unit is Unit.SHARE else 1))
    if kind == "rose":
        return kind, _("rose by %(by)s, beyond chance", by=by)
    return kind, _("fell by %(by)s, beyond chance", by=by)


def verdict_words(kind: str) -> str:
    """A verdict's fixed words."""
    return {
        "rose": _("rose, beyond chance"), "fell": _("fell, beyond chance"), "same": _("can't tell"),
        "few": _("too few to tell"),
    }.get(kind, "")  # fmt: skip


def period(days: Period, notation: Notation | None = None) -> str:
    """Days in words: `November 2026`, `1 Oct – 22 Nov 2026`, `22 November 2026`."""
    write = notation or current_notation()
    if days.is_month:
        return write.month(days.start)
    if days.start == days.end:
        return write.day(days.start)
    return write.days(days.start, days.end)


def responses(n: int) -> str:
    return ngettext("%(n)s response", "%(n)s responses", n, n=current_notation().whole(n))


def title(question: Question, source: str) -> str:
    return said(question.title, source)


def headline(scale: Scale | None, score: Score | None, change: Change | None, cause: tuple[str, str] | None) -> str:
    """The point of a results page as a sentence; `cause` is a reason's name and whether it "rose" or "fell" with the score."""
    if scale is None or score is None:
        return _("Nobody answered in this time")
    if score.too_few:
        return _("Too few answers to tell how it was")
    kind = VERDICTS[change.verdict] if change else "same"
    if scale is Scale.SMILEYS and kind in ("rose", "fell"):
        return _of_satisfaction(kind, cause)
    value = "".join(parts(score.unit, score.value))
    if scale is Scale.SMILEYS:
        return _("%(share)s of customers are satisfied", share=value)
    sentences: dict[str, Any] = {
        "rose": _("The score rose to %(score)s, beyond chance", score=value),
        "fell": _("The score fell to %(score)s, beyond chance", score=value),
    }
    return str(sentences.get(kind) or _("The score is %(score)s", score=value))


def _of_satisfaction(kind: str, cause: tuple[str, str] | None) -> str:
    if kind == "rose":
        if cause:
            return _("Customers are more satisfied, and say “%(reason)s” less often", reason=cause[0])
        return _("Customers are more satisfied, and that isn't chance")
    if cause:
        return _("Customers are less satisfied, and say “%(reason)s” more often", reason=cause[0])
    return _("Customers are less satisfied, and that isn't chance")
