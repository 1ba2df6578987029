"""Words: what roles, flaws and waits are called on pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from kontuar.core.people import Role
from kontuar.hub.people import pins, signing_in

ROLES: dict[str, Any] = {
    Role.ADMIN: _l("Administrator"),
    Role.ANALYST: _l("Analyst"),
    Role.AUTHOR: _l("Author"),
    Role.MANAGER: _l("Manager"),
    Role.EMPLOYEE: _l("Employee"),
}
WHAT_ROLES_DO: dict[str, Any] = {
    Role.ADMIN: _l("people, places and devices; sees all results"),
    Role.ANALYST: _l("sees all results and exports them"),
    Role.AUTHOR: _l("publishes surveys, quizzes and the Book"),
    Role.MANAGER: _l("sees the shop's results; looks after its people and tablets"),
    Role.EMPLOYEE: _l("learns on the shop's tablet"),
}
NOT_AN_ADDRESS = _l("Write an address like name@shop.example.")
PASSWORD_FLAWS: dict[str, Any] = {
    signing_in.Flaw.SHORT: _l("At least 15 characters. A few words in a row are easy to remember."),
    signing_in.Flaw.LONG: _l("At most 256 characters."),
    signing_in.Flaw.COMMON: _l("Many people use words like these. Add something only you would think of."),
    signing_in.Flaw.NAMED: _l("Mostly your name, address or the chain's name. Add something only you would think of."),
    signing_in.Flaw.PATTERN: _l("This repeats itself. Take a few words that don't belong together."),
}
PIN_FLAWS: dict[str, Any] = {
    pins.Flaw.NOT_DIGITS: _l("Digits only, 4 to 6 of them."),
    pins.Flaw.LENGTH: _l("4 to 6 digits."),
    pins.Flaw.WEAK: _l("This PIN is too easy to guess. Choose another."),
}


def wait_words(seconds: int) -> str:
    """How long somebody who was wrong too often has to wait."""
    if seconds < 60:
        return str(
            ngettext(
                "Too many tries. Try again in %(num)s second.", "Too many tries. Try again in %(num)s seconds.", seconds
            )
        )
    minutes = -(-seconds // 60)
    return str(
        ngettext(
            "Too many tries. Try again in %(num)s minute.", "Too many tries. Try again in %(num)s minutes.", minutes
        )
    )
