"""Signing in: what a password must be, where somebody is led afterwards, and which address counts as one.

After NIST SP 800-63B-4, 3.1.1.2: length, not composition; nothing common; nothing said of this place.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST, LONGEST = 15, 256  # characters; fifteen because it's the only factor
ADDRESS = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"  # good enough: nothing is ever sent to it
COMMON = Path(__file__).with_name("common_passwords.txt")


class Flaw(StrEnum):
    """What keeps a password from being used."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    NAMED = "named"
    PATTERN = "pattern"


def flaw(password: str, about: Iterable[str] = ()) -> Flaw | None:
    """What keeps `password` from being used; `about` are words of the person and the chain. None when nothing does."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST:
        return Flaw.SHORT
    if len(password) > LONGEST:
        return Flaw.LONG
    bare = _bare(password)
    if len(set(password)) < 5 or _walks(bare):
        return Flaw.PATTERN
    rest = bare
    for word in sorted(_common(), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < 5:
        return Flaw.COMMON
    for word in about:
        if len(word) >= 3:
            rest = rest.replace(_bare(word), "")
    return Flaw.NAMED if len(rest) < 6 else None


def _bare(text: str) -> str:
    """Small letters without the usual disguises, so that P4ssw0rd is password."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(str.maketrans("013457@$!", "oieastasi"))
    return "".join(letter for letter in text if letter.isalnum())


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _walks(bare: str) -> bool:
    """Whether it's one short thing again and again, or one step all the way (abcdef..., 123456...)."""
    if any(bare == (bare[:part] * len(bare))[: len(bare)] for part in range(1, 6)):
        return True
    return len({ord(later) - ord(earlier) for earlier, later in pairwise(bare)}) <= 1


def inside(target: str | None) -> str | None:
    """`target` if it's a path of our own, else None: a link from outside can't send anybody away."""
    if (
        not target
        or not target.startswith("/")
        or target.startswith("//")
        or "\\" in target
        or not target.isprintable()
    ):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith(("/sign-in", "/sign-out")):
        return None
    return target


def one_address(remote: str | None) -> str:
    """What counts as one address: an IPv6 network of 64 bits is one household's."""
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return remote or ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)
