"""Joining: what a code for a shop's node is made of, and how a node knows that it talks to the hub which made it.

A code is sixteen characters: eight of a secret, and eight by which the node checks the hub's key before it tells the
secret. The check is made of key and secret together, so that nobody who doesn't know the secret can look for a key that
fits. In a link the whole fingerprint of the key stands behind the code.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from kontuar.core.errors import N_, Invalid, Problem
from kontuar.hub.codes import ALPHABET, shown, typed
from kontuar.hub.releases.signing import fingerprint
from kontuar.sync.upstream import checked_address

SECRET, CHECK = 8, 8  # characters of five bits
PATH = "/join"


class CodeUnreadable(Invalid):
    code = "code-unreadable"
    message = N_("This isn't a code for a node. It has 16 characters; or paste the whole link.")


class AnotherHub(Problem):
    code, status = "another-hub", 409
    message = N_(
        "The hub at this address didn't make this code, or somebody stands in between. Nothing was sent to it."
    )


class NodeCodeWrong(Problem):
    code, status = "code-wrong", 401
    message = N_("This code isn't valid. It works once, for 15 minutes. Ask for a new one.")


class NotEmpty(Problem):
    code, status = "not-empty", 409
    message = N_("This installation has a chain of its own already. Only an empty one can join another.")


class AnotherShop(Problem):
    code, status = "another-shop", 409
    message = N_("This code is for another shop than this computer's.")


@dataclass(frozen=True, slots=True)
class Way:
    """Where to join, with which secret, and what must be true of the hub's key."""

    address: str
    secret: str
    check: str
    fingerprint: str = ""

    def leads_to(self, key: str) -> bool:
        """Whether the hub with that public key (hex) made the code."""
        fits = secrets.compare_digest(check(self.secret, key), self.check)
        return fits and self.fingerprint in ("", fingerprint(key))


def new_secret() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(SECRET))


def check(secret: str, key: str) -> str:
    """The second half of a code: 40 bits over secret and key."""
    number = int.from_bytes(hashlib.sha256(f"kontuar join {secret} {key}".encode()).digest()[:5])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(CHECK))


def code(secret: str, key: str) -> str:
    """What is typed."""
    return secret + check(secret, key)


def link(address: str, secret: str, key: str) -> str:
    """What is pasted or scanned; behind `#`, so that no server on the way gets to see it."""
    return f"{address}{PATH}#{shown(code(secret, key))}.{fingerprint(key)}"


def read(text: str, address: str = "") -> Way:
    """A link, or an address and a typed code. Raises Invalid for what is neither."""
    before, mark, after = text.strip().partition("#")
    if mark:
        address, text = before.removesuffix("/").removesuffix(PATH), after
    written, _, print_ = text.partition(".")
    characters = typed(written)
    if len(characters) != SECRET + CHECK or not set(characters) <= set(ALPHABET):
        raise CodeUnreadable
    return Way(checked_address(address), characters[:SECRET], characters[SECRET:], print_.strip().lower())
