"""What is said of groups side by side: the finding as a sentence, and who stands out."""

from __future__ import annotations

from kontuar.reports import words
from kontuar.reports.filters import Filters
from kontuar.reports.groups import Groups
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext


def headline(found: Groups, *, of_shops: bool) -> str:
    rows, below, above = found.rows, found.below, found.above
    if not rows:
        return _("There are no shops here yet") if of_shops else _("Nobody answered in this time")
    if not found.known:
        return _("Too few answers to tell the shops apart") if of_shops else _("Too few answers to tell them apart")
    if len(rows) == 1:
        return (
            _("One shop alone: there is nothing to compare it with")
            if of_shops
            else _("One alone: there is nothing to compare it with")
        )
    if len(below) == 1:
        return _("%(shop)s lies below the others. Don't rank the rest", shop=below[0].name)
    if not of_shops:
        return _("Some differ from the others, beyond chance") if below or above else _("None stands out")
    if below:
        return ngettext("%(num)s shop lies below the others", "%(num)s shops lie below the others", len(below))
    if above:
        return ngettext("%(num)s shop lies above the others", "%(num)s shops lie above the others", len(above))
    return _("No shop stands out")


def lead(filters: Filters, found: Groups) -> str:
    notation, sentences = current_notation(), [_("%(period)s.", period=words.period(filters.period))]
    below, above = found.below, found.above
    if below:
        names = notation.listed(group.name for group in below[:5])
        sentences.append(_("Wholly below the network: %(shops)s.", shops=names))
    if above:
        names = notation.listed(group.name for group in above[:5])
        sentences.append(_("Wholly above: %(shops)s.", shops=names))
    rest = len(found.known) - len(below) - len(above)
    if rest and (below or above):
        sentences.append(
            ngettext(
                "Of %(n)s other nobody can tell.", "Of the %(n)s others nobody can tell.", rest, n=notation.whole(rest)
            )
        )
    if found.more:
        sentences.append(
            ngettext(
                "%(n)s smaller group isn't shown.",
                "%(n)s smaller groups aren't shown.",
                found.more,
                n=notation.whole(found.more),
            )
        )
    return " ".join(str(sentence) for sentence in sentences)


def finding(found: Groups, *, called: str) -> str:
    """What the chart shows; `called` is what they are told apart by, "" for shops."""
    many = len(found.rows)
    if many == 1:
        return found.rows[0].name
    if called:
        return called
    return ngettext(
        "%(n)s shop beside the network", "%(n)s shops beside the network", many, n=current_notation().whole(many)
    )
