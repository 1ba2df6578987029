"""Numbers: how a reader's language writes figures, days and times (CLDR, by Babel)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from datetime import time as wall_time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, dates, localedata
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

Number = int | float | Decimal

MINUS = "\N{MINUS SIGN}"
_WRITTEN_AS = {"en": "en_150"}  # English of Europe: 7 Sept, 14:03; plain "en" is American
_DIGITS = {"latn": "0123456789", "arab": "٠١٢٣٤٥٦٧٨٩"}
_FIRST_STRONG, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class Notation:
    """How one language writes figures, days and times; made by `notation`.

    Figures are rounded half away from nought, have a true minus, and a narrow no-break space where the language parts
    thousands by a space. `numbering` is CLDR's name of the digits.
    """

    locale: Locale
    numbering: str

    def whole(self, value: Number) -> str:
        """A whole figure: `1 204`."""
        return self.decimal(value, 0)

    def decimal(self, value: Number, places: int = 1) -> str:
        """A figure with exactly `places` decimals: `−0,1`."""
        pattern = "#,##0" + ("." + "0" * places if places else "")
        text = format_decimal(rounded(value, places), pattern, self.locale, numbering_system=self.numbering)
        narrow = text.replace("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
        return self._digits(narrow.replace("-", MINUS))

    def signed(self, value: Number, places: int = 1) -> str:
        """A difference: `+1,9`, `−0,1`, and a plain nought."""
        plus = self.locale.number_symbols[self.numbering]["plusSign"]
        return (plus if rounded(value, places) > 0 else "") + self.decimal(value, places)

    def percent(self, share: Number, places: int = 0) -> str:
        """A share 0..1 as percent, by the language's own pattern: `88%`, `88 %`."""
        before, after = self.percent_sign
        return before + self.hundredths(share, places) + after

    def hundredths(self, share: Number, places: int = 0) -> str:
        """A share 0..1 as percent without the sign, for "from 75 to 81" and for figures whose unit is set smaller."""
        return self.decimal(Decimal(repr(share) if isinstance(share, float) else share) * 100, places)

    @property
    def percent_sign(self) -> tuple[str, str]:
        """What stands before and after a percentage, its space included."""
        pattern = self.locale.percent_formats[None]
        sign = self.locale.number_symbols[self.numbering]["percentSign"]
        return pattern.prefix[0].replace("%", sign), pattern.suffix[0].replace("%", sign)

    def day(self, day: date | str) -> str:
        """A day in full: `7 września 2026`."""
        return self._digits(dates.format_date(_day(day), "long", self.locale))

    def day_of_year(self, day: date | str) -> str:
        """A day in short, with its year: `7 wrz 2026`."""
        return self._digits(dates.format_date(_day(day), "medium", self.locale))

    def day_short(self, day: date | str) -> str:
        """A day without its year: `7 wrz`."""
        return self._digits(dates.format_skeleton("MMMd", _day(day), locale=self.locale))

    def days(self, first: date | str, last: date | str) -> str:
        """Days from one to another with their year: `16–22 lis 2026`."""
        return self._digits(dates.format_interval(_day(first), _day(last), "yMMMd", locale=self.locale))

    def month(self, day: date | str) -> str:
        """A day's month with its year: `wrzesień 2026`."""
        return self._digits(dates.format_skeleton("yMMMM", _day(day), locale=self.locale))

    def month_short(self, day: date | str) -> str:
        """A day's month in short, for an axis: `wrz`."""
        return self._digits(dates.format_date(_day(day), "LLL", self.locale))

    def weekday(self, day: date | str) -> str:
        """A day's name: `poniedziałek`."""
        return dates.format_date(_day(day), "cccc", self.locale)

    def weekday_short(self, day: date | str) -> str:
        """A day's name in short, for an axis: `pon.`."""
        return dates.format_date(_day(day), "ccc", self.locale)

    def time(self, moment: datetime | wall_time, zone: tzinfo | None = None) -> str:
        """A time of day, on the wall clock of `zone` (else as it comes): `14:03`."""
        return self._digits(dates.format_time(_on_the_wall(moment, zone), "short", locale=self.locale))

    def hour(self, moment: datetime | wall_time, zone: tzinfo | None = None) -> str:
        """A time rounded down to its hour, which is all that managers are told of a customer: `14:00`."""
        return self.time(_on_the_wall(moment, zone).replace(minute=0))

    def moment(self, moment: datetime, zone: tzinfo | None = None) -> str:
        """A day and a time: `7 wrz, 14:03`."""
        local = moment.astimezone(zone) if zone else moment
        joined = str(self.locale.datetime_formats["medium"])
        return joined.format(self.time(local), self.day_short(local.date()))

    def listed(self, words: Iterable[str]) -> str:
        """Words one after another: `Gdynia, Kraków i Poznań`."""
        return format_list(list(words), locale=self.locale)

    def _digits(self, text: str) -> str:
        if self.numbering == "latn":
            return text
        return text.translate(str.maketrans(_DIGITS["latn"], _DIGITS[self.numbering]))


@lru_cache(maxsize=64)
def notation(language: str, numbering: str = "default") -> Notation:
    """The notation of a language (`pl`, `zh-Hans`, `zh_Hans`, `ar-EG`).

    `numbering` is `latn`, `arab`, or `default` for the digits CLDR gives the language in its land; only Arabic has a choice.
    """
    name = language.replace("-", "_")
    locale = Locale.parse(_WRITTEN_AS.get(name, name))
    _keep_apart(str(locale))
    if locale.language != "ar":
        numbering = "latn"
    elif numbering not in _DIGITS:
        numbering = locale.default_numbering_system
    return Notation(locale, numbering)


def _keep_apart(name: str) -> None:
    """Give a locale names of months and days of its own.

    Babel keeps what a locale inherits in dictionaries shared among locales and writes found names back into them, so that
    Arabic shows Chinese months once Chinese was shown (python-babel issue 1234, still so in 2.18).
    """
    names = localedata.load(name)
    for key in ("months", "days", "quarters", "eras"):
        if type(names.get(key)) is dict:
            names[key] = deepcopy(names[key])


def rounded(value: Number, places: int) -> Decimal:
    """`value` rounded half away from nought, as people and browsers round; never a negative nought.

    Raises ValueError for what isn't a number or isn't finite.
    """
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"no figure: {value}")
    near = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(near) if near == 0 else near


def isolated(text: str) -> str:
    """`text` that keeps its own direction in a sentence where no element can say so: a title, a figure's label."""
    return f"{_FIRST_STRONG}{text}{_POP}"


def register(environment: Environment, current: Callable[[], Notation]) -> None:
    """Teach templates to write figures, days and times as the current reader does: `{{ n|whole }}`, `{{ share|percent }}`."""

    def filtering(name: str) -> Callable[..., str]:
        @pass_context  # else Jinja would write constants once, in the language of whoever came first
        def filtered(_context: Context, *args: object, **named: object) -> str:
            return str(getattr(current(), name)(*args, **named))

        return filtered

    names = "whole decimal signed percent hundredths day day_of_year day_short month month_short weekday weekday_short"
    for name in [*names.split(), "time", "hour", "moment", "listed"]:
        environment.filters[name] = filtering(name)
    environment.filters["isolated"] = isolated
    environment.globals["notation"] = current


def _day(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _on_the_wall(moment: datetime | wall_time, zone: tzinfo | None) -> wall_time:
    if isinstance(moment, wall_time):
        return moment
    return (moment.astimezone(zone) if zone else moment).time()
