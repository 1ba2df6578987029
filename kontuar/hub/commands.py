"""`kontuar person`, `kontuar place`, `kontuar device`: what the pages do, for scripts and for whoever sits at the machine."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import click

from kontuar.core.console import ask_secret, in_app
from kontuar.core.people import Role

ROLES = [role.value for role in Role]
FORMAT = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)


@click.group()
def person() -> None:
    """People: add, list, password, PIN, leave. A person is named by e-mail address, id, or "Given Family"."""


@person.command("add")
@click.argument("given_name")
@click.argument("family_name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option(
    "--place", "place_name", required=True, help="Name or id of the place the role counts for, with all below it."
)
@click.option("--email", help="Needed by everybody but employees.")
@click.option("--language", default="", help="Tag, as pl or zh-Hans; else the chain's own.")
@in_app
def add_person(given_name: str, family_name: str, role: str, place_name: str, email: str | None, language: str) -> None:
    """Add somebody with a first post; prints the id."""
    from kontuar.core.database import writing
    from kontuar.core.errors import Invalid
    from kontuar.core.installation import installation
    from kontuar.core.languages import resolve
    from kontuar.core.times import now
    from kontuar.hub import lookup
    from kontuar.hub.people import acts
    from kontuar.hub.people.granting import OFFICE

    lookup.must_keep_directory()
    place, here = lookup.place(place_name), installation(lookup.session())
    spoken = resolve(language or (here.language if here else ""))
    if spoken is None:
        raise Invalid("That isn't one of the twelve languages.", detail=language)
    if Role(role) in OFFICE and not email:
        raise Invalid("This role signs in with an address and a password.", detail="--email")
    with writing() as session:
        about = acts.About(given_name, family_name, email, spoken.tag)
        added = acts.add(session, about, [(Role(role), place.id)], by=None, at=now())
    click.echo(added.id)


@person.command("list")
@click.option("--place", "place_name", help="Only of that place and all below it.")
@click.option("--left", is_flag=True, help="Those who have left.")
@FORMAT
@in_app
def list_people(place_name: str | None, left: bool, form: str) -> None:
    """List people with their posts."""
    from kontuar.hub import lookup

    rows = [
        {
            "id": str(each.id),
            "name": each.name,
            "email": each.email,
            "posts": [{"role": post.role, "place": where} for post, where in posts],
            "password": each.password_hash is not None,
            "pin": each.pin_hash is not None,
        }
        for each, posts in lookup.people(place_name, left)
    ]
    _print(
        rows,
        form,
        lambda row: [row["name"], row["email"] or "-", "; ".join(f"{p['role']} {p['place']}" for p in row["posts"])],
    )


@person.command("password")
@click.argument("who")
@click.option(
    "--code", is_flag=True, help="Don't ask for a password: print a code with which the person sets one, once."
)
@in_app
def password(who: str, code: bool) -> None:
    """Set a person's password, asked for unseen or read from standard input; ends every sign-in of the person."""
    from kontuar.core.database import writing
    from kontuar.core.errors import Invalid
    from kontuar.core.passwords import hashed
    from kontuar.core.people import Person
    from kontuar.core.times import now
    from kontuar.hub import lookup
    from kontuar.hub.codes import shown
    from kontuar.hub.people import acts, coding
    from kontuar.hub.people.signing_in import flaw
    from kontuar.hub.people.words import PASSWORD_FLAWS

    lookup.must_keep_directory()
    found = lookup.person(who)
    if found.email is None:
        raise Invalid("Without an e-mail address nobody signs in by password.", detail=who)
    if code:
        with writing() as session:
            given = coding.give(session, session.get_one(Person, found.id), "password", by=None, at=now())
        click.echo(shown(given))
        return
    secret = ask_secret("New password")
    wrong = flaw(secret, [found.given_name, found.family_name, *found.email.split("@")])
    if wrong is not None:
        raise Invalid(str(PASSWORD_FLAWS[wrong]), detail=wrong)
    kept = hashed(secret)
    with writing() as session:
        acts.set_password(session, session.get_one(Person, found.id), kept, by=None, at=now())
    click.echo(f"{found.name}: the password is set.")


@person.command("pin")
@click.argument("who")
@in_app
def pin(who: str) -> None:
    """Print a code of eight digits with which a person sets a PIN on the shop's tablet, once, within a day."""
    from kontuar.core.database import writing
    from kontuar.core.people import Person
    from kontuar.core.times import now
    from kontuar.hub import lookup
    from kontuar.hub.codes import shown
    from kontuar.hub.people import coding

    found = lookup.person(who)
    with writing() as session:
        code = coding.give(session, session.get_one(Person, found.id), "pin", by=None, at=now())
    click.echo(shown(code))


@person.command("leave")
@click.argument("who")
@in_app
def leave(who: str) -> None:
    """Somebody works here no longer: signed out everywhere, address and secrets gone; what was learnt stays."""
    from kontuar.core.database import writing
    from kontuar.core.people import Person
    from kontuar.core.times import now
    from kontuar.hub import lookup
    from kontuar.hub.people import acts

    lookup.must_keep_directory()
    found = lookup.person(who)
    with writing() as session:
        acts.leave(session, session.get_one(Person, found.id), by=None, at=now())
    click.echo(f"{found.name} has left.")


@click.group()
def place() -> None:
    """Places: add, list. A place is named by its name or id."""


