"""Publishing surveys: what is put in force for every shop, and what is taken back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from kiosk.surveys.checking import Checked, check
from kiosk.surveys.document import Survey
from kontuar.core import deeds
from kontuar.core.errors import Problem
from kontuar.core.installation import installation
from kontuar.sync.definitions import Definition, all_in_force, in_force, publish, withdraw

SHIPPED = Path(__file__).parent / "shipped"


class PublishedAbove(Problem):
    code, status = "published-above", 409
    message = _("Surveys are published at head office. This shop takes what it gets from there.")


class NotPublished(Problem):
    code, status = "not-published", 404
    message = _("No survey of this name is published. It may have been taken back.")


def known_clauses(session: Session) -> Mapping[str, str] | None:
    """The clauses of the Book that is in force, id to number; None while there is no Book, when any id will do."""
    books = all_in_force(session, "book")
    if not books:
        return None
    parts = (part for book in books for part in book.content["parts"])
    return {clause["id"]: clause["number"] for part in parts for clause in part["clauses"]}


def may_publish(session: Session) -> bool:
    """Whether surveys are published here: they are not at a node, which takes them from head office."""
    here = installation(session)
    return here is None or here.upstream is None


def publish_survey(
    session: Session, survey: Survey, at: datetime, person_id: UUID | None = None
) -> tuple[Definition, bool]:
    """Put a checked survey in force; False beside it where just that was in force already.

    Raises PublishedAbove at a node.
    """
    if not may_publish(session):
        raise PublishedAbove
    before = in_force(session, "survey", survey.key)
    definition = publish(session, "survey", survey.key, msgspec.to_builtins(survey), at)
    if before is not None and before.hash == definition.hash:
        return definition, False
    deeds.note(session, at, "survey.published", survey.key, person_id=person_id, version=definition.version)
    return definition, True


def withdraw_survey(session: Session, key: str, at: datetime, person_id: UUID | None = None) -> Definition:
    """Take a survey back: tablets that show it ask nothing from their next contact on. What was answered stays.

    Raises NotPublished, and PublishedAbove at a node.
    """
    if not may_publish(session):
        raise PublishedAbove
    definition = in_force(session, "survey", key)
    if definition is None:
        raise NotPublished(detail=key)
    withdraw(session, "survey", key, at)
    deeds.note(session, at, "survey.withdrawn", key, person_id=person_id, version=definition.version)
    return definition


def shipped_surveys(clauses: Collection[str] | None = None) -> list[Survey]:
    """The surveys that come with the program, as the first start publishes them."""
    checked = [_shipped(file, clauses) for file in sorted(SHIPPED.glob("*.yaml"))]
    return [each.survey for each in checked if each.survey is not None]


def _shipped(file: Path, clauses: Collection[str] | None) -> Checked:
    return check(file.read_bytes(), clauses, file.parent)
