"""The language of a request: which one, and in which direction it is read."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from jinja2 import pass_context
from jinja2.runtime import Context
from sqlalchemy.exc import SQLAlchemyError

from kontuar.core.database import db
from kontuar.core.installation import installation
from kontuar.core.languages import LANGUAGES, SOURCE, Language, resolve
from kontuar.core.numbers import Notation, notation, register
from kontuar.web.access import current_person

COOKIE = "language"
CATALOGUES = [Path(__file__).parents[level] / "translations" for level in (1, 2)]  # installed, or in a checkout
BINDING = {"pl", "cs", "uk"}  # a word of one letter doesn't end a line
_LONE_WORD = re.compile(r"(?<![^\s\u00a0(„«])(\w) (?=\S)")


def current_language() -> Language:
    """The reader's language: chosen on this browser, else his own, else the browser's, else the chain's."""
    if not has_request_context():
        return SOURCE
    if "language" not in g:
        g.language = _chosen() or _own() or _asked_for() or _chain_s() or SOURCE
    return g.language  # type: ignore[no-any-return]


def _chosen() -> Language | None:
    return resolve(request.cookies.get(COOKIE))


def _own() -> Language | None:
    try:
        person = current_person()
    except SQLAlchemyError:  # the page that says the database is gone has a language too
        return None
    return resolve(person.language) if person else None


def _asked_for() -> Language | None:
    asked = (resolve(tag) for tag in request.accept_languages.values())
    return next((language for language in asked if language), None)


def _chain_s() -> Language | None:
    try:
        house = installation(db.session())
    except (SQLAlchemyError, RuntimeError):
        return None
    return resolve(house.language) if house else None


def current_notation() -> Notation:
    """How the reader's language writes figures, days and times."""
    return notation(current_language().tag)


@pass_context  # else Jinja would bind constants once, in the language of whoever came first
def bound_for_reader(_context: Context, text: str) -> str:
    return bound(text)


def bound(text: str) -> str:
    """`text` with words of one letter bound to the next one, where the reader's language asks for it."""
    if current_language().tag not in BINDING:
        return text
    return type(text)(_LONE_WORD.sub("\\1\u00a0", str(text)))  # Markup stays Markup


def install(app: Flask) -> None:
    app.config.setdefault(
        "BABEL_TRANSLATION_DIRECTORIES", ";".join(str(folder) for folder in CATALOGUES if folder.is_dir())
    )
    Babel(app, locale_selector=lambda: current_language().locale)
    app.jinja_env.filters["nbsp"] = bound_for_reader
    register(app.jinja_env, current_notation)
    app.jinja_env.globals.update(current_language=current_language, all_languages=LANGUAGES)
