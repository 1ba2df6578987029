"""This installation: what it is (hub or node), whom it answers to, and its keys."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kontuar.core.database import Base, Id, Moment
from kontuar.core.ids import new_id
from kontuar.core.plain import ask


class Installation(Base):
    """One row. `id` is also the device id of the facts that this installation writes itself."""

    __tablename__ = "installation"
    __table_args__ = (
        CheckConstraint("lone = 1", name="lone"),
        CheckConstraint("kind in ('hub', 'node')", name="kind"),
        {"info": {"sort": "local"}},
    )

    lone: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    id: Mapped[UUID] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(12))  # the chain's own, where nobody has said another
    demo: Mapped[bool]
    began_at: Mapped[datetime] = mapped_column(Moment)
    place_id: Mapped[UUID | None] = mapped_column(Id)  # a node's shop
    upstream: Mapped[str | None] = mapped_column(String(300))
    upstream_key: Mapped[str | None] = mapped_column(String(64))  # the hub's public key, pinned, hex
    upstream_next_key: Mapped[str | None] = mapped_column(String(64))  # the one it will sign with after that
    upstream_recovery_key: Mapped[str | None] = mapped_column(
        String(64)
    )  # its keeper may introduce another, pinned too
    release: Mapped[int] = mapped_column(default=0)  # the number of the release in force


def installation(session: Session) -> Installation | None:
    """This installation; None before the first start."""
    return session.scalar(select(Installation))


def release_in_force(session: Session) -> int:
    """The number of the release in force here; 0 before the first. Every answer to a batch tells it."""
    row = ask(session.connection(), "SELECT release FROM installation").fetchone()
    return int(row[0]) if row else 0


def found(session: Session, *, kind: str, language: str, at: datetime, demo: bool = False) -> Installation:
    """Begin a new installation."""
    row = Installation(lone=1, id=new_id(), kind=kind, language=language, demo=demo, began_at=at, release=0)
    session.add(row)
    session.flush()
    return row


def secret(keys: Path) -> bytes:
    """The installation's own secret of 32 bytes, made at first use and kept in its folder, readable by its owner alone."""
    return kept_secret(keys / "secret", lambda: secrets.token_bytes(32))


def kept_secret(file: Path, make: object) -> bytes:
    """The bytes of `file`; made once, whole or not at all, also when two begin at the same time."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(make())  # type: ignore[operator]
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)  # fails if another was quicker
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_bytes()


def replace_secret(file: Path, content: bytes) -> None:
    """Write a secret over an earlier one, whole or not at all, readable by its owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def receipt_key(keys: Path, device_id: UUID) -> bytes:
    """The key that receipts for one device are made with; handed over once, at enrolment."""
    return hmac.new(secret(keys), b"receipt:" + device_id.bytes, hashlib.sha256).digest()


def changed(session: Session) -> int:
    """Something that goes down in a release was changed (a definition, the directory): the next release gets a number.

    Only a hub gives numbers. What a node changes in its copy it has asked its hub for; the number comes from there.
    """
    session.flush()
    current = select(Installation).with_for_update().execution_options(populate_existing=True)
    row = session.scalar(current)  # as it is now, not as this request saw it before it had the turn
    if row is None or row.kind == "node":
        return 0
    row.release += 1
    session.flush()
    return row.release
