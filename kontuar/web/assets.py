"""Assets: style sheets, modules and drawings, under addresses that carry the hash of their whole folder."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, send_from_directory, url_for

from kontuar.core.errors import NotFound

FAR = "public, max-age=31536000, immutable"
OWN = Path(__file__).parent / "static"

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")


@dataclass
class Assets:
    """Folders of files by the name of their room. One hash names a folder, so that modules may import their neighbours."""

    folders: dict[str, Path] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def version(self, room: str, *, fresh: bool = False) -> str:
        if fresh or room not in self.known:
            digest = hashlib.sha256()
            for file in files(self.folders[room]):
                digest.update(
                    file.relative_to(self.folders[room]).as_posix().encode() + b"\0" + file.read_bytes() + b"\0"
                )
            self.known[room] = digest.hexdigest()[:12]
        return self.known[room]


def files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def assets() -> Assets:
    return cast(Assets, current_app.extensions["kontuar.assets"])


def add_assets(app: Flask, room: str, folder: Path) -> None:
    """Serve the files of `folder` as those of `room`: `asset_url("kiosk.css", "kiosk")`."""
    app.extensions["kontuar.assets"].folders[room] = folder


def asset_url(name: str, room: str = "web") -> str:
    """The address of a file, good for ever: another content has another address."""
    return url_for("web.asset", room=room, version=assets().version(room, fresh=current_app.debug), name=name)


def asset_names(room: str = "web") -> list[str]:
    """Every file of a room, for whoever keeps them all (a service worker)."""
    folder = assets().folders[room]
    return [file.relative_to(folder).as_posix() for file in files(folder)]


def sent(room: str, version: str, name: str) -> Response:
    """A file of a room. An address of an earlier version gets today's file, which nobody may keep."""
    folder = assets().folders.get(room)
    if folder is None:
        raise NotFound
    response = send_from_directory(folder, name, conditional=True)
    response.headers["Cache-Control"] = FAR if version == assets().version(room) else "no-cache"
    return response


def install(app: Flask) -> None:
    app.extensions["kontuar.assets"] = Assets()
    add_assets(app, "web", OWN)
    app.jinja_env.globals.update(asset_url=asset_url)
