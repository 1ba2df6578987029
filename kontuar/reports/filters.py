"""Filters: what a results page is asked for, read from its address within what the person may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import g, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.responses.scope import Scope
from kiosk.surveys.document import Question, Survey
from kontuar.core import places
from kontuar.core.devices import Device
from kontuar.core.errors import NotFound, Problem
from kontuar.core.languages import TAGS
from kontuar.core.places import Place, PlaceKind
from kontuar.core.times import local_day, now_ms, parse_day
from kontuar.reports import documents
from kontuar.reports.choosing import Period, Span, earlier, period
from kontuar.web.access import seen_places

SPANS = {
    Span.MONTH: _l("This month"),
    Span.LAST_MONTH: _l("Last month"),
    Span.WEEK: _l("Last 7 days"),
    Span.QUARTER: _l("Last 90 days"),
    Span.YEAR: _l("This year"),
    Span.OWN: _l("Days of your choice"),
}


class FilterWrong(Problem):
    """An address that asks for what can't be; `detail` names the filter."""

    code, status = "filter-wrong", 422
    message = _l("This choice can't be read. The address may have been cut or changed.")


@dataclass(frozen=True)
class Filters:
    """What is asked for: a survey, days and those they're compared with, a place (None: all one sees), a language."""

    survey: Survey | None
    versions: list[Survey]
    titles: dict[str, Survey]
    span: Span
    today: str
    period: Period
    earlier: Period
    place: Place | None
    seen: list[Place]
    within: frozenset[UUID] | None
    language: str | None

    @property
    def scope(self) -> Scope:
        """The answers of the period."""
        return self.over(self.period)

    @property
    def before(self) -> Scope:
        """The answers of the period it is compared with."""
        return self.over(self.earlier)

    def over(self, days: Period) -> Scope:
        key = self.survey.key if self.survey else ""
        return Scope(key, self.within, days.start, days.end, self.language)

    @cached_property
    def questions(self) -> dict[str, Question]:
        return documents.questions(self.versions)

    @property
    def scales(self) -> list[Question]:
        """The questions that have a score, the one that leads first: smileys, then as they're asked."""
        found = [question for question in self.questions.values() if documents.scale_of(question)]
        return sorted(found, key=lambda question: question.type != "smileys")

    @property
    def shops(self) -> list[Place]:
        """The shops meant, by name."""
        return [
            place for place in self.seen
            if place.kind == PlaceKind.SHOP and (self.within is None or place.id in self.within)
        ]  # fmt: skip

    @property
    def regions(self) -> list[Place]:
        return [place for place in self.seen if place.kind == PlaceKind.REGION]

    @property
    def only(self) -> Place | None:
        """The one shop meant, where it is one."""
        return self.place if self.place else self.shops[0] if len(self.shops) == 1 else None

    def question(self, wanted: str | None) -> Question | None:
        """The question with a score that was asked for, else the one that leads; None where the survey has none."""
        scales = self.scales
        if wanted:
            found = next((question for question in scales if question.id == wanted), None)
            if found is None:
                raise FilterWrong(detail="question")
            return found
        return scales[0] if scales else None

    def address(self, endpoint: str | None = None, **changes: Any) -> str:
        """This page (or `endpoint`) with the same filters, some changed; None takes one off."""
        kept: dict[str, Any] = {
            "survey": request.args.get("survey"),
            "period": request.args.get("period"),
            "from": request.args.get("from") if self.span is Span.OWN else None,
            "to": request.args.get("to") if self.span is Span.OWN else None,
            "place": request.args.get("place"),
            "language": request.args.get("language"),
        }
        if endpoint is None:
            kept = {**request.args.to_dict(), **kept, **(request.view_args or {})}
            kept.pop("page", None)
        wanted = {name: value for name, value in {**kept, **changes}.items() if value not in (None, "")}
        return url_for(endpoint or request.endpoint or "", **wanted)


