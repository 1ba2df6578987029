"""Asking: what somebody wants to take home, in words that a manifest keeps and a later export starts from."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec
from flask_babel import lazy_gettext as _l

from kontuar.core.errors import Invalid
from kontuar.core.languages import TAGS
from kontuar.reports.export.formats import FORMATS


class What(StrEnum):
    """The tables there are."""

    RESPONSES = "responses"
    ANSWERS = "answers"
    SCORES = "scores"
    COMMENTS = "comments"
    ATTEMPTS = "attempts"


class Times(StrEnum):
    """How finely moments are told: in a small shop the minute tells who it was."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"

    @property
    def milliseconds(self) -> int:
        return {Times.SECOND: 1_000, Times.MINUTE: 60_000, Times.HOUR: 3_600_000}[self]


Shape = Literal["wide", "long"]
SHAPES: dict[What, tuple[Shape, ...]] = {
    What.RESPONSES: ("wide",),
    What.ANSWERS: ("long",),
    What.SCORES: ("wide", "long"),
    What.COMMENTS: ("wide",),
    What.ATTEMPTS: ("long",),
}
"""The shapes a table has, the usual one first. Long responses are answers, wide answers are responses."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """What is asked for; which places is kept beside it. Days are the shops' own, both included; None: open, or all."""

    what: What
    shape: Shape = "wide"
    format: str = "csv"
    survey: str | None = None
    quiz: str | None = None
    start: str | None = None
    end: str | None = None
    language: str | None = None  # that answers were given in
    segment: str | None = None  # `key=value`: only responses that have it
    words: str = "en"  # the language of the codebook and of labels
    labels: bool = False  # words in place of codes
    comments: bool = True  # whether what customers typed comes with it
    times: Times = Times.MINUTE
    bom: bool = False


def asked(what: str, shape: str | None = None, **more: object) -> Asked:
    """What is asked for, put right: long responses are answers. Raises Invalid for what can't be."""
    kind = What(what)
    if (kind, shape) == (What.RESPONSES, "long"):
        kind = What.ANSWERS
    elif (kind, shape) == (What.ANSWERS, "wide"):
        kind = What.RESPONSES
    if shape is not None and shape not in SHAPES[kind]:
        raise Invalid(
            _l("Comments are always wide, a row each; attempts always long, a row an answer."), detail="shape"
        )
    wanted = msgspec.convert({"what": kind, "shape": shape or SHAPES[kind][0], **more}, type=Asked, strict=False)
    check(wanted)
    return wanted


def segment_of(wanted: Asked) -> tuple[str, str] | None:
    """The segment that responses must have: its key and value."""
    key, _, value = (wanted.segment or "").partition("=")
    return (key, value) if key and value else None


def check(wanted: Asked) -> None:
    """Raises Invalid for what can't be, Lacking for a format whose library isn't installed."""
    if wanted.format not in FORMATS:
        raise Invalid(_l("There is no such format."), detail=wanted.format)
    FORMATS[wanted.format].write()
    for tag in (wanted.language, wanted.words):
        if tag is not None and tag not in TAGS:
            raise Invalid(_l("There is no such language."), detail=tag)
    if wanted.start and wanted.end and wanted.end < wanted.start:
        raise Invalid(_l("The last day comes before the first."), detail="end")
    if wanted.segment and segment_of(wanted) is None:
        raise Invalid(_l("A segment is asked for as name=value."), detail=wanted.segment)
    if wanted.segment and wanted.what is What.ATTEMPTS:
        raise Invalid(_l("Attempts have no segments."), detail="segment")
    if wanted.survey and wanted.what is What.ATTEMPTS:
        raise Invalid(_l("Attempts are chosen by quiz, not by survey."), detail="survey")
    if wanted.quiz and wanted.what is not What.ATTEMPTS:
        raise Invalid(_l("Only attempts are chosen by quiz."), detail="quiz")
    if wanted.what is What.COMMENTS and not wanted.comments:
        raise Invalid(_l("Comments are for admins and analysts."), detail="what")
