"""Throttling: how long somebody who was wrong must wait before the next try, and when a lock falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures are free, how the wait grows after them (doubling), and at how many it's locked."""

    free: int
    first: timedelta
    longest: timedelta
    limit: int | None = None  # locked from so many failures on, until somebody gives a new code
    forgets: timedelta | None = None  # after so long without a try the failures are forgotten

    def left(self, failures: int, last_at: datetime, at: datetime) -> int:
        """The failures that still count."""
        return 0 if self.forgets is not None and at - last_at >= self.forgets else failures

    def locked(self, failures: int) -> bool:
        return self.limit is not None and failures >= self.limit

    def wait(self, failures: int) -> timedelta:
        """How long to wait after the last of so many failures."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        return min(self.longest, self.first * int(2 ** min(beyond, 32)))

    def seconds(self, failures: int, last_at: datetime, at: datetime) -> int:
        """Whole seconds from `at` until the next try may be made; 0 when it may be made now."""
        rest = last_at + self.wait(self.left(failures, last_at, at)) - at
        return max(0, -(-rest // timedelta(seconds=1)))


# A person's password: at most 100 failures in a row (NIST SP 800-63B-4, 3.2.2), the last ninety an hour apart.
PASSWORD = Patience(free=5, first=timedelta(seconds=5), longest=timedelta(hours=1), limit=100)
# One address may be a whole head office behind one router.
ADDRESS = Patience(free=30, first=timedelta(seconds=5), longest=timedelta(minutes=15), forgets=timedelta(hours=1))
# Ten guesses at 10,000 PINs, then the manager must give a new code.
PIN = Patience(free=3, first=timedelta(seconds=30), longest=timedelta(minutes=15), limit=10)
# All the people of one tablet together.
DEVICE = Patience(free=40, first=timedelta(seconds=10), longest=timedelta(minutes=10), forgets=timedelta(hours=1))
# The short code with which a PIN is set; a wrong one counts for the person it is tried for.
PIN_CODE = Patience(free=3, first=timedelta(seconds=30), longest=timedelta(minutes=15), limit=10)
# Long one-time codes, by address: they can't be guessed, but neither should anybody spend our time trying.
CODE = Patience(free=10, first=timedelta(seconds=10), longest=timedelta(minutes=15), forgets=timedelta(hours=1))