def chosen(session: Session, address: Mapping[str, str] | None = None) -> Filters:
    """The filters of this request. Raises FilterWrong for what can't be read, NotFound for a place one may not see."""
    asked = request.args if address is None else address
    seen = seen_by_name(session)
    place = _place(asked.get("place"), seen)
    today = g.get("until") or local_day(now_ms(), place.time_zone if place else zone_of(session, seen))
    span, days = _period(asked, today)
    versions = documents.surveys(session)
    titles = documents.latest(versions)
    survey = _survey(session, asked.get("survey"), titles)
    return Filters(
        survey=survey,
        versions=[each for each in versions if survey is not None and each.key == survey.key],
        titles=titles,
        span=span,
        today=today,
        period=days,
        earlier=earlier(span, days),
        place=place,
        seen=seen,
        within=_within(session, place, seen),
        language=_language(asked.get("language")),
    )


def seen_by_name(session: Session) -> list[Place]:
    """The places that the person may see in this view, by name."""
    rows = session.scalars(select(Place).order_by(Place.name, Place.id))
    allowed = seen_places()
    return [place for place in rows if place.id in allowed]


def _within(session: Session, place: Place | None, seen: list[Place]) -> frozenset[UUID] | None:
    """Ids to look at; None is the whole chain, for whoever sees all of it."""
    if place is not None and place.kind != PlaceKind.CHAIN:
        return frozenset({place.id} if place.kind == PlaceKind.SHOP else places.below(session, [place.id]))
    whole = any(each.kind == PlaceKind.CHAIN for each in seen)
    return None if whole else frozenset(each.id for each in seen)


def _place(wanted: str | None, seen: list[Place]) -> Place | None:
    if not wanted:
        return None
    found = next((place for place in seen if str(place.id) == wanted), None)
    if found is None:
        raise NotFound(detail="place")
    return found


def zone_of(session: Session, seen: list[Place]) -> str:
    """The clock that days are told by where several places are meant: theirs if it's one, else the chain's."""
    shops = {place.time_zone for place in seen if place.kind == PlaceKind.SHOP}
    if len(shops) == 1:
        return shops.pop()
    chain = places.chain(session)
    return chain.time_zone if chain else "UTC"


def _period(asked: Mapping[str, str], today: str) -> tuple[Span, Period]:
    start, end = (_day(asked.get(name), name) for name in ("from", "to"))
    named = asked.get("period") or (Span.OWN if start or end else Span.MONTH)
    if named not in set(Span):
        raise FilterWrong(detail="period")
    span = Span(named)
    days = period(span, today, start, end)
    if days.start > days.end:
        raise FilterWrong(_l("These days can't be: the first comes after the last."), detail="from")
    if days.days > 366 * 20:
        raise FilterWrong(_l("That's more than twenty years. Choose fewer days."), detail="from")
    return span, days


def _day(text: str | None, name: str) -> str | None:
    if not text:
        return None
    day = parse_day(text)
    if day is None:
        raise FilterWrong(detail=name)
    return day


def _survey(session: Session, wanted: str | None, titles: dict[str, Survey]) -> Survey | None:
    if wanted:
        if wanted not in titles:
            raise FilterWrong(_l("There's no such survey. It may have another key now."), detail="survey")
        return titles[wanted]
    return next((titles[key] for key in _most_shown(session) if key in titles), next(iter(titles.values()), None))


def _most_shown(session: Session) -> list[str]:
    """Keys of surveys, the one that most tablets show first."""
    shown = Counter(
        session.scalars(select(Device.survey).where(Device.survey.is_not(None), Device.revoked_at.is_(None)))
    )
    return [key for key, _ in sorted(shown.items(), key=lambda each: (-each[1], str(each[0]))) if key]


def _language(wanted: str | None) -> str | None:
    if wanted and wanted not in TAGS:
        raise FilterWrong(detail="language")
    return wanted or None
