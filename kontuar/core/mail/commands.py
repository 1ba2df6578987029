"""`kontuar mail`: try whether the settings for mail are right."""

from __future__ import annotations

import smtplib

import click

from kontuar.core.console import in_app, stop
from kontuar.core.errors import SettingWrong, Unreachable
from kontuar.core.ids import new_id
from kontuar.core.mail.letters import Letter
from kontuar.core.mail.post import said, send_now, settings


@click.group()
def mail() -> None:
    """Mail: try the settings."""


@mail.command()
@click.argument("address")
@in_app
def test(address: str) -> None:
    """Send one mail to ADDRESS at once, and say what the mail server answered."""
    told = settings()
    if not told.mail_host:
        raise SettingWrong("Mail isn't set up: kontuar.toml has no [mail] with host and from.")
    words = f"This installation of Kontuar can send mail. It is reached at {told.address}.\n"
    try:
        send_now(address, Letter(new_id(), "Kontuar can send mail", words))
    except (OSError, smtplib.SMTPException) as error:
        stop(Unreachable("The mail server didn't take it.", detail=said(error)))
    click.echo(f"{told.mail_host} has taken a mail to {address}.")
