"""Every file says what it is for, stays small, has a telling name and says nothing about the machine it was made on."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, files, named, short
from tests.shared import CHECKOUT

CODE = named(".py", ".js", below=(*ROOMS, "migrations", "translations", "tests"))
LONGEST_FILE, LONGEST_FUNCTION = 320, 60
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "data", "process", "common", "misc"}
# Put together here, so that this file may pass its own test.
ELSEWHERE = [
    r"(?<![\w.])/(?:wor" + r"k|roo" + r"t|home/\w+|Users/\w+)/",
    r"[A-Z]:\\Use" + r"rs\\",
    r"pypi\.(?:or"
    + r"g|io)|pythonhos"
    + r"ted|registry\.npm"
    + r"js|deb\.debian\.o"
    + r"rg|unpkg\.c"
    + r"om|jsdel"
    + r"ivr",
    r"--extra-ind" + r"ex-url|--index-u" + r"rl|--find-li" + r"nks",
]


@pytest.mark.parametrize("path", CODE, ids=short)
def test_a_file_opens_by_saying_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    if not text and path.name == "__init__.py":
        return
    if path.suffix == ".js":
        opening = re.match(r"(?:#!.*\n)?\s*(?:/\*\*?(.*?)\*/|//(.*))", text, re.DOTALL)
        said = next(filter(None, opening.groups()), "") if opening else ""
    else:
        said = ast.get_docstring(ast.parse(text)) or ""
    sentence = re.sub(r"[\s*]+", " ", said).strip()
    assert len(sentence) > 10, f"{short(path)} doesn't say what it is for"


@pytest.mark.parametrize("path", CODE, ids=short)
def test_a_file_does_one_thing(path: Path) -> None:
    text = path.read_text("utf-8")
    if "migrations" not in path.parts:
        assert text.count("\n") <= LONGEST_FILE, f"{short(path)} is {text.count(chr(10))} lines long"
    if path.suffix == ".py" and "migrations" not in path.parts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{short(path)}: {node.name} is {length} lines long"


def test_names_come_from_the_trade() -> None:
    vague = [short(path) for path in named(".py", ".js", below=ROOMS) if VAGUE & {*path.parts, path.stem}]
    assert vague == []


def test_nothing_is_said_of_the_machine_it_was_made_on() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for pattern in ELSEWHERE:
            found += [f"{short(path)}: {match[0]}" for match in re.finditer(pattern, text)]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|NotImplemented" + r"Error")
    found = [short(path) for path in CODE if words.search(path.read_text("utf-8"))]
    assert found == []


def test_the_tree_is_the_one_that_git_knows() -> None:
    assert (CHECKOUT / "dev.py") in files()
