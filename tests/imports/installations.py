"""Installations for tests of imports: a chain with shops of given names, into which files are brought by the command line."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask

from kiosk.imports.commands import imports
from kontuar.app import create_app
from kontuar.core import installation
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.core.settings import load
from kontuar.reports.export.commands import export
from kontuar.sync.definitions import Definition, publish
from tests.support.applications import Reader
from tests.support.chains import NOON

NUMBERS = re.compile(r"([\d,]+) added, ([\d,]+) known.*, ([\d,]+) bad")


@contextmanager
def founded(home: Path, template: Path, shops: Sequence[str], zone: str = "Europe/Warsaw") -> Iterator[Flask]:
    """An installation of its own on SQLite; its context is open."""
    home.mkdir(exist_ok=True)
    shutil.copyfile(template, home / "kontuar.db")
    app = create_app(load({}, home=home))
    app.config["TESTING"] = True
    app.test_client_class = Reader
    with app.app_context():
        with writing() as session:
            installation.found(session, kind="hub", language="en", at=NOON)
            root = Place(id=new_id(), parent_id=None, kind="chain", name="All", time_zone=zone)
            session.add(root)
            session.flush()
            session.add_all(
                Place(id=new_id(), parent_id=root.id, kind="shop", name=name, time_zone=zone) for name in shops
            )
        yield app
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, command: Any, *words: object) -> Result:
    """A command of the command line; it went well."""
    with app.app_context():
        told = CliRunner().invoke(command, [str(word) for word in words], obj=app.app_context)
        db.session.remove()
    assert told.exit_code == 0, told.output
    return told


def brought(app: Flask, file: Path, mapping: Path) -> tuple[int, int, int]:
    """How many rows were added, known and bad."""
    last = run(app, imports, "responses", file, "--mapping", mapping).output.splitlines()[-1]
    found = NUMBERS.search(last)
    assert found, last
    added, known, bad = (int(number.replace(",", "")) for number in found.groups())
    return added, known, bad


def taken_home(app: Flask, file: Path, *words: object) -> Path:
    """An export of all responses, in the format that the file is called by."""
    run(app, export, "responses", "-o", file, "--format", file.suffix[1:], "--force", *words)
    return file


def guessed(app: Flask, file: Path, *words: object) -> Path:
    """The mapping that guessing gives."""
    mapping = file.with_suffix(".toml")
    run(app, imports, "guess", file, "-o", mapping, "--force", *words)
    return mapping


def published_as(app: Flask, document: dict[str, Any], key: str) -> None:
    """The same survey in this installation, too."""
    with app.app_context(), writing() as session:
        publish(session, "survey", key, {name: part for name, part in document.items() if name != "version"}, NOON)


def document_of(app: Flask, key: str) -> dict[str, Any]:
    """A survey as it is published."""
    import json

    with app.app_context():
        found = db.session.query(Definition).filter_by(kind="survey", key=key).one()
        document: dict[str, Any] = json.loads(found.document)
        db.session.remove()
    return document


def table(file: Path) -> list[dict[str, str]]:
    """A CSV export without what is its installation's own, in an order of its own."""
    rows = csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"), newline=""))
    told = [{name: cell for name, cell in row.items() if name not in ("response", "place")} for row in rows]
    return sorted(told, key=lambda row: list(row.values()))
