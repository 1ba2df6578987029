"""The `kontuar` command line: every command, loaded only when it's called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from kontuar import __version__
from kontuar.core.console import in_app, stop
from kontuar.core.errors import Problem

ELSEWHERE = {
    "serve": ("kontuar.serving:serve_command", "Run the program: pages, tablets, syncing."),
    "migrate": ("kontuar.commands:migrate", "Bring the database to the shape this version wants."),
    "rebuild": ("kontuar.commands:rebuild", "Make all readings anew from the journal."),
    "person": ("kontuar.hub.commands:person", "People: add, list, password, PIN, leave."),
    "place": ("kontuar.hub.commands:place", "Places: add, list."),
    "device": ("kontuar.hub.commands:device", "Devices: a code to enrol one, list, revoke."),
    "join": ("kontuar.hub.sync_commands:join", "Join a chain as a shop's node."),
    "sync": ("kontuar.hub.sync_commands:sync", "Send and fetch now; say how far it is."),
    "survey": ("kiosk.surveys.commands:survey", "Surveys: check, publish, withdraw."),
    "quiz": ("lms.quizzes.commands:quiz", "Quizzes: check, publish, withdraw."),
    "book": ("lms.standards.commands:book", "The Book of Standards: check, publish."),
    "import": ("kiosk.imports.commands:imports", "Responses from elsewhere: bring in, list, take back."),
    "scores": ("kontuar.reports.commands:scores", "Scores, as a table, JSON or CSV."),
    "export": ("kontuar.reports.export.commands:export", "Take answers home: CSV, XLSX, NDJSON, Parquet, SAV."),
    "mail": ("kontuar.core.mail.commands:mail", "Mail: try the settings."),
    "report": ("kontuar.reports.monthly.commands:report", "A month's report as a PDF of two pages."),
    "demo": ("kontuar.demo.commands:demo", "Fill a folder of its own with a believable chain."),
}


class Commands(click.Group):
    """A group that knows its commands by name and imports them when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ELSEWHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return None
        module, _, name = ELSEWHERE[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in ELSEWHERE.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kontuar")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Listen to customers and teach people, shop by shop.

    Everything lies in the folder that KONTUAR_HOME names (here: var/).
    """
    os.umask(0o077)  # what an installation writes is its owner's alone
    ctx.obj = _opened


@contextmanager
def _opened() -> Iterator[object]:
    from kontuar.app import create_app

    app = create_app()
    with app.app_context():
        yield app


@click.command()
def migrate() -> None:
    """Bring the database to the shape this version wants, after a copy where there is something to lose."""
    from kontuar.core.migrating import upgrade
    from kontuar.core.settings import load
    from kontuar.core.times import now

    try:
        settings = load()
        settings.home.mkdir(parents=True, exist_ok=True)
        before, after, kept = upgrade(settings.database_url, settings.backups, now())
    except Problem as problem:
        stop(problem)
    if before == after:
        click.echo(f"The database is at {after} already.")
        return
    if kept:
        click.echo(f"Copied to {kept} first.")
    click.echo(f"The database is at {after} now.")


@click.command()
@in_app
def rebuild() -> None:
    """Make all readings anew from the journal, beside the old ones, then put them in their place at once."""
    from flask import current_app

    from kontuar.core.database import writing
    from kontuar.sync import rebuilding

    facts = rebuilding.rebuild(writing, current_app.extensions["kontuar.kinds"])
    click.echo(f"{facts} facts replayed.")
