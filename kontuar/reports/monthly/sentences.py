"""The report's sentences: the finding as a headline, what happened, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.responses.scoring import Scale
from kontuar.core.evidence import Evidence
from kontuar.core.numbers import isolated
from kontuar.reports import control_words, words
from kontuar.reports.advising import Advice
from kontuar.reports.documents import scale_of
from kontuar.reports.monthly.concluding import steps
from kontuar.reports.monthly.report import Report, names_of
from kontuar.reports.standards_words import SENTENCES
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _


@dataclass(frozen=True, slots=True)
class Happened:
    """Something of the month: the day, what, and its figure."""

    day: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """One thing to do: about what, why and what, and the figure it stands on."""

    about: str
    text: str
    figure: str


def headline(told: Report) -> str:
    """What changed beyond chance beside the month before and a year before; else how it is; else that nobody can tell."""
    lead, year = told.now.lead, told.year.lead
    if lead is None or year is None:
        return _("Nothing is asked yet") if told.filters.survey is None else words.responses(told.now.taken.all)
    kinds = words.VERDICTS[lead.change.verdict], words.VERDICTS[year.change.verdict]
    if lead.score is None or lead.score.too_few or ("same" not in kinds and not _beyond(kinds)):
        return words.headline(lead.scale, lead.score, None, None)
    if lead.scale is not Scale.SMILEYS:
        return words.headline(lead.scale, lead.score, lead.change, None)
    said = {
        ("rose", "rose"): _("Customers are more satisfied than the month before and a year before"),
        ("fell", "fell"): _("Customers are less satisfied than the month before and a year before"),
        ("rose", "fell"): _("Customers are more satisfied than the month before, but less than a year before"),
        ("fell", "rose"): _("Customers are less satisfied than the month before, but more than a year before"),
    }
    month = {
        "rose": _("Customers are more satisfied than the month before"),
        "fell": _("Customers are less satisfied than the month before"),
    }
    before = {
        "rose": _("Customers are more satisfied than a year before"),
        "fell": _("Customers are less satisfied than a year before"),
    }
    unchanged = _(
        "Satisfaction hasn't changed beyond chance: %(share)s of customers are satisfied",
        share="".join(words.parts(lead.score.unit, lead.score.value)),
    )
    return said.get(kinds) or month.get(kinds[0]) or before.get(kinds[1]) or unchanged


def _beyond(kinds: Sequence[str]) -> bool:
    return any(kind in ("rose", "fell") for kind in kinds)


def lead(told: Report) -> str:
    """Whose answers, of which days, beside which."""
    where = told.filters.only.name if told.filters.only else _("All places")
    earlier = current_notation().listed([words.period(told.months.before), words.period(told.months.year)])
    return _(
        "%(place)s. %(period)s beside %(earlier)s, %(responses)s.",
        place=where, period=words.period(told.months.month), earlier=earlier,
        responses=words.responses(told.now.taken.all),
    )  # fmt: skip


def happened(told: Report) -> list[Happened]:
    """Alerts, signals of the control chart and marked events of the month, by day within each."""
    notation, names = current_notation(), names_of(told.filters)
    found = []
    for alert in told.alerts:
        question = told.filters.questions.get(alert.question)
        scale = scale_of(question) if question else None
        place = names.get(alert.place_id, "")
        text = (
            _("%(place)s: lower than before", place=place)
            if alert.evidence == Evidence.FELL
            else _("%(place)s: below the target", place=place)
        )
        figure = words.writing(scale or Scale.SMILEYS).full(alert.value)
        name = words.short_name(scale) if scale else alert.question
        found.append(Happened(notation.day_short(alert.day), text, f"{name} {figure}, {words.counted(alert.n)}"))
    if told.signals is not None:
        controlled, signals = told.signals
        said = dict(zip(controlled.chart.signals, control_words.signals(controlled), strict=True))
        found += [Happened(_("Control"), said[one].seen) for one in signals]
    found += [Happened(notation.day_short(mark.day), mark.name, names.get(mark.place_id, "")) for mark in told.events]
    return found


def more(left: int) -> str:
    """What there was no room for."""
    return _("More of these: %(n)s", n=current_notation().whole(left)) if left > 0 else ""


def next_steps(told: Report) -> list[Next]:
    """What to do, with the figures it follows from."""
    rows = told.fixing.rows
    found = []
    for step in steps([(row.standard, row.kind != "same") for row in rows], told.knows):
        row, known = rows[step.reason], told.knows.get(step.clause)
        if row.clause is None:
            continue
        why, what = SENTENCES[step.advice]
        shown = known is not None and step.advice is not Advice.CANT_TELL
        right = words.interval(words.measure_of_knowledge(known), words.shares()) if shown else ""
        share = current_notation().percent(known.value) if shown and known else ""
        figures = [f"{_('Right answers')}: {share} ({right})"] if shown else []
        figures.append(f"{_('Gain in CSAT, points')}: {isolated(row.gain)}")
        found.append(Next(row.clause[0], f"{why} {what}", "; ".join(figures)))
    return found
