"""Pictures of a survey: small ones, put whole into its document, so that a tablet has them with the question."""

import base64
from dataclasses import dataclass
from pathlib import Path

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

LARGEST = 100 * 1024
"""Bytes: a survey goes to every tablet of every shop."""

_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a picture can't be used."""

    code: str
    message: LazyString


def source_of(name: str, folder: Path | None) -> str | Flaw:
    """The picture as a `data:` address, or what is wrong with it. It lies in `folder`, beside the survey's file."""
    if folder is None or Path(name).name != name:
        return Flaw(
            "picture-elsewhere", _("A picture lies in the same folder as the survey. Give its file name alone.")
        )
    try:
        with (folder / name).open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError):
        return Flaw("picture-missing", _("This picture can't be read. Is it beside the survey's file?"))
    if len(content) > LARGEST:
        return Flaw(
            "picture-too-large", _("The picture is larger than %(limit)s KiB. Make it smaller.", limit=LARGEST // 1024)
        )
    kind = kind_of(content)
    if kind is None:
        return Flaw("picture-unknown", _("This isn't a PNG, JPEG or WebP picture."))
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def kind_of(content: bytes) -> str | None:
    """The media type by the first bytes; None for anything but PNG, JPEG and WebP (an SVG may carry a script)."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), None)
