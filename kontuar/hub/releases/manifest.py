"""The manifest: what one place should have. Documents by their hashes, and the part of the directory that is its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kontuar.core.devices import Device
from kontuar.core.documents import canonical
from kontuar.core.installation import installation
from kontuar.core.people import roster
from kontuar.core.places import Place, chain
from kontuar.hub.releases import signing
from kontuar.sync.definitions import Definition, Publication

E = TypeVar("E", bound=msgspec.Struct)


class Document(msgspec.Struct):
    """A definition in force; `withdrawn_at` where it no longer is."""

    kind: str
    key: str
    hash: str
    version: int
    published_at: datetime
    withdrawn_at: datetime | None = None


class PlaceEntry(msgspec.Struct):
    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    time_zone: str
    closed_at: datetime | None


class PostEntry(msgspec.Struct):
    role: str
    place_id: UUID


class PersonEntry(msgspec.Struct):
    id: UUID
    given_name: str
    family_name: str
    email: str | None
    language: str
    password_hash: str | None
    pin_hash: str | None
    joined_at: datetime
    left_at: datetime | None
    posts: list[PostEntry]


class DeviceEntry(msgspec.Struct):
    id: UUID
    place_id: UUID
    kind: str
    name: str
    survey: str | None
    enrolled_at: datetime
    revoked_at: datetime | None


class Directory(msgspec.Struct):
    """The place with all above it (the chain first), its own people, its own devices."""

    places: list[PlaceEntry]
    people: list[PersonEntry]
    devices: list[DeviceEntry]


class Manifest(msgspec.Struct):
    number: int
    made_at: datetime
    place: UUID
    chain: str
    language: str
    demo: bool
    documents: list[Document]
    withdrawn: list[Document]
    directory: Directory
    next_key: str
    recovery_key: str | None = None


_manifests = msgspec.json.Decoder(Manifest)


def write(manifest: Manifest) -> bytes:
    """The bytes that are signed."""
    return canonical(manifest)


def read(content: bytes) -> Manifest:
    """Raises msgspec.MsgspecError for what isn't one."""
    return _manifests.decode(content)


def manifest_for(session: Session, keys: Path, place_id: UUID, at: datetime) -> Manifest:
    """What a place should have now. The number is read first: what changes meanwhile comes again with the next one."""
    here, root = installation(session), chain(session)
    if here is None or root is None:
        raise LookupError("no chain here")
    number = here.release
    in_force, withdrawn = _documents(session)
    return Manifest(
        number=number,
        made_at=at,
        place=place_id,
        chain=root.name,
        language=here.language,
        demo=here.demo,
        documents=in_force,
        withdrawn=withdrawn,
        directory=_directory(session, place_id),
        next_key=signing.public_key(keys, signing.NEXT),
        recovery_key=signing.recovery_key(keys),
    )


def _documents(session: Session) -> tuple[list[Document], list[Document]]:
    """Those in force, and of the keys that have none the last that was."""
    last = select(Publication.kind, Publication.key, func.max(Publication.published_at).label("at"))
    newest = last.group_by(Publication.kind, Publication.key).subquery()
    rows = session.execute(
        select(Publication, Definition.version)
        .join(Definition, Definition.hash == Publication.hash)
        .outerjoin(
            newest,
            (newest.c.kind == Publication.kind)
            & (newest.c.key == Publication.key)
            & (newest.c.at == Publication.published_at),
        )
        .where(Publication.withdrawn_at.is_(None) | newest.c.at.is_not(None))
        .order_by(Publication.kind, Publication.key)
    )
    found = [
        Document(row.kind, row.key, row.hash.hex(), version, row.published_at, row.withdrawn_at)
        for row, version in rows
    ]
    in_force = [document for document in found if document.withdrawn_at is None]
    named = {(document.kind, document.key) for document in in_force}
    return in_force, [each for each in found if each.withdrawn_at and (each.kind, each.key) not in named]


def _directory(session: Session, place_id: UUID) -> Directory:
    line = _line(session, place_id)
    here = {place.id for place in line}
    devices = session.scalars(select(Device).where(Device.place_id == place_id).order_by(Device.id))
    people = []
    for person in sorted(roster(session, place_id), key=lambda person: person.id):
        posts = [PostEntry(post.role, post.place_id) for post in person.posts if post.place_id in here]
        posts.sort(key=lambda post: (post.role, post.place_id))
        people.append(_entry(PersonEntry, person, posts=posts))
    return Directory(
        places=[_entry(PlaceEntry, place) for place in line],
        people=people,
        devices=[_entry(DeviceEntry, device) for device in devices],
    )


def _line(session: Session, place_id: UUID) -> list[Place]:
    """The place and all above it, the chain first."""
    line: list[Place] = []
    above: UUID | None = place_id
    while above is not None:
        place = session.get_one(Place, above)
        line.insert(0, place)
        above = place.parent_id
    return line


def _entry(kind: type[E], row: object, **given: object) -> E:
    """A row of the directory as its entry: the same names on both sides."""
    names = [name for name in kind.__struct_fields__ if name not in given]
    return kind(**{name: getattr(row, name) for name in names}, **given)


def wanted(manifest: Manifest, kinds: Iterable[str]) -> list[Document]:
    """The documents of kinds that this program knows; a newer hub may have others."""
    known = set(kinds)
    return [document for document in manifest.documents if document.kind in known]
