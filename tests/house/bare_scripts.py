"""Finds in the tablet's JavaScript what a person would read untranslated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from babel.messages.jslexer import Token, tokenize

from tests.house.bare_pages import OURS, READ_ALOUD, looks_like_words, says_something

TRANSLATING = {"t", "tn", "said"}
UNHEARD = {"Error", "TypeError", "RangeError", "log", "warn", "error", "import"}  # for developers, not for people
SHOWING = {"textContent", "innerText", "innerHTML", "title", "placeholder", "ariaLabel"}
SPEAKING = {"announce", "alert", "confirm", "prompt"}


@dataclass(eq=False)
class _Room:
    """A pair of brackets that is open: whose it is, and how many commas it has seen."""

    bracket: str
    call: str
    first: str = ""  # the first token within
    stated: bool = False  # its attributes say the language, so its words are in it on purpose
    commas: int = 0
    last: list[str] = field(default_factory=list)  # the tokens since the last comma


def bare_texts(source: str) -> list[str]:
    """Words in a script that are shown and that no translator will ever see."""
    return [f"line {line}: {text[:80]}" for line, text in _found(source)]


def _found(source: str) -> Iterator[tuple[int, str]]:
    rooms = [_Room("", "")]
    before = ""
    for token in _code(source):
        room = rooms[-1]
        if token.type in ("string", "template_string"):
            text = re.sub(r"\$\{[^}]*\}", "", token.value[1:-1])
            if says_something(text) and _is_read(text, rooms):
                yield token.lineno, text
        if token.value == "lang" and len(rooms) > 1:
            rooms[-2].stated = True
        if token.value in ("(", "[", "{") and token.type == "operator":
            rooms.append(_Room(token.value, before.split(".")[-1] if token.value == "(" else ""))
        elif token.value in (")", "]", "}") and token.type == "operator" and len(rooms) > 1:
            rooms.pop()
        elif token.value == "," or token.value == ";":
            room.commas += 1
            room.last.clear()
        around = room if room in rooms else rooms[-1]
        around.first = around.first or token.value
        around.last.append(token.value)
        before = token.value


def _code(source: str) -> Iterator[Token]:
    for token in tokenize(source, jsx=False):
        if token.type not in ("linecomment", "multilinecomment", "whitespace"):
            yield token


def _is_read(text: str, rooms: list[_Room]) -> bool:
    """Whether a string at this place is shown to people as it stands."""
    room = rooms[-1]
    call = next((r for r in reversed(rooms) if r.bracket == "("), rooms[0])
    if call.call in TRANSLATING | UNHEARD or call.stated or text in OURS:
        return False
    if " " in text.strip() and looks_like_words(text):
        return True
    compared = bool({"==", "!=", "case"} & set(room.last[-2:]))
    if call is room or (room.bracket == "[" and len(rooms) > 1):
        if call.call == "h" and call.commas >= 2 and not compared:
            return True
        if call.call in SPEAKING and call.commas == 0:
            return True
        if call.call == "setAttribute" and call.commas == 1:
            return call.first.strip("\"'") in READ_ALOUD
    if room.last[-1:] == [":"] and room.last[-2:-1] and room.last[-2].strip("\"'") in READ_ALOUD:
        return True
    return room.last[-1:] == ["="] and bool(room.last[-2:-1]) and room.last[-2].split(".")[-1] in SHOWING
