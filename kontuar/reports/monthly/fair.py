"""Fair: which few of many comments a report shows: by lot, each mood as often as customers wrote in it, always the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from hashlib import blake2b
from typing import TypeVar
from unicodedata import bidirectional

T = TypeVar("T")


def lot(*parts: str | bytes) -> bytes:
    """The lot that falls to something: nobody chose it, and it falls the same again."""
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update((part.encode() if isinstance(part, str) else part) + b"\0")
    return digest.digest()


def fairly(drawn: Sequence[T], mood: Callable[[T], Hashable], most: int) -> list[T]:
    """At most `most` of what was drawn, in the order of the lots; each mood gets the part it has among all that was drawn.

    Seats by the largest remainder (Hare and Niemeyer); of two alike the mood drawn first.
    """
    if len(drawn) <= most:
        return list(drawn)
    moods: dict[Hashable, list[int]] = {}
    for number, each in enumerate(drawn):
        moods.setdefault(mood(each), []).append(number)
    exact = {key: most * len(those) / len(drawn) for key, those in moods.items()}
    seats = {key: int(part) for key, part in exact.items()}
    for key in sorted(moods, key=lambda key: seats[key] - exact[key])[: most - sum(seats.values())]:
        seats[key] += 1
    chosen = sorted(number for key, those in moods.items() for number in those[: seats[key]])
    return [drawn[number] for number in chosen]


def shortened(text: str, most: int) -> str:
    """A comment that fits: cut after a word where there is one, with an ellipsis; its lines made one."""
    one = " ".join(text.split())
    if len(one) <= most:
        return one
    cut = one[: most - 1]
    head, _space, tail = cut.rpartition(" ")
    return (head if head and len(tail) < 30 else cut).rstrip(" ,.;:-–") + "…"


def direction(text: str) -> str:
    """The way a text runs, by its first letter that has one: what browsers do for `dir="auto"` and WeasyPrint doesn't."""
    strong = next((way for way in map(bidirectional, text) if way in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"
