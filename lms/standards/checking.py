"""Checking a Book as somebody wrote it: what is wrong, on which line, and what follows from the edition before."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from kontuar.core.documents import Fault, Findings, Path, Reading, read_yaml
from kontuar.core.languages import TAGS
from kontuar.core.times import parse_day
from lms.standards.document import KEY, Book, Clause, Part

BOOK_KEYS = ("kind", "key", "source", "languages", "edition", "title", "intro", "parts")
NEEDED = BOOK_KEYS[2:]
PART_KEYS = ("number", "title", "clauses")
CLAUSE_KEYS = ("id", "number", "review-by", "title", "text", "why", "how")
NUMBER = re.compile(r"([1-9][0-9]?)\.([1-9][0-9]?)")
YEARS = 2
"""A standard is looked at again within two years: what customers need doesn't stand still."""
LEAST_HOW, MOST_HOW = 2, 4


def read_book(raw: bytes) -> tuple[Book | None, list[Fault]]:
    """The Book in a file and what is to be said about it; no Book where there is an error."""
    return check_book(read_yaml(raw))


def check_book(reading: Reading) -> tuple[Book | None, list[Fault]]:
    findings = Findings(reading)
    book = _Checking(findings).book() if not findings.errors else None
    return (None if findings.errors else book), findings.faults


def dropped(new: Book, old: Book) -> tuple[Clause, ...]:
    """The clauses of the edition in force that the new one doesn't have: surveys and quizzes may still name them."""
    kept = {clause.id for clause in new.clauses}
    return tuple(clause for clause in old.clauses if clause.id not in kept)


class _Checking:
    """Walks through one Book; what it finds wrong lies in the findings."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.languages: tuple[str, ...] = ()
        self.edition: str | None = None
        self.ids: dict[str, Path] = {}
        self.numbers: dict[str, Path] = {}

    def book(self) -> Book | None:
        value = self.findings.reading.value
        if not self.findings.keys((), value, BOOK_KEYS, NEEDED):
            return None
        self._same(("kind",), value.get("kind", "book"), "book")
        self._same(("key",), value.get("key", KEY), KEY)
        source = str(value.get("source"))
        self.languages = self.findings.languages(("languages",), value.get("languages"), source, TAGS)
        self.edition = self._day(("edition",), value.get("edition"))
        parts = [
            self._part(("parts", at), part)
            for at, part in enumerate(self.findings.listed(("parts",), value.get("parts")))
        ]
        return Book(
            key=KEY,
            source=source,
            languages=self.languages,
            edition=self.edition or "",
            title=self._texts((), value, "title", room=40),
            intro=self._texts((), value, "intro", room=300),
            parts=tuple(part for part in parts if part),
        )

    def _part(self, path: Path, value: Any) -> Part | None:
        if not self.findings.keys(path, value, PART_KEYS, PART_KEYS):
            return None
        number = value.get("number")
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 99:
            self.findings.error((*path, "number"), "part-number", _("A part has a number from 1 to 99."))
            number = 0
        elif (first := self.numbers.setdefault(str(number), (*path, "number"))) != (*path, "number"):
            self._twice((*path, "number"), str(number), first)
        clauses = self.findings.listed((*path, "clauses"), value.get("clauses"))
        return Part(
            number=number,
            title=self._texts(path, value, "title", room=40),
            clauses=tuple(
                clause
                for at, entry in enumerate(clauses)
                if (clause := self._clause((*path, "clauses", at), entry, number))
            ),
        )

    def _clause(self, path: Path, value: Any, part: int) -> Clause | None:
        if not self.findings.keys(path, value, CLAUSE_KEYS, CLAUSE_KEYS):
            return None
        clause_id = self.findings.identifier((*path, "id"), value.get("id")) or ""
        if clause_id and (first := self.ids.setdefault(clause_id, (*path, "id"))) != (*path, "id"):
            self._twice((*path, "id"), clause_id, first)
        return Clause(
            id=clause_id,
            number=self._number((*path, "number"), value.get("number"), part),
            title=self._texts(path, value, "title", room=40),
            text=self._texts(path, value, "text", room=250),
            why=self._texts(path, value, "why", room=250),
            how=self._how((*path, "how"), value.get("how")),
            review_by=self._review((*path, "review-by"), value.get("review-by")),
        )

    def _number(self, path: Path, value: Any, part: int) -> str:
        number = self.findings.reading.written.get(path, value)
        match = NUMBER.fullmatch(number) if isinstance(number, str) else None
        if match is None or (part and int(match[1]) != part):
            message = _("A clause of part %(part)s has a number like %(part)s.1, in quotes.", part=part or 2)
            self.findings.error(path, "clause-number", message)
            return ""
        if (first := self.numbers.setdefault(match[0], path)) != path:
            self._twice(path, match[0], first)
        return match[0]

    def _how(self, path: Path, value: Any) -> tuple[dict[str, str], ...]:
        entries = self.findings.listed(path, value)
        if not LEAST_HOW <= len(entries) <= MOST_HOW:
            message = _(
                "Say in %(least)s to %(most)s lines what one can see people do.", least=LEAST_HOW, most=MOST_HOW
            )
            self.findings.error(path, "how-many", message)
        return tuple(
            self.findings.texts((*path, at), entry, self.languages, longest=500, room=140)
            for at, entry in enumerate(entries)
        )

    def _review(self, path: Path, value: Any) -> str:
        day = self._day(path, value)
        if day is None or self.edition is None:
            return day or ""
        if day <= self.edition:
            self.findings.error(path, "review-past", _("The review lies before this edition. Give a later day."))
        elif day > _years_after(self.edition, YEARS):
            message = _("A standard is looked at again within %(years)s years. Give an earlier day.", years=YEARS)
            self.findings.error(path, "review-late", message)
        return day

    def _day(self, path: Path, value: Any) -> str | None:
        day = parse_day(value)
        if day is None:
            self.findings.error(path, "not-a-day", _("A day is written like 2026-11-22."))
        return day

    def _texts(self, path: Path, value: dict[str, Any], key: str, room: int) -> dict[str, str]:
        if value.get(key) is None:
            return {}  # told as a missing key
        return self.findings.texts((*path, key), value[key], self.languages, longest=1000, room=room)

    def _same(self, path: Path, value: Any, wanted: str) -> None:
        if value != wanted:
            self.findings.error(path, "wrong-value", _("“%(wanted)s” stands here in every Book.", wanted=wanted))

    def _twice(self, path: Path, word: str, first: Path) -> None:
        line = self.findings.reading.line_of(first)
        message = _("“%(word)s” stands here twice; first on line %(line)s.", word=word, line=line)
        self.findings.error(path, "duplicate", message)


def _years_after(day: str, years: int) -> str:
    start = date.fromisoformat(day)
    try:
        return start.replace(year=start.year + years).isoformat()
    except ValueError:  # 29 February
        return start.replace(year=start.year + years, day=28).isoformat()
