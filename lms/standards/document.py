"""The Book as it is published: an immutable document, its parts and their clauses in every language."""

from collections.abc import Iterator, Mapping

import msgspec

Text = Mapping[str, str]
"""{language: words}, in every language of the Book."""

KEY = "book"
"""There is one Book in a chain, so its key is always the same."""


class Clause(msgspec.Struct, frozen=True, rename="kebab"):
    """One standard. Its id is for ever; its number, words and date may change from edition to edition."""

    id: str
    number: str
    title: Text
    text: Text
    """The standard itself, one or two sentences."""
    why: Text
    how: tuple[Text, ...]
    """What somebody can see another do: two to four of them."""
    review_by: str
    """The day, `2028-03-31`, by which the clause is looked at again."""


class Part(msgspec.Struct, frozen=True):
    """A chapter: clause 2.1 is in part 2."""

    number: int
    title: Text
    clauses: tuple[Clause, ...]


class Book(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="book"):
    """An edition of the Book. Version 0 is one that hasn't been published: publishing gives the number."""

    key: str
    source: str
    languages: tuple[str, ...]
    edition: str
    """The day, `2026-11-22`, on which this edition was written."""
    title: Text
    intro: Text
    parts: tuple[Part, ...]
    version: int = 0

    @property
    def clauses(self) -> Iterator[Clause]:
        """Every clause, in the order of the Book."""
        return (clause for part in self.parts for clause in part.clauses)

    def clause(self, clause_id: str) -> Clause | None:
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    def part_of(self, clause_id: str) -> Part | None:
        return next((part for part in self.parts if any(clause.id == clause_id for clause in part.clauses)), None)

    def beside(self, clause_id: str) -> tuple[Clause | None, Clause | None]:
        """The clauses before and after one, for leafing through."""
        clauses = list(self.clauses)
        at = next((index for index, clause in enumerate(clauses) if clause.id == clause_id), None)
        if at is None:
            return None, None
        return (clauses[at - 1] if at else None), (clauses[at + 1] if at + 1 < len(clauses) else None)

    def overdue(self, day: str) -> tuple[Clause, ...]:
        """The clauses whose review date has passed on `day`."""
        return tuple(clause for clause in self.clauses if clause.review_by < day)


def book_from(document: object) -> Book:
    """The Book in a definition, given as its bytes or as the plain value of them.

    Raises msgspec.ValidationError where it isn't one. Fields of a later Kontuar are passed over, not refused.
    """
    if isinstance(document, bytes | bytearray | memoryview):
        return msgspec.json.decode(document, type=Book)
    return msgspec.convert(document, type=Book)
