"""Naming: which questions and reasons of which surveys name a clause, and what customers say of it by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk.responses.queries import ByVersion
from kiosk.responses.scoring import Counts, satisfaction, together
from kiosk.surveys.document import Survey, reasons_by_clause
from kontuar.core.intervals import Share, share


@dataclass(slots=True)
class Named:
    """Where a clause is named: questions with smileys and reasons, each in the versions that name it."""

    questions: set[tuple[str, int, str]] = field(default_factory=set)  # survey, version, question
    reasons: set[tuple[str, int, str, str]] = field(
        default_factory=set
    )  # survey, version, and the tally: question, choice


@dataclass(frozen=True, slots=True)
class Says:
    """What customers say of a clause: how many are satisfied where a question names it, how often a reason does."""

    satisfied: Share | None
    mentioned: Share | None  # of all responses to the versions whose reasons name it


def namings(surveys: Iterable[Survey]) -> dict[str, Named]:
    """Every clause that these versions of surveys name, and where."""
    found: dict[str, Named] = {}
    for survey in surveys:
        for question in survey.questions:
            if question.clause and question.type == "smileys":
                naming = found.setdefault(question.clause, Named())
                naming.questions.add((survey.key, survey.version, question.id))
        for clause, reasons in reasons_by_clause(survey).items():
            counted = reasons[0] if len(reasons) == 1 else ("", clause)  # as counting.py does
            found.setdefault(clause, Named()).reasons.add((survey.key, survey.version, *counted))
    return found


def says(named: Named, tallies: Mapping[str, ByVersion]) -> Says:
    """What the tallies of the surveys (by key) say of a clause.

    A response mentions a clause once, however many of the reasons it gives name that clause.
    """
    scores: list[Counts] = [
        tallies[survey].scores.get((question, version), {}) for survey, version, question in named.questions
    ]
    mentioned = sum(
        tallies[survey].choices.get((question, choice, version), 0)
        for survey, version, question, choice in named.reasons
    )
    asked = {(survey, version) for survey, version, _, _ in named.reasons}
    responses = sum(tallies[survey].responses.get(version, 0) for survey, version in asked)
    return Says(satisfaction(together(scores)), share(mentioned, responses))
