"""Passwords and PINs: hashed with Argon2id, after Unicode has been brought to one form."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)  # OWASP's first choice; about 20 ms
NOBODY = HASHER.hash("nobody")  # verified when there's no such person, so that time tells nothing


def hashed(secret: str) -> str:
    """The hash to keep of a password or a PIN."""
    return HASHER.hash(composed(secret))


def matches(kept: str | None, secret: str) -> bool:
    """Whether `secret` is what `kept` was made of; takes as long when nothing was kept."""
    try:
        return HASHER.verify(kept or NOBODY, composed(secret)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def composed(secret: str) -> str:
    """NFC: the same password from another keyboard has the same characters (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFC", secret.encode("utf-8", "replace").decode())


def readable(kept: str) -> bool:
    """Whether `kept` is an Argon2id hash at least as strong as our own: one that comes from elsewhere must be."""
    try:
        from argon2 import extract_parameters

        found = extract_parameters(kept)
    except (InvalidHashError, ValueError):
        return False
    return (
        found.type.name == "ID"
        and HASHER.memory_cost <= found.memory_cost <= 4 * HASHER.memory_cost
        and HASHER.time_cost <= found.time_cost <= 8
        and found.parallelism <= 4
    )
