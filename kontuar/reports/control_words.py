"""Control in words: what a signal means, and what not to do about noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.responses.queries import Division
from kontuar.core.control import ChartKind, Rule, Signal
from kontuar.reports.choosing import first_day
from kontuar.reports.controlling import Controlled
from kontuar.web.charts.control import Mark
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext


@dataclass(frozen=True, slots=True)
class Said:
    """A signal as a page tells it: its number on the chart, what is seen, and what it means."""

    number: str
    seen: str
    means: str


def headline(told: Controlled | None) -> str:
    """The point of the page."""
    if told is None or not told.keys:
        return _("Nothing to put on a chart yet")
    if not any(told.chart.settled):
        return _("Too few steps to tell a signal from chance")
    n = len(told.chart.signals)
    if n == 0:
        return _("Only ordinary up and down")
    return ngettext(
        "%(n)s signal that something else happened", "%(n)s signals that something else happened",
        n, n=current_notation().whole(n),
    )  # fmt: skip


def advice(told: Controlled) -> str:
    """What to do, and what not."""
    if told.chart.signals:
        return _(
            "Ask in the shop what was different at that time. If something changed for good, mark it below: "
            "the limits are then reckoned anew. Leave the points between the limits alone."
        )
    return _(
        "Nobody needs to explain a single step up or down, and nobody deserves blame or praise for it. "
        "If the level isn't good enough, change how things are done: chasing noise makes results swing more."
    )


def signals(told: Controlled) -> list[Said]:
    """All signals, in the order of their numbers on the chart."""
    return [Said(number(at), _seen(told, one), _means(one.rule)) for at, one in enumerate(told.chart.signals)]


def number(at: int) -> str:
    """What a signal is called on the chart: 1, 2, 3."""
    return current_notation().whole(at + 1)


def marks(told: Controlled) -> list[tuple[Mark, str]]:
    """How each point is drawn, and the numbers of the signals that end with it."""
    found: list[tuple[Mark, str]] = []
    for at in range(len(told.keys)):
        mine = told.chart.signals_at(at)
        beyond = any(one.rule is Rule.BEYOND for one in mine)
        mark = Mark.BEYOND if beyond else Mark.RUN if mine else Mark.USUAL
        ends = [number(place) for place, one in enumerate(told.chart.signals) if one.last == at]
        found.append((mark, current_notation().listed(ends) if ends else ""))
    return found


def step_name(by: Division, key: str) -> str:
    """A step by its first day, or its month."""
    notation = current_notation()
    return notation.month(first_day(key)) if by is Division.MONTH else notation.day_of_year(first_day(key))


def kind_words(kind: ChartKind) -> str:
    """Which chart it is, and how its limits are reckoned."""
    return str(
        {
            ChartKind.XMR: _(
                "XmR chart: the mean, and 2.66 times the mean step from one point to the next on either side."
            ),
            ChartKind.P: _(
                "p chart: the share of all answers, and three standard errors of each step's n on either side."
            ),
            ChartKind.U: _("u chart: reasons per response, and three standard errors of each step's n on either side."),
        }[kind]
    )


def _seen(told: Controlled, signal: Signal) -> str:
    first, last = (step_name(told.by, told.keys[at]) for at in (signal.first, signal.last))
    count = current_notation().whole(signal.last - signal.first + 1)
    match signal.rule, signal.up:
        case Rule.BEYOND, True:
            return _("%(step)s lies above the upper limit", step=last)
        case Rule.BEYOND, False:
            return _("%(step)s lies below the lower limit", step=last)
        case Rule.SIDE, True:
            return _(
                "%(n)s steps in a row above the middle, from %(first)s to %(last)s", n=count, first=first, last=last
            )
        case Rule.SIDE, False:
            return _(
                "%(n)s steps in a row below the middle, from %(first)s to %(last)s", n=count, first=first, last=last
            )
        case Rule.TREND, True:
            return _("%(n)s steps, each higher than the one before, from %(first)s to %(last)s",
                     n=count, first=first, last=last)  # fmt: skip
        case Rule.TREND, False:
            return _("%(n)s steps, each lower than the one before, from %(first)s to %(last)s",
                     n=count, first=first, last=last)  # fmt: skip
        case Rule.NEAR, True:
            return _("Two of three steps near the upper limit, from %(first)s to %(last)s", first=first, last=last)
        case _:
            return _("Two of three steps near the lower limit, from %(first)s to %(last)s", first=first, last=last)


def _means(rule: Rule) -> str:
    match rule:
        case Rule.BEYOND:
            return _(
                "By chance about 3 of 1,000 steps do this. Something was different in that step: look for it there."
            )
        case Rule.SIDE:
            return _("By chance about 1 of 64 stretches of seven does this. The level itself has probably moved.")
        case Rule.TREND:
            return _("By chance hardly ever. Something is changing little by little.")
        case Rule.NEAR:
            return _("By chance about 3 of 1,000 stretches of three do this. Something large may have begun.")


def about_points(told: Controlled) -> Sequence[str]:
    """What is said under the chart of points that aren't on it or stand on little."""
    notes = []
    if told.left_out:
        n = len(told.left_out)
        notes.append(
            ngettext(
                "%(n)s step with too few answers isn't drawn.", "%(n)s steps with too few answers aren't drawn.",
                n, n=current_notation().whole(n),
            )
        )  # fmt: skip
    if not all(told.chart.settled):
        notes.append(_("Limits from fewer than 10 steps still move: no signals are read from them."))
    return notes
