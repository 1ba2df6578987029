"""`kontuar import guess` and `kontuar import responses`: files from elsewhere, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kontuar.core.console import in_app
from kontuar.core.errors import Problem

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20


@click.command("guess")
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The mapping to write; else it is said."
)
@click.option("--language", default="en", show_default=True, help="The language that the questions are in.")
@click.option("--survey", help="Of an export that holds several surveys: the one to bring in.")
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def guess_file(file: Path, output: Path | None, language: str, survey: str | None, force: bool) -> None:
    """Write a first mapping from looking at a file. What it isn't sure of stands in remarks; read it through."""
    from kiosk.imports.mappings.first import first_mapping
    from kontuar.core.console import stop

    try:
        text = first_mapping(file, file.name, language, survey=survey)
    except Problem as problem:
        stop(problem)
    if output is None:
        click.echo(text, nl=False)
        return
    if output.exists() and not force:
        raise click.UsageError(f"{output} is there already. Choose another name, or say --force.")
    output.write_text(text, "utf-8")
    click.echo(
        f"{output} is written. Read it through, then try it: kontuar import responses {file} --mapping {output} --dry-run"
    )


@click.command("responses")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--mapping", type=FILE, required=True, help="What the columns are (docs/imports.md).")
@click.option("--dry-run", is_flag=True, help="Say what would happen; bring nothing in.")
@click.option(
    "--replace", is_flag=True, help="Rows that came in before with another content: take those back, bring these in."
)
@click.option(
    "--bad", type=click.Path(dir_okay=False, path_type=Path), help="Where bad rows are written (FILE.bad.csv)."
)
@in_app
def bring_in_file(file: Path, mapping: Path, dry_run: bool, replace: bool, bad: Path | None) -> None:
    """Bring in answers from a CSV file or a workbook. Bad rows are set aside, good ones go in."""
    from flask import current_app

    from kiosk.imports.importing import Means, bring, try_out
    from kiosk.imports.mappings.turning import MappingWrong
    from kiosk.imports.preparing import prepare
    from kontuar.core.database import db, writing
    from kontuar.core.installation import secret
    from kontuar.core.sealing import Seal
    from kontuar.core.times import now

    text, read = _mapping(mapping)
    try:
        seal = Seal(secret(current_app.config["KONTUAR"].keys))
        prepared = prepare(db.session(), file, read, None, now().date(), seal)
    except MappingWrong as wrong:
        _refuse(mapping, wrong.faults)
    for note in prepared.opened.notes:
        click.echo(str(note), err=True)
    if dry_run:
        count = try_out(prepared)
        _say_samples(prepared, count)
        _say_faults(count)
        click.echo(_sentence(count.rows, count.left, f"{_n(count.good)} would come in", count.bad, None))
        return
    beside = bad or file.with_name(f"{file.name}.bad.csv")
    means = Means(db.session, writing, current_app.extensions["kontuar.kinds"], now)
    result = bring(means, prepared, file, file.name, text, beside, replace=replace)
    _say_faults(result.count)
    for changed in result.changed[:SHOWN]:
        told = "; ".join(f"{name}: {was} -> {is_now}" for name, (was, is_now) in changed.differences.items())
        click.echo(
            f"line {changed.number}: changed{' and replaced' if changed.replaced else ', left as it was'} ({told})",
            err=True,
        )
    for refused in result.refused[:SHOWN]:
        click.echo(f"line {refused.number}: refused ({refused.why})", err=True)
    outcome = result.outcome
    parts = [f"{_n(outcome.added)} added", f"{_n(outcome.known)} known"]
    parts += [f"{_n(outcome.changed)} changed elsewhere and left"] if outcome.changed else []
    parts += [f"{_n(outcome.replaced)} replaced"] if outcome.replaced else []
    click.echo(_sentence(result.count.rows, result.count.left, ", ".join(parts), result.bad, result.bad_rows))


def _mapping(mapping: Path) -> tuple[str, Any]:
    from kiosk.imports.mappings.reading import read_mapping

    raw = mapping.read_bytes()
    draft = read_mapping(raw)
    if draft.mapping is None:
        _refuse(mapping, draft.faults)
    return raw.decode("utf-8-sig"), draft.mapping


def _refuse(file: Path, faults: Any) -> Any:
    for fault in faults:
        click.echo(f"{file}:{fault.line}:{fault.column}: {fault.message} [{fault.code}]", err=True)
    raise SystemExit(1)


def _say_samples(prepared: Any, count: Any) -> None:
    for row in count.samples:
        answers = ", ".join(f"{id}: {answer}" for id, answer in row.answers.items())
        click.echo(f"line {row.number}: {row.day} {row.language} {answers}"[:300])


def _say_faults(count: Any) -> None:
    for each in count.first_bad[:SHOWN]:
        where = f"line {each.line}" + (f", {each.column}" if each.column else "")
        click.echo(f"{where}: {each.reason}" + (f" [{each.value[:60]}]" if each.value else ""), err=True)
    if len(count.first_bad) > SHOWN:
        click.echo("... and more.", err=True)
    if count.other_order:
        click.echo(
            f"{_n(count.other_order)} dates fit only another order of day and month than the mapping says: the file may mix"
            " orders, and then some that were read are wrong, too.",
            err=True,
        )
    for (column, value, reason), times in count.odd.most_common(SHOWN):
        click.echo(f"{column}: {reason} [{value[:60]}] {_n(times)} times", err=True)


def _sentence(rows: int, left: int, good: str, bad: int, beside: Path | None) -> str:
    others = f", {_n(left)} of another import" if left else ""
    where = f" (set aside in {beside})" if beside is not None else ""
    return f"{_n(rows)} rows in the file: {good}{others}, {_n(bad)} bad{where}."


def _n(number: int) -> str:
    return f"{number:,}"
