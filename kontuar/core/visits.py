"""Visits: who is signed in, by what, and until when; any of them can be ended at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kontuar.core.database import Base, Hash, Id, Moment
from kontuar.core.devices import token_hash
from kontuar.core.people import Person


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a visit lasts: without a touch, and at most."""

    idle: timedelta
    whole: timedelta


BY_PASSWORD = Spell(timedelta(minutes=30), timedelta(hours=12))
BY_PIN = Spell(timedelta(minutes=10), timedelta(hours=2))


class Visit(Base):
    """Somebody signed in. A visit by PIN has a learner's rights, whatever the person's posts."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("means in ('password', 'pin')", name="means"),
        {"info": {"sort": "local"}},
    )

    hash: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(Id)
    means: Mapped[str] = mapped_column(String(8))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    agent: Mapped[str] = mapped_column(String(200))

    @property
    def spell(self) -> Spell:
        return BY_PIN if self.means == "pin" else BY_PASSWORD

    @property
    def until(self) -> datetime:
        """When it ends at the latest."""
        return self.began_at + self.spell.whole

    def lasts(self, at: datetime) -> bool:
        return at - self.seen_at < self.spell.idle and at < self.until


def begin(
    session: Session, person: Person, means: str, at: datetime, *, device_id: UUID | None = None, agent: str = ""
) -> str:
    """Sign somebody in; gives the token to hand over."""
    token = secrets.token_urlsafe(32)
    session.add(
        Visit(
            hash=token_hash(token),
            person_id=person.id,
            device_id=device_id,
            means=means,
            began_at=at,
            seen_at=at,
            agent=agent[:200],
        )
    )
    return token


def current(session: Session, token: str, at: datetime) -> tuple[Visit, Person] | None:
    """The visit and the person behind a token, while both last."""
    found = session.execute(
        select(Visit, Person)
        .join(Person, Person.id == Visit.person_id)
        .where(Visit.hash == token_hash(token), Person.left_at.is_(None))
    ).first()
    return (found[0], found[1]) if found and found[0].lasts(at) else None


def end(session: Session, token: str) -> None:
    session.execute(delete(Visit).where(Visit.hash == token_hash(token)))


def of_person(session: Session, person_id: UUID, at: datetime) -> list[Visit]:
    """A person's visits that still last, the latest first."""
    found = session.scalars(select(Visit).where(Visit.person_id == person_id).order_by(Visit.began_at.desc()))
    return [visit for visit in found if visit.lasts(at)]


def sweep(session: Session, at: datetime) -> None:
    """Drop the rows of visits that have ended by themselves."""
    longest = max(BY_PASSWORD.whole, BY_PIN.whole)
    session.execute(delete(Visit).where(Visit.began_at < at - longest))


def end_all(session: Session, person_id: UUID, *, but: bytes | None = None) -> int:
    """End every visit of a person, except the one with the hash `but`; says how many."""
    which = delete(Visit).where(Visit.person_id == person_id)
    if but is not None:
        which = which.where(Visit.hash != but)
    return session.execute(which).rowcount  # type: ignore[attr-defined,no-any-return]
