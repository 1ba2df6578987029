"""`kontuar join` and `kontuar sync`: a shop's node from the command line."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import func, select

from kontuar.core import leases
from kontuar.core.console import ask_secret, in_app, stop
from kontuar.core.database import db, writing
from kontuar.core.errors import Busy, Invalid, Problem, Unreachable
from kontuar.core.installation import changed, installation
from kontuar.hub import exchange, joining, stick
from kontuar.hub.fleet.join import join as join_chain
from kontuar.hub.releases import signing
from kontuar.sync import sending
from kontuar.sync.models import Overruled, Quarantined, Stream, Waiting
from kontuar.sync.outgoing import HeldBack, SetAside, UpstreamContact

PATIENCE = 90  # seconds that `sync now` waits for the running program to do it


@click.command()
@click.argument("url_or_link")
@click.argument("code", required=False)
@click.option("--name", default="", help="How head office will see this computer: Back office.")
@in_app
def join(url_or_link: str, code: str | None, name: str) -> None:
    """Join a chain as a shop's node: URL CODE, or the whole link that head office gave."""
    way = joining.read(code, url_or_link) if code else joining.read(url_or_link)
    manifest = join_chain(way, name)
    shop = manifest.directory.places[-1].name
    click.echo(f"This is a node of {manifest.chain} now, at {shop}. Release {manifest.number} is in force.")


@click.group()
def sync() -> None:
    """Facts up, releases down: now, and how far it is."""


@sync.command("now")
@in_app
def sync_now() -> None:
    """Send all there is and take over what head office has published."""
    up = _line()
    holder = leases.new_holder()
    try:
        with writing() as session:
            exchange.hold_lease(session, holder)
    except Busy:
        _wait_for_running()
        return
    try:
        done = exchange.exchange(up, holder)
    except Problem as problem:
        exchange.note_failure(problem)
        raise
    finally:
        with writing() as session:
            leases.let_go(session, exchange.WORK, holder)
    here = installation(db.session())
    click.echo(f"{done.facts} facts sent. Release {here.release if here else 0} is in force.")


@sync.command("status")
@in_app
def sync_status() -> None:
    """How far this node is, and what needs somebody."""
    here = installation(db.session())
    if here is None or here.upstream is None:
        click.echo("No upstream: this installation is a hub itself.")
        _say(_aside())
        return
    contact = db.session.get(UpstreamContact, 1)
    with db.engine.connect() as connection:
        unsent, oldest = sending.unsent(connection)
    rows = {
        "Hub": here.upstream,
        "Last answer": _moment(contact.reached_at if contact else None),
        "Failing since": _failing(contact),
        "Unsent facts": f"{unsent}" + (f", the oldest of {_moment(oldest)}" if oldest else ""),
        "Held back": str(db.session.scalar(select(func.count()).select_from(HeldBack))),
        "Refused": str(db.session.scalar(select(func.count()).select_from(SetAside))),
        "Release": f"{here.release}" + (f" of {contact.release}" if contact and contact.release else ""),
    }
    if contact and contact.release_refused:
        rows["Release refused"] = contact.release_refused
    _say(rows | _aside())


@sync.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_app
def sync_export(file: Path) -> None:
    """At a node without a line: write what waits to be sent into FILE, for the hub."""
    click.echo(f"{stick.export_facts(file)} facts written to {file}. They stay here until their verdicts come back.")


@sync.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--answer", type=click.Path(dir_okay=False, path_type=Path), help="Where the verdicts go (FILE.verdicts)."
)
@in_app
def sync_import(file: Path, answer: Path | None) -> None:
    """At the hub: take in a node's FILE, and write the verdicts to carry back. At the node: take the verdicts in."""
    answer = answer or file.with_name(file.name + ".verdicts")
    counts, answered = stick.import_file(file, answer)
    words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "nothing in it"
    click.echo(f"{words}." + (f" Carry {answer} back to the node." if answered else ""))


@sync.command("recovery-key")
@in_app
def recovery_key() -> None:
    """On a hub: make a recovery key. Its secret is shown once; keep it on paper, away from the hub."""
    keys: Path = current_app.config["KONTUAR"].keys
    if signing.recovery_key(keys) is not None:
        raise Invalid("This hub has a recovery key, and nodes have pinned it. A second one would mean nothing to them.")
    secret = signing.make_recovery_key(keys)
    with writing() as session:
        changed(session)
    click.echo("Write this down and keep it away from the hub. It isn't kept here and isn't shown again:")
    click.echo(secret)


@sync.command("renew-key")
@in_app
def renew_key() -> None:
    """On a hub: sign with the next key from now on. Nodes that have taken a release since the last time follow by themselves."""
    key = signing.renew(current_app.config["KONTUAR"].keys)
    with writing() as session:
        changed(session)
    click.echo(f"Releases are signed with another key now. Its fingerprint: {signing.fingerprint(key)}")


@sync.command("introduce-key")
@in_app
def introduce_key() -> None:
    """On a hub whose keys were lost: have the recovery key vouch for the new ones. Its secret is asked for."""
    if not signing.introduce(current_app.config["KONTUAR"].keys, ask_secret("Recovery key")):
        raise Invalid("That isn't the secret of this hub's recovery key.")
    with writing() as session:
        changed(session)
    click.echo("Nodes that have pinned the recovery key will take the next release.")


def _aside() -> dict[str, str]:
    """What lies aside, of all places."""
    tables = {"Quarantined": Quarantined, "In conflict": Overruled, "Waiting": Waiting}
    counts = {name: db.session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()}
    forked = select(func.count()).select_from(Stream).where(Stream.forked_at.is_not(None))
    return {name: str(count) for name, count in (counts | {"Forked": db.session.scalar(forked)}).items()}


def _say(rows: dict[str, str]) -> None:
    for name, words in rows.items():
        if words:
            click.echo(f"{name + ':':17}{words}")


def _line() -> exchange.Line:
    up = exchange.line(installation(db.session()))
    if up is None:
        raise Invalid("No upstream: this installation is a hub itself.")
    return up


def _wait_for_running() -> None:
    """The running program sends; it is asked to do so at once."""
    asked, until = exchange.ask_for_it(), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.2)
        db.session.remove()
        contact = db.session.get(UpstreamContact, 1)
        if contact and contact.tried_at and contact.tried_at >= asked:
            if contact.why:
                stop(Unreachable(detail=contact.detail))
            click.echo("The running program has just done it.")
            return
    stop(Busy(detail="the running program is still at it"))


def _failing(contact: UpstreamContact | None) -> str:
    if contact is None or contact.failing_since is None:
        return ""
    return f"{_moment(contact.failing_since)} ({contact.why}: {contact.detail})"


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}" if moment else "never"
