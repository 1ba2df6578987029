"""People and their posts: who works here, in which role, and for which part of the tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from kontuar.core.database import Base, Id, Moment


class Role(StrEnum):
    ADMIN = "admin"
    ANALYST = "analyst"
    AUTHOR = "author"
    MANAGER = "manager"
    EMPLOYEE = "employee"


class Person(Base):
    """Somebody who works for the chain. Signs in by e-mail and password, or on a shop's tablet by PIN."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email"),
        {"info": {"sort": "directory"}},
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))  # as `normal_email` writes it
    language: Mapped[str] = mapped_column(String(12))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    joined_at: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    posts: Mapped[list[Post]] = relationship(back_populates="person", cascade="all, delete-orphan", lazy="selectin")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        """As it stands on a shared screen: given name and the first letter of the family name."""
        return f"{self.given_name} {self.family_name[:1]}.".strip() if self.family_name else self.given_name

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    def holds(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    def roots(self, roles: Iterable[Role]) -> list[UUID]:
        """The places that this person holds one of `roles` for."""
        wanted = set(roles)
        return [post.place_id for post in self.posts if post.role in wanted]


class Post(Base):
    """A role that a person holds for a place and all below it."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("role in ('admin', 'analyst', 'author', 'manager', 'employee')", name="role"),
        Index(None, "place_id"),
        {"info": {"sort": "directory"}},
    )

    person_id: Mapped[UUID] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(Id, ForeignKey("place.id"), primary_key=True)
    person: Mapped[Person] = relationship(back_populates="posts")


def normal_email(email: str) -> str:
    """One way to write an address, so that capitals don't make two people."""
    return email.strip().casefold()


def by_email(session: Session, email: str) -> Person | None:
    """The person with that address who hasn't left."""
    return session.scalar(select(Person).where(Person.email == normal_email(email), Person.left_at.is_(None)))


def roster(session: Session, place_id: UUID) -> list[Person]:
    """The people who hold a post in exactly that place, by name."""
    return list(
        session.scalars(
            select(Person)
            .where(Person.left_at.is_(None), Person.posts.any(Post.place_id == place_id))
            .order_by(Person.given_name, Person.family_name, Person.id)
        )
    )
