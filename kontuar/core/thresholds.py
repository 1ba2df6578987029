"""Thresholds: how many answers a figure needs here; in force for whatever runs, as `decimal`'s context is."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """In answers. A figure of fewer than `too_few_below` isn't told; a group of fewer than `hidden_below` is hidden, and with
    it what would give it away (hiding.py)."""

    too_few_below: int = 10
    hidden_below: int = 5


_in_force: ContextVar[Thresholds] = ContextVar("thresholds")
USUAL = Thresholds()


def thresholds() -> Thresholds:
    """Those in force: the installation's within its application, else the usual ones."""
    return _in_force.get(USUAL)


def put_in_force(these: Thresholds) -> None:
    """From now on, in this thread or task."""
    _in_force.set(these)
