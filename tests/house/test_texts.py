"""The catalogues: every text in twelve languages, none fuzzy, with its placeholders and its plural forms."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from kontuar.core.languages import LANGUAGES, SOURCE
from tests.house.same_texts import EVERYWHERE, SOMEWHERE
from tests.shared import CHECKOUT

FOLDER = CHECKOUT / "translations"
CATALOGUES = [(language.locale, domain) for language in LANGUAGES for domain in ("messages", "tablet")]
each_catalogue = pytest.mark.parametrize(("locale", "domain"), CATALOGUES)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")


@cache
def read(locale: str, domain: str) -> Catalog:
    with path(locale, domain).open("rb") as stream:
        return read_po(stream, locale=locale, domain=domain, abort_invalid=True)


def path(locale: str, domain: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / f"{domain}.po"


def messages(locale: str, domain: str) -> list[Message]:
    return [message for message in read(locale, domain) if message.id]


def sources(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def forms(message: Message) -> tuple[str, ...]:
    given = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(form or "" for form in given)


def test_the_catalogues_have_the_texts_of_the_source() -> None:
    command, environment = (
        [sys.executable, str(FOLDER / "extract.py"), "--check"],
        {**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@each_catalogue
def test_nothing_is_left_in_english(locale: str, domain: str) -> None:
    missing = [sources(message)[0] for message in messages(locale, domain) if message.fuzzy or not all(forms(message))]
    assert missing == [], f"{len(missing)} texts without a translation"


@each_catalogue
def test_a_text_equals_its_source_only_for_a_reason(locale: str, domain: str) -> None:
    if locale == SOURCE.locale:
        wrong = [m.id for m in messages(locale, domain) if forms(m) != sources(m)]
        assert wrong == [], "English is its own source"
        return
    same = [
        text
        for message in messages(locale, domain)
        for text in set(forms(message)) & set(sources(message))
        if text
        and any(letter.isalpha() for letter in PLACEHOLDER.sub("", text))
        and text not in EVERYWHERE
        and (locale, text) not in SOMEWHERE
    ]
    assert same == []


@each_catalogue
def test_placeholders_are_the_sources(locale: str, domain: str) -> None:
    wrong = []
    for message in messages(locale, domain):
        wanted = [sorted(set(PLACEHOLDER.findall(text))) for text in sources(message)]
        found = [sorted(set(PLACEHOLDER.findall(text))) for text in forms(message)]
        # "one answer" may leave out the number, the form for many may not
        allowed = (
            [wanted[-1]] if len(wanted) == 1 else [*wanted, [p for p in wanted[-1] if p not in ("%(num)d", "{n}")]]
        )
        if found[-1] != wanted[-1] or any(names not in allowed for names in found):
            wrong.append(f"{sources(message)[0]!r}: {found} for {wanted}")
    assert wrong == []


@each_catalogue
def test_a_text_that_counts_has_all_forms_of_its_language(locale: str, domain: str) -> None:
    count = get_plural(locale).num_plurals
    wrong = [sources(m)[0] for m in messages(locale, domain) if len(sources(m)) == 2 and len(forms(m)) != count]
    assert wrong == []


@each_catalogue
def test_spaces_and_lines_stay_where_they_were(locale: str, domain: str) -> None:
    def edges(text: str) -> tuple[int, bool, bool]:
        return text.count("\n"), text.startswith((" ", "\n")), text.endswith((" ", "\n"))

    wrong = [
        text for m in messages(locale, domain) for text in forms(m) if text and edges(text) != edges(sources(m)[-1])
    ]
    assert wrong == []


@each_catalogue
def test_a_catalogue_says_nothing_of_who_made_it_and_when(locale: str, domain: str) -> None:
    head = path(locale, domain).read_text("utf-8")[:600]
    assert not re.search(r"Date:|Translator:|Team:|Generated", head)


def test_reasons_are_given_only_where_they_are_needed() -> None:
    used = {(loc, text) for loc, domain in CATALOGUES for m in messages(loc, domain) for text in forms(m)}
    assert [key for key in SOMEWHERE if key not in used] == []
