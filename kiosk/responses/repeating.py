"""Repeating: what several customers say alike: pairs of words that come back in comments."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kiosk.responses.searching import folded, terms

_WORDS = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
LEAST = 3  # comments that must say it
ALIKE = 0.5  # a second pair that mostly comes in the same comments says nothing new


@dataclass(frozen=True, slots=True)
class Repeated:
    """Words that come back, as most customers write them, and in how many comments."""

    words: str
    comments: int


def repeated(texts: Sequence[str], most: int = 5) -> list[Repeated]:
    """The pairs of neighbouring words that most comments share, each said of other comments than those before it."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for number, text in enumerate(texts):
        for key, words in _pairs(text):
            found[key].add(number)
            written[key][words] += 1
    told: list[Repeated] = []
    said: list[set[int]] = []
    for key, numbers in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(numbers) < LEAST or len(told) == most:
            break
        if any(len(numbers & before) > ALIKE * len(numbers) for before in said):
            continue
        told.append(Repeated(written[key].most_common(1)[0][0], len(numbers)))
        said.append(numbers)
    return told


def _pairs(text: str) -> Iterable[tuple[tuple[str, str], str]]:
    for run in _HAN.findall(text):  # no spaces between words: four characters are mostly two words
        for start in range(len(run) - 3):
            yield (run[start : start + 2], run[start + 2 : start + 4]), run[start : start + 4]
    words = [word for word in _WORDS.findall(text) if not _HAN.search(word)]
    stems = [(terms(word) or [folded(word)])[0] for word in words]
    for (one, first), (other, second) in pairwise(zip(stems, words, strict=True)):
        if len(one) >= 3 and len(other) >= 3:
            yield (one, other), f"{first} {second}".casefold()
