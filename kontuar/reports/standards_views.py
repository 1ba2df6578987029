"""Pages of standards: what customers say and employees know of each clause, and one clause from all sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kiosk.responses.voices import voices
from kontuar.core.database import db
from kontuar.core.errors import NotFound
from kontuar.reports import bar, documents, knowledge, words
from kontuar.reports import standards_words as told
from kontuar.reports.advising import Advice
from kontuar.reports.clauses import Asked, ClauseReading, asked_of, items_of, read_clauses
from kontuar.reports.filters import Filters, FilterWrong, chosen
from kontuar.reports.readers import READERS
from kontuar.reports.rows import comment_rows
from kontuar.web.access import for_roles, the_person
from kontuar.web.charts import clauses as drawing
from kontuar.web.charts.canvas import FULL, Sheet
from kontuar.web.charts.figures import Measure
from kontuar.web.locale import current_language, current_notation
from kontuar.web.page import page
from kontuar.web.texts import gettext as _
from kontuar.web.texts import ngettext
from lms.standards.document import Book

standards = Blueprint("standards", __name__, template_folder="templates")
MOST_VOICES = 3
STRONG = (Advice.TEACH, Advice.HABIT)


@standards.get("/standards")
@for_roles(*READERS)
def index() -> ResponseReturnValue:
    session = db.session()
    filters, book = chosen(session), documents.book(session)
    if book is None:
        return page("standards/index.html", book=None, headline=_("There is no Book of Standards yet"), fields=[])
    readings = read_clauses(session, book, filters)
    by = _side(readings)
    return page(
        "standards/index.html",
        book=book,
        headline=_headline(readings),
        lead=_lead(filters),
        fields=bar.fields(filters, without=("survey",)),
        sides=[
            (_("Named as a reason"), filters.address(by="mentions"), by == "mentions"),
            (_("Satisfied where asked"), filters.address(by="csat"), by == "csat"),
        ],
        rows=[_row(book, filters, reading) for reading in readings],
        finding=_finding(readings),
        chart=_chart(book, readings, by, _finding(readings)),
        known=_known_in_all(filters),
    )


@standards.get("/standards/<clause>")
@for_roles(*READERS)
def one(clause: str) -> ResponseReturnValue:
    session = db.session()
    filters, book = chosen(session), documents.book(session)
    readings = read_clauses(session, book, filters) if book else []
    reading = next((each for each in readings if each.clause.id == clause), None)
    if book is None or reading is None:
        raise NotFound(detail="clause")
    asked = asked_of(session, clause)
    part = book.part_of(clause)
    finding = _beside(reading, readings)
    return page(
        "standards/one.html",
        filters=filters,
        fields=bar.fields(filters, without=("survey",)),
        book=book,
        clause=reading.clause,
        title=words.said(reading.clause.title, book.source),
        number_line=told.number_line(book, reading),
        text=words.said(reading.clause.text, book.source),
        how=[words.said(each, book.source) for each in reading.clause.how],
        part_title=words.said(part.title, book.source) if part else "",
        sentence=told.SENTENCES[reading.advice],
        lead_days=_lead(filters),
        satisfied=told.satisfied(reading),
        mentioned=told.mentioned(reading),
        knows=told.knows(reading),
        asked=[_asked(each) for each in asked],
        items=_items(filters, clause),
        finding=finding,
        chart=_chart(book, readings, _side([reading], readings), finding, strong=clause),
        rows=[_row(book, filters, each) for each in readings],
        voices=_voices(filters, asked),
        earlier=words.period(filters.earlier),
    )


def _side(readings: list[ClauseReading], others: list[ClauseReading] | None = None) -> str:
    """Which of the two figures of customers is drawn: the one asked for, else the one that more clauses have."""
    wanted = request.args.get("by")
    if wanted in ("mentions", "csat"):
        return wanted
    if wanted:
        raise FilterWrong(detail="by")
    satisfied = sum(reading.says.satisfied is not None for reading in readings)
    mentioned = sum(reading.says.mentioned is not None for reading in readings)
    return "csat" if satisfied > mentioned else "mentions"


def _headline(readings: list[ClauseReading]) -> str:
    teach = sum(reading.advice is Advice.TEACH for reading in readings)
    habit = sum(reading.advice is Advice.HABIT for reading in readings)
    if teach and habit:
        first = ngettext("Teach %(num)s standard", "Teach %(num)s standards", teach)
        return _("%(teach)s, look at the habit in %(habit)s", teach=first, habit=current_notation().whole(habit))
    if teach:
        return ngettext("%(num)s standard isn't known well enough", "%(num)s standards aren't known well enough", teach)
    if habit:
        return ngettext("%(num)s standard is known but missed", "%(num)s standards are known but missed", habit)
    if all(reading.advice is Advice.CANT_TELL for reading in readings):
        return _("Too few answers to tell who knows what")
    return _("No standard stands out")


def _lead(filters: Filters) -> str:
    where = filters.only.name if filters.only else _("All places")
    return _(
        "%(place)s. Customers: %(period)s. Employees: as of today.", place=where, period=words.period(filters.period)
    )


def _finding(readings: list[ClauseReading]) -> str:
    known = [reading for reading in readings if reading.knows is not None and not reading.knows.too_few]
    if not known:
        return _("Too few have answered to tell who knows what")
    least = min(known, key=lambda reading: reading.knows.value if reading.knows else 1)
    return _("Least known: %(clause)s", clause=_title(least))


def _title(reading: ClauseReading) -> str:
    title = reading.clause.title
    return f"{reading.clause.number} {words.said(title, next(iter(title)))}"


def _beside(reading: ClauseReading, readings: list[ClauseReading]) -> str:
    """Where this clause stands among those whose knowledge is told."""
    if reading.knows is None or reading.knows.too_few:
        return _("What is known of this standard beside the others")
    value, known = reading.knows.value, [each.knows for each in readings if each.knows and not each.knows.too_few]
    if len(known) > 1 and all(value <= each.value for each in known):
        return _("Of all standards this one is known least")
    if len(known) > 1 and all(value >= each.value for each in known):
        return _("Of all standards this one is known best")
    better = sum(each.value > value for each in known)
    return ngettext("%(num)s standard is known better", "%(num)s standards are known better", better)


def _chart(book: Book, readings: list[ClauseReading], by: str, finding: str, strong: str = "") -> Markup:
    sheet = Sheet(
        "clauses", _("Standards: what customers say, what employees know"), finding, width=FULL,
        rtl=current_language().direction == "rtl",
    )  # fmt: skip
    rows = [
        drawing.Clause(
            number=reading.clause.number,
            title=words.said(reading.clause.title, book.source),
            says=_says(reading, by),
            knows=words.measure_of_knowledge(reading.knows),
            verdict=str(told.VERBS[reading.advice]),
            strong=reading.clause.id == strong or (not strong and reading.advice in STRONG),
        )
        for reading in readings
    ]
    says = (
        drawing.Side(_("Customers: satisfied, in percent"), words.shares())
        if by == "csat"
        else drawing.Side(_("Customers: named it, per 100 responses"), words.mentions())
    )
    knows = drawing.Side(_("Employees: right answers, in percent"), words.shares())
    gaps = drawing.Gaps(_("too few to tell"), _("not asked"), _("what follows"))
    return drawing.clauses(sheet, rows, says, knows, gaps)


def _says(reading: ClauseReading, by: str) -> Measure | None:
    if by == "csat":
        return words.measure_of_share(reading.says.satisfied)
    return words.measure_of_share(reading.says.mentioned, 100)


def _row(book: Book, filters: Filters, reading: ClauseReading) -> dict[str, Any]:
    knows = words.measure_of_knowledge(reading.knows)
    return {
        "number": reading.clause.number,
        "title": words.said(reading.clause.title, book.source),
        "url": filters.address("standards.one", clause=reading.clause.id),
        "satisfied": told.cell(words.measure_of_share(reading.says.satisfied), words.shares()),
        "mentioned": told.cell(words.measure_of_share(reading.says.mentioned, 100), words.mentions()),
        "knows": told.cell(knows, words.shares(), reading.knows.n if reading.knows else 0),
        "verb": told.VERBS[reading.advice],
        "strong": reading.advice in STRONG,
    }


def _known_in_all(filters: Filters) -> dict[str, str]:
    return told.cell(words.measure_of_knowledge(knowledge.in_all(db.session(), filters.within)), words.shares())


def _asked(asked: Asked) -> dict[str, str]:
    choice = asked.question.choice(asked.choice) if asked.choice else None
    return {
        "survey": words.said(asked.survey.title, asked.survey.source),
        "question": words.said(asked.question.title, asked.survey.source),
        "reason": words.said(choice.label, asked.survey.source) if choice else "",
    }


def _items(filters: Filters, clause: str) -> list[dict[str, Any]]:
    session = db.session()
    known: Mapping[str, Any] = knowledge.by_item(session, filters.within, clause)
    return [
        {
            "quiz": words.said(quiz.title, quiz.source),
            "url": url_for("knowledge.index", quiz=quiz.key),
            "prompt": words.said(item.prompt, quiz.source),
            "knows": told.cell(
                words.measure_of_knowledge(known.get(item.key)),
                words.shares(),
                known[item.key].n if item.key in known else 0,
            ),
        }
        for quiz, item in items_of(session, clause)
    ]


def _voices(filters: Filters, asked: list[Asked]) -> list[Any]:
    """Comments of customers of the survey shown who named this clause as a reason, or gave a bad face to its question."""
    survey = filters.survey.key if filters.survey else ""
    reasons = {(each.question.id, each.choice) for each in asked if each.choice and each.survey.key == survey}
    if not reasons:
        return []

    def fits(answers: Mapping[str, Any]) -> bool:
        return any(choice == answers.get(question) or (isinstance(answers.get(question), list)
                   and choice in answers[question]) for question, choice in reasons)  # fmt: skip

    session = db.session()
    return comment_rows(session, filters, voices(session, filters.scope, fits=fits, most=MOST_VOICES), the_person())
