"""Readers: who may see results, and reading them as somebody who isn't here just now, with his rights and in his language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import current_app, g
from werkzeug.test import EnvironBuilder

from kontuar.core.database import db
from kontuar.core.installation import installation
from kontuar.core.languages import SOURCE, resolve
from kontuar.core.people import Person, Role
from kontuar.core.settings import Settings

READERS = (Role.ADMIN, Role.ANALYST, Role.AUTHOR, Role.MANAGER)


@contextmanager
def reading_as(person_id: UUID, address: str = "/", *, until: str | None = None) -> Iterator[Person | None]:
    """A request of its own to `address`, made by somebody who may see results; None where he has left or lost that right.

    What is found, and in which words, follows from his posts and language as they are now. `until`: the day that counts as today.
    """
    settings: Settings = current_app.config["KONTUAR"]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    environment = EnvironBuilder(path=address, base_url=settings.address).get_environ()
    with app.app_context(), app.request_context(environment):
        person = db.session().get(Person, person_id)
        reads = person is not None and person.left_at is None and person.holds(*READERS)
        g.visit, g.person, g.roles, g.until = None, person if reads else None, READERS, until
        g.language = (resolve(person.language) if person else None) or SOURCE
        yield person if reads else None


def at_head_office() -> bool:
    """Whether this installation is one that tells people of results by itself: no shop's node does."""
    here = installation(db.session())
    return here is not None and not here.upstream
