"""Rules, the modules named by what they do (grading, scoring), know no HTTP, no session and no clock."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, named, short

RULES = [path for path in named(".py", below=ROOMS) if path.stem.endswith("ing") and path.parent.name not in ROOMS]
WEB = ("flask", "flask_wtf", "wtforms", "werkzeug", "kontuar.web")
SESSION_AND_CLOCK = {
    "kontuar.core.database": {"db", "writing"},
    "kontuar.core.times": {"now", "now_ms"},
    "time": {"time", "time_ns"},
}


@pytest.mark.parametrize("path", RULES, ids=short)
def test_a_rule_is_given_all_it_needs(path: Path) -> None:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.split(".")[0] in WEB]
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module in WEB or node.module.startswith(tuple(f"{name}." for name in WEB)):
                found.append(node.module)
            found += [f"{node.module}.{n.name}" for n in node.names if n.name in SESSION_AND_CLOCK.get(node.module, ())]
    assert found == [], f"{short(path)} reaches for {found}"
