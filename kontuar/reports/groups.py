"""Groups: shops, languages or segments side by side: each score with an interval that holds for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from kiosk.responses.queries import Division, counts_by
from kiosk.responses.scoring import Counts, Scale, Score, measured, score, together
from kiosk.responses.segments import counts_by_segment
from kiosk.surveys.document import Question, Segment
from kontuar.core.hiding import Hidden, hidden
from kontuar.core.intervals import too_few
from kontuar.core.languages import LANGUAGES
from kontuar.core.ranking import Shrunken, confidence_each, league_misleads, shrunken
from kontuar.reports import documents, words
from kontuar.reports.filters import Filters, FilterWrong

MOST_SHOWN = 60
"""Values of a segment, those with the most answers: an airport has hundreds of flights."""
SHOPS, LANGUAGE, SEGMENT = "shops", "language", "segment:"
OWN_NAMES = {language.tag: language.own_name for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the customers and their score, None where nobody answered; `fair` where enough did."""

    key: str
    name: str
    score: Score | None
    hidden: bool = False
    fair: Shrunken | None = None

    @property
    def known(self) -> Score | None:
        """The score where enough answered and it may be shown."""
        return self.score if self.score is not None and not self.hidden and not self.score.too_few else None


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups, the highest score first, and all their answers together (None: of one group, or hidden)."""

    rows: Sequence[Group]
    network: Score | None
    misleading: bool
    more: int = 0

    @property
    def known(self) -> list[Group]:
        return [group for group in self.rows if group.known]

    @property
    def below(self) -> list[Group]:
        """Those whose whole interval lies below the network's."""
        return [group for group in self._beside() if _high(group) < self._band[0]]

    @property
    def above(self) -> list[Group]:
        return [group for group in self._beside() if _low(group) > self._band[1]]

    @property
    def ranked(self) -> list[Group]:
        """Those with enough answers, from the highest shrunken score."""
        return sorted((group for group in self.known if group.fair), key=lambda group: (-_fair(group), group.name))

    def _beside(self) -> list[Group]:
        network = self.network
        told = network is not None and not network.too_few and network.low is not None and len(self.rows) > 1
        return [group for group in self.known if group.known and group.known.low is not None] if told else []

    @property
    def _band(self) -> tuple[float, float]:
        network = self.network
        assert network is not None and network.low is not None and network.high is not None
        return network.low, network.high


def divisions(filters: Filters) -> list[tuple[str, str]]:
    """By what these answers can be told apart besides shops: values of `by` and what they're called."""
    found = []
    if any(len(survey.languages) > 1 for survey in filters.versions):
        found.append((LANGUAGE, ""))
    return found + [
        (SEGMENT + segment.key, words.said(segment.title, _source(filters))) for segment in _segments(filters)
    ]


def groups(session: Session, filters: Filters, question: Question, by: str) -> Groups:
    """A question's scores by `by`: shops, language, or segment:KEY. Raises FilterWrong for what the survey doesn't declare."""
    scale = documents.scale_of(question)
    assert scale is not None
    names, counted = _counted(session, filters, question, by)
    whole = together(counted.values())
    more = max(0, len(counted) - MOST_SHOWN) if by.startswith(SEGMENT) else 0
    if more:
        largest = sorted(counted, key=lambda key: (-_answers(scale, counted[key]), key))[:MOST_SHOWN]
        counted = {key: counted[key] for key in largest}
        names = {key: names[key] for key in largest}
    veiled = _veiled(scale, counted, by, total_shown=not more)
    return _side_by_side(scale, names, counted, veiled, whole, more)


def _side_by_side(
    scale: Scale, names: Mapping[str, str], counted: Mapping[str, Counts], veiled: Hidden[str], whole: Counts, more: int
) -> Groups:
    told = {key: counted[key] for key in names if key not in veiled.groups and key in counted}
    enough = {
        key: found for key, counts in told.items() if (found := measured(scale, counts)) and not _few(scale, counts)
    }
    confidence = confidence_each(max(1, len(enough)))
    fair, _ = shrunken(enough)
    rows = [
        Group(
            key, name, score(scale, counted.get(key, {}), confidence=confidence), key in veiled.groups,
            fair.get(key) if len(enough) > 2 else None,
        )
        for key, name in names.items()
    ]  # fmt: skip
    network = score(scale, whole) if len(rows) > 1 and not veiled.total else None
    ordered = sorted(
        rows, key=lambda group: (group.known is None, -(group.known.value if group.known else 0), group.name)
    )
    return Groups(ordered, network, league_misleads(enough), more)


def _counted(
    session: Session, filters: Filters, question: Question, by: str
) -> tuple[dict[str, str], dict[str, Counts]]:
    """What the groups are called, and their answers."""
    if by == SHOPS:
        places = counts_by(session, filters.scope, Division.PLACE, question.id)
        return (
            {str(shop.id): shop.name for shop in filters.shops},
            {str(key): counts for key, counts in places.items() if isinstance(key, UUID)},
        )
    everybody = replace(filters.scope, language=None)
    if by == LANGUAGE:
        spoken = counts_by(session, everybody, Division.LANGUAGE, question.id)
        return (
            {str(tag): OWN_NAMES.get(str(tag), str(tag)) for tag in spoken},
            {str(tag): n for tag, n in spoken.items()},
        )
    segment = next((one for one in _segments(filters) if SEGMENT + one.key == by), None)
    if segment is None:
        raise FilterWrong(detail="by")
    values = counts_by_segment(session, everybody, segment.key, question.id)
    return {value: _label(segment, value, _source(filters)) for value in values}, values


def _label(segment: Segment, value: str, source: str) -> str:
    label = segment.label(value)
    return words.said(label, source) if label else value


def _segments(filters: Filters) -> list[Segment]:
    """Every segment a version of the survey declares, as the latest one has it."""
    found: dict[str, Segment] = {}
    for survey in filters.versions:
        for segment in survey.segments:
            found.setdefault(segment.key, segment)
    return list(found.values())


def _source(filters: Filters) -> str:
    return filters.survey.source if filters.survey else ""


def _veiled(scale: Scale, counted: Mapping[str, Counts], by: str, *, total_shown: bool) -> Hidden[str]:
    """Whoever sees a shop sees its single comments too: a shop isn't hidden, only too small to tell."""
    sizes = {key: _answers(scale, counts) for key, counts in counted.items()}
    return hidden(sizes, below=0 if by == SHOPS else None, total_shown=total_shown)


def _answers(scale: Scale, counts: Counts) -> int:
    return sum(n for answer, n in counts.items() if answer in scale.answers)


def _few(scale: Scale, counts: Counts) -> bool:
    return too_few(_answers(scale, counts))


def _low(group: Group) -> float:
    return group.known.low if group.known and group.known.low is not None else 0.0


def _high(group: Group) -> float:
    return group.known.high if group.known and group.known.high is not None else 0.0


def _fair(group: Group) -> float:
    return group.fair.value if group.fair else 0.0
