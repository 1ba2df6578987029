"""Searching: words found in what customers typed, whatever their capitals, accents and endings, in any script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, combining, normalize

MOST_TERMS = 8
_PHRASE = re.compile(r'"([^"]+)"|(\S+)')
_ALONE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i"})  # letters that don't come apart into a base and a mark
_ENDING_FROM = 5  # letters from which a word's last may be its ending, and from the next on its last two


def folded(text: str) -> str:
    """A text as it is searched: compatibility forms, case, accents and vowel marks made one, spaces single."""
    return " ".join("".join(_folded(character) for character in normalize("NFC", text)).split())


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """One character folded: to none, one or several."""
    if character.isspace() or category(character) == "Cc":
        return " "
    apart = normalize("NFKD", character).casefold()
    return "".join(each for each in normalize("NFKD", apart) if not combining(each)).translate(_ALONE)


def terms(query: str) -> list[str]:
    """What must all occur: words without what may be their ending, and "phrases in quotes" as they are; folded."""
    found = []
    for phrase, word in _PHRASE.findall(query):
        term = folded(phrase) if phrase else _stem(folded(word))
        if term and term not in found:
            found.append(term)
    return found[:MOST_TERMS]


def _stem(word: str) -> str:
    """`kolejka` finds `kolejce`: long words of alphabets with endings lose up to two letters. Chinese words have none."""
    if len(word) < _ENDING_FROM or not word.isalpha() or any(category(letter) != "Ll" for letter in word):
        return word
    return word[: max(_ENDING_FROM - 1, len(word) - 2)]


def marked(text: str, wanted: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is what was looked for; a found beginning takes its whole word along."""
    text = normalize("NFC", text)
    spread, places = [], []
    for place, character in enumerate(text):
        for each in _folded(character):
            spread.append(each)
            places.append(place)
    whole = "".join(spread)
    hits = bytearray(len(text))
    for term in wanted:
        pattern = re.compile(r"\s+".join(re.escape(word) for word in term.split()))
        for match in pattern.finditer(whole):
            first, last = places[match.start()], places[match.end() - 1]
            while last + 1 < len(text) and category(text[last + 1]) in ("Ll", "Lu", "Mn"):
                last += 1
            hits[first : last + 1] = b"\1" * (last + 1 - first)
    pieces: list[tuple[str, bool]] = []
    for character, hit in zip(text, hits, strict=True):
        if pieces and pieces[-1][1] == bool(hit):
            pieces[-1] = (pieces[-1][0] + character, bool(hit))
        else:
            pieces.append((character, bool(hit)))
    return pieces
