"""Checking a survey before it is published: every fault with its line, a code, and what to do."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from flask_babel import lazy_gettext as _

from kiosk.surveys.document import SCALES, Condition, Question, Survey
from kiosk.surveys.possibilities import comparisons, outlook
from kiosk.surveys.reading import Draft, read_survey
from kontuar.core.documents import Fault, Findings, Path

MOST_QUESTIONS = 30
MANY_QUESTIONS = 8
ON_A_SCREEN = 6
MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a file found: the survey where nothing stops it, and all faults in the order of the file."""

    survey: Survey | None
    faults: list[Fault]

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.severity == "error"]


def check(raw: bytes, clauses: Collection[str] | None = None, folder: FilePath | None = None) -> Checked:
    """Read and check a survey file. `clauses` are the ids of the Book's (None: any will do). Never raises."""
    draft = read_survey(raw, folder)
    if draft.survey is not None:
        _Check(draft, draft.survey, clauses).whole()
    findings = draft.findings
    return Checked(None if findings.errors else draft.survey, findings.faults)


class _Check:
    """The questions asked of one survey, each in a method of its own."""

    def __init__(self, draft: Draft, survey: Survey, clauses: Collection[str] | None) -> None:
        self.findings: Findings = draft.findings
        self.survey = survey
        self.paths = draft.paths
        self.order = [name for name, _path in draft.named]
        self.named = draft.named
        self.clauses = clauses

    def whole(self) -> None:
        self._count_questions()
        self._find_twins(self.named)
        for place, question in enumerate(self.survey.questions):
            path = self.paths[place]
            self._check_clause((*path, "clause"), question.clause)
            self._check_choices(path, question)
            self._check_way_out(path, question, place)
            if question.when is not None:
                self._check_condition((*path, "when"), place, question)
        if not self.findings.errors:
            self._walk()

    def _count_questions(self) -> None:
        count = len(self.named)
        if self.findings.reading.value.get("questions") == []:
            self.findings.error(("questions",), "no-questions", _("A survey needs at least one question."))
        elif count > MOST_QUESTIONS:
            message = _("The survey has %(count)s questions; %(most)s at most.", count=count, most=MOST_QUESTIONS)
            self.findings.error(("questions",), "too-many-questions", message)
        elif count > MANY_QUESTIONS:
            message = _("The survey has %(count)s questions. Few customers stay for so many.", count=count)
            self.findings.warning(("questions",), "many-questions", message)

    def _find_twins(self, named: Sequence[tuple[str, Path]]) -> None:
        seen: dict[str, Path] = {}
        for name, path in named:
            if name in seen:
                line = self.findings.reading.line_of((*seen[name], "id"))
                message = _(
                    "“%(key)s” is the id of another, on line %(line)s. Give this one its own.", key=name, line=line
                )
                self.findings.error((*path, "id"), "duplicate-id", message)
            seen.setdefault(name, path)

    def _check_clause(self, path: Path, clause: str | None) -> None:
        if clause is not None and self.clauses is not None and clause not in self.clauses:
            self.findings.unknown(path, "unknown-clause", clause, self.clauses)

    def _check_choices(self, path: Path, question: Question) -> None:
        here = (*path, "choices")
        self._find_twins([(choice.id, (*here, index)) for index, choice in enumerate(question.choices)])
        for index, choice in enumerate(question.choices):
            self._check_clause((*here, index, "clause"), choice.clause)
        count = len(question.choices)
        if count > MOST_CHOICES:
            message = _("There are %(count)s choices; %(most)s at most.", count=count, most=MOST_CHOICES)
            self.findings.error(here, "too-many-choices", message)
        elif count > ON_A_SCREEN:
            message = _("There are %(count)s choices; %(room)s fit a screen, the rest go to a second one.", count=count,
                        room=ON_A_SCREEN)  # fmt: skip
            self.findings.warning(here, "many-choices", message)
        elif question.type in ("one", "several") and count == 1:
            self.findings.error(here, "one-choice", _("One choice is no choice. Add another, or ask yes or no."))
        self._find_same_labels(here, question)

    def _find_same_labels(self, path: Path, question: Question) -> None:
        for language in self.survey.languages:
            labels = Counter(choice.label.get(language, "").casefold() for choice in question.choices)
            for index, choice in enumerate(question.choices):
                label = choice.label.get(language, "")
                if label and labels[label.casefold()] > 1:
                    message = _("Two choices read “%(label)s”. Customers can't tell them apart.", label=label)
                    self.findings.warning((*path, index, "label", language), "same-label", message)

    def _check_way_out(self, path: Path, question: Question, place: int) -> None:
        """Somebody who can't answer must be able to say so, or he will press anything."""
        if question.type == "text" and question.required:
            message = _("Nobody should have to write. Take “required” out.")
            self.findings.warning((*path, "required"), "required-text", message)
        elif question.type == "text" and question.decline:
            message = _("A text can be left empty. Take “decline” out.")
            self.findings.warning((*path, "decline"), "declined-text", message)
        elif question.required and not question.decline and place > 0:
            message = _("Somebody who can't answer will press anything. Take “required” out, or add “decline”.")
            self.findings.warning((*path, "required"), "no-way-out", message)

    def _check_condition(self, path: Path, place: int, question: Question) -> None:
        if place == 0:
            self.findings.error(path, "first-question", _("The first question is asked of everybody. Take “when” out."))
        for here, test in _tests(path, question.when):
            self._check_comparison(here, question, test)

    def _walk(self) -> None:
        """Conditions that never or always hold; by the ways through the survey, so it must be sound otherwise."""
        for place, question in enumerate(self.survey.questions):
            if question.when is None:
                continue
            path, found = (*self.paths[place], "when"), outlook(self.survey.questions, question)
            if not found.can_hold:
                message = _("This condition can never hold, so nobody would be asked. Change it, or drop the question.")
                self.findings.error(path, "never-holds", message)
            elif not found.can_fail:
                message = _("This condition always holds. Take it out, or check what was meant.")
                self.findings.warning(path, "always-holds", message)

    def _check_comparison(self, path: Path, question: Question, test: Condition) -> None:
        name = test.question or ""
        if name == question.id:
            self.findings.error(path, "self-reference", _("A question can't depend on its own answer."))
            return
        if name not in self.order:
            self.findings.unknown(
                path, "unknown-question", name, [known for known in self.order if known != question.id]
            )
            return
        if self.order.index(name) > self.order.index(question.id):
            self._report_later(path, question, name)
            return
        target = self.survey.question(name)
        if target is not None:
            self._check_fit(path, target, test)

    def _report_later(self, path: Path, question: Question, name: str) -> None:
        if question.id in self._depends_on(name):
            message = _("A loop: “%(one)s” waits for “%(other)s”, which waits for it.", one=question.id, other=name)
            self.findings.error(path, "loop", message)
        else:
            message = _("“%(name)s” comes later. A question can depend on earlier ones only; move it up.", name=name)
            self.findings.error(path, "later-question", message)

    def _depends_on(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            question = self.survey.question(waiting.pop())
            for test in comparisons(question.when if question else None):
                if test.question and test.question not in found:
                    found.add(test.question)
                    waiting.append(test.question)
        return found

    def _check_fit(self, path: Path, target: Question, test: Condition) -> None:
        """Whether a comparison can be made with the answers of its question."""
        choices = [choice.id for choice in target.choices]
        scale = SCALES.get(target.type)
        picked = test.includes if target.type == "several" else test.is_ if target.type == "one" else None
        numbers = [number for number in (test.below, test.above, test.at_least, test.at_most) if number is not None]
        if test.answered or (test.declined and target.decline):
            return
        if test.declined:
            message = _("“%(name)s” can't be declined. Give it “decline”, or change this.", name=target.id)
            self.findings.error(path, "never-declined", message)
        elif isinstance(picked, str):
            if choices and picked not in choices:
                self.findings.unknown(path, "unknown-choice", picked, choices)
        elif scale is not None and test.includes is None:
            value = numbers[0] if numbers else test.is_
            if type(value) is not int or value not in scale:
                message = _("“%(name)s” is answered from %(low)s to %(high)s; this compares it with %(value)s.",
                            name=target.id, low=scale[0], high=scale[-1], value=value)  # fmt: skip
                self.findings.error(path, "out-of-scale", message)
        else:
            message = _("“%(name)s” can't be compared like this. Its type is “%(type)s”: use %(fit)s.",
                        name=target.id, type=target.type, fit=_FIT.get(target.type, "answered"))  # fmt: skip
            self.findings.error(path, "wrong-comparison", message)


def _tests(path: Path, condition: Condition | None) -> Iterator[tuple[Path, Condition]]:
    """Every comparison in a condition, with its place in the file."""
    if condition is None:
        return
    if condition.question is not None:
        yield path, condition
    for group, parts in (("all", condition.all), ("any", condition.any)):
        for index, part in enumerate(parts or ()):
            yield from _tests((*path, group, index), part)
    yield from _tests((*path, "not"), condition.not_)


_FIT = {"one": "is, answered", "several": "includes, answered"} | dict.fromkeys(
    SCALES, "is, below, above, at-least, at-most, answered"
)
