"""Codes: what is read off one screen and typed into another, once."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U to be taken for something else
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u00a0": "", "\u2011": "", "\u2013": ""})
LENGTH = 16  # 80 bits: nobody guesses it, so its bare hash may be kept


def new_code() -> str:
    """Sixteen characters that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_digits(length: int = 8) -> str:
    """A code for a keypad of digits; short, so its tries must be counted and its hash keyed."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def shown(code: str) -> str:
    """In groups of four, as people read: `K7P4-M2XD-...`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str) -> str:
    """What was meant by what was typed: capitals, no hyphens or spaces, O for 0, I and L for 1."""
    return text.strip().upper().translate(MISREAD)


def code_hash(code: str) -> bytes:
    """The hash kept of a code of 80 bits or more."""
    return hashlib.sha256(typed(code).encode()).digest()
