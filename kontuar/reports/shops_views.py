"""The page of shops: each with its interval beside the network's band, sorted by score but not numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kiosk.responses.queries import Division, counts_by
from kiosk.responses.scoring import Scale, Score, score, together
from kiosk.surveys.document import Question
from kontuar.core.database import db
from kontuar.core.places import Place
from kontuar.reports import bar, words
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import Filters, chosen
from kontuar.reports.views import READERS, results
from kontuar.web.access import for_roles
from kontuar.web.charts import places as drawing
from kontuar.web.charts.canvas import MAIN, Sheet
from kontuar.web.locale import current_language, current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop and its score; None where nobody answered."""

    place: Place
    score: Score | None

    @property
    def known(self) -> Score | None:
        """The score where enough answered."""
        return self.score if self.score is not None and not self.score.too_few else None


@results.get("/results/shops")
@for_roles(*READERS)
def shops() -> ResponseReturnValue:
    filters = chosen(db.session())
    question = filters.question(request.args.get("question"))
    rows, network = _read(filters, question)
    below, above = _beyond(rows, network)
    scale = scale_of(question) if question else None
    return page(
        "results/shops.html",
        filters=filters,
        fields=bar.fields(filters, question=question),
        question=question,
        headline=_headline(rows, below, above),
        lead=_lead(filters, rows, below, above),
        finding=_finding(rows),
        chart=_draw(rows, network, scale) if scale else "",
        name=words.short_name(scale) if scale else "",
        rows=[_row(filters, shop, scale) for shop in _sorted(rows)] if scale else [],
        below=[shop.place.name for shop in below],
    )


def _read(filters: Filters, question: Question | None) -> tuple[list[Shop], Score | None]:
    """All shops, those without an answer too, and the network: all answers of these shops together."""
    scale = scale_of(question) if question else None
    if scale is None or question is None:
        return [Shop(place, None) for place in filters.shops], None
    counted = counts_by(db.session(), filters.scope, Division.PLACE, question.id)
    rows = [Shop(place, score(scale, counted.get(place.id, {}))) for place in filters.shops]
    network = score(scale, together(counted.values())) if len(rows) > 1 else None  # a shop alone is no network
    return rows, network


def _beyond(rows: Sequence[Shop], network: Score | None) -> tuple[list[Shop], list[Shop]]:
    """The shops whose whole interval lies below, and above, the network's."""
    if network is None or network.too_few or network.low is None or network.high is None or len(rows) < 2:
        return [], []
    known = [(shop, shop.known) for shop in rows]
    below = [shop for shop, one in known if one and one.high is not None and one.high < network.low]
    above = [shop for shop, one in known if one and one.low is not None and one.low > network.high]
    return below, above


def _sorted(rows: Sequence[Shop]) -> list[Shop]:
    known = sorted((shop for shop in rows if shop.known), key=lambda shop: -(shop.known.value if shop.known else 0))
    return [*known, *(shop for shop in rows if not shop.known)]


def _headline(rows: Sequence[Shop], below: Sequence[Shop], above: Sequence[Shop]) -> str:
    if not rows:
        return _("There are no shops here yet")
    if not any(shop.known for shop in rows):
        return _("Too few answers to tell the shops apart")
    if len(rows) == 1:
        return _("One shop alone: there is nothing to compare it with")
    if len(below) == 1:
        return _("%(shop)s lies below the others. Don't rank the rest", shop=below[0].place.name)
    if below:
        return ngettext("%(num)s shop lies below the others", "%(num)s shops lie below the others", len(below))
    if above:
        return ngettext("%(num)s shop lies above the others", "%(num)s shops lie above the others", len(above))
    return _("No shop stands out")


def _lead(filters: Filters, rows: Sequence[Shop], below: Sequence[Shop], above: Sequence[Shop]) -> str:
    notation, sentences = current_notation(), [_("%(period)s.", period=words.period(filters.period))]
    if below:
        names = notation.listed(shop.place.name for shop in below[:5])
        sentences.append(_("Wholly below the network: %(shops)s.", shops=names))
    if above:
        names = notation.listed(shop.place.name for shop in above[:5])
        sentences.append(_("Wholly above: %(shops)s.", shops=names))
    rest = sum(1 for shop in rows if shop.known) - len(below) - len(above)
    if rest and (below or above):
        sentences.append(
            ngettext(
                "Of %(n)s other nobody can tell.", "Of the %(n)s others nobody can tell.", rest, n=notation.whole(rest)
            )
        )
    return " ".join(str(sentence) for sentence in sentences)


def _finding(rows: Sequence[Shop]) -> str:
    if len(rows) == 1:
        return rows[0].place.name
    return ngettext(
        "%(n)s shop beside the network",
        "%(n)s shops beside the network",
        len(rows),
        n=current_notation().whole(len(rows)),
    )


def _draw(rows: Sequence[Shop], network: Score | None, scale: Scale) -> Markup:
    writing = words.writing(scale)
    band = words.measure(network)
    told = writing.full(band.value) if band else ""
    sheet = Sheet(
        "shops", _("Shops beside the network"), _finding(rows), width=MAIN,
        rtl=current_language().direction == "rtl",
    )  # fmt: skip
    heads = drawing.Heads(words.short_name(scale), _("n"), _("network %(score)s", score=told), _("too few to tell"))
    shown = [drawing.Place(shop.place.name, words.measure(shop.score)) for shop in rows]
    return drawing.places(sheet, shown, band, writing, heads)


def _row(filters: Filters, shop: Shop, scale: Scale) -> dict[str, str]:
    notation, writing = current_notation(), words.writing(scale)
    row = {
        "name": shop.place.name,
        "url": filters.address("results.index", place=shop.place.id),
        "n": notation.whole(shop.score.n if shop.score else 0),
    }
    if shop.known is None:
        return row | {"value": _("too few to tell"), "low": "", "high": ""}
    low, high = shop.known.low, shop.known.high
    return row | {
        "value": writing.full(shop.known.value),
        "low": "" if low is None else writing.bare(low),
        "high": "" if high is None else writing.bare(high),
    }
