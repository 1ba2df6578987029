"""Log: every export is written in the log, with what was chosen and whether customers' words came with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from kontuar.core.database import writing
from kontuar.core.deeds import note
from kontuar.core.times import now
from kontuar.reports.export.asking import Asked, What
from kontuar.reports.export.tables import Moment


def noted(asked: Asked, moment: Moment, person_id: UUID | None = None, **more: Any) -> None:
    """Write down that a table was taken, by whom, and from how many shops (None: all)."""
    detail = {name: value for name, value in msgspec.to_builtins(asked).items() if value not in (None, False)}
    detail["comments"] = asked.comments and asked.what in (What.RESPONSES, What.ANSWERS, What.COMMENTS)
    shops = None if moment.everywhere else len(moment.shops)
    with writing() as session:
        note(session, now(), "answers.exported", detail.pop("what"), person_id=person_id, shops=shops, **detail, **more)
