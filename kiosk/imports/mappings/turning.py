"""Turning lines of a file into rows to bring in: every cell by its column's rule, every fault with its column and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _

from kiosk.imports.files.reading_xlsx import text_of
from kiosk.imports.files.shapes import Line, Names, UnknownColumn
from kiosk.imports.mappings.answers import HIDDEN, SILENT, Cells, Known, Reader, Reading, Wrong, number_of
from kiosk.imports.mappings.coded import segment_reader, tag_reader
from kiosk.imports.mappings.earlier import Version, earlier, midday
from kiosk.imports.mappings.keys import Keys
from kiosk.imports.mappings.making import faults_against
from kiosk.imports.mappings.mapping import Mapping
from kiosk.imports.mappings.placing import Shop, Shops
from kiosk.imports.mappings.timing import Timing
from kiosk.imports.rows import Earlier, Row
from kiosk.surveys.document import Survey
from kontuar.core.documents import Fault, Path
from kontuar.core.neutralising import as_written
from kontuar.core.sealing import Seal
from kontuar.core.times import zone

LONGEST_VISIT = 86_400.0  # seconds

Made = TypeVar("Made")


class MappingWrong(Exception):
    """A mapping doesn't fit the file, the survey or the places; `faults` say where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(slots=True)
class Turned:
    """A line made into a row; none where a cell is bad, or where the line is not of this import."""

    row: Row | None = None
    wrong: list[Wrong] = field(default_factory=list)
    left: bool = False
    key: str = ""

    @property
    def bad(self) -> list[Wrong]:
        return [each for each in self.wrong if each.bad]


@dataclass(frozen=True, slots=True)
class Around:
    """What a mapping is read against: the survey, the shops one may bring answers to, and the last day that can be.

    For exports of ours: the survey's published versions with their hashes, and the seal of this installation.
    """

    survey: Survey
    shops: Shops
    latest: date
    versions: Map[int, tuple[Survey, bytes]] = field(default_factory=dict)
    seal: Seal | None = None


