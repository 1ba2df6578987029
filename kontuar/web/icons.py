"""Icons, faces and the marks: the drawings of `static/look`, put into a page as SVG that takes the page's colours."""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup, escape

LOOK = Path(__file__).parent / "static" / "look"
TURNING = frozenset({"back", "forward", "sign-out", "comment", "erase", "survey"})  # mirrored from right to left
FACES = range(1, 6)


@cache
def icon(name: str, turns: bool | None = None) -> Markup:
    """The icon `name`, without a meaning of its own: a word stands beside it. Raises LookupError for an unknown name."""
    kind = "icon turns" if (name in TURNING if turns is None else turns) else "icon"
    return Markup('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>').format(
        kind, _drawing("icons", name)
    )


@cache
def face(mark: int, label: str = "", kind: str = "") -> Markup:
    """The plate of a smiley, `mark` 1 (very bad) to 5 (very good); with `label` it speaks for itself, without it is silent."""
    return _picture("faces", f"face-{mark}", f"face-art {kind}".strip(), "0 0 96 96", label)


@cache
def wordmark() -> Markup:
    return _picture("icons", "wordmark", "wordmark", "0 0 436 118", "Kontuar")


@cache
def mark() -> Markup:
    return _picture("icons", "app-icon", "mark", "0 0 64 64", "")


def stamp() -> Markup:
    """The stamped border of the plates: only on attract, thanks and certificates, once a page."""
    return Markup(
        '<svg class="stamp" aria-hidden="true" focusable="false" height="24"><defs><pattern id="stamp" width="36" height="24"'
        ' patternUnits="userSpaceOnUse"><circle cx="18" cy="12" r="7.5" fill="none" stroke="currentColor" stroke-width="2.2"/>'
        '<circle cx="18" cy="12" r="2.6" fill="currentColor"/><circle cx="0" cy="12" r="2" fill="currentColor"/>'
        '<circle cx="36" cy="12" r="2" fill="currentColor"/></pattern></defs><rect width="100%" height="24"'
        ' fill="url(#stamp)"/></svg>'
    )


def names() -> list[str]:
    """Every icon there is, but the two marks."""
    return sorted(file.stem for file in (LOOK / "icons").glob("*.svg") if file.stem not in {"wordmark", "app-icon"})


def install(app: Flask) -> None:
    app.jinja_env.globals.update(icon=icon, face=face, wordmark=wordmark, mark=mark, stamp=stamp)


def _picture(folder: str, name: str, kind: str, box: str, label: str) -> Markup:
    says = Markup('role="img" aria-label="{}"').format(escape(label)) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" viewBox="{}" {} focusable="false">{}</svg>').format(
        kind, box, says, _drawing(folder, name)
    )


@cache
def _drawing(folder: str, name: str) -> Markup:
    file = LOOK / folder / f"{name}.svg"
    if not file.is_file():
        near = difflib.get_close_matches(name, [known.stem for known in file.parent.glob("*.svg")], n=1)
        raise LookupError(f"no picture {name} in {folder}" + (f"; did you mean {near[0]}?" if near else ""))
    whole = re.fullmatch(r"\s*<svg[^>]*>(.*)</svg>\s*", file.read_text("utf-8"), re.DOTALL)
    if whole is None:
        raise LookupError(f"{file.name} isn't one svg element")
    return Markup(re.sub(r"<title>.*?</title>", "", whole[1]))  # noqa: S704  our own file
