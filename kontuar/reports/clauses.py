"""Clauses: each standard of the Book with what customers say of it, what employees know, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from kiosk.responses.queries import ByVersion, by_version
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Change, Scale, change, change_of_mentions
from kiosk.surveys.document import Question, Survey
from kontuar.core.intervals import Share
from kontuar.reports import documents, knowledge
from kontuar.reports.advising import Advice, advice, missed
from kontuar.reports.filters import Filters
from kontuar.reports.knowing import Knowledge
from kontuar.reports.naming import Named, Says, namings, says
from lms.quizzes.document import Item, Quiz
from lms.standards.document import Book, Clause


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """A clause from all sides that are known."""

    clause: Clause
    says: Says
    before: Says
    knows: Knowledge | None
    advice: Advice

    @property
    def satisfied_change(self) -> Change:
        now, then = self.says.satisfied, self.before.satisfied
        return change(Scale.SMILEYS, _counts(now), _counts(then))

    @property
    def mentioned_change(self) -> Change:
        return change_of_mentions(self.says.mentioned, self.before.mentioned)


def read_clauses(session: Session, book: Book, filters: Filters) -> list[ClauseReading]:
    """Every clause in the order of the Book. Customers: the period, in all surveys; knowledge: as it is now."""
    versions = documents.surveys(session)
    named = namings(versions)
    now, then = (_tallies(session, versions, scope) for scope in (filters.scope, filters.before))
    known = knowledge.by_clause(session, filters.within)
    return [_read(clause, named.get(clause.id, Named()), now, then, known.get(clause.id)) for clause in book.clauses]


def _read(
    clause: Clause,
    named: Named,
    now: Mapping[str, ByVersion],
    then: Mapping[str, ByVersion],
    knows: Knowledge | None,
) -> ClauseReading:
    said = says(named, now)
    return ClauseReading(clause, said, says(named, then), knows, advice(knows, missed(said.satisfied, said.mentioned)))


def _tallies(session: Session, versions: list[Survey], scope: Scope) -> dict[str, ByVersion]:
    return {
        key: by_version(session, replace(scope, survey=key)) for key in dict.fromkeys(each.key for each in versions)
    }


def _counts(share: Share | None) -> dict[int, int]:
    return {5: share.successes, 1: share.total - share.successes} if share else {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a reason of a survey that names a clause."""

    survey: Survey
    question: Question
    choice: str | None


def asked_of(session: Session, clause: str) -> list[Asked]:
    """Where the latest versions of surveys name a clause."""
    found = []
    for survey in documents.latest(documents.surveys(session)).values():
        for question in survey.questions:
            if question.clause == clause:
                found.append(Asked(survey, question, None))
            found += [Asked(survey, question, choice.id) for choice in question.choices if choice.clause == clause]
    return found


def items_of(session: Session, clause: str) -> list[tuple[Quiz, Item]]:
    """The items about a clause, in the quizzes in force."""
    return [(quiz, item) for quiz in documents.quizzes(session) for item in quiz.items if item.clause == clause]
