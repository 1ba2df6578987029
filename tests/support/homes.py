"""Fixtures: a KONTUAR_HOME of its own for every test that asks."""

import os
from pathlib import Path

import pytest

OURS = {"KONTUAR_REQUIRE", "KONTUAR_SHARED", "KONTUAR_TEST_DATABASE_URL"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, named by KONTUAR_HOME; no other KONTUAR_* setting of the machine shines through."""
    for name in os.environ:
        if name.startswith("KONTUAR_") and name not in OURS:
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("KONTUAR_HOME", str(folder))
    return folder
