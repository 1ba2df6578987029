"""Reading a mapping from TOML: every fault with its line, an unknown name with the nearest that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _

from kiosk.imports.files.recognising import is_text_encoding
from kiosk.imports.files.shapes import Shape
from kiosk.imports.mappings.dating import check_format
from kiosk.imports.mappings.mapping import Coded, Mapping, SurveyWords, When
from kiosk.imports.mappings.reading_questions import read_questions
from kontuar.core.documents import Fault, Findings, Path, Reading
from kontuar.core.languages import TAGS
from kontuar.core.marked_toml import read_toml

TABLES = ("file", "survey", "row", "date", "place", "language", "segments", "question")
FILE = ("encoding", "delimiter", "quote", "escape", "sheet", "header", "decimal", "no-answer", "apostrophes", "only")
SURVEY = ("key", "version", "source", "languages", "title")
ROW = ("key", "response", "source", "weight", "seconds", "complete")
DATE = ("column", "format", "year", "month", "day", "on", "default", "time", "time-format", "moment")
EXPORTED = "kontuar-export"
"""Whose keys the rows of our own exports have."""
MOST_SEGMENTS = 32
CODED = ("column", "map", "default")
SEGMENT = ("column", "title", "map", "known")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping where nothing stops it, and all faults in the order of the file."""

    mapping: Mapping | None
    faults: list[Fault]
    reading: Reading


def read_mapping(raw: bytes) -> Draft:
    """What a mapping says. Never raises."""
    reading = read_toml(raw)
    findings = Findings(reading)
    if reading.faults:
        return Draft(None, findings.faults, reading)
    mapping = _Reader(findings, reading.value).mapping()
    return Draft(None if findings.errors else mapping, findings.faults, reading)


