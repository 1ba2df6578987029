"""Links to leave by: signed addresses by which one press ends a kind of mail, without signing in."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from kontuar.core.errors import NotFound
from kontuar.core.ids import parse_id


def leave_url(what: str, id: UUID) -> str:
    """Where mails of a kind are ended: `alerts` of a person, or the `view` of a subscription."""
    return url_for("leaving.leave", token=_signer().dumps([what, str(id)]), _external=True)


def left(token: str) -> tuple[str, UUID]:
    """What an address ends. Raises NotFound where it isn't one of ours."""
    try:
        what, text = _signer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound(detail="leave") from error
    id = parse_id(text)
    if id is None:
        raise NotFound(detail="leave")
    return str(what), id


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="leave")
