"""Progress: how far a node is with its hub, in one word that the page makes a sentence of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SILENT_AFTER = timedelta(minutes=2)


class Progress(StrEnum):
    """What a node's page says first, the worst first."""

    REVOKED = "revoked"
    REFUSED = "refused"  # its newest release isn't as it should be
    OFFLINE = "offline"
    NEW = "new"  # it has never been reached since joining
    STOPPED = "stopped"  # nobody has tried for a while: the program doesn't run, or its thread has died
    SENDING = "sending"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is known of the exchange with the hub."""

    unsent: int
    oldest: datetime | None
    release: int
    hub_release: int | None = None
    reached_at: datetime | None = None
    failing_since: datetime | None = None
    why: str = ""
    detail: str = ""
    release_refused: str = ""

    def progress(self, at: datetime) -> Progress:
        if self.why == "device-unknown":
            return Progress.REVOKED
        if self.release_refused:
            return Progress.REFUSED
        if self.failing_since is not None:
            return Progress.OFFLINE
        if self.reached_at is None:
            return Progress.NEW
        if at - self.reached_at > SILENT_AFTER:
            return Progress.STOPPED
        return Progress.SENDING if self.unsent else Progress.DONE
