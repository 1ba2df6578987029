"""Plurals: every sample number of CLDR finds its form of one of our own messages, in twelve languages, on pages and tablet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from gettext import c2py  # type: ignore[attr-defined]
from typing import Any

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale, ngettext

from kontuar.core.languages import LANGUAGES, Language
from kontuar.core.paths import translations_folder
from kontuar.tablet.texts import words
from kontuar.web import locale
from tests.shared import shared

ON_THE_TABLET = ("{n} digit entered", "{n} digits entered")
ON_PAGES = ("Too many tries. Try again in %(num)s second.", "Too many tries. Try again in %(num)s seconds.")
SAY = """async (texts, [catalogue, tag, one, many, numbers]) => {
  await texts.speak(tag, `data:application/json,${encodeURIComponent(catalogue)}#`);
  return numbers.map((n) => texts.tn(one, many, n));
}"""
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)


def samples(language: Language) -> Iterator[tuple[str, int]]:
    """(category, number), of the cases spelled out, and of CLDR's own table for the languages that have one form."""
    base = language.tag.split("-")[0]
    cases = json.loads(shared("data/cldr-plurals/integer_cases.json").read_text("utf-8"))
    mine = [case for case in cases if case["lang"] == base]
    for case in mine:
        yield from ((case["category"], int(number)) for number in case["integers"])
    if mine:
        return
    table = json.loads(shared("data/cldr-plurals/plurals.json").read_text("utf-8"))
    for rule, text in table["supplemental"]["plurals-type-cardinal"][base].items():
        listed = re.search(r"@integer ([^@]*)", text)
        for piece in re.findall(r"\d+~\d+|\d+", listed[1] if listed else ""):
            first, _, last = piece.partition("~")
            yield from (
                (rule.removeprefix("pluralRule-count-"), number) for number in range(int(first), int(last or first) + 1)
            )


def forms(language: Language, domain: str, source: tuple[str, str]) -> tuple[list[str], Callable[[int], int]]:
    """The forms of a message as the catalogue's file has them, and which of them a number takes by the file's own rule."""
    file = translations_folder() / language.locale / "LC_MESSAGES" / f"{domain}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream, language.locale)
    message = catalogue.get(source[0])
    assert message is not None, f"{source[0]} is no message any more: choose another"
    return list(message.string), c2py(catalogue.plural_expr)


@each_language
def test_a_number_takes_the_same_form_as_in_cldr(language: Language) -> None:
    found = list(samples(language))
    assert len(found) >= 10
    category = Locale.parse(language.locale).plural_form
    texts = words(language, translations_folder())["texts"][ON_THE_TABLET[0]]
    strings, rule = forms(language, "tablet", ON_THE_TABLET)
    for name, number in found:
        assert category(number) == name
        assert texts[name] == strings[rule(number)], (name, number)


@each_language
def test_the_tablet_says_it(language: Language, in_chromium: Callable[[str, str, Any], Any]) -> None:
    numbers = [number for _, number in samples(language)]
    strings, rule = forms(language, "tablet", ON_THE_TABLET)
    catalogue = json.dumps(words(language, translations_folder()))
    said = in_chromium("kontuar/tablet/static/texts.js", SAY, [catalogue, language.tag, *ON_THE_TABLET, numbers])
    bare = [re.sub(r"[\d\s,.٬٫\u00a0\u202f’']+", "#", text) for text in said]
    assert bare == [
        re.sub(r"[\s\u00a0]*\{n\}[\s\u00a0]*", "#", strings[rule(number)]).replace(" ", "#") for number in numbers
    ]


@each_language
def test_a_page_says_it(language: Language) -> None:
    app = Flask("plurals")
    locale.install(app)
    strings, rule = forms(language, "messages", ON_PAGES)
    with app.test_request_context(), force_locale(language.locale):
        for _, number in samples(language):
            assert ngettext(*ON_PAGES, number) == strings[rule(number)] % {"num": number}
