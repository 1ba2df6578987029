"""No statement may swallow a failure: every ON CONFLICT names its target, and nothing says INSERT OR IGNORE."""

import re

import pytest

from tests.house.tree import ROOMS, named, short

IGNORES = re.compile(r"INSERT\s+OR\s+(IGNORE|REPLACE)|\.prefix_with\(.*OR ", re.IGNORECASE)
BARE = re.compile(r"ON CONFLICT\s+DO|on_conflict_do_nothing\((?!index_elements)", re.IGNORECASE)


@pytest.mark.parametrize("path", named(".py", below=ROOMS), ids=short)
def test_every_on_conflict_names_its_target(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert not IGNORES.search(text)
    assert not BARE.search(text)