class Turner:
    """Turns the lines of one file. Raises MappingWrong, with every fault, where the mapping doesn't fit."""

    def __init__(self, mapping: Mapping, names: Names, around: Around, typed: bool = True) -> None:
        """`typed`: whether cells may be other than text, as in a workbook."""
        self._plain = not typed
        self.mapping, self.names, self.around = mapping, names, around
        self._faults: list[Fault] = faults_against(mapping, around.survey)
        silent = {"", *mapping.no_answer}
        self._silent = silent
        self._version = Version(b"", tuple(self._bound_questions(around.survey)))
        self._versions = Known(self._of_version)
        self._version_column = self._column(("survey", "version"), mapping.survey.version_column)
        self._response = self._column(("row", "response"), mapping.response)
        self._timing = self._try(("date",), lambda: Timing(mapping.when, names, silent, around.latest))
        self._places = [
            (self._place_of(("place", "column"), name), name)
            for name in ((mapping.place.column, *mapping.place.others) if mapping.place else ())
        ]
        self._language = self._column(("language", "column"), mapping.language.column if mapping.language else None)
        self._weight = self._column(("row", "weight"), mapping.weight)
        self._seconds = self._column(("row", "seconds"), mapping.seconds)
        self._complete = self._column(("row", "complete"), mapping.complete.column if mapping.complete else None)
        self._key = [self._place_of(("row", "key"), each) for each in mapping.key]
        self._only = [
            (self._place_of(("file", "only", name), name), set(values)) for name, values in mapping.only.items()
        ]
        self._segments = [
            (name, self._place_of(("segments", name), coded.column), Known(segment_reader(coded, silent)))
            for name, coded in mapping.segments.items()
        ]
        self._default = self._default_shop()
        self._shops = [(place, Known(partial(self._shop, name))) for place, name in self._places]
        self._languages = self._tags()
        if self._faults:
            raise MappingWrong(sorted(self._faults, key=lambda fault: fault.line))
        self._keys = Keys(names, self._key, self._response)

    def _bound_questions(self, survey: Survey) -> Iterator[tuple[str, Reader]]:
        for index, asked in enumerate(self.mapping.questions):
            question = survey.question(asked.id)
            if question is None:
                continue
            where = "marked" if asked.marked else "columns" if len(asked.columns) > 1 else "column"
            make = partial(Reading, asked, question, self.names, self.mapping.decimal, self.mapping.no_answer)
            reading = self._try(("question", index, where), make)
            if reading is not None and (reading.columns or reading.marked):
                yield asked.id, reading.reader()

    def turn(self, line: Line) -> Turned:
        """The row that a line is."""
        turned = Turned()
        if line.fault is not None:
            turned.wrong.append(Wrong("", "", line.fault))
            return turned
        cells = self._cells(line)
        if self._only and any(cells[place].strip() not in values for place, values in self._only):
            turned.left = True
            return turned
        wrong = turned.wrong
        key = turned.key = self._keys.of(cells, wrong)
        version = self._version if self._version_column is None else self._versions[cells[self._version_column]]
        if type(version) is Wrong:
            wrong.append(version)
            version = self._version
        answers, hidden = {}, []
        for id, reader in version.readers:
            answer = reader(cells)
            if answer is SILENT:
                continue
            if type(answer) is Wrong:
                wrong.append(answer)
            elif answer is HIDDEN:
                hidden.append(id)
            else:
                answers[id] = answer
        shop = self._shop_of(cells)
        language = self._languages[cells[self._language]] if self._language is not None else self._plain_language()
        segments = {}
        for name, place, known in self._segments:
            value = known[cells[place]]
            if type(value) is tuple:  # kept, and told of
                wrong.append(value[1])
                value = value[0]
            if value:
                segments[name] = value
        weight = self._number(self._weight, cells, wrong)
        if weight == 0:
            wrong.append(Wrong(self.mapping.weight or "", "0", _("A weight is above zero.")))
        seconds = self._number(self._seconds, cells, wrong)
        spot = self._timing.spot(cells) if self._timing is not None else ("", None)
        at = self._timing.moment(cells) if self._timing is not None else None
        for each in (shop, language, spot, at):
            if type(each) is Wrong:
                wrong.append(each)
        if wrong and turned.bad:
            return turned
        day, clock = spot
        assert isinstance(shop, Shop)
        was = None if self._response is None else self._earlier(key, version, cells, hidden)
        if was is not None and was.key and at == midday(day, shop.zone):
            at = None  # nobody told the hour
        turned.row = Row(
            line.number, key, shop.id, at or self._moment(day, clock, shop), self._day(day, clock, shop),
            language, answers, self._finished(cells), min(seconds or 0.0, LONGEST_VISIT), weight, segments, was,
        )  # fmt: skip
        return turned

    def _earlier(self, key: str, version: Version, cells: Cells, hidden: list[str]) -> Earlier:
        own = "/".join(cells[place] for place in self._key)
        return earlier(key, self.around.seal, version, own, hidden)

    def _of_version(self, cell: str) -> Version | Wrong:
        text, column = cell.strip(), self.mapping.survey.version_column or ""
        found = self.around.versions.get(int(text)) if text.isdecimal() and len(text) < 10 else None
        if found is None:
            message = _(
                "The survey “%(key)s” has no version %(version)s.", key=self.around.survey.key, version=text[:20]
            )
            return Wrong(column, text, message)
        survey, hash = found
        return Version(hash, tuple(self._bound_questions(survey)))

    def _cells(self, line: Line) -> Cells:
        cells: Cells
        if self._plain:
            cells = line.cells  # type: ignore[assignment]  # of a text file
        else:
            cells = [each if type(each) is str else text_of(each, self.mapping.decimal) for each in line.cells]
        if self.mapping.apostrophes:
            cells = [as_written(each) if "'" in each else each for each in cells]
        return cells

    def _number(self, place: int | None, cells: Cells, wrong: list[Wrong]) -> float | None:
        if place is None:
            return None
        text = cells[place].strip()
        if text in self._silent:
            return None
        number = number_of(text, self.mapping.decimal)
        if number is None or number < 0:
            wrong.append(Wrong(self.names.shown[place], text, _("A number that isn't below zero is expected here.")))
            return None
        return number

    def _finished(self, cells: Cells) -> bool:
        complete = self.mapping.complete
        return complete is None or self._complete is None or cells[self._complete].strip() in complete.known

    def _moment(self, day: str, clock: time | None, shop: Shop) -> datetime | None:
        return None if clock is None else _moment(day, clock, shop.zone)

    def _day(self, day: str, clock: time | None, shop: Shop) -> str:
        """The shop's own day: another than the one written where a zone stood with the time."""
        if clock is None or clock.tzinfo is None:
            return day
        return _moment(day, clock, shop.zone).astimezone(zone(shop.zone)).date().isoformat()

    def _shop_of(self, cells: Cells) -> Shop | Wrong | None:
        """The shop that one of the columns names, or why the last of them names none."""
        found: Any = self._default
        for place, known in self._shops:
            found = known[cells[place]]
            if type(found) is not Wrong:
                break
        return found  # type: ignore[no-any-return]

    def _shop(self, column: str, cell: str) -> Shop | Wrong:
        text, coded = cell.strip(), self.mapping.place
        assert coded is not None
        if text in self._silent and text not in coded.map:
            if self._default is not None:
                return self._default
            return Wrong(column, "", _("The row doesn't say in which shop it was."))
        named = coded.map.get(text, text)
        found = self.around.shops.find(named)
        if isinstance(found, Shop):
            return found
        return Wrong(column, text, found)

    def _default_shop(self) -> Shop | None:
        name = self.mapping.place_default
        if name is not None:
            found = self.around.shops.find(name)
            if isinstance(found, Shop):
                return found
            self._fault(("place", "default"), "unknown-place", found)
        elif self.mapping.place is None:
            only = self.around.shops.only
            if only is not None:
                return only
            message = _("Say in which shop the answers were given: [place] with “column”, or with “default”.")
            self._fault(("place",), "no-place", message)
        return None

    def _plain_language(self) -> str:
        return self.mapping.language_default or self.around.survey.source

    def _tags(self) -> Known:
        coded = self.mapping.language
        if coded is None:
            return Known(str)
        default = self.mapping.language_default or "und"
        return Known(tag_reader(coded, self._silent, default, exact=self._response is not None))

    def _column(self, path: Path, name: str | None) -> int | None:
        return None if name is None else self._try(path, lambda: self.names.find(name))

    def _place_of(self, path: Path, name: str) -> int:
        """The place of a column that is named for sure; 0 stands in while there are faults."""
        return self._column(path, name) or 0

    def _try(self, path: Path, make: Callable[[], Made]) -> Made | None:
        try:
            return make()
        except UnknownColumn as unknown:
            self._fault(path, "unknown-column", unknown.message)
            return None

    def _fault(self, path: Path, code: str, message: Any) -> None:
        self._faults.append(Fault(*self.mapping.reading.mark_of(path), code, message))


@lru_cache(maxsize=4096)
def _moment(day: str, clock: time, zone_name: str) -> datetime:
    moment = datetime.combine(date.fromisoformat(day), clock)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(zone_name))
    return moment.astimezone(UTC)
