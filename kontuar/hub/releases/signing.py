"""Signing: whose release it is. A hub signs with its key; a node trusts the one it pinned, and those that one vouches for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kontuar.core.installation import kept_secret, replace_secret

PRESENT, NEXT, RECOVERY, INTRODUCTION = "release-key", "release-key-next", "recovery-key.pub", "introduction"
INTRODUCED = b"kontuar introduces the key "


@dataclass(frozen=True, slots=True)
class Trust:
    """The public keys (hex) a node goes by: the hub's, the one it will use next, and its keeper's recovery key."""

    key: str
    next_key: str | None = None
    recovery_key: str | None = None


def signing_key(keys: Path, name: str = PRESENT) -> Ed25519PrivateKey:
    """The hub's own key, made at first use and kept in its folder."""
    return Ed25519PrivateKey.from_private_bytes(kept_secret(keys / name, new_private))


def public_key(keys: Path, name: str = PRESENT) -> str:
    return signing_key(keys, name).public_key().public_bytes_raw().hex()


def sign(keys: Path, content: bytes) -> str:
    return signing_key(keys).sign(content).hex()


def fingerprint(key: str) -> str:
    """The sha256 of a public key, in hex: what a code carries and people compare."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def signed_by(key: str | None, content: bytes, signature: str) -> bool:
    """Whether `signature` (hex) over `content` was made with that public key (hex)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key or "")).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def trusted(trust: Trust, content: bytes, signature: str, introduction: str = "") -> Trust | None:
    """The trust with which the signature is good: as it stands, with the next key, or with one the recovery key introduces.

    None where it's good with none of them.
    """
    if signed_by(trust.key, content, signature):
        return trust
    if trust.next_key and signed_by(trust.next_key, content, signature):
        return replace(trust, key=trust.next_key, next_key=None)
    key, _, said = introduction.partition(".")
    if key and signed_by(trust.recovery_key, INTRODUCED + key.encode(), said) and signed_by(key, content, signature):
        return replace(trust, key=key, next_key=None)
    return None


def renew(keys: Path) -> str:
    """Go on with the next key, which the releases until now have named; gives its public part."""
    signing_key(keys, NEXT)
    (keys / NEXT).replace(keys / PRESENT)
    signing_key(keys, NEXT)
    return public_key(keys)


def new_private() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw()


def make_recovery_key(keys: Path) -> str:
    """A recovery key: the public part is kept here, the secret one is given back once, to be kept offline."""
    private = Ed25519PrivateKey.generate()
    replace_secret(keys / RECOVERY, private.public_key().public_bytes_raw().hex().encode())
    return private.private_bytes_raw().hex()


def recovery_key(keys: Path) -> str | None:
    """The public part of the recovery key, if one was made."""
    return _text(keys / RECOVERY)


def introduce(keys: Path, recovery_secret: str) -> bool:
    """Have the recovery key vouch for the present one, after the old one was lost; False if it isn't that key's secret."""
    try:
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(recovery_secret.strip()))
    except ValueError:
        return False
    if private.public_key().public_bytes_raw().hex() != recovery_key(keys):
        return False
    key = public_key(keys)
    signature = private.sign(INTRODUCED + key.encode()).hex()
    replace_secret(keys / INTRODUCTION, f"{key}.{signature}".encode())
    return True


def introduction(keys: Path) -> str | None:
    return _text(keys / INTRODUCTION)


def _text(file: Path) -> str | None:
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        return None
