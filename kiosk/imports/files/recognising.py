"""Recognising text files: their encoding and the signs between their cells.

A file says nothing about its encoding. UTF-8 and UTF-16 give themselves away; the encodings with one byte a letter don't,
and charset-normalizer takes Polish or Hebrew in a few lines for a neighbour's. So those of our twelve languages are
weighed by letters first, and only what none of them explains goes to the library. What was recognised is always said.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _

from kiosk.imports.files.shapes import Unreadable

A_PIECE = 1024 * 1024
SAMPLE = 256 * 1024
DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = {
    "ąćęłńóśźż": ("cp1250", "iso8859-2", "cp852", "mac-latin2"),
    "áčďéěíňóřšťúůýž": ("cp1250", "iso8859-2", "cp852", "mac-latin2"),
    "äöüß": ("cp1252", "cp850", "mac-roman"),
    "áéíñóúü¿¡": ("cp1252", "cp850", "mac-roman"),
    "àâæçéèêëîïôœùûü": ("cp1252", "cp850", "mac-roman"),
    "ąčęėįšųūž": ("cp1257", "iso8859-13"),
    "абвгдеєжзиіїйклмнопрстуфхцчшщьюяґэыъё": ("cp1251", "koi8-u", "cp866", "iso8859-5"),
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآئؤء": ("cp1256", "iso8859-6"),
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת": ("cp1255", "iso8859-8", "cp862"),
    "àáâãèéêìíòóôõùúýăđơư\u0300\u0301\u0303\u0309\u0323₫": ("cp1258",),
}
_SIGNS = set("„”“«»’‘–—…·•€£©®°§´\u00a0\u200e\u200f،؟")


@dataclass(frozen=True, slots=True)
class Text:
    """What was recognised of a text file."""

    encoding: str
    sure: bool
    bom: bool
    sample: str
    sha256: bytes
    size: int
    damaged: bool = False
    """UTF-8, but for bytes here and there that aren't."""


def is_text_encoding(name: str) -> bool:
    """Whether Python can read text in an encoding of this name."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def recognise_text(path: Path, stated: str | None = None) -> Text:
    """The encoding of a file, its hash and its beginning as text; reads it whole, once, a piece at a time.

    Raises Unreadable for an empty file, and where the encoding stated doesn't fit.
    """
    digest, size, first, odd = hashlib.sha256(), 0, b"", bytearray()
    decoder, valid = codecs.getincrementaldecoder("utf-8")("strict"), True
    with path.open("rb") as stream:
        while piece := stream.read(A_PIECE):
            digest.update(piece)
            first = first or piece
            size += len(piece)
            if valid:
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    valid = False
            if len(odd) < SAMPLE and not piece.isascii():
                odd += _odd_lines(piece, cut=len(piece) == A_PIECE)
    if valid:
        try:
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            valid = False
    if not first.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(_("The file is empty."), detail="empty")
    encoding, sure, bom = _encoding(first, bytes(odd), valid)
    if stated is not None:
        encoding, sure = stated, True
    damaged = not valid and codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
    sample = codecs.getincrementaldecoder(encoding)("strict" if stated is None and not damaged else "replace")
    try:
        text = sample.decode(first[: SAMPLE * 2])
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The encoding of the file isn't known. State it in the mapping."), detail=encoding
        ) from error
    return Text(encoding, sure, bom, text.removeprefix("\ufeff"), digest.digest(), size, damaged)


def _odd_lines(piece: bytes, cut: bool) -> bytes:
    """The lines of a piece that aren't plain ASCII, up to a sample of them; the first and last may be cut."""
    found, size = [], 0
    lines = piece.splitlines()
    for line in lines[1:-1] if cut else lines:
        if not line.isascii():
            found.append(line[:2000])
            size += len(found[-1])
            if size > SAMPLE:
                break
    return b"\n".join(found)


def _encoding(first: bytes, odd: bytes, utf8: bool) -> tuple[str, bool, bool]:
    for mark, name in _BOMS:
        if first.startswith(mark):
            return name, True, True
    head = first[:4096]
    if (wide := _wide(head)) is not None:
        return wide, True, False
    if utf8 or _mostly_utf8(odd):
        return "utf-8", True, False
    return _by_letters(odd), False, False


