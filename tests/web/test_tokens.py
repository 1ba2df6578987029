"""The style sheets: every theme says the same names, and the two ways into a theme say the same values."""

from __future__ import annotations

import re

from kontuar.web.icons import LOOK

TOKENS = (LOOK / "tokens.css").read_text("utf-8")
COMPONENTS = (LOOK / "components.css").read_text("utf-8")


def theme(selector: str) -> dict[str, str]:
    """Names and values of the first block that follows `selector`."""
    block = TOKENS[TOKENS.index(selector) :]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block[block.index("{") + 1 : block.index("}")]))


def test_a_theme_is_the_same_whether_the_reader_or_his_device_chose_it() -> None:
    dark, contrast = theme(':root[data-theme="dark"]'), theme(':root[data-theme="contrast"]')
    systems = [part for part in TOKENS.split("@media")[1:] if part.lstrip().startswith("(prefers-co")]
    assert len(systems) == 2
    for part, chosen in zip(systems, (dark, contrast), strict=True):
        block = part[part.index(":root") :]
        assert dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block[block.index("{") + 1 : block.index("}")])) == chosen


def test_every_theme_says_every_colour() -> None:
    light = {name for name, value in theme(":root {").items() if value.startswith("#")}
    for selector in (':root[data-theme="dark"]', ':root[data-theme="contrast"]'):
        assert light <= set(theme(selector))


def test_components_use_only_tokens_that_exist() -> None:
    known = set(re.findall(r"(--[\w-]+):", TOKENS + COMPONENTS))
    assert set(re.findall(r"var\((--[\w-]+)", COMPONENTS)) <= known


def test_components_have_no_colour_of_their_own_and_no_side() -> None:
    rules = re.sub(r"/\*.*?\*/", "", COMPONENTS, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s])", rules) == []
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)", rules) == []
