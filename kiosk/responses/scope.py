"""Scope: which answers are meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from kontuar.core.database import Base

A_QUARTER = 92  # days


@dataclass(frozen=True, slots=True)
class Scope:
    """Which answers are meant. `places` None: all; days are the shops' own, both ends included, None: open."""

    survey: str
    places: frozenset[UUID] | None = None
    start: str | None = None
    end: str | None = None
    language: str | None = None

    @property
    def long(self) -> bool:
        """Whether it goes over more than a quarter, or has no beginning."""
        if self.start is None:
            return True
        return (date.fromisoformat(self.end or "9999-12-31") - date.fromisoformat(self.start)).days > A_QUARTER

    def between(self, start: str | None, end: str | None) -> Scope:
        return replace(self, start=start, end=end)

    def within(self, table: type[Base], *, throughout: bool = False) -> ColumnElement[bool]:
        """The condition on a tally's or response's own columns; `throughout`: the whole table is read, no index by survey."""
        return and_(*self.conditions(table, throughout=throughout))

    def conditions(self, columns: Any, *, throughout: bool = False) -> list[ColumnElement[bool]]:
        """The conditions on anything with such columns; on the place where it is limited, on days where there are bounds."""
        parts = [(columns.survey.concat("") if throughout else columns.survey) == self.survey]
        if self.places is not None:
            only = next(iter(self.places)) if len(self.places) == 1 else None  # = keeps an index's order
            parts.append(columns.place_id == only if only else columns.place_id.in_(self.places))
        if self.start is not None:
            parts.append(columns.day >= self.start)
        if self.end is not None:
            parts.append(columns.day <= self.end)
        if self.language is not None:
            parts.append(columns.language == self.language)
        return parts
