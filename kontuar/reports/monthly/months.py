"""Months: the one a report is of, and the two it is held against: the one before, and the same a year before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kontuar.reports.choosing import Period

SHOWN = 12
"""Months on the report's chart, its own the last of them."""
_MONTH = re.compile(r"(19[7-9]\d|20\d\d|2100)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Months:
    """A month's days up to today (`over` says whether that is all of it), and the whole months beside it."""

    month: Period
    before: Period
    year: Period
    back: Period
    """From the first day on the chart to the month's last."""
    over: bool

    @property
    def key(self) -> str:
        """The month as `2026-10`."""
        return self.month.start[:7]


def months(key: str, today: str) -> Months | None:
    """The months of a report; None where `key` isn't a month like `2026-10`, or lies before 1972 or after today."""
    if not _MONTH.fullmatch(key) or not "1972-01" <= key <= today[:7]:
        return None
    first = date.fromisoformat(f"{key}-01")
    end = _last(first).isoformat()
    return Months(
        Period(first.isoformat(), min(end, today)),
        whole(_shifted(first, -1)),
        whole(_shifted(first, -12)),
        Period(_shifted(first, 1 - SHOWN).isoformat(), min(end, today)),
        end < today,
    )


def whole(first: date) -> Period:
    """All days of the month that begins on `first`."""
    return Period(first.isoformat(), _last(first).isoformat())


def before(today: str, many: int) -> list[str]:
    """The last `many` months up to today's, the latest first, as `2026-10`."""
    first = date.fromisoformat(today[:7] + "-01")
    return [_shifted(first, -back).isoformat()[:7] for back in range(many)]


def _shifted(first: date, by: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + by, 12)
    return date(year, month + 1, 1)


def _last(first: date) -> date:
    return _shifted(first, 1) - timedelta(days=1)