@place.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(["chain", "region", "shop"]), default="shop", show_default=True)
@click.option("--in", "parent", help="What it belongs to: the chain, if nothing is said.")
@click.option("--zone", help="IANA time zone, as Europe/Warsaw; else that of what it belongs to.")
@click.option("--language", default="en", show_default=True, help="With --kind chain: the chain's own language.")
@click.option(
    "--shipped", is_flag=True, help="With --kind chain: publish the survey, Book and quizzes that come with it."
)
@in_app
def add_place(name: str, kind: str, parent: str | None, zone: str | None, language: str, shipped: bool) -> None:
    """Add a region or a shop; with --kind chain begin a new installation. Prints the id."""
    from kontuar.core.database import writing
    from kontuar.core.errors import Invalid
    from kontuar.core.places import PlaceKind
    from kontuar.core.times import now
    from kontuar.hub import lookup
    from kontuar.hub.places import keeping
    from kontuar.hub.places.choosing import known_zone

    if zone is not None and not known_zone(zone):
        raise Invalid("That isn't an IANA time zone, such as Europe/Warsaw.", detail=zone)
    if kind == "chain":
        click.echo(lookup.begin_chain(name, zone or "UTC", language, shipped))
        return
    lookup.must_keep_directory()
    under = lookup.place(parent)
    with writing() as session:
        added = keeping.add(session, PlaceKind(kind), under, name, zone or under.time_zone, by=None, at=now())
    click.echo(added.id)


@place.command("list")
@FORMAT
@in_app
def list_places(form: str) -> None:
    """List the tree: the chain, its regions and shops."""
    from kontuar.hub import lookup

    rows = [
        {
            "id": str(branch.place.id),
            "name": branch.place.name,
            "kind": branch.place.kind,
            "parent": str(branch.place.parent_id) if branch.place.parent_id else None,
            "time_zone": branch.place.time_zone,
            "open": branch.place.closed_at is None,
            "depth": branch.depth,
        }
        for branch in lookup.all_places()
    ]
    _print(
        rows, form,
        lambda row: ["  " * row["depth"] + row["name"], row["kind"] if row["open"] else "closed", row["time_zone"], row["id"]],
    )  # fmt: skip


@click.group()
def device() -> None:
    """Devices: a code to enrol a tablet, list, revoke."""


@device.command("code")
@click.option("--place", "place_name", required=True, help="The shop's name or id.")
@click.option("--name", required=True, help="What staff call the tablet.")
@click.option("--survey", help="Key of the survey it shows.")
@click.option("--node", is_flag=True, help="A code for a shop's node instead, for `kontuar join`.")
@in_app
def device_code(place_name: str, name: str, survey: str | None, node: bool) -> None:
    """Print a code that makes one browser a tablet of a shop, once, within 15 minutes; and the link with it."""
    from flask import current_app

    from kontuar.core.database import writing
    from kontuar.core.errors import Invalid
    from kontuar.core.times import now
    from kontuar.hub import lookup
    from kontuar.hub.codes import shown
    from kontuar.hub.enrolment import enrolling
    from kontuar.sync.definitions import in_force

    shop = lookup.place(place_name)
    if shop.kind != "shop":
        raise Invalid("A tablet stands in a shop.", detail=shop.name)
    if node:
        click.echo("\n".join(lookup.node_code(shop, name)))
        return
    if survey and in_force(lookup.session(), "survey", survey) is None:
        raise Invalid("No survey of that key is published.", detail=survey)
    with writing() as session:
        _row, code = enrolling.invite(session, shop, name, survey, by=None, at=now())
    click.echo(f"{shown(code)}\n{current_app.config['KONTUAR'].address}/kiosk#enrol={code}")


@device.command("list")
@FORMAT
@in_app
def list_devices(form: str) -> None:
    """List devices: what is unsent, which release, when last heard of."""
    from kontuar.hub import lookup

    rows = [
        {
            "id": str(row.device.id),
            "name": row.device.name,
            "kind": row.device.kind,
            "place": row.place.name,
            "survey": row.device.survey,
            "state": row.state.value,
            "unsent": row.contact.unsent if row.contact else None,
            "release": row.contact.release if row.contact else None,
            "last_contact": row.contact.last_at.isoformat(timespec="seconds") if row.contact else None,
        }
        for row in lookup.devices()
    ]
    _print(rows, form, lambda row: [row["name"], row["place"], row["state"], row["last_contact"] or "-", row["id"]])


@device.command("revoke")
@click.argument("device_id", type=click.UUID)
@in_app
def revoke(device_id: UUID) -> None:
    """Let a device go: its token is worth nothing at once."""
    from kontuar.core.database import writing
    from kontuar.core.devices import Device
    from kontuar.core.errors import NotFound
    from kontuar.core.times import now
    from kontuar.hub import directory, lookup
    from kontuar.hub.enrolment import enrolling

    with writing() as session:
        found = session.get(Device, device_id)
        if found is None:
            raise NotFound(detail=str(device_id))
        enrolling.revoke(session, found, by=None, at=now())
    if not directory.is_here(lookup.session()):
        directory.ask_hub(f"/api/v1/devices/{device_id}/revocation", {})
    click.echo(f"{found.name} is let go.")


def _print(rows: list[dict[str, Any]], form: str, columns: Any) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    lines = [[str(cell) for cell in columns(row)] for row in rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))] if lines else []
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
