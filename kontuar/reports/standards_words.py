"""Words about standards: the verb that follows, the sentences that say why, and a clause's three figures."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from kontuar.core.intervals import Share
from kontuar.reports import words
from kontuar.reports.advising import Advice
from kontuar.reports.clauses import ClauseReading
from kontuar.web.charts.figures import Measure, Writing
from kontuar.web.locale import current_notation
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext
from lms.standards.document import Book

VERBS = {
    Advice.TEACH: _l("teach"),
    Advice.REPEAT: _l("repeat"),
    Advice.HABIT: _l("look at the habit"),
    Advice.KEEP: _l("keep"),
    Advice.KNOWN: _l("ask customers"),
    Advice.CANT_TELL: _l("can't tell"),
}
SENTENCES = {
    Advice.TEACH: (_l("Too many don't know it."), _l("Teach it first; nobody can do what he doesn't know.")),
    Advice.REPEAT: (_l("Most know it, but whether enough do can't be told."), _l("Repeat it.")),
    Advice.HABIT: (
        _l("They know it, and customers miss it all the same."),
        _l("Look at the habit on the floor; another lesson won't change it."),
    ),
    Advice.KEEP: (_l("They know it, and customers don't miss it."), _l("Keep it so.")),
    Advice.KNOWN: (_l("They know it. What customers find can't be told."), _l("Ask them about it.")),
    Advice.CANT_TELL: (_l("Too few answers to tell who knows it."), _l("Begin with the quiz.")),
}


def cell(measure: Measure | None, writing: Writing, n: int | None = None) -> dict[str, str]:
    """A figure of a table with its interval and n; words where there is none."""
    if measure is None:
        return {"value": _("not asked"), "note": ""}
    counted = words.counted(measure.n if n is None else n)
    if not measure.shown:
        return {"value": _("too few to tell"), "note": counted}
    return {"value": writing.full(measure.value), "note": words.interval(measure, writing)}


def number_line(book: Book, reading: ClauseReading) -> str:
    notation = current_notation()
    return _(
        "Standard %(number)s, edition of %(edition)s, review by %(review)s",
        number=reading.clause.number, edition=notation.day(book.edition), review=notation.month(reading.clause.review_by),
    )  # fmt: skip


def satisfied(reading: ClauseReading) -> words.Stat:
    share, name = reading.says.satisfied, _("Customers: satisfied (CSAT)")
    if share is None:
        return words.Stat(name, words.NOTHING, "", _("No question asks about it, or nobody answered"))
    return _of_share(name, share, words.verdict_of(reading.satisfied_change, None)[0])


def mentioned(reading: ClauseReading) -> words.Stat:
    share, name = reading.says.mentioned, _("Customers: named it, per 100")
    if share is None:
        return words.Stat(name, words.NOTHING, "", _("No reason names it, or nobody answered"))
    measure = words.measure_of_share(share, 100)
    if measure is None or not measure.shown:
        return words.Stat(name, words.NOTHING, "", words.counted(share.total), "few")
    kind, told = words.verdict_of(reading.mentioned_change, None)
    said = {"rose": _("named more often, beyond chance"), "fell": _("named less often, beyond chance")}.get(kind, told)
    return words.Stat(
        name, current_notation().decimal(measure.value), "", words.interval(measure, words.mentions()),
        {"rose": "more", "fell": "less"}.get(kind, kind), said,
    )  # fmt: skip


def _of_share(name: str, share: Share, verdict: str) -> words.Stat:
    measure = words.measure_of_share(share)
    if measure is None or not measure.shown:
        return words.Stat(name, words.NOTHING, "", words.counted(share.total), "few")
    before, after = current_notation().percent_sign
    value = before + current_notation().hundredths(share.value)
    return words.Stat(name, value, after, words.interval(measure, words.shares()), verdict)


def knows(reading: ClauseReading) -> words.Stat:
    known, name = reading.knows, _("Employees: right answers")
    if known is None:
        return words.Stat(name, words.NOTHING, "", _("Nobody has been asked"))
    if known.too_few:
        return words.Stat(name, words.NOTHING, "", words.counted(known.n), "few")
    return _knowledge_stat(name, reading)


def _knowledge_stat(name: str, reading: ClauseReading) -> words.Stat:
    known, notation = reading.knows, current_notation()
    assert known is not None
    before, after = notation.percent_sign
    of = ngettext("%(n)s answer", "%(n)s answers", known.n, n=notation.whole(known.n))
    return words.Stat(
        name, before + notation.hundredths(known.value), after,
        words.interval(words.measure_of_knowledge(known), words.shares(), of),
    )  # fmt: skip
