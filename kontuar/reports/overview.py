"""The overview: today and the period, its three figures beside the earlier period's, what customers name and say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.responses.queries import Chosen, Division, Taken, chosen, counts_by, taken
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import (
    Change,
    Counts,
    Mention,
    Scale,
    Score,
    change,
    change_of_mentions,
    mentions,
    score,
)
from kiosk.responses.voices import Voice, voices
from kiosk.surveys.document import Choice, Question
from kontuar.core.comparing import Verdict
from kontuar.core.intervals import Share, share
from kontuar.reports.documents import scale_of
from kontuar.reports.filters import Filters

MOST_VOICES = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, its score, and what may be said of it beside the earlier period."""

    question: Question
    scale: Scale
    score: Score | None
    change: Change
    counts: Counts
    earlier: Counts


@dataclass(frozen=True, slots=True)
class Named:
    """A reason, how often it is named, and what may be said of that beside the earlier period."""

    choice: Choice
    mention: Mention
    change: Change


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the first page of results says."""

    scored: Sequence[Scored]  # at most two: what leads, and NPS or the next
    finished: Share | None
    finished_change: Change
    taken: Taken
    today: Score | None
    today_taken: Taken
    reasons: Sequence[Named]
    voices: Sequence[Voice]

    @property
    def lead(self) -> Scored | None:
        return self.scored[0] if self.scored else None

    @property
    def cause(self) -> Choice | None:
        """The reason that went down as the score went up, or up as it went down; the most named of them."""
        turned = {Verdict.ROSE: Verdict.FELL, Verdict.FELL: Verdict.ROSE}
        wanted = turned.get(self.lead.change.verdict) if self.lead else None
        return next((named.choice for named in self.reasons if wanted and named.change.verdict == wanted), None)


def overview(session: Session, filters: Filters) -> Overview:
    """Read it from tallies; only the few comments come from responses."""
    now = counts_by(session, filters.scope, Division.QUESTION)
    then = counts_by(session, filters.before, Division.QUESTION)
    today = filters.scope.between(filters.today, filters.today)
    questions = _two(filters.scales)
    scored = [_scored(question, now.get(question.id, {}), then.get(question.id, {})) for question in questions]
    answers, earlier = taken(session, filters.scope), taken(session, filters.before)
    finished = share(answers.complete, answers.all)
    today_score = None
    if scored:
        lead = scored[0]
        today_score = score(lead.scale, counts_by(session, today, Division.QUESTION).get(lead.question.id, {}))
    return Overview(
        scored=scored,
        finished=finished,
        finished_change=change_of_mentions(finished, share(earlier.complete, earlier.all)),
        taken=answers,
        today=today_score,
        today_taken=taken(session, today),
        reasons=reasons(session, filters, answers, earlier),
        voices=voices(session, filters.scope, most=MOST_VOICES),
    )


def reasons(session: Session, filters: Filters, now: Taken, then: Taken, wanted: str | None = None) -> list[Named]:
    """How often each reason of a question is named per response, the most named first; by default of the first with reasons."""
    question = reasons_question(filters, wanted)
    if question is None:
        return []
    chosen_now, chosen_then = (_chosen(session, scope, question) for scope in (filters.scope, filters.before))
    before = {mention.choice: mention.share for mention in mentions(chosen_then.choices, then.all)}
    found = []
    for mention in mentions({choice.id: chosen_now.choices.get(choice.id, 0) for choice in question.choices}, now.all):
        choice = question.choice(mention.choice)
        if choice is not None:
            earlier = before.get(mention.choice) or share(0, then.all)
            found.append(Named(choice, mention, change_of_mentions(mention.share, earlier)))
    return found


def reasons_question(filters: Filters, wanted: str | None = None) -> Question | None:
    """The question with choices that was asked for, else the first whose choices name a clause, else the first."""
    with_choices = [question for question in filters.questions.values() if question.choices]
    if wanted:
        return next((question for question in with_choices if question.id == wanted), None)
    naming = [question for question in with_choices if any(choice.clause for choice in question.choices)]
    return next(iter(naming + with_choices), None)


def _chosen(session: Session, scope: Scope, question: Question) -> Chosen:
    return chosen(session, scope, question.id)


def _scored(question: Question, now: Counts, then: Counts) -> Scored:
    scale = scale_of(question)
    assert scale is not None
    return Scored(question, scale, score(scale, now), change(scale, now, then), now, then)


def _two(scales: Sequence[Question]) -> list[Question]:
    """The question that leads, and beside it NPS where there is one."""
    rest = sorted(scales[1:], key=lambda question: question.type != "nps")
    return [*scales[:1], *rest[:1]]
