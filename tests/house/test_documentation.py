"""What the documentation says is there, and what is there it says."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kontuar.commands import ELSEWHERE
from kontuar.core.settings import Settings
from tests.house.tree import named, short
from tests.shared import CHECKOUT

PAGES = named(".md")
SET_UP = ["python3 dev.py run", "python3 dev.py test"]


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_index_names_every_page() -> None:
    index = (CHECKOUT / "docs" / "README.md").read_text("utf-8")
    pages = [path.name for path in PAGES if path.parent == CHECKOUT / "docs" and path.name != "README.md"]
    assert [name for name in pages if f"({name})" not in index] == []


def test_every_setting_is_described() -> None:
    page = (CHECKOUT / "docs" / "operating.md").read_text("utf-8")
    assert [field.name for field in fields(Settings) if f"`{field.name}`" not in page] == []


def test_two_commands_set_it_up() -> None:
    commands = re.findall(r"^    (.+)$", (CHECKOUT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert commands == SET_UP


def test_every_command_that_is_told_of_exists() -> None:
    told = {
        (short(page), word)
        for page in PAGES
        for word in re.findall(r"(?:^    |`)kontuar ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE)
    }
    assert sorted((page, word) for page, word in told if word not in ELSEWHERE) == []
