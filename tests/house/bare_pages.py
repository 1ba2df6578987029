"""Finds in a page's template what a person would read untranslated, and what the content policy would refuse."""

import re
from collections.abc import Collection, Iterable, Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

from kontuar.core.languages import LANGUAGES

TRANSLATING = {"_", "gettext", "ngettext", "pgettext", "npgettext", "_l", "lazy_gettext"}
READ_ALOUD = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"}
SILENT = {"script", "style"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OURS = {"Kontuar"} | {language.own_name for language in LANGUAGES}  # names are the same everywhere
EXTENSIONS = ("jinja2.ext.i18n", "jinja2.ext.do")


def says_something(text: str) -> bool:
    """Whether `text` has words, beside names that aren't translated."""
    for name in OURS:
        text = text.replace(name, "")
    return any(character.isalpha() for character in text)


def looks_like_words(text: str) -> bool:
    """Whether a string in the code is more likely read by a person than by the browser: it begins as a sentence does."""
    return len(text) > 1 and text[0].isupper() and text[1:2].islower() and text not in OURS


def blocks_in_attributes(sources: Iterable[str]) -> set[str]:
    """Blocks that layouts put within an attribute, such as `class="card {% block broad %}{% endblock %}"`."""
    return {name for source in sources for name in re.findall(r'="[^"]*?\{%-? block (\w+)', source)}


def markup(source: str, unread: Collection[str] = ()) -> str:
    """A template without what Jinja puts there and without what is marked for translation; line for line the same.

    `unread` are the blocks that nobody reads.
    """
    kept: list[str] = []
    inside, silent = False, ""  # within {% ... %} or {{ ... }}; what ends a stretch that isn't read as it stands
    words: list[str] = []
    for _, kind, value in Environment(extensions=EXTENSIONS).lex(source):
        if kind in ("block_begin", "variable_begin"):
            inside, words = True, []
        elif kind in ("block_end", "variable_end"):
            inside = False
            if kind == "block_end" and words:
                silent = _silence(words, silent, unread)
        elif kind == "name":
            words.append(value)
        if kind == "data" and not inside and not silent:
            kept.append(value)
        else:
            kept.append("\n" * value.count("\n"))
    return "".join(kept)


def _silence(words: list[str], before: str, unread: Collection[str]) -> str:
    """What ends the stretch in which nothing is read, after a block tag of these words; "" outside of one."""
    if before:
        return "" if words[0] == before else before
    if words[0] == "trans":
        return "endtrans"
    return "endblock" if words[0] == "block" and words[-1] in unread else ""


class _Reader(HTMLParser):
    """Walks the markup; `bare` and `refused` are what it found, each with its line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bare: list[str] = []
        self.refused: list[str] = []
        self._open: list[tuple[str, bool]] = []  # element, whether its words are meant for every language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name in READ_ALOUD and says_something(value) and values.get("translate") != "no":
                self._note(self.bare, f'{name}="{value}"')
            if name == "style" or name.startswith("on") or "javascript:" in value.lower():
                self._note(self.refused, f'{name}="{value}"')
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self._note(self.refused, "a script of its own")
        if tag == "style":
            self._note(self.refused, "a style sheet of its own")
        if tag not in EMPTY:
            stated = tag != "html" and bool(values.get("lang"))  # in another language on purpose
            self._open.append((tag, stated or values.get("translate") == "no"))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if says_something(data) and not any(tag in SILENT or same for tag, same in self._open):
            self._note(self.bare, data.strip())

    def _note(self, found: list[str], what: str) -> None:
        found.append(f"line {self.getpos()[0]}: {what[:80]}")


def bare_texts(source: str, unread: Collection[str] = ()) -> list[str]:
    """Words in a template that no translator will ever see."""
    reader = _read(markup(source, unread))
    return reader.bare + [f"line {line}: {text!r} in an expression" for line, text in _spoken(source)]


def refused(source: str) -> list[str]:
    """What the content policy forbids: styles and scripts within the page."""
    return _read(markup(source)).refused


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def _spoken(source: str) -> Iterator[tuple[int, str]]:
    """Strings that are handed to a macro or written out as they stand, and begin as a sentence does."""

    def walk(node: nodes.Node, handed: bool) -> Iterator[tuple[int, str]]:
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATING:
            return
        if isinstance(node, nodes.Compare | nodes.Test):
            handed = False
        elif isinstance(node, nodes.Call | nodes.Output | nodes.Concat | nodes.Assign):
            handed = True
        text = node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
        if looks_like_words(text) and (handed or " " in text):
            yield node.lineno, text
        for child in node.iter_child_nodes():
            yield from walk(child, handed)

    yield from walk(Environment(extensions=EXTENSIONS).parse(source), False)
