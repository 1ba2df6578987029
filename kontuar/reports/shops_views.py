"""The page of groups side by side: shops, languages or segments beside the network's band, sorted by score but not numbered."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kiosk.responses.scoring import Scale
from kontuar.core.database import db
from kontuar.reports import bar, groups_words, words
from kontuar.reports.bar import Field
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import Filters, chosen
from kontuar.reports.groups import LANGUAGE, SHOPS, Group, Groups, divisions, groups
from kontuar.reports.readers import READERS
from kontuar.reports.veiling import unveiled
from kontuar.reports.views import results
from kontuar.web.access import for_roles
from kontuar.web.charts import places as drawing
from kontuar.web.charts.canvas import MAIN, Sheet
from kontuar.web.charts.figures import Measure
from kontuar.web.locale import current_language, current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _


@results.get("/results/shops")
@for_roles(*READERS)
def shops() -> ResponseReturnValue:
    by = request.args.get("by") or SHOPS
    filters = chosen(db.session()) if by != SHOPS else unveiled(db.session(), chosen(db.session()))
    question = filters.question(request.args.get("question"))
    scale = scale_of(question) if question else None
    found = groups(db.session(), filters, question, by) if question else Groups((), None, False)
    told_apart = _by(filters, by)
    finding = _finding(found, told_apart)
    return page(
        "results/shops.html",
        filters=filters,
        fields=bar.fields(filters, question=question, without=() if by == SHOPS else ("language",), more=[told_apart]),
        question=question,
        of_shops=by == SHOPS,
        headline=groups_words.headline(found, of_shops=by == SHOPS),
        lead=groups_words.lead(filters, found),
        finding=finding,
        chart=_draw(found, scale, finding) if scale else "",
        name=words.short_name(scale) if scale else "",
        rows=[_row(filters, group, scale, by) for group in found.rows] if scale else [],
        below=bool(found.below),
        ranking=_ranking(found, scale) if scale else [],
        misleading=found.misleading,
        some_hidden=any(group.hidden for group in found.rows),
    )


def _by(filters: Filters, by: str) -> Field:
    named = [(SHOPS, _("Shops")), *((value, title or _("Languages")) for value, title in divisions(filters))]
    return Field("by", _("Told apart by"), by, named)


def _finding(found: Groups, told_apart: Field) -> str:
    called = next((name for value, name in told_apart.options if value == told_apart.chosen != SHOPS), "")
    return groups_words.finding(found, called=called) if found.rows else ""


def _draw(found: Groups, scale: Scale, finding: str) -> Markup:
    writing = words.writing(scale)
    band = words.measure(found.network)
    told = writing.full(band.value) if band else ""
    sheet = Sheet("shops", finding, finding, width=MAIN, rtl=current_language().direction == "rtl")
    heads = drawing.Heads(words.short_name(scale), _("n"), _("network %(score)s", score=told), _("too few to tell"))
    return drawing.places(
        sheet, [drawing.Place(group.name, _measure(group)) for group in found.rows], band, writing, heads
    )


def _measure(group: Group) -> Measure | None:
    """A hidden group has nothing on the chart but its name."""
    return None if group.hidden else words.measure(group.score)


def _row(filters: Filters, group: Group, scale: Scale, by: str) -> dict[str, str]:
    notation, writing = current_notation(), words.writing(scale)
    row = {"name": group.name, "url": _address(filters, group, by), "low": "", "high": ""}
    if group.hidden:
        return row | {"n": words.NOTHING, "value": _("hidden")}
    row["n"] = notation.whole(group.score.n if group.score else 0)
    if group.known is None:
        return row | {"value": _("too few to tell")}
    low, high = group.known.low, group.known.high
    return row | {
        "value": writing.full(group.known.value),
        "low": "" if low is None else writing.bare(low),
        "high": "" if high is None else writing.bare(high),
    }


def _address(filters: Filters, group: Group, by: str) -> str:
    """The overview of a shop or a language; segments have none."""
    if by == SHOPS:
        return filters.address("results.index", place=group.key)
    return filters.address("results.index", language=group.key) if by == LANGUAGE and not group.hidden else ""


def _ranking(found: Groups, scale: Scale) -> list[dict[str, str]]:
    """From the highest shrunken score, with the place that each would have by its raw one."""
    writing, notation = words.writing(scale), current_notation()
    raw = {group.key: at for at, group in enumerate(found.known, 1)}
    return [
        {
            "name": group.name,
            "fair": writing.full(group.fair.value),
            "own": notation.percent(group.fair.weight),
            "raw": writing.full(group.fair.raw),
            "raw_rank": notation.whole(raw[group.key]),
        }
        for group in found.ranked
        if group.fair
    ]
