"""Whatever a person reads goes through the catalogues; and no page carries styles or scripts of its own."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import bare_pages, bare_scripts
from tests.house.tree import ROOMS, named, short

TEMPLATES = named(".html", below=ROOMS)
SCRIPTS = named(".js", below=ROOMS)
PAGES = [path for path in named(".py", below=ROOMS) if path.stem in ("views", "forms", "nav")]
UNREAD = bare_pages.blocks_in_attributes(path.read_text("utf-8") for path in TEMPLATES)
TRANSLATING = {"_", "_l", "N_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext"}


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert bare_pages.bare_texts(path.read_text("utf-8"), UNREAD) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_carries_no_style_and_no_script(path: Path) -> None:
    assert bare_pages.refused(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_a_script_says_nothing_untranslated(path: Path) -> None:
    assert bare_scripts.bare_texts(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_words_go_in_as_text_never_as_markup(path: Path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text("utf-8")
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_nothing_in_a_template_is_trusted_as_markup(path: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_a_page_says_nothing_untranslated(path: Path) -> None:
    assert list(bare_sentences(ast.parse(path.read_text("utf-8")))) == []


def bare_sentences(tree: ast.AST) -> list[str]:
    """String constants that begin as a sentence does, are more than a word, and aren't handed to a translator."""
    found = []
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in TRANSLATING or name.endswith(("Error", "compile")):
                return
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if " " in text and id(node) not in docstrings and bare_pages.looks_like_words(text):
            found.append(f"line {getattr(node, 'lineno', 0)}: {text}")
        for child in node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node):
            walk(child)

    walk(tree)
    return found


@pytest.mark.parametrize(
    "source",
    [
        "<p>Thank you</p>",
        "<p>{{ name }} thanks</p>",
        '<img alt="A smiling face">',
        '<button aria-label="Close">{{ icon("close") }}</button>',
        "{{ button('Save') }}",
        "{% set lead = 'One is silent' %}",
        "{% if late %}late{% endif %}",
    ],
)
def test_bare_words_in_a_template_are_found(source: str) -> None:
    assert len(bare_pages.bare_texts(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Thank you') }}</p>",
        "<p>{% trans %}Thank you, {{ name }}{% endtrans %}</p>",
        "{% trans n=tries %}one try{% pluralize %}{{ n }} tries{% endtrans %}",
        '<p translate="no">Polski <b>English</b></p>',
        '<img alt=""><br><a href="/" aria-label="Kontuar">{{ mark() }}</a> · 7 – 8',
        "{% if f.type == 'BooleanField' %}{{ f(class='input') }}{% endif %}",
        "{# A remark for developers #}",
    ],
)
def test_what_is_translated_passes_in_a_template(source: str) -> None:
    assert bare_pages.bare_texts(source) == []


@pytest.mark.parametrize(
    "source",
    ['<p style="color: red">', "<style>p {}</style>", "<script>go()</script>", '<a onclick="go()">',
     '<a href="javascript:go()">'],
)  # fmt: skip
def test_what_the_policy_refuses_is_found(source: str) -> None:
    assert len(bare_pages.refused(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'h("p", {}, "Thank you")',
        'h("p", {}, [icon("x"), "thanks"])',
        'h("p", {class: "soft"}, h("b", {}, "thanks"))',
        'h("button", {"aria-label": "Close", type: "button"}, drawing("close"))',
        'element.textContent = "ready"',
        'element.setAttribute("aria-label", "Close")',
        'tablet.announce("Saved")',
        "h('p', {}, `Dear ${name}`)",
        'const words = "Wait a moment";',
    ],
)
def test_bare_words_in_a_script_are_found(source: str) -> None:
    assert len(bare_scripts.bare_texts(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'h("p", {class: "card title"}, t("Thank you"))',
        'h("p", {}, tn("{n} answer", "{n} answers", n))',
        'h("ul", {}, ...rows.map((row) => h("li", {class: "soft"}, row.title)))',
        'throw new Error("No such screen");',
        'element.setAttribute("aria-busy", "true");',
        'if (event.key === "Escape") close();',
        "h('p', {}, `${a}, ${b}`)",
        'h("p", {lang: "en"}, "Choose your language")',
        "// Thank you\n/* And so on */",
        'h("p", {}, quiet === "so" ? t("a") : drawing("x"))',
    ],
)
def test_what_is_translated_passes_in_a_script(source: str) -> None:
    assert bare_scripts.bare_texts(source) == []
