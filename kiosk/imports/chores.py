"""The chore of imports: what somebody has taken back is withdrawn stream by stream, also after a power cut."""

from __future__ import annotations

from flask import current_app

from kiosk.imports.undoing import undo_some
from kontuar.core.chores import Chore
from kontuar.core.database import writing
from kontuar.core.times import now


def go_on_undoing() -> bool:
    """One turn; True: there may be more."""
    with writing() as session:
        return undo_some(session, current_app.extensions["kontuar.kinds"], now()) > 0


CHORES = (Chore("undoing", 60.0, go_on_undoing),)
