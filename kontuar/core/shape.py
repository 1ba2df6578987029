"""The shape of the database, asked quickly: a program that starts need not load all that migrating takes."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from kontuar.core.paths import migrations_folder

SQLITE = "sqlite:///"
REVISION = re.compile(r"^(revision|down_revision)\b[^=]*= *[\"']([^\"']+)[\"']", re.MULTILINE)


def newest() -> str | None:
    """The revision that no other migration comes after."""
    named: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for file in (migrations_folder() / "versions").glob("*.py"):
        for what, revision in REVISION.findall(file.read_text("utf-8")):
            named[what].add(revision)
    last = named["revision"] - named["down_revision"]
    return last.pop() if len(last) == 1 else None


def has_begun(url: str) -> bool:
    """Whether this is a SQLite database of the newest shape with a chain in it; False where that takes a closer look."""
    file = Path(url.removeprefix(SQLITE))
    if not url.startswith(SQLITE) or not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("SELECT version_num FROM alembic_version").fetchall() != [(newest(),)]:
                return False
            return bool(database.execute("SELECT count(*) FROM installation").fetchone()[0])
    except sqlite3.Error:
        return False
