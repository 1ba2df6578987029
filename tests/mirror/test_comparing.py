"""What somebody types means the same on the tablet and on the node: letters of every script, and numbers."""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.quizzes import letters
from lms.quizzes.comparing import folded, number_in, within
from tests.shared import shared

TABLE = json.loads(Path(__file__).with_name("comparing.json").read_text(encoding="utf-8"))
MODULE = "lms/quizzes/static/comparing.js"
PAIRS = [(*pair, True) for pair in TABLE["same"]] + [(*pair, False) for pair in TABLE["different"]]
BLOCK = 0x1000


def everything(block: int) -> list[str]:
    """The characters of one block of Unicode, alone and between letters."""
    codes = [code for code in range(block, block + BLOCK) if not 0xD800 <= code <= 0xDFFF]
    return [text for code in codes for text in (chr(code), f"A{chr(code)}b")]


def digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


@pytest.mark.parametrize(("name", "one", "other", "same"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_short_answers_compare_as_people_mean_them(name: str, one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same


@pytest.mark.parametrize(("typed", "number"), TABLE["numbers"])
def test_numbers_are_read_as_people_write_them(typed: str, number: str | None) -> None:
    assert number_in(typed) == number


@pytest.mark.parametrize(("number", "value", "tolerance", "right"), TABLE["within"])
def test_a_number_may_be_off_by_the_tolerance(number: str, value: str, tolerance: str, right: bool) -> None:
    assert within(number, value, tolerance) is right


@pytest.mark.chromium
def test_the_tablet_compares_and_reads_the_same(in_chromium: Callable[[str, str, Any], Any]) -> None:
    script = """({folded, numberIn, within}, {pairs, numbers, within: offs}) => ({
        pairs: pairs.map(([, one, other]) => folded(one) === folded(other)),
        numbers: numbers.map(([typed]) => numberIn(typed)),
        within: offs.map(([number, value, tolerance]) => within(number, value, tolerance)),
    })"""
    found = in_chromium(MODULE, script, {"pairs": PAIRS, "numbers": TABLE["numbers"], "within": TABLE["within"]})
    assert found == {
        "pairs": [same for *_, same in PAIRS],
        "numbers": [number for _, number in TABLE["numbers"]],
        "within": [right for *_, right in TABLE["within"]],
    }


@pytest.mark.chromium
def test_they_agree_on_strings_that_break_programs(in_chromium: Callable[[str, str, Any], Any]) -> None:
    naughty = json.loads(shared("data/bad-input/blns.json").read_text("utf-8"))
    script = "({folded, numberIn}, texts) => texts.map((text) => [folded(text), numberIn(text)])"
    assert in_chromium(MODULE, script, naughty) == [[folded(text), number_in(text)] for text in naughty]


@pytest.mark.chromium
def test_the_tablet_and_the_node_agree_on_every_character_there_is(in_chromium: Callable[[str, str, Any], Any]) -> None:
    script = """async ({folded, numberIn}, {block, count}) => {
        const texts = [];
        for (let code = block; code < block + count; code += 1) {
            if (code >= 0xd800 && code <= 0xdfff) continue;
            const letter = String.fromCodePoint(code);
            texts.push(...[letter, `A${letter}b`].map((text) => `${folded(text)}\\t${numberIn(text)}`));
        }
        const bytes = new TextEncoder().encode(texts.join("\\n"));
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }"""
    blocks = [*range(0, 0x20000, BLOCK), 0x2F000, 0x30000, 0xE0000, sys.maxunicode + 1 - BLOCK]
    for block in blocks:
        ours = digest([f"{folded(text)}\t{number_in(text) or 'null'}" for text in everything(block)])
        assert in_chromium(MODULE, script, {"block": block, "count": BLOCK}) == ours, hex(block)


def test_comparing_twice_changes_nothing() -> None:
    for text in everything(0) + everything(0x1000) + everything(0xF000):
        assert folded(folded(text)) == folded(text)


@pytest.mark.skipif(unicodedata.unidata_version != letters.EDITION, reason="this Python has another edition of Unicode")
def test_the_table_is_what_unicode_says() -> None:
    assert letters.TABLE.read_text(encoding="utf-8") == letters.written(letters.made())
