"""`kontuar demo`: a believable chain in a folder of its own."""

from __future__ import annotations

import click

from kontuar.core.console import in_app
from kontuar.core.errors import Conflict
from kontuar.core.people import Role


@click.command()
@click.option("--shops", type=click.IntRange(1, 200), default=12, show_default=True, help="How many shops.")
@click.option("--days", type=click.IntRange(1, 1000), default=90, show_default=True, help="How many days up to today.")
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed and day make the same chain.")
@in_app
def demo(shops: int, days: int, seed: int) -> None:
    """Fill the empty folder that KONTUAR_HOME names with a demo chain, and say how to sign in."""
    from flask import current_app

    from kontuar.core.database import db, writing
    from kontuar.core.installation import installation
    from kontuar.core.times import now
    from kontuar.demo.chain import PASSWORD, PIN
    from kontuar.demo.filling import fill

    if installation(db.session()) is not None:
        raise Conflict("There is a chain in this folder already. Set KONTUAR_HOME to an empty folder for the demo.")
    chain = fill(writing, current_app.extensions["kontuar.kinds"], shops=shops, days=days, seed=seed, until=now())
    click.echo(f"The demo chain Bursztyn has {shops} shops and {days} days of answers.\n")
    for role, email, place in chain.sign_ins[:6]:
        click.echo(f"  {_NAMES[role]:<10} {email:<28} {place}")
    click.echo(f"\n  Password for all: {PASSWORD}\n  PIN of every employee on the tablet: {PIN}")


_NAMES = {Role.ADMIN: "admin", Role.ANALYST: "analyst", Role.AUTHOR: "author", Role.MANAGER: "manager"}
