"""The bar of filters above a results page: its fields, what may be chosen in them, and what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from kiosk.responses.queries import Division
from kiosk.surveys.document import Question
from kontuar.core.languages import LANGUAGES
from kontuar.core.places import PlaceKind
from kontuar.reports import words
from kontuar.reports.choosing import Span
from kontuar.reports.filters import SPANS, Filters
from kontuar.web.texts import gettext as _

STEPS = {Division.DAY: _l("Days"), Division.WEEK: _l("Weeks"), Division.MONTH: _l("Months")}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the bar; without options it's a day."""

    name: str
    label: str
    chosen: str
    options: Sequence[tuple[str, str]] = ()


def fields(
    filters: Filters, *, question: Question | None = None, without: Sequence[str] = (), more: Sequence[Field] = ()
) -> list[Field]:
    """The fields that make a choice: a list with one entry isn't one."""
    found = [
        _survey(filters),
        _question(filters, question),
        *_days(filters),
        _place(filters),
        _language(filters),
        *more,
    ]
    return [
        field for field in found
        if field.name not in without and (len(field.options) > 1 or not field.options)
    ]  # fmt: skip


def _survey(filters: Filters) -> Field:
    options = [(key, words.said(survey.title, survey.source)) for key, survey in filters.titles.items()]
    return Field("survey", _("Survey"), filters.survey.key if filters.survey else "", options or [("", "")])


def _question(filters: Filters, question: Question | None) -> Field:
    source = filters.survey.source if filters.survey else ""
    options = [(each.id, words.title(each, source)) for each in filters.scales] if question else []
    return Field("question", _("Question"), question.id if question else "", options or [("", "")])


def _days(filters: Filters) -> list[Field]:
    chosen = Field("period", _("Time"), filters.span, [(span.value, str(label)) for span, label in SPANS.items()])
    if filters.span is not Span.OWN:
        return [chosen]
    return [
        chosen,
        Field("from", _("First day"), filters.period.start),
        Field("to", _("Last day"), filters.period.end),
    ]


def _place(filters: Filters) -> Field:
    regions = [(str(place.id), _("%(region)s, all shops", region=place.name)) for place in filters.regions]
    shops = [(str(place.id), place.name) for place in filters.seen if place.kind == PlaceKind.SHOP]
    everything = [("", _("All places"))] if len(shops) > 1 else []
    return Field(
        "place",
        _("Place"),
        str(filters.place.id) if filters.place else "",
        [*everything, *regions, *shops] or [("", "")],
    )


def _language(filters: Filters) -> Field:
    spoken = {tag for survey in filters.versions for tag in survey.languages}
    options = [("", _("All languages"))]
    options += [(language.tag, language.own_name) for language in LANGUAGES if language.tag in spoken]
    return Field("language", _("Answered in"), filters.language or "", options)
