"""Take the texts out of the source into the catalogues: `python3 dev.py texts`, or `... texts --check` to only compare.

Two domains: `messages` (pages: Python and Jinja) and `tablet` (its JavaScript). A template of each, and a catalogue of
each in every language. What comes out depends on the source alone: no dates, no line numbers, no names of people.
"""

import sys
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from kontuar.core.languages import LANGUAGES, SOURCE

FOLDER = Path(__file__).resolve().parent
ROOMS = ("kontuar", "kiosk", "lms")
REMARK = "NOTE:"  # a comment that begins so is for translators
PYTHON = {
    "_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None,
    "ngettext": (1, 2), "lazy_ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
JINJA = {"encoding": "utf-8", "trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
# domain: (suffix, Babel's method, keywords, options)
DOMAINS = {
    "messages": ((".py", "python", PYTHON, {}), (".html", "jinja2", PYTHON, JINJA)),
    "tablet": ((".js", "javascript", {"t": None, "tn": (1, 2)}, {}),),
}
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: kontuar\\n"
{language}"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def template(domain: str) -> Catalog:
    """Every text of a domain, in the order of files and of lines."""
    catalogue = Catalog(charset="utf-8")
    for suffix, method, keywords, options in DOMAINS[domain]:
        for path in _sources(suffix):
            place = path.relative_to(FOLDER.parent).as_posix()
            with path.open("rb") as stream:
                for _, text, remarks, context in extract(method, stream, keywords, [REMARK], options, True):  # type: ignore[arg-type]
                    catalogue.add(text, None, [(place, None)], auto_comments=remarks, context=context)  # type: ignore[list-item]
    return catalogue


def _sources(suffix: str) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((FOLDER.parent / room).rglob(f"*{suffix}")):
            if not {"vendor", "translations", "migrations"} & set(path.parts[len(FOLDER.parts) - 1 :]):
                yield path


def catalogue(domain: str, locale: str, texts: Catalog) -> Catalog:
    """The catalogue of a language brought up to date: new texts without a translation, old ones gone."""
    file = path_of(domain, locale)
    if file.exists():
        with file.open("rb") as stream:
            known = read_po(stream, locale=locale, domain=domain)
    else:
        known = Catalog(locale=locale, domain=domain)
    known.update(deepcopy(texts), no_fuzzy_matching=True)  # takes the messages themselves, not copies
    known.obsolete.clear()
    if locale == SOURCE.locale:
        for message in known:
            message.string = tuple(message.id) if isinstance(message.id, list | tuple) else message.id
    return known


def path_of(domain: str, locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / f"{domain}.po"


def written(catalogue: Catalog, language: str = "") -> bytes:
    """A catalogue as a file, with a header that says nothing of when and by whom."""
    stream = BytesIO()
    write_po(stream, catalogue, width=120, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = HEADER.format(language=f'"Language: {language}\\n"\n' if language else "")
    if language:
        header += f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    return header.encode() + b"\n" + stream.getvalue()


def is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and not message.fuzzy


def files() -> Iterator[tuple[Path, bytes, int]]:
    """Each template and catalogue: its path, what should stand in it, how many of its texts lack a translation."""
    for domain in DOMAINS:
        texts = template(domain)
        yield FOLDER / f"{domain}.pot", written(texts), 0
        for language in LANGUAGES:
            known = catalogue(domain, language.locale, texts)
            missing = sum(1 for message in known if message.id and not is_translated(message))
            yield path_of(domain, language.locale), written(known, language.locale), missing


def main(words: list[str]) -> int:
    """Write the files; with --check write nothing and tell by the exit code whether one would change."""
    stale = 0
    for path, content, missing in files():
        name = path.relative_to(FOLDER.parent)
        if not path.exists() or path.read_bytes() != content:
            stale += 1
            if "--check" not in words:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if missing:
            print(f"{name}: {missing} to translate")
    if "--check" in words and stale:
        print(f"{stale} of the catalogues don't have the texts of the source. Type: python3 dev.py texts")
    return 1 if "--check" in words and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
