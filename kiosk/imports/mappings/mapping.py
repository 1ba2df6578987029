"""A mapping as it was read: what a person said of a file, checked in itself but not yet against the file."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kiosk.imports.files.shapes import Shape
from kiosk.surveys.document import Decline, QuestionType, Text
from kontuar.core.documents import Reading

Odd = Literal["bad", "leave-out"]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column and what its codes mean; `known` are the values that are no surprise."""

    column: str
    map: Map[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    title: Text | None = None
    others: tuple[str, ...] = ()
    """Further columns, for cells of the first that name nothing that is known."""


@dataclass(frozen=True, slots=True)
class When:
    """Where the day and the time of an answer are."""

    column: str | None = None
    formats: tuple[str, ...] = ()
    year: int | str | None = None  # a number that all rows share, or a column
    month: int | str | None = None
    day: int | str | None = None
    on: date | None = None  # the same day for every row
    default: date | None = None  # where the cell is empty
    time: str | None = None
    time_formats: tuple[str, ...] = ("hh:mm", "hh:mm:ss", "h:mm AM", "h:mm:ss AM")
    moment: str | None = None  # a column that holds the whole moment, UTC where no zone stands with it


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """A choice of a survey that is made from the mapping."""

    id: str
    label: Text
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the columns that hold its answer, what the codes in them mean, and its words where the survey is made."""

    id: str
    type: QuestionType | None = None
    title: Text | None = None
    columns: tuple[str, ...] = ()
    missing: str | None = None  # a column that says why there is no answer: unknown, inapplicable, hidden
    separator: str | None = None
    marked: Map[str, str] = field(default_factory=dict)  # column -> choice
    mark: tuple[str, ...] = ("1",)
    unmarked: tuple[str, ...] = ("0",)
    map: Map[str, int | str] = field(default_factory=dict)
    no_answer: tuple[str, ...] = ()
    decline: Map[str, Decline] = field(default_factory=dict)
    odd: Odd = "bad"
    choices: tuple[ChoiceText, ...] = ()
    limit: int | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """The survey that the answers belong to; its texts where it is made from the mapping."""

    key: str
    version: int | None = None
    source: str | None = None
    languages: tuple[str, ...] = ()
    title: Text | None = None
    version_column: str | None = None  # where each row says which version was answered

    @property
    def made(self) -> bool:
        return self.title is not None


@dataclass(frozen=True, slots=True)
class Mapping:
    """All of it."""

    survey: SurveyWords
    questions: tuple[Asked, ...]
    shape: Shape = field(default_factory=Shape)
    decimal: str = "."
    no_answer: tuple[str, ...] = ()
    apostrophes: bool = False
    only: Map[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> values: rows that hold another are not of this import."""
    key: tuple[str, ...] = ()
    response: str | None = None
    """The column of an export of ours that says which response a row was; its key is kept along then."""
    source: str = ""
    """Whose keys the rows have: files of one source must not use a key for two rows."""
    weight: str | None = None
    seconds: str | None = None
    complete: Coded | None = None
    when: When = field(default_factory=When)
    place: Coded | None = None
    place_default: str | None = None
    language: Coded | None = None
    language_default: str | None = None
    segments: Map[str, Coded] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading, compare=False, repr=False)
    """Where in the mapping's file each part stands."""
