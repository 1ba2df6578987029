"""The report's tables: each figure of the month beside the two other months, in words."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.responses.scoring import Change, Score, Unit, score
from kontuar.core.intervals import Share
from kontuar.reports import words
from kontuar.reports.monthly.report import Report
from kontuar.reports.overview import Scored
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _

MOST = 5
"""Rows of what changed, and lines of what happened, that fit on the page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of another month, and what may be said of this month's beside it."""

    value: str
    words: str = ""
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the month with its interval and n, and those beside it."""

    name: str
    value: str
    note: str
    before: Cell
    year: Cell


def key_figures(told: Report) -> list[Row]:
    """The scores, how many finished, how many responses."""
    rows = [
        _score_row(words.score_name(one.scale), one, year)
        for one, year in zip(told.now.scored, told.year.scored, strict=True)
    ]
    return [*rows, *_finished(told), _responses(told)]


def shops_changed(told: Report) -> list[Row]:
    """Shops whose score changed beyond chance; as many as there is room for."""
    shops = told.shops[: max(MOST - len(told.reasons), 2)]
    return [_score_row(shop.place.name, shop.scored, shop.year) for shop in shops]


def reasons_changed(told: Report) -> list[Row]:
    """Reasons named more or less often beyond chance, in what room is left."""
    source = told.filters.survey.source if told.filters.survey else ""
    return [
        Row(
            words.said(choice.label, source),
            _per_hundred(one.now),
            words.interval(words.measure_of_share(one.now, 100), words.mentions()),
            _mentioned(one.before, one.changes[0]),
            _mentioned(one.year, one.changes[1]),
        )
        for choice, one in told.reasons[: MOST - len(shops_changed(told))]
    ]


def _score_row(name: str, before: Scored, year: Scored) -> Row:
    found = score(before.scale, before.counts)
    stat = words.stat(name, before.scale, found)
    return Row(
        name, stat.value + stat.unit, stat.interval if stat.verdict != "few" else f"{_('too few to tell')}, {stat.interval}",
        _scored(before), _scored(year),
    )  # fmt: skip


def _scored(one: Scored) -> Cell:
    then: Score | None = score(one.scale, one.earlier)
    if then is None or then.too_few:
        return Cell(words.NOTHING, _("too few to tell"))
    return _cell("".join(words.parts(then.unit, then.value)), one.change, then.unit)


def _cell(value: str, change: Change, unit: Unit) -> Cell:
    kind, told = words.verdict_of(change, unit)
    fixed = {"same": _("can't tell"), "few": _("too few to tell")}
    return Cell(value, told or fixed.get(kind, ""), kind in ("rose", "fell"))


def _finished(told: Report) -> list[Row]:
    now = told.now.finished
    if now is None:
        return []
    stat = words.measure_of_share(now)
    few = stat is None or not stat.shown
    cells = [
        _share_cell(now.value - change.difference.value if change.difference else None, change)
        for change in (told.now.finished_change, told.year.finished_change)
    ]
    value = words.NOTHING if few else current_notation().percent(now.value)
    note = words.counted(now.total) if few else words.interval(stat, words.shares())
    return [Row(_("Finished surveys"), value, note, *cells)]


def _share_cell(then: float | None, change: Change) -> Cell:
    if then is None:
        return Cell(words.NOTHING, _("too few to tell"))
    return _cell(current_notation().percent(then), change, Unit.SHARE)


def _responses(told: Report) -> Row:
    whole = current_notation().whole
    return Row(
        _("Responses"), whole(told.now.taken.all), _("finished or not"),
        Cell(whole(told.taken_before)), Cell(whole(told.taken_year)),
    )  # fmt: skip


def _per_hundred(one: Share) -> str:
    return current_notation().decimal(100 * one.value)


def _mentioned(then: Share | None, change: Change) -> Cell:
    if then is None or change.difference is None:
        return Cell(words.NOTHING, _("too few to tell"))
    kind = words.VERDICTS[change.verdict]
    told = {"rose": _("more often, beyond chance"), "fell": _("less often, beyond chance")}
    return Cell(_per_hundred(then), told.get(kind, _("can't tell")), kind in told)
