"""Hiding: groups so small that a figure of theirs would tell of persons, hidden also from whoever subtracts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kontuar.core.thresholds import thresholds

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Hidden(Generic[K]):
    """What a table mustn't show: `small` groups, groups `beside` them so that nobody can subtract, perhaps the total."""

    small: frozenset[K]
    beside: frozenset[K]
    total: bool

    @property
    def groups(self) -> frozenset[K]:
        """Every group that isn't shown."""
        return self.small | self.beside


def hidden(sizes: Mapping[K, int], *, below: int | None = None, total_shown: bool = True) -> Hidden[K]:
    """Which groups of one division (places, languages, segments) are hidden, by how many answered in each.

    Groups of 1 to `below` - 1 are hidden (None: as set for the chain); an empty one tells of nobody. Where the total is shown,
    what all hidden groups have together can be reckoned: so the hidden ones must be two or more and together `below` or
    more. Until they are, the smallest group still shown is hidden too (of two alike the one that comes first in `sizes`):
    always the same one. Where no group is left to hide, the total is hidden.
    Source: complementary suppression, Willenborg and de Waal 2001, Elements of Statistical Disclosure Control, ch. 6.

    One table at a time: who may choose periods that differ by one day can still subtract them.
    """
    below = thresholds().hidden_below if below is None else below
    small = [key for key, n in sizes.items() if 0 < n < below]
    if not small or not total_shown:
        return Hidden(frozenset(small), frozenset(), False)
    count, people = len(small), sum(sizes[key] for key in small)
    beside: list[K] = []
    for key in sorted((key for key, n in sizes.items() if n >= below), key=lambda key: sizes[key]):
        if count >= 2 and people >= below:
            break
        beside.append(key)
        count, people = count + 1, people + sizes[key]
    return Hidden(frozenset(small), frozenset(beside), not (count >= 2 and people >= below))
