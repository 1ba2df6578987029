"""Comments: a row for each text that a customer typed, with the answers that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kiosk.surveys.document import Survey
from kontuar.core.sealing import Seal
from kontuar.reports.export.answers import Answers
from kontuar.reports.export.columns import Column, Page, Type, Value, page
from kontuar.reports.export.responses import Wanted, read

COLUMNS = (
    Column("question", Type.TEXT, _l("The question")),
    Column("text", Type.TEXT, _l("What was typed")),
    Column(
        "hidden",
        Type.YESNO,
        _l("Whether it was hidden because it names somebody"),
        {True: _l("yes"), False: _l("no")},
    ),
)


def rows(session: Session, wanted: Wanted, answers: Answers, seal: Seal) -> Iterator[Page]:
    """A row a comment: the columns of responses, COLUMNS, and the other answers of the same response."""
    for some in read(session, wanted, seal, comments=True):
        typed: dict[Any, list[tuple[str, str | None]]] = {}
        for question, texts in sorted(some.words.items()):
            for response, text in texts.items():
                typed.setdefault(response, []).append((question, text))
        found: list[tuple[Value, ...]] = []
        for id, head, given in zip(some.ids, zip(*some.head, strict=True), some.answers, strict=True):
            if id in typed:
                which: Any = head[6], head[7]
                beside = answers.cells(which[0], which[1], given)
                found.extend((*head, question, text, text is None, *beside) for question, text in typed[id])
        if found:
            yield page(found, len(some.ids))


def beside(versions: Sequence[Survey], language: str, taken: Sequence[str]) -> Answers:
    """The answers beside a comment: all but what was typed."""
    return Answers(versions, language, [*taken, *(column.name for column in COLUMNS)], comments=False)
