"""Making a survey from a mapping: the questions of a file in the words that the mapping gives them."""

from __future__ import annotations

from typing import Any, get_args

from flask_babel import lazy_gettext as _

from kiosk.imports.mappings.mapping import Asked, Mapping
from kiosk.surveys import wording
from kiosk.surveys.document import Choice, Decline, Question, Segment, Survey
from kontuar.core.documents import Fault, Path, nearest

TEXT_LIMIT = 5_000  # characters, where the mapping says none: what was written elsewhere is kept whole
_THANKS = {
    "pl": "Dziękujemy.", "en": "Thank you.", "uk": "Дякуємо.", "de": "Danke.", "cs": "Děkujeme.", "lt": "Ačiū.",
    "es": "Gracias.", "fr": "Merci.", "vi": "Cảm ơn quý khách.", "zh-Hans": "谢谢您。", "ar": "شكرًا لك.", "he": "תודה.",
}  # fmt: skip


def made_survey(mapping: Mapping) -> Survey:
    """The survey of a mapping that gives its words; without a version, as all that isn't published."""
    words = mapping.survey
    languages = words.languages
    title = words.title or {}
    return Survey(
        key=words.key,
        source=words.source or languages[0],
        languages=languages,
        title=title,
        invite=title,
        thanks={language: _THANKS[language] for language in languages},
        questions=tuple(_question(asked, languages) for asked in mapping.questions),
        weighted=mapping.weight is not None,
        segments=tuple(
            Segment(key, coded.title or dict.fromkeys(languages, coded.column))
            for key, coded in mapping.segments.items()
        ),
    )


def _question(asked: Asked, languages: tuple[str, ...]) -> Question:
    assert asked.type is not None and asked.title is not None
    refusals = set(asked.decline.values())
    return Question(
        id=asked.id,
        type=asked.type,
        title=asked.title,
        clause=asked.clause,
        decline=tuple(why for why in get_args(Decline) if why in refusals),
        choices=tuple(Choice(choice.id, choice.label, choice.clause) for choice in asked.choices),
        labels=wording.labels_for(asked.type, languages),
        ends=wording.ends_for(asked.type, languages),
        limit=(asked.limit or TEXT_LIMIT) if asked.type == "text" else None,
    )


def faults_against(mapping: Mapping, survey: Survey) -> list[Fault]:
    """What a mapping says of a survey that isn't so: questions it hasn't, other types, choices it doesn't know."""
    found: list[Fault] = []

    def fault(path: Path, code: str, message: Any) -> None:
        found.append(Fault(*mapping.reading.mark_of(path), code, message))

    if mapping.survey.version_column is not None:  # the table of an export: each version answers for itself
        return found
    known = [question.id for question in survey.questions]
    for index, asked in enumerate(mapping.questions):
        path: Path = ("question", index)
        question = survey.question(asked.id)
        if question is None:
            near = nearest(asked.id, known)
            message = _("The survey “%(survey)s” has no question “%(question)s”. Near is: %(near)s.",
                        survey=survey.key, question=asked.id, near=near or ", ".join(known))  # fmt: skip
            fault((*path, "id"), "unknown-question", message)
            continue
        if asked.type is not None and asked.type != question.type:
            message = _("In the survey this question is of the type “%(type)s”.", type=question.type)
            fault((*path, "type"), "other-type", message)
        if asked.marked and question.type != "several":
            fault((*path, "marked"), "not-several", _("“marked” is for a question of the type “several”."))
        if len(asked.columns) > 1 and question.type not in ("several", "text"):
            fault(
                (*path, "columns"),
                "not-several",
                _("Several columns are for questions of the types “several” and “text”."),
            )
        choices = [choice.id for choice in question.choices]
        for choice in {*asked.map.values(), *asked.marked.values()} if choices else set():
            if choice not in choices:
                near = nearest(str(choice), choices)
                message = _("“%(word)s” isn't known here. Known are: %(choice)s.",
                            word=str(choice), choice=near or ", ".join(choices))  # fmt: skip
                fault((*path, "map"), "unknown-choice", message)
        for why in set(asked.decline.values()) - set(question.decline):
            message = _("In the survey this question can't be declined as “%(why)s”.", why=why)
            fault((*path, "decline"), "not-declinable", message)
    return found
