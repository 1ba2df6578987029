"""`kontuar report`: a month's report as a PDF, in any of the languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kontuar.core.console import in_app


@click.command()
@click.option("--month", help="As 2026-10; if nothing is said, the last that is over.")
@click.option("--place", help="A shop, or a region with all its shops; name or id. Else the whole chain.")
@click.option("--survey", help="The survey's key; else the one that most tablets show.")
@click.option("--language", help="The reader's, as pl or zh-Hans; else the chain's.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@in_app
def report(output: Path, force: bool, **asked: Any) -> None:
    """Write a month's report, two pages, to FILE."""
    from kontuar.core.database import db
    from kontuar.core.errors import Conflict
    from kontuar.reports.filters import chosen
    from kontuar.reports.monthly.pdf import pdf
    from kontuar.reports.monthly.sheets import sheets
    from kontuar.reports.monthly.views import month_of
    from kontuar.reports.whereabouts import named_place

    if output.exists() and not force:
        raise Conflict(f"{output} is there already. Choose another name, or say --force.")
    session = db.session()
    place = named_place(session, asked["place"]) if asked["place"] else None
    with _read_in(asked["language"]):
        filters = chosen(session, {"survey": asked["survey"] or "", "place": str(place) if place else ""})
        told = month_of(filters, asked["month"])
        values = sheets(session, filters, told)
        output.write_bytes(pdf(values))
    click.echo(f"{values['month']}, {values['place']}: {output}")


@contextmanager
def _read_in(tag: str | None) -> Iterator[None]:
    """As if somebody read it who sees all places, in a language of ours, else the chain's. Raises Invalid for no language."""
    from flask import current_app, g

    from kontuar.core import places
    from kontuar.core.database import db
    from kontuar.core.errors import Invalid
    from kontuar.core.installation import installation
    from kontuar.core.languages import SOURCE, TAGS, resolve

    house = installation(db.session())
    found = resolve(tag) if tag else (resolve(house.language) if house else None) or SOURCE
    if found is None:
        raise Invalid(f"There is no language {tag}. Known: {', '.join(TAGS)}.")
    root = places.chain(db.session())
    with current_app.test_request_context("/results/report"):
        g.language, g.visit, g.person = found, None, None
        g.seen_places = places.below(db.session(), [root.id] if root else [])
        yield
