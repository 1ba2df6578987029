"""Watching: what state a device is in, by what was last heard of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from kontuar.core.devices import Device, DeviceContact

SILENT_AFTER = timedelta(minutes=5)


class State(StrEnum):
    """A device's state, worst first in a list."""

    SILENT = "silent"
    NEW = "new"
    ELSEWHERE = "elsewhere"
    WORKS = "works"
    REVOKED = "revoked"


def state(device: Device, contact: DeviceContact | None, own: bool, at: datetime) -> State:
    """The state of a device; `own` when it shows its token to this installation, not to a shop's node."""
    if device.revoked_at is not None:
        return State.REVOKED
    if contact is None:
        return State.NEW if own else State.ELSEWHERE
    return State.WORKS if at - contact.last_at < SILENT_AFTER else State.SILENT


def needs_attention(state: State) -> bool:
    return state in (State.SILENT, State.NEW)


def is_old(contact: DeviceContact | None, release: int) -> bool:
    """Whether a device still works with an earlier release."""
    return contact is not None and contact.release is not None and contact.release < release
