"""Rights: what each role may take home, and how finely moments are told to it."""

from __future__ import annotations

from dataclasses import dataclass

from kontuar.core.people import Person, Role
from kontuar.reports.export.asking import Times, What


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may take home of the places that he holds one of `roles` for."""

    roles: tuple[Role, ...]
    tables: tuple[What, ...]
    comments: bool
    times: Times


RIGHTS = (
    Right((Role.ADMIN, Role.ANALYST), tuple(What), comments=True, times=Times.MINUTE),
    Right((Role.MANAGER,), (What.RESPONSES, What.ANSWERS, What.SCORES), comments=False, times=Times.HOUR),
)
"""The widest first. A manager reads his customers' words on the page; out of the program they don't go with him."""

EXPORTERS = tuple(role for right in RIGHTS for role in right.roles)


def right_of(person: Person) -> Right:
    """The widest right of somebody who has one of EXPORTERS."""
    return next(right for right in RIGHTS if person.holds(*right.roles))
