"""Switching: a release put in force at a node, whole, in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kontuar.core.database import Base
from kontuar.core.devices import Device
from kontuar.core.errors import N_, Problem
from kontuar.core.installation import Installation
from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place, PlaceKind
from kontuar.hub.releases import signing
from kontuar.hub.releases.manifest import Directory, Document, Manifest, wanted
from kontuar.hub.releases.manifest import read as read_manifest
from kontuar.hub.releases.signing import Trust
from kontuar.sync.definitions import KINDS, Definition, Publication

ROLES = frozenset(Role)
PLACE_KINDS = frozenset(PlaceKind)


class ReleaseRefused(Problem):
    """`detail` is the stable reason: signature, unreadable, place, number, document, version."""

    code, status = "release-refused", 502
    message = N_("The hub's release wasn't taken: it isn't as it should be. What was in force stays in force.")


def checked(content: bytes, signature: str, trust: Trust, introduction: str = "") -> tuple[Manifest, Trust]:
    """The manifest, once its signature is good, and the trust to go on with. Raises ReleaseRefused."""
    good = signing.trusted(trust, content, signature, introduction)
    if good is None:
        raise ReleaseRefused(detail="signature")
    try:
        manifest = read_manifest(content)
    except msgspec.MsgspecError as error:
        raise ReleaseRefused(detail="unreadable") from error
    return manifest, Trust(good.key, manifest.next_key, good.recovery_key or manifest.recovery_key)


def must_fit(manifest: Manifest, place: UUID, number: int) -> None:
    """Raise ReleaseRefused for another shop's release, and for one that is older than what is in force."""
    if manifest.place != place:
        raise ReleaseRefused(detail="place")
    if manifest.number < number:
        raise ReleaseRefused(detail="number")


def switch(
    session: Session, manifest: Manifest, trust: Trust, document: Callable[[str], bytes], at: datetime
) -> list[bytes]:
    """Put a release in force; gives the hashes of the definitions that came with it.

    `document` gives the checked bytes of those this installation lacks, by hash in hex. Local rows stay as they are.
    """
    here = session.scalar(select(Installation).with_for_update().execution_options(populate_existing=True))
    if here is None or here.place_id is None:
        raise LookupError("this is no node")
    must_fit(manifest, here.place_id, here.release)
    fresh = _define(session, wanted(manifest, KINDS), document)
    _put_in_force(session, manifest, at)
    _replace_directory(session, manifest.directory)
    _note(here, manifest, trust)
    session.flush()
    return fresh


def _define(session: Session, documents: Sequence[Document], document: Callable[[str], bytes]) -> list[bytes]:
    known = set(session.scalars(select(Definition.hash)))
    fresh = []
    for each in documents:
        hash = bytes.fromhex(each.hash)
        if hash in known:
            continue
        same = select(Definition.hash).where(
            Definition.kind == each.kind, Definition.key == each.key, Definition.version == each.version
        )
        if session.scalar(same) is not None:  # the hub has numbered its versions anew
            raise ReleaseRefused(detail="version")
        session.add(
            Definition(
                hash=hash, kind=each.kind, key=each.key, version=each.version, document=document(each.hash),
                published_at=each.published_at,
            )
        )  # fmt: skip
        fresh.append(hash)
    session.flush()
    return fresh


def _put_in_force(session: Session, manifest: Manifest, at: datetime) -> None:
    """Publications as the manifest has them; what it no longer names was withdrawn."""
    in_force = {(each.hash, each.published_at): each for each in wanted(manifest, KINDS)}
    ended = {(each.hash, each.published_at): each.withdrawn_at for each in manifest.withdrawn}
    for row in session.scalars(select(Publication).where(Publication.withdrawn_at.is_(None))):
        key = (row.hash.hex(), row.published_at)
        if key not in in_force:
            row.withdrawn_at = ended.get(key) or at
    session.flush()
    for each in in_force.values():
        named = (bytes.fromhex(each.hash), each.published_at)
        known = session.get(Publication, named, populate_existing=True)
        if known is None:
            session.add(Publication(hash=named[0], published_at=named[1], kind=each.kind, key=each.key))
        else:
            known.withdrawn_at = None
        session.flush()


def _replace_directory(session: Session, directory: Directory) -> None:
    """The directory as it comes, and nothing else: a leaver's row is gone. What only a newer program knows is passed over."""
    places = [entry for entry in directory.places if entry.kind in PLACE_KINDS]
    for place in places:  # the chain first, so that each finds what it lies in
        _put(session, Place, place)
    session.execute(update(Person).values(email=None))  # two people may have swapped addresses
    known = {place.id for place in places}
    posts = set()
    for person in directory.people:
        _put(session, Person, person, but=("posts",))
        for post in person.posts:
            if post.role in ROLES and post.place_id in known:
                posts.add((person.id, post.role, post.place_id))
    for device in directory.devices:
        if device.kind in ("tablet", "node"):
            _put(session, Device, device)
    _replace_posts(session, posts)
    people, devices = [person.id for person in directory.people], [device.id for device in directory.devices]
    session.execute(delete(Person).where(Person.id.not_in(people)))
    session.execute(delete(Device).where(Device.id.not_in(devices)))
    _drop_places(session, known)


def _replace_posts(session: Session, posts: set[tuple[UUID, str, UUID]]) -> None:
    old = set(session.execute(select(Post.person_id, Post.role, Post.place_id)))
    for person, role, place in old - posts:
        session.execute(delete(Post).where(Post.person_id == person, Post.role == role, Post.place_id == place))
    for person, role, place in sorted(posts - old, key=str):
        session.execute(Post.__table__.insert().values(person_id=person, role=role, place_id=place))  # type: ignore[attr-defined]


def _drop_places(session: Session, kept: set[UUID]) -> None:
    """Places that are no longer above this one, from the leaves up."""
    while True:
        above = {parent for parent in session.scalars(select(Place.parent_id)) if parent}
        gone = [id for id in session.scalars(select(Place.id)) if id not in kept and id not in above]
        if not gone:
            return
        session.execute(delete(Place).where(Place.id.in_(gone)))


def _put(session: Session, table: type[Base], entry: msgspec.Struct, but: tuple[str, ...] = ()) -> None:
    """A row of the directory as the entry says."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in but}
    row = session.get(table, values["id"], populate_existing=True)
    if row is None:
        session.add(table(**values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()


def _note(here: Installation, manifest: Manifest, trust: Trust) -> None:
    here.release, here.language, here.demo = manifest.number, manifest.language, manifest.demo
    here.upstream_key, here.upstream_next_key = trust.key, trust.next_key
    here.upstream_recovery_key = trust.recovery_key
