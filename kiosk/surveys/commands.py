"""`kontuar survey`: check a survey file, publish it, list what is published, take one back."""

from pathlib import Path

import click

from kiosk.surveys.checking import Checked, check
from kontuar.core.console import in_app
from kontuar.core.documents import LARGEST, Fault

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def survey() -> None:
    """Surveys: check, publish, withdraw."""


survey_commands = survey


@survey.command("check")
@click.argument("files", metavar="FILE.yaml", type=FILE, nargs=-1, required=True)
def check_files(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong in survey files, by line. Needs no database; publishing also asks the Book."""
    checked = [(file, check(_bytes(file), folder=file.parent)) for file in files]
    for file, result in checked:
        _say(file, result)
        if result.survey is not None:
            questions = len(result.survey.questions)
            click.echo(f"{file}: good. Questions: {questions}; languages: {' '.join(result.survey.languages)}.")
    if any(result.errors for _file, result in checked):
        raise SystemExit(1)


@survey.command("publish")
@click.argument("file", metavar="FILE.yaml", type=FILE)
@in_app
def publish_file(file: Path) -> None:
    """Check a survey file and put it in force in every shop. The next release takes it there."""
    from kiosk.surveys.publishing import known_clauses, publish_survey
    from kontuar.core.database import db, writing
    from kontuar.core.times import now

    result = check(_bytes(file), known_clauses(db.session()), file.parent)
    _say(file, result)
    if result.survey is None:
        click.echo(f"{file}: not published.", err=True)
        raise SystemExit(1)
    with writing() as session:
        definition, new = publish_survey(session, result.survey, now())
    words = "published as" if new else "is in force already, as"
    click.echo(f"{definition.key}: {words} version {definition.version} ({definition.hash.hex()[:16]}).")


@survey.command("withdraw")
@click.argument("key")
@in_app
def withdraw_key(key: str) -> None:
    """Take a survey back from every shop. What was answered stays."""
    from kiosk.surveys.publishing import withdraw_survey
    from kontuar.core.database import writing
    from kontuar.core.times import now

    with writing() as session:
        definition = withdraw_survey(session, key, now())
    click.echo(f"{key}: version {definition.version} is taken back.")


@survey.command("list")
@in_app
def list_published() -> None:
    """Say which surveys are in force."""
    from kiosk.surveys.queries import published
    from kontuar.core.database import db

    for edition in published(db.session()):
        languages = " ".join(edition.survey.languages)
        click.echo(f"{edition.survey.key}\tversion {edition.survey.version}\t{edition.since:%Y-%m-%d}\t{languages}")


def _bytes(file: Path) -> bytes:
    """What is in a file; of one that is too large anyway no more than shows that."""
    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _say(file: Path, result: Checked) -> None:
    for fault in result.faults:
        click.echo(_line(file, fault), err=True)


def _line(file: Path, fault: Fault) -> str:
    """As compilers say it, so that editors can jump there."""
    return f"{file}:{fault.line}:{fault.column}: {fault.severity}: {fault.message} [{fault.code}]"
