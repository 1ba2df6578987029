"""Bodies: what a machine sends, read into its type or refused."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from flask import request

from kontuar.core.errors import Invalid

Body = TypeVar("Body", bound=msgspec.Struct)


def body(kind: type[Body]) -> Body:
    """The request's JSON as a `kind`. Raises Invalid, with the reason, for anything else."""
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(detail=str(error)) from error
