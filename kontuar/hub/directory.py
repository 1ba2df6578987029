"""The directory and who writes it: a hub does; a shop's node keeps a copy and asks its hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import current_app
from sqlalchemy.orm import Session

from kontuar.core.errors import N_, Problem, Unreachable
from kontuar.core.installation import installation

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]
UPSTREAM = "kontuar.upstream"  # the app's extension: posts a JSON body to a path of the hub's machine interface


class AtHeadOffice(Problem):
    code, status = "at-head-office", 409
    message = N_("This is done at head office. A shop's node keeps a copy of it only.")


def is_here(session: Session) -> bool:
    """Whether this installation writes the directory itself."""
    row = installation(session)
    return row is None or row.kind == "hub"


def must_be_here(session: Session) -> None:
    if not is_here(session):
        raise AtHeadOffice


def ask_hub(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have the hub do a piece of directory work. Raises Unreachable, or the problem the hub has with it."""
    ask = cast("Ask | None", current_app.extensions.get(UPSTREAM))
    if ask is None:
        raise Unreachable
    return ask(path, body)
