"""The clock: what time it really was when a device wrote a fact, and by how much that may be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from kontuar.core.times import EARLIEST, LATEST, local_hour
from kontuar.sync.kinds import Stamp
from kontuar.sync.lines import Line

TRAVEL = 1_000  # milliseconds a batch may have been on its way
HALF_AN_HOUR = 1_800_000  # with a wider margin nobody can tell the hour


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a batch came, by our clock, and what its sender's clocks said as it left (milliseconds; None: didn't say)."""

    received: int
    sent: int | None = None
    life: str = ""
    ms: int = 0


def stamp(line: Line, arrival: Arrival, zone: str) -> Stamp:
    """Settle a fact's time once.

    Within one page's life the time since it was written is known exactly, whatever the wall clock said. Otherwise the
    wall clock's offset at sending repairs it, and may itself be wrong by as much: somebody may have set the clock meanwhile.
    """
    clock = line.envelope.clock
    if arrival.life and clock.life == arrival.life and clock.ms <= arrival.ms:
        at, margin = arrival.received - (arrival.ms - clock.ms), TRAVEL
    elif arrival.sent is not None:
        offset = arrival.received - arrival.sent
        at, margin = line.at + offset, TRAVEL + abs(offset)
    else:
        at, margin = line.at, TRAVEL
    if at > arrival.received:  # nothing is written after it has arrived
        margin = max(margin, at - arrival.received)
        at = arrival.received
    if not EARLIEST <= at < LATEST:
        at, margin = arrival.received, max(margin, abs(arrival.received - at))
    day, hour = local_hour(at, zone)
    return Stamp(at, margin, day, hour if margin <= HALF_AN_HOUR else -1)
