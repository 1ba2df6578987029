"""Exports on the command line and read again: what the tests of taking home share."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

from flask import Flask

from kontuar.reports.export.commands import export
from tests.reports.test_scores_command import run

FORMULA = re.compile(r"(?:^|[;\t\r\n])[ \u00a0]*[=+\-@＝＋－＠]")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def taken(app: Flask, file: Path, what: str, *words: str) -> dict[str, Any]:
    """Export to a file; the manifest beside it, which is of that file."""
    result = run(app, export, what, "-o", str(file), "--force", *words)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(Path(f"{file}.manifest.json").read_text("utf-8"))
    assert (told["sha256"], told["bytes"]) == (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_size)
    book = table(Path(f"{file}.codebook.csv").read_text("utf-8-sig"))
    assert [row["column"] for row in book] == [column["name"] for column in told["columns"]]
    return told


def exported(app: Flask, folder: Path, what: str, *words: str) -> list[dict[str, str]]:
    """Export as CSV; its rows."""
    told = taken(app, folder / "out.csv", what, *words)
    found = table((folder / "out.csv").read_bytes().decode("utf-8-sig"))
    assert told["rows"] == len(found)
    return found
