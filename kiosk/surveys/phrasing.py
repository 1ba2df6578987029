"""Words of staff about a survey: what a type of question is called, and when a question is asked."""

from collections.abc import Mapping
from functools import reduce

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kiosk.surveys.document import Condition, Question, Survey

TYPES: Mapping[str, LazyString] = {
    "smileys": _("smileys"),
    "nps": _("scale 0 to 10"),
    "effort": _("effort 1 to 7"),
    "stars": _("stars"),
    "yesno": _("yes or no"),
    "one": _("one of a list"),
    "several": _("several of a list"),
    "text": _("a few words"),
}
MEASURES: Mapping[str, str] = {"smileys": "CSAT", "nps": "NPS", "effort": "CES"}
"""What analysts call the score of a type."""


def when_asked(survey: Survey, condition: Condition, language: str) -> str:
    """A condition as a sentence's part, in the reader's language: `question 1: at most 3`."""
    if condition.all is not None:
        parts = [_part(survey, part, language) for part in condition.all]
        return reduce(lambda one, other: str(_("%(one)s and %(other)s", one=one, other=other)), parts)
    if condition.any is not None:
        parts = [_part(survey, part, language) for part in condition.any]
        return reduce(lambda one, other: str(_("%(one)s or %(other)s", one=one, other=other)), parts)
    if condition.not_ is not None:
        return str(_("not (%(condition)s)", condition=when_asked(survey, condition.not_, language)))
    place = next(index for index, each in enumerate(survey.questions, 1) if each.id == condition.question)
    compared = _comparison(survey.questions[place - 1], condition, language)
    return str(_("question %(number)s: %(comparison)s", number=place, comparison=compared))


def _part(survey: Survey, condition: Condition, language: str) -> str:
    words = when_asked(survey, condition, language)
    return f"({words})" if condition.all or condition.any else words


def _comparison(question: Question, condition: Condition, language: str) -> str:
    if condition.declined:
        return str(_("declined"))
    if condition.answered:
        return str(_("answered"))
    for value, words in (
        (condition.at_most, _("at most %(value)s")),
        (condition.at_least, _("at least %(value)s")),
        (condition.below, _("below %(value)s")),
        (condition.above, _("above %(value)s")),
    ):
        if value is not None:
            return str(words) % {"value": value}
    wanted = condition.includes if condition.includes is not None else condition.is_
    return f"“{_answer(question, wanted, language)}”"


def _answer(question: Question, value: int | str | None, language: str) -> str:
    if isinstance(value, str) and (choice := question.choice(value)):
        return choice.label.get(language, value)
    if question.type == "yesno" and isinstance(value, int) and value < len(question.labels):
        return question.labels[value].get(language, str(value))
    return str(value)
