"""PINs: which ones are too easily guessed to be anybody's.

A birthday is only refused as a year: which day is a colleague's own, nobody here knows.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

SHORTEST, LONGEST = 4, 6
YEARS = range(1930, 2030)
# What people pick most, beside the patterns below (Markert et al. 2020, "This PIN can be easily guessed").
OF_FOUR = "2580 0852 1379 1397 7890 0987 3141 5683 6969 4200 1470 1590 7410 9510 1472 1478 0070"
OF_SIX = "147258 258000 159753 123654 789456 456123 121314 102030 112233 445566 778899 520520 147852 141414"
COMMON = frozenset(f"{OF_FOUR} {OF_SIX}".split())


class Flaw(StrEnum):
    """What is wrong with a PIN."""

    NOT_DIGITS = "not-digits"
    LENGTH = "length"
    WEAK = "weak"


def flaw(pin: str) -> Flaw | None:
    """What keeps `pin` from being used; None when nothing does."""
    if not pin.isascii() or not pin.isdigit():
        return Flaw.NOT_DIGITS
    if not SHORTEST <= len(pin) <= LONGEST:
        return Flaw.LENGTH
    return Flaw.WEAK if _weak(pin) else None


def _weak(pin: str) -> bool:
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    if len(steps) == 1:  # 0000, 1234, 8765, 2468, 9012: one step all the way
        return True
    if any(len(pin) % part == 0 and pin == pin[:part] * (len(pin) // part) for part in (2, 3)):  # 1212, 123123
        return True
    half = len(pin) // 2
    if pin == pin[::-1] or (len(set(pin[:half])) == 1 == len(set(pin[half:]))):  # 1221, 1122
        return True
    if len(pin) == 4 and int(pin) in YEARS:
        return True
    return pin in COMMON
