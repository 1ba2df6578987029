"""What the program brings along, published at the first start: two surveys, the Book, two quizzes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from kiosk.surveys.checking import check
from kontuar.core.paths import PACKAGE
from kontuar.sync.definitions import Definition, publish
from lms.quizzes.checking import read_quiz
from lms.standards.checking import read_book

ROOT = PACKAGE.parent
SURVEYS = ROOT / "kiosk" / "surveys" / "shipped"
BOOK = ROOT / "lms" / "standards" / "shipped" / "book.yaml"
QUIZZES = ROOT / "lms" / "quizzes" / "shipped"


def publish_shipped(session: Session, at: datetime) -> list[Definition]:
    """Put the Book, the quizzes and the surveys in force that come with the program."""
    documents: list[msgspec.Struct | None] = [read_book(BOOK.read_bytes())[0]]
    documents += [read_quiz(path.read_bytes())[0] for path in _files(QUIZZES)]
    documents += [check(path.read_bytes(), folder=path.parent).survey for path in _files(SURVEYS)]
    published = []
    for document in documents:
        assert document is not None, "what is shipped has no faults: tests see to that"
        plain: dict[str, Any] = msgspec.to_builtins(document)
        published.append(publish(session, plain["kind"], plain["key"], plain, at))
    return published


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))
