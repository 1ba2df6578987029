"""The menu of kept views above a results page: those one finds, and the way to keep this one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from kontuar.core.database import db
from kontuar.reports.kept.shelf import CantKeep, address, asked, found_by
from kontuar.web.access import the_person

MOST = 8  # beside each other; the rest is folded away


@dataclass(frozen=True, slots=True)
class Menu:
    """Names and addresses of views and whether it is this page; the page of this view, or where it can be kept."""

    first: list[tuple[str, str, bool]]
    rest: list[tuple[str, str, bool]]
    own_page: str
    keep_url: str


def kept_menu() -> Menu:
    """For the page of this request."""
    try:
        here = asked(request.full_path.rstrip("?"))
    except CantKeep:
        here = ("", "")
    views = found_by(db.session(), the_person())
    items = [(view.name, address(view), (view.endpoint, view.query) == here) for view in views]
    items.sort(key=lambda item: not item[2])
    current = next((view for view in views if (view.endpoint, view.query) == here), None)
    return Menu(
        items[:MOST],
        items[MOST:],
        url_for("results.view", view_id=current.id) if current else "",
        url_for("results.keep", address=request.full_path.rstrip("?")) if here[0] else "",
    )
