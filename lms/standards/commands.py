"""`kontuar book`: check the Book's file, publish it."""

from pathlib import Path

import click

from kontuar.core.console import in_app
from kontuar.core.documents import LARGEST, Fault
from lms.standards.checking import read_book

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def book() -> None:
    """The Book of Standards: check, publish."""


@book.command("check")
@click.argument("file", metavar="FILE.yaml", type=FILE)
def check_file(file: Path) -> None:
    """Say everything that is wrong in the Book's file, by line. Needs no database."""
    found, faults = read_book(contents(file))
    say(file, faults)
    if found is None:
        raise SystemExit(1)
    click.echo(f"{file}: good. Clauses: {len(list(found.clauses))}; languages: {' '.join(found.languages)}.")


@book.command("publish")
@click.argument("file", metavar="FILE.yaml", type=FILE)
@in_app
def publish_file(file: Path) -> None:
    """Check the Book's file and make it the edition that everybody reads."""
    from kontuar.core.database import db, writing
    from kontuar.core.times import now
    from lms.standards.checking import dropped
    from lms.standards.publishing import publish_book
    from lms.standards.queries import book_in_force

    found, faults = read_book(contents(file))
    say(file, faults)
    if found is None:
        click.echo(f"{file}: not published.", err=True)
        raise SystemExit(1)
    before = book_in_force(db.session())
    with writing() as session:
        definition, new = publish_book(session, found, now())
    for clause in dropped(found, before) if before else ():
        click.echo(f"{clause.id}: was a clause and isn't any more; surveys and quizzes may still name it.", err=True)
    words = "published as" if new else "is in force already, as"
    click.echo(f"book: {words} version {definition.version} ({definition.hash.hex()[:16]}).")


def contents(file: Path) -> bytes:
    """What is in a file; of one that is too large anyway no more than shows that."""
    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def say(file: Path, faults: list[Fault]) -> None:
    """Faults as compilers say them, so that editors can jump there."""
    for fault in faults:
        click.echo(f"{file}:{fault.line}:{fault.column}: {fault.severity}: {fault.message} [{fault.code}]", err=True)
