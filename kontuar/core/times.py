"""Times: moments in UTC, their milliseconds, and the day a shop calls today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST, LATEST = 0, 4_133_980_800_000  # 1970-01-01 and 2101-01-01 in milliseconds


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware datetime, rounded down."""
    since = moment - EPOCH
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def from_ms(milliseconds: int) -> datetime:
    """The aware UTC datetime of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def now_ms() -> int:
    return to_ms(now())


def parse_moment(text: object) -> int | None:
    """Milliseconds of an RFC 3339 time that says its zone and lies within 1970-2100, else None."""
    if not isinstance(text, str) or not 20 <= len(text) <= 35:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return None
        milliseconds = to_ms(moment)
    except (ValueError, OverflowError):
        return None
    return milliseconds if EARLIEST <= milliseconds < LATEST else None


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises ZoneInfoNotFoundError or ValueError for what isn't one."""
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def _wall(zone_name: str, quarter: int) -> tuple[str, int]:
    return _on_the_wall(quarter * 900_000, zone_name)


def _on_the_wall(milliseconds: int, zone_name: str) -> tuple[str, int]:
    there = from_ms(milliseconds).astimezone(zone(zone_name))
    return there.date().isoformat(), there.hour


def local_day(milliseconds: int, zone_name: str) -> str:
    """The day, as `2026-11-22`, on a wall clock of that zone."""
    return local_hour(milliseconds, zone_name)[0]


def local_hour(milliseconds: int, zone_name: str) -> tuple[str, int]:
    """The day, as `2026-11-22`, and the hour, 0 to 23, on a wall clock of that zone.

    Every offset since 1972 is a whole number of quarter hours, so no hour begins inside a quarter: one cached look-up
    a quarter is exact from there on, and times before that are reckoned one by one.
    """
    if milliseconds >= 63_072_000_000:
        return _wall(zone_name, milliseconds // 900_000)
    return _on_the_wall(milliseconds, zone_name)


def parse_day(text: object) -> str | None:
    """`text` if it's a day like `2026-11-22` that lies within 1970-2100, else None."""
    if not isinstance(text, str) or len(text) != 10:
        return None
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return None
    return day if "1970-01-02" <= day < "2101" else None  # every zone's midnight then is a moment we can write
