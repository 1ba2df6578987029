"""What the customer's side brings to the program, so that a new trade of it touches nothing elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from kiosk.events import facts as events
from kiosk.imports import chores as undoing
from kiosk.imports import facts as imports
from kiosk.responses import chores as summing
from kiosk.responses import facts as responses
from kontuar.core.chores import Chore
from kontuar.core.deeds import Told
from kontuar.sync.kinds import Kind
from kontuar.tablet.files import Supply
from kontuar.web.nav import Link, Section

HERE = Path(__file__).parent


def _work_on_files() -> bool:
    """What somebody has sent by the page; loaded when it's first looked for, as it reads files of all sorts."""
    from kiosk.imports.work import go_on

    return go_on()


KINDS: tuple[Kind[Any], ...] = (*responses.KINDS, *imports.KINDS, *events.KINDS)
CHORES: tuple[Chore, ...] = (*summing.CHORES, *undoing.CHORES, Chore("imports", 2.0, _work_on_files))
SUPPLIES = (
    Supply("surveys", HERE / "surveys" / "static"),
    Supply("responses", HERE / "responses" / "static", "screens.js"),
)
PUBLISHED = (Link(_l("Surveys"), "surveys.index", "survey"),)
SECTIONS: tuple[Section, ...] = (
    Section("", (Link(_l("Bring in"), "imports.index", "up"),)),
)  # of the sidebar, beside what is published
DEEDS = (
    Told(
        "content",
        _l("what is published"),
        {
            "survey.published": _l("Survey published: %(what)s, version %(version)s"),
            "survey.withdrawn": _l("Survey taken back: %(what)s, version %(version)s"),
        },
    ),
    Told(
        "imports",
        _l("files brought in"),
        {
            "import.sent": _l("File sent to be brought in: %(what)s"),
            "import.begun": _l("Responses brought in from a file: %(what)s"),
            "import.undone": _l("Responses from a file taken back: %(what)s"),
        },
    ),
    Told(
        "events",
        _l("events and alerts"),
        {
            "event.marked": _l("Event marked: %(what)s"),
            "event.taken-back": _l("Event taken back: %(what)s"),
            "target.set": _l("Target set: %(what)s"),
            "target.removed": _l("Target removed: %(what)s"),
            "alert.acknowledged": _l("Alert acknowledged: %(what)s"),
        },
    ),
)


def install(app: Flask) -> None:
    """Pages of the customer's side."""
    from kiosk.imports.views import imports as bringing_in
    from kiosk.surveys.views import surveys

    app.register_blueprint(surveys)
    app.register_blueprint(bringing_in)
