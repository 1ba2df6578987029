"""The tablet's files: what the browser must hold to start without its node, named as one whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Supply:
    """A folder of modules that a room supplies, served under `/kiosk/static/<room>/`.

    `screens` is the module among them that exports the room's screens; None where others only import from it.
    """

    room: str
    folder: Path
    screens: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Every file by its path, with its digest (hex), and a name that changes with any of them."""

    name: str
    files: Mapping[str, str]


def whole(contents: Mapping[str, Callable[[], bytes]]) -> Whole:
    """The whole of these files. `contents` gives the bytes of each path, as the server would send them."""
    files = {path: hashlib.sha256(read()).hexdigest() for path, read in sorted(contents.items())}
    return Whole(hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16], files)


def modules(supplies: Sequence[Supply]) -> dict[tuple[str, str], Path]:
    """(room, name) -> file, of everything the rooms supply."""
    return {
        (supply.room, file.relative_to(supply.folder).as_posix()): file
        for supply in supplies
        for file in sorted(supply.folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def worker(whole: Whole, page: str, script: Path) -> str:
    """The service worker's script: what it is to hold, and how it goes about it."""
    held = json.dumps({"name": whole.name, "page": page, "files": whole.files}, indent=1)
    return f"const WHOLE = {held};\n\n{script.read_text('utf-8')}"
