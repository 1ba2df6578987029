"""Sealing: ids that are the same in every export of this installation and say nothing more, the moment least of all."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class Seal:
    """Seals ids with a key made from the installation's secret.

    An id of ours (UUID v7, RFC 9562) begins with the millisecond it was made in, which in a small shop would tell who it was.
    Each is one block of AES-128, so sealed ids differ as the ids do, and the installation itself can open them again.
    """

    def __init__(self, secret: bytes) -> None:
        key = hmac.new(secret, b"export:ids", hashlib.sha256).digest()[:16]
        # one block each, all of them different: there is no pattern for ECB to show
        self._cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305
        self._secret = secret

    def seal(self, ids: Sequence[bytes]) -> list[str]:
        """Sealed ids, 32 hexadecimal digits each."""
        sealed = self._cipher.encryptor().update(b"".join(ids)).hex()
        return [sealed[start : start + 32] for start in range(0, len(sealed), 32)]

    def opened(self, sealed: str) -> UUID:
        """The id that was sealed. Raises ValueError for what is no sealed id."""
        return UUID(bytes=self._cipher.decryptor().update(bytes.fromhex(sealed)))

    def pseudonym(self, person: UUID) -> str:
        """A name for a person that says nothing of him to whoever hasn't the secret, and can't be opened."""
        return hmac.new(self._secret, b"learner:" + person.bytes, hashlib.sha256).hexdigest()[:16]

    @property
    def mark(self) -> str:
        """By which an export tells of which installation it is."""
        return hmac.new(self._secret, b"export:mark", hashlib.sha256).hexdigest()[:16]
