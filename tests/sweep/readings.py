"""How the world is read: in Polish, in Arabic, and in a language made up for the test, in which every text is marked.

The made-up one takes the place of Lithuanian: each text of the templates stands in ⟦brackets⟧ and is two fifths longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask

from tests.shared import CHECKOUT

MADE_UP = "lt"
LONGER = 0.4


@dataclass(frozen=True)
class Reading:
    """One way through: the language's tag, and whether it is the made-up one."""

    name: str
    tag: str
    made_up: bool = False


READINGS = (Reading("left to right", "pl"), Reading("right to left", "ar"), Reading("made up", MADE_UP, made_up=True))


def said(text: str) -> str:
    """A text in the made-up language."""
    more = max(2, round(len(text) * LONGER))
    syllables = " ".join("ėėėėė"[: min(5, more - start)] for start in range(0, more, 6))
    return f"⟦{text} {syllables}⟧"


def write_catalogues(folder: Path) -> Path:
    """Both catalogues of the made-up language, from the templates; gives the folder of translations."""
    target = folder / MADE_UP / "LC_MESSAGES"
    target.mkdir(parents=True)
    for domain in ("messages", "tablet"):
        with (CHECKOUT / "translations" / f"{domain}.pot").open("rb") as file:
            template = read_po(file)
        made = Catalog(locale=MADE_UP)
        for message in template:
            if message.id:
                one = isinstance(message.id, str)
                text = (
                    said(message.id)
                    if one
                    else tuple(said(message.id[min(form, 1)]) for form in range(made.num_plurals))
                )
                made.add(message.id, text, flags=message.flags)
        with (target / f"{domain}.po").open("wb") as file:
            write_po(file, made)
        with (target / f"{domain}.mo").open("wb") as file:
            write_mo(file, made)
    return folder


def speak_made_up(app: Flask, folder: Path) -> None:
    """Have an application's pages take their texts from `folder` only."""
    app.extensions["babel"].translation_directories[:] = [str(folder)]
