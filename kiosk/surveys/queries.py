"""What is published, in which versions, and which tablets show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.surveys.document import Survey, survey_from
from kontuar.core.devices import Device
from kontuar.core.languages import LANGUAGES, Language
from kontuar.core.places import Place
from kontuar.sync.definitions import Definition, Publication


@dataclass(frozen=True, slots=True)
class ShownOn:
    """A tablet and where it stands."""

    device: Device
    place: Place


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a survey, from when to when it was in force (to None: it is)."""

    definition: Definition
    survey: Survey
    since: datetime
    until: datetime | None

    @property
    def gaps(self) -> list[Language]:
        """The program's languages that this survey isn't written in."""
        return [language for language in LANGUAGES if language.tag not in self.survey.languages]


def editions(session: Session, key: str | None = None) -> list[Edition]:
    """Every time a survey (or the one of that key) was in force, by key, the latest first."""
    which = (
        select(Definition, Publication)
        .join(Publication, Publication.hash == Definition.hash)
        .where(Definition.kind == "survey")
        .order_by(Definition.key, Publication.published_at.desc())
    )
    rows = session.execute(which if key is None else which.where(Definition.key == key))
    return [
        Edition(definition, survey_from(definition.document), publication.published_at, publication.withdrawn_at)
        for definition, publication in rows
    ]


def published(session: Session) -> list[Edition]:
    """The surveys in force, by key."""
    return [edition for edition in editions(session) if edition.until is None]


def tablets(session: Session, places: Collection[UUID]) -> list[ShownOn]:
    """The tablets in these places that haven't been revoked, by place and name."""
    rows = session.execute(
        select(Device, Place)
        .join(Place, Place.id == Device.place_id)
        .where(Device.kind == "tablet", Device.revoked_at.is_(None), Device.place_id.in_(list(places)))
        .order_by(Place.name, Device.name)
    )
    return [ShownOn(device, place) for device, place in rows]
