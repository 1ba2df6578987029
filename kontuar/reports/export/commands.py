"""`kontuar export`: answers to take home, and the same again by a manifest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from kontuar.core.console import in_app

DAY = click.DateTime(["%Y-%m-%d"])
WHAT = ("responses", "answers", "scores", "comments", "attempts")
FORMATS = ("csv", "xlsx", "ndjson", "parquet", "sav")


@click.command()
@click.argument("what", type=click.Choice(WHAT), required=False)
@click.option("--survey", help="Only the survey with this key.")
@click.option("--quiz", help="Only attempts at the quiz with this key.")
@click.option("--from", "start", type=DAY, help="The first day, as 2026-11-01.")
@click.option("--to", "end", type=DAY, help="The last day.")
@click.option("--place", help="A shop, or a region with all its shops; name or id.")
@click.option("--language", help="Only what was answered in it, as pl or zh-Hans.")
@click.option("--segment", help="Only responses with this value of a segment: name=value.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--shape", type=click.Choice(["wide", "long"]), help="A row a response, or a row an answer.")
@click.option("--labels", help="Words in this language in place of codes.")
@click.option("--codebook", help="The language of the codebook, if it isn't that of the labels; else en.")
@click.option("--times", type=click.Choice(["second", "minute", "hour"]), default="minute", show_default=True)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for spreadsheets that want one.")
@click.option(
    "--again", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Make the table of this manifest."
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@in_app
def export(what: str | None, output: Path, again: Path | None, force: bool, **options: Any) -> None:
    """Write a table to FILE, with FILE.codebook.csv and FILE.manifest.json; or, --again, the same from a manifest."""
    from flask import current_app

    from kontuar.core import installation
    from kontuar.core.database import db
    from kontuar.reports.export.files import free

    if (what is None) == (again is None):
        raise click.UsageError("Say what to export, or --again with the manifest of an earlier export.")
    free(output, force)
    secret = installation.secret(current_app.config["KONTUAR"].keys)
    if again is not None:
        _again(db.session(), secret, again, output, force)
    else:
        _export(db.session(), secret, str(what), output, force, options)


def _export(session: Session, secret: bytes, what: str, output: Path, force: bool, options: dict[str, Any]) -> None:
    from kontuar.core.times import now
    from kontuar.reports.export.asking import asked
    from kontuar.reports.export.files import write_files
    from kontuar.reports.export.log import noted
    from kontuar.reports.export.tables import moment, subjects, table
    from kontuar.reports.whereabouts import below_place

    place, labels, codebook = options.pop("place"), options.pop("labels"), options.pop("codebook")
    wanted = asked(
        what,
        options.pop("shape"),
        format=options.pop("form"),
        start=_day(options.pop("start")),
        end=_day(options.pop("end")),
        words=labels or codebook or "en",
        labels=labels is not None,
        **options,
    )
    at = moment(session, wanted, below_place(session, place) if place else None, now())
    with _progress(subjects(session, wanted, at)) as seen:
        made = write_files(table(session, wanted, at, secret), output, force, seen)
    noted(wanted, at, rows=made.rows, sha256=made.sha256)
    click.echo(f"{made.rows} rows in {output}; beside it {output.name}.codebook.csv and {output.name}.manifest.json.")


def _again(session: Session, secret: bytes, manifest: Path, output: Path, force: bool) -> None:
    from kontuar.reports.export.again import again
    from kontuar.reports.export.log import noted
    from kontuar.reports.export.manifests import manifest_from
    from kontuar.reports.export.tables import subjects

    data = manifest.read_bytes()
    told = manifest_from(data)
    with _progress(subjects(session, told.asked, told.moment)) as seen:
        made, same = again(session, secret, data, output, force, seen)
    noted(told.asked, told.moment, rows=made.rows, sha256=made.sha256, again=True)
    if same:
        click.echo(f"The same {made.size} bytes as then, {made.rows} rows, in {output}.")
    else:
        click.echo(f"The same {made.rows} rows as then in {output}, in other bytes: {told.maker} wrote them then.")


@contextmanager
def _progress(subjects: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        yield lambda seen: None
        return
    with click.progressbar(length=subjects, label="Exporting", file=sys.stderr) as bar:
        yield bar.update


def _day(value: Any) -> str | None:
    return value.date().isoformat() if value else None
