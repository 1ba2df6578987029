"""`kontuar import`: files from elsewhere: bring one in, list what was brought in, take one back."""

from __future__ import annotations

from uuid import UUID

import click

from kiosk.imports.file_commands import bring_in_file, guess_file
from kontuar.core.console import in_app


@click.group("import")
def imports() -> None:
    """Responses from elsewhere: bring in, list, take back."""


imports.add_command(guess_file)
imports.add_command(bring_in_file)


@imports.command("list")
@in_app
def list_imports() -> None:
    """Say which files were brought in, the latest first."""
    from kiosk.imports.queries import imports as brought
    from kontuar.core.database import db

    for each in brought(db.session()):
        about = each.about
        told = (
            about.id,
            f"{about.at:%Y-%m-%d %H:%M}",
            about.file,
            f"{each.survey} {each.version}",
            f"{each.facts:,} rows",
        )
        click.echo("\t".join(map(str, (*told, each.state))))


@imports.command("undo")
@click.argument("id", metavar="ID", type=click.UUID)
@in_app
def undo_import(id: UUID) -> None:
    """Take an import back whole: nothing of it counts any more. Cut off, it is gone on with by itself or by the same command."""
    from flask import current_app

    from kiosk.imports.chores import go_on_undoing
    from kiosk.imports.queries import one
    from kiosk.imports.undoing import undo
    from kontuar.core.database import db, writing
    from kontuar.core.times import now

    with writing() as session:
        undo(session, current_app.extensions["kontuar.kinds"], id, None, now())
    while go_on_undoing():
        pass
    done = one(db.session(), id)
    assert done is not None
    click.echo(f"{done.about.file}: taken back. {done.facts:,} responses don't count any more.")
