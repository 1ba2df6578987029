"""Pictures: what the results pages say of a view to somebody who isn't here, taken from the pages so that it can't differ."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, template_rendered
from werkzeug.exceptions import HTTPException

from kontuar.core.database import db
from kontuar.core.errors import Problem
from kontuar.core.people import Person
from kontuar.core.visits import Visit
from kontuar.reports.kept.models import KeptView
from kontuar.reports.kept.shelf import found

Values = dict[str, Any]


def page_values(person: Person, view: KeptView, at: datetime) -> Values | None:
    """What the view's page shows to a person, within `reading_as`; None where it isn't his to see, or can't be read any more."""
    try:
        found(db.session(), person, view.id)
        return _said(view.endpoint, at)
    except (Problem, HTTPException):
        return None


def overview_values(at: datetime) -> Values | None:
    """What the overview shows of the same choice, within `reading_as`."""
    try:
        return _said("results.index", at)
    except (Problem, HTTPException):
        return None


def _said(endpoint: str, at: datetime) -> Values:
    """The values that a page is filled with. Raises what the page raises."""
    said: list[Values] = []
    ours = request._get_current_object()  # type: ignore[attr-defined]

    def listen(_app: Flask, template: Any, context: Values, **_more: Any) -> None:
        """Of all pages that are filled in this process at this moment, in whichever thread, only the one of this request."""
        same = has_request_context() and request._get_current_object() is ours  # type: ignore[attr-defined]
        if same and "headline" in context and template.name.startswith("results/"):
            said.append(context)

    g.visit = Visit(means="password", began_at=at, seen_at=at)  # within this context alone; never kept
    with template_rendered.connected_to(listen, current_app._get_current_object()):  # type: ignore[attr-defined]
        current_app.view_functions[endpoint](**(request.view_args or {}))
    return said[-1]
