"""What the employee's side brings to the program, so that a new trade of it touches nothing elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import lazy_gettext as _l

from kontuar.core.chores import Chore
from kontuar.core.database import db
from kontuar.core.deeds import Told
from kontuar.sync.kinds import Kind
from kontuar.tablet.files import Supply
from kontuar.web.nav import Link, Section
from lms.quizzes import facts as quizzes

HERE = Path(__file__).parent
KINDS: tuple[Kind[Any], ...] = (*quizzes.KINDS,)
CHORES: tuple[Chore, ...] = ()
SUPPLIES = (Supply("quizzes", HERE / "quizzes" / "static", "screens.js"),)
PUBLISHED = (Link(_l("Quizzes"), "quizzes.index", "learn"), Link(_l("The Book"), "book.index", "book"))
SECTIONS: tuple[Section, ...] = ()  # of the sidebar, beside what is published and what is one's own
DEEDS = (
    Told(
        "content",
        _l("what is published"),
        {
            "quiz.published": _l("Quiz published: %(what)s, version %(version)s"),
            "quiz.withdrawn": _l("Quiz taken back: %(what)s, version %(version)s"),
            "book.published": _l("Book of Standards published, edition %(version)s"),
        },
    ),
)
OWN = (Link(_l("My quizzes"), "quizzes.own", "check"),)


def install(app: Flask) -> None:
    """Pages of the employee's side, and what a tablet shows of a person who signs in on it: what he has taken."""
    from lms.quizzes.views import quizzes as quiz_pages
    from lms.standards.views import book

    for pages in (book, quiz_pages):
        app.register_blueprint(pages)
    app.extensions["kontuar.learner_state"] = _learner_state


def _learner_state(person_id: UUID) -> list[dict[str, Any]]:
    from lms.quizzes.queries import learner_state

    return learner_state(db.session(), person_id)
