"""Widths: how wide a text will be, without its font, so that nothing in a chart is clipped."""

from __future__ import annotations

from unicodedata import combining, east_asian_width, normalize

# Widths in hundredths of the type size, as Noto Sans has them: the widest of the faces a system is likely to use.
_WIDTHS = {
    "’'\u202f": 22,
    "ijlіїłı,.:;!· \u00a0`١٠٫٬": 29,
    "אإأآا": 30,
    "ייוןזIf()[]-Jt”/\\{}": 36,
    'r"„?гѓ°*زرءةو': 46,
    "zcsєѕэзvyxkFL_–٢٣٤٥٦٧٨٩٪": 55,
    "$+0123456789<=>−~TETZYSXPеaeуuhnbdgpqoавдлкхцчьКРВБГТЕЗ": 62,
    "ABCDGHKRUVАЛСУЯЬЧНПХ&#йияпнтрбѐёфђћ": 74,
    "NOQжмюљыИЙЦДФЭ": 80,
    "%MWmw@шщњЖЫЮШЩМæ—…ضصبتثفق": 100,
    "سش": 120,
}
_WIDTH = {character: width / 100 for characters, width in _WIDTHS.items() for character in characters}
_LATIN, _CAPITAL, _HEBREW, _ARABIC, _FULL = 0.60, 0.76, 0.70, 0.72, 1.0
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
_BOLD = 1.09

MORE = "…"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """A bound, in pixels, on the width of `text` in type of `size` pixels; in common faces it's 0 to 25 % less."""
    return size * (_BOLD if bold else 1.0) * sum(_character(character) for character in normalize("NFD", text))


def _character(character: str) -> float:
    if combining(character) or character in _INVISIBLE:
        return 0.0
    known = _WIDTH.get(character)
    if known is not None:
        return known
    if east_asian_width(character) in "WF":
        return _FULL
    if "\u0590" <= character <= "\u05ff":
        return _HEBREW
    if "\u0600" <= character <= "\u06ff":
        return _ARABIC
    if "\u0000" <= character <= "\u04ff":
        return _CAPITAL if character.isupper() else _LATIN
    return _FULL


def wrapped(text: str, size: float, room: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """`text` in at most `lines` lines of `room` pixels, broken between words (Chinese: anywhere), the rest given up to `…`."""
    words = _words(text)
    laid: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        longer = line + word
        if text_width(longer.strip(), size, bold=bold) <= room:
            line = longer
        elif line.strip() and len(laid) < lines - 1:
            laid.append(line.strip())
            line = ""
            words.insert(0, word)
        elif not line.strip() and len(laid) < lines - 1:
            head = _fitting(word, size, room, bold=bold)
            laid.append(head)
            words.insert(0, word[len(head) :])
        else:
            line = _shortened(longer + "".join(words), size, room, bold=bold)
            break
    return [*laid, line.strip()] if line.strip() or not laid else laid


def _words(text: str) -> list[str]:
    """Words with the space or hyphen after each; a wide (Chinese) character is a word of its own."""
    words = [""]
    for character in " ".join(text.split()):
        if east_asian_width(character) in "WF":
            words += [character, ""]
        else:
            words[-1] += character
            if character in " -/":
                words.append("")
    return [word for word in words if word]


def _fitting(word: str, size: float, room: float, *, bold: bool) -> str:
    """As much of the beginning of a word as there is room for, at least one character."""
    length = len(word)
    while length > 1 and text_width(word[:length], size, bold=bold) > room:
        length -= 1
    return word[:length]


def _shortened(text: str, size: float, room: float, *, bold: bool) -> str:
    kept = text.strip()
    while kept and text_width(kept + MORE, size, bold=bold) > room:
        kept = kept[:-1].rstrip()
    return kept + MORE