def _mostly_utf8(odd: bytes) -> bool:
    """Whether nearly every line that isn't ASCII is UTF-8: then the others are damaged, not written otherwise."""
    lines = odd.split(b"\n")
    good = 0
    for line in lines:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        good += 1
    return good > len(lines) * 0.9


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: in texts of our kinds every second byte of many is zero."""
    if len(head) < 4 or b"\0" not in head:
        return None
    even, uneven = head[::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if uneven > pairs * 0.3 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.3 and uneven < pairs * 0.05:
        return "utf-16-be"
    return None


def _by_letters(odd: bytes) -> str:
    """The encoding in which most of what isn't ASCII are letters of one of our languages."""
    weighed: list[tuple[float, str]] = [(_chinese(odd, name), name) for name in ("gb18030", "big5")]
    for letters, encodings in _LETTERS.items():
        weighed += [(_weight(odd, name, set(letters)), name) for name in encodings]
    share, best = max(weighed, key=lambda each: each[0])
    if share > 0.8:
        return best
    import charset_normalizer

    found = charset_normalizer.from_bytes(odd).best()
    return found.encoding if found is not None else best


def _weight(odd: bytes, encoding: str, letters: set[str]) -> float:
    try:
        text = odd.decode(encoding)
    except UnicodeDecodeError:
        return -1
    text = unicodedata.normalize("NFC", text) if encoding != "cp1258" else text
    seen = Counter(letter for letter in text if not letter.isascii())
    fit = sum(
        count
        if letter in letters
        else count * 0.7
        if letter.lower() in letters
        else count * 0.6
        if letter in _SIGNS
        else 0
        for letter, count in seen.items()
    )
    share = fit / max(seen.total(), 1)
    # Hebrew in one encoding is lower-case Cyrillic in the other; but nobody writes Cyrillic without a capital.
    return share * 0.99 if "ж" in letters and text == text.lower() else share


def _chinese(odd: bytes, encoding: str) -> float:
    """The share of frequent characters (level 1 of GB 2312, of Big5) in what isn't ASCII."""
    try:
        text = odd.decode(encoding)
    except UnicodeDecodeError:
        return -1
    narrow, lowest, highest = ("gb2312", 0xB0, 0xD7) if encoding == "gb18030" else ("big5", 0xA4, 0xC6)
    strange = [letter for letter in text if not letter.isascii()]
    fit = 0
    for letter in strange:
        raw = letter.encode(narrow, "ignore")
        fit += bool(raw and lowest <= raw[0] <= highest) or letter in "，。！？、；：（）“”"
    return fit / max(len(strange), 1)


def recognise_delimiter(sample: str, quote: str) -> str:
    """The sign between cells: the one by which most rows of the sample have the same number of cells, and several.

    The csv module's own Sniffer goes by the spread of signs and is easily misled by commas in sentences.
    """
    if sample.startswith("sep=") and len(sample) > 4 and sample[4] in DELIMITERS:
        return sample[4]
    best, score = ",", 0.0
    for delimiter in DELIMITERS:
        rows = _rows(sample, delimiter, quote)
        widths = Counter(len(row) for row in rows)
        width, count = max(widths.items(), key=lambda each: (each[1] if each[0] > 1 else 0, each[0]), default=(0, 0))
        if width < 2:
            continue
        agree = count / len(rows)
        first = 0.5 if rows and len(rows[0]) == width else 0.0  # the header is a row like the others
        if agree + first + min(width, 50) / 1000 > score:
            best, score = delimiter, agree + first + min(width, 50) / 1000
    return best


def _rows(sample: str, delimiter: str, quote: str) -> list[list[str]]:
    """Up to 200 rows of a sample, without the last, which may be cut."""
    rows: list[list[str]] = []
    reader = csv.reader(
        io.StringIO(sample, newline=""),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) > 200:
                break
    except csv.Error:
        pass
    return rows[:-1] if len(rows) > 2 else rows
