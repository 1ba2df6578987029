"""Drafts: a file that must be whole before its first byte can be sent is made in a folder that goes away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

BLOCK = 1 << 20


def drafted(make: Callable[[Path], Path]) -> Iterator[bytes]:
    """The bytes of the file that `make` leaves in the folder it is given."""
    with tempfile.TemporaryDirectory(prefix="kontuar-export-") as folder, make(Path(folder)).open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block
