"""`kontuar quiz`: check a quiz file, publish it, list what is published, take one back."""

from pathlib import Path

import click

from kontuar.core.console import in_app
from lms.quizzes.checking import read_quiz
from lms.standards.commands import FILE, contents, say


@click.group()
def quiz() -> None:
    """Quizzes: check, publish, withdraw."""


@quiz.command("check")
@click.argument("files", metavar="FILE.yaml", type=FILE, nargs=-1, required=True)
def check_files(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong in quiz files, by line. Needs no database; publishing also asks the Book."""
    good = True
    for file in files:
        found, faults = read_quiz(contents(file))
        say(file, faults)
        if found is None:
            good = False
            continue
        items = f"Items: {len(found.items)}, asked in an attempt: {found.asked}"
        click.echo(f"{file}: good. {items}; languages: {' '.join(found.languages)}.")
    if not good:
        raise SystemExit(1)


@quiz.command("publish")
@click.argument("file", metavar="FILE.yaml", type=FILE)
@in_app
def publish_file(file: Path) -> None:
    """Check a quiz file and put it in force. Its clauses must be in the Book."""
    from kontuar.core.database import db, writing
    from kontuar.core.times import now
    from lms.quizzes.publishing import publish_quiz
    from lms.standards.queries import known_clauses

    found, faults = read_quiz(contents(file), known_clauses(db.session()))
    say(file, faults)
    if found is None:
        click.echo(f"{file}: not published.", err=True)
        raise SystemExit(1)
    with writing() as session:
        definition, new = publish_quiz(session, found, now())
    words = "published as" if new else "is in force already, as"
    click.echo(f"{definition.key}: {words} version {definition.version} ({definition.hash.hex()[:16]}).")


@quiz.command("withdraw")
@click.argument("key")
@in_app
def withdraw_key(key: str) -> None:
    """Take a quiz back. What was answered stays."""
    from kontuar.core.database import writing
    from kontuar.core.times import now
    from lms.quizzes.publishing import withdraw_quiz

    with writing() as session:
        definition = withdraw_quiz(session, key, now())
    click.echo(f"{key}: version {definition.version} is taken back.")


@quiz.command("list")
@in_app
def list_published() -> None:
    """Say which quizzes are in force."""
    from kontuar.core.database import db
    from lms.quizzes.queries import published

    for edition in published(db.session()):
        one, languages = edition.quiz, " ".join(edition.quiz.languages)
        click.echo(f"{one.key}\tversion {one.version}\t{edition.since:%Y-%m-%d}\t{languages}")