class _Reader:
    """Walks through the tables of one mapping; each method reads one."""

    def __init__(self, findings: Findings, value: dict[str, Any]) -> None:
        self.findings, self.value = findings, value

    def mapping(self) -> Mapping | None:
        if not self.findings.keys((), self.value, TABLES, ("survey", "question")):
            return None
        survey = self._survey(self._table("survey"))
        file, row, place, language = (self._table(name) for name in ("file", "row", "place", "language"))
        self.findings.keys(("file",), file, FILE)
        self.findings.keys(("row",), row, ROW)
        languages = survey.languages if survey and survey.made else ()
        questions = read_questions(self.findings, self.value.get("question"), languages)
        if survey is None:
            return None
        return Mapping(
            survey=survey,
            questions=questions,
            shape=self._shape(file),
            decimal=self._sign(("file", "decimal"), file.get("decimal", "."), (".", ",")),
            no_answer=self.words(("file", "no-answer"), file.get("no-answer", [])),
            apostrophes=file.get("apostrophes") is True,
            only={name: self.words(("file", "only", name), each) for name, each in file.get("only", {}).items()},
            key=self._columns(("row", "key"), row.get("key", [])),
            response=self._text(("row", "response"), row.get("response")),
            source=self._source(row.get("source")) or (EXPORTED if row.get("response") else survey.key),
            weight=self._text(("row", "weight"), row.get("weight")),
            seconds=self._text(("row", "seconds"), row.get("seconds")),
            complete=self._complete(row.get("complete")),
            when=self._when(self._table("date")),
            place=self._coded(("place",), place, CODED),
            place_default=self._text(("place", "default"), place.get("default")),
            language=self._coded(("language",), language, CODED),
            language_default=self._text(("language", "default"), language.get("default")),
            segments=self._segments(self._table("segments"), languages),
            reading=self.findings.reading,
        )

    def _table(self, name: str) -> dict[str, Any]:
        found = self.value.get(name, {})
        if isinstance(found, dict):
            return found
        self.findings.error(
            (name,), "not-a-table", _("A table is expected here: [%(name)s] on a line of its own.", name=name)
        )
        return {}

    def _survey(self, table: dict[str, Any]) -> SurveyWords | None:
        if not self.findings.keys(("survey",), table, SURVEY, ("key",)):
            return None
        key = self.findings.identifier(("survey", "key"), table["key"]) if "key" in table else None
        version = table.get("version")
        if isinstance(version, str) and "title" not in table:
            return SurveyWords(key or "", version_column=version)
        if version is not None and not isinstance(version, int):
            self.findings.error(("survey", "version"), "not-a-number", _("A whole number is expected here."))
            version = None
        if "title" not in table:
            return SurveyWords(key or "", version)
        source = self._text(("survey", "source"), table.get("source")) or next(
            iter(table.get("languages") or ["en"]), "en"
        )
        languages = self.findings.languages(("survey", "languages"), table.get("languages", [source]), source, TAGS)
        title = self.findings.texts(("survey", "title"), table["title"], languages, 300)
        return SurveyWords(key or "", version, source, languages, title)

    def _shape(self, file: dict[str, Any]) -> Shape:
        encoding = self._text(("file", "encoding"), file.get("encoding"))
        if encoding is not None and not is_text_encoding(encoding):
            message = _("This encoding isn't known. Common ones are utf-8, utf-16, cp1250, cp1252, iso8859-2.")
            self.findings.error(("file", "encoding"), "unknown-encoding", message)
        header = file.get("header", 1)
        if type(header) is not int or not 0 <= header <= 1000:
            self.findings.error(("file", "header"), "not-a-number", _("A whole number is expected here."))
            header = 1
        return Shape(
            encoding=encoding,
            delimiter=self._sign(("file", "delimiter"), file.get("delimiter")) or None,
            quote=self._sign(("file", "quote"), file.get("quote")) if "quote" in file else None,
            escape=self._sign(("file", "escape"), file.get("escape")) or None,
            sheet=self._text(("file", "sheet"), file.get("sheet")),
            header=header,
        )

    def _sign(self, path: Path, value: Any, among: Sequence[str] = ()) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, str) and len(value) == 1 and value not in "\r\n" and (not among or value in among):
            return value
        choice = " ".join(among) or '","  ";"  "\\t"'
        self.findings.error(path, "not-a-sign", _("One sign is expected here: %(choice)s", choice=choice))
        return ""

    def _text(self, path: Path, value: Any) -> str | None:
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.findings.error(path, "not-a-text", _("A text in quotes is expected here."))
        return None

    def words(self, path: Path, value: Any) -> tuple[str, ...]:
        return words(self.findings, path, value)

    def _columns(self, path: Path, value: Any) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else self.words(path, value)

    def _complete(self, value: Any) -> Coded | None:
        path: Path = ("row", "complete")
        if value is None:
            return None
        if isinstance(value, str):
            return Coded(value, known=("1",))
        if not self.findings.keys(path, value, ("column", "yes"), ("column", "yes")):
            return None
        column = self._text((*path, "column"), value.get("column")) or ""
        return Coded(column, known=self.words((*path, "yes"), value.get("yes", [])))

    def _coded(self, path: Path, table: dict[str, Any], keys: tuple[str, ...]) -> Coded | None:
        self.findings.keys(path, table, keys)
        columns = self._columns((*path, "column"), table.get("column", [])) or (None,)
        column = self._text((*path, "column"), columns[0])
        known = self.words((*path, "known"), table.get("known", []))
        meant = code_map(self.findings, (*path, "map"), table.get("map", {}))
        if column is None:
            if meant or known:
                self.findings.error(path, "missing-key", _("“%(key)s” is missing here. Add it.", key="column"))
            return None
        return Coded(column, {code: str(value) for code, value in meant.items()}, known, others=columns[1:])

    def _segments(self, table: dict[str, Any], languages: Sequence[str]) -> dict[str, Coded]:
        found: dict[str, Coded] = {}
        if len(table) > MOST_SEGMENTS:
            message = _("There are %(count)s segments; %(most)s at most.", count=len(table), most=MOST_SEGMENTS)
            self.findings.error(("segments",), "too-many-segments", message)
        for name, value in table.items():
            path: Path = ("segments", name)
            if self.findings.identifier(path, name) is None:
                continue
            coded = Coded(value) if isinstance(value, str) else None
            if coded is None and self.findings.keys(path, value, SEGMENT, ("column",)):
                coded = self._coded(path, value, SEGMENT)
                if coded is not None and languages and "title" in value:
                    title = self.findings.texts((*path, "title"), value["title"], languages, 120)
                    coded = replace(coded, title=title)
            if coded is not None:
                found[name] = coded
        return found

    def _source(self, value: Any) -> str | None:
        return None if value is None else self.findings.identifier(("row", "source"), value)

    def _when(self, table: dict[str, Any]) -> When:
        self.findings.keys(("date",), table, DATE)
        ways = [bool(table.keys() & names) for names in ({"column"}, {"year", "month", "day"}, {"on"})]
        if sum(ways) != 1:
            message = _(
                "Say where the day is: “column”, or “year”, “month” and “day”, or “on” for one day that all share."
            )
            self.findings.error(("date",), "no-date", message)
        if ways[1]:
            for name in ("year", "month", "day"):
                if type(table.get(name)) not in (int, str):
                    message = _("A number that all rows share, or the name of a column, is expected here.")
                    self.findings.error(("date", name), "no-date", message)
        formats = self._formats(("date", "format"), table.get("format", []))
        times = self._formats(("date", "time-format"), table.get("time-format", []))
        given = {"time_formats": times} if times else {}
        return When(
            column=self._text(("date", "column"), table.get("column")),
            formats=formats,
            year=table.get("year"),
            month=table.get("month"),
            day=table.get("day"),
            on=self._day(("date", "on"), table.get("on")),
            default=self._day(("date", "default"), table.get("default")),
            time=self._text(("date", "time"), table.get("time")),
            moment=self._text(("date", "moment"), table.get("moment")),
            **given,
        )

    def _formats(self, path: Path, value: Any) -> tuple[str, ...]:
        found = self._columns(path, value)
        for each in found:
            fault = check_format(each)
            if fault is not None:
                self.findings.error(path, "wrong-format", fault)
        return found

    def _day(self, path: Path, value: Any) -> date | None:
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.findings.error(path, "not-a-day", _("A day is expected here, without quotes: 2021-03-31."))
        return None


def words(findings: Findings, path: Path, value: Any) -> tuple[str, ...]:
    """A list of texts; numbers are taken as they would be written in a file."""
    if not isinstance(value, list) or not all(type(each) in (str, int) for each in value):
        findings.error(path, "not-a-list", _('A list is expected here: ["0", "NA"].'))
        return ()
    return tuple(str(each).strip() for each in value)


def code_map(findings: Findings, path: Path, value: Any) -> dict[str, int | str]:
    """Codes of the file and what they mean."""
    if not isinstance(value, dict) or not all(type(each) in (str, int) for each in value.values()):
        findings.error(path, "not-a-map", _('Codes with their meaning are expected here: {1 = "en", 2 = "pl"}.'))
        return {}
    return {str(code).strip(): meant for code, meant in value.items()}
