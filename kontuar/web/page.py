"""page(): a template with what every page shows: the reader, his sidebar, his language and theme."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, current_app, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from kontuar import __version__
from kontuar.core.database import db
from kontuar.core.installation import installation
from kontuar.core.people import Person, Role
from kontuar.core.places import Place
from kontuar.web.access import current_person
from kontuar.web.nav import Section, shown

THEMES = ("light", "dark", "contrast")  # without a choice the system's


ROLES: dict[str, Any] = {
    Role.ADMIN: _l("Administrator"),
    Role.ANALYST: _l("Analyst"),
    Role.AUTHOR: _l("Author"),
    Role.MANAGER: _l("Manager"),
    Role.EMPLOYEE: _l("Employee"),
}


def page(template: str, **values: Any) -> str:
    """`template` filled with `values`.

    Every page also gets `person` (or None), `office` (what he is, and where), `nav` (what he may see) and `demo`.
    """
    house, person = installation(db.session()), current_person()
    common: dict[str, Any] = {
        "person": person,
        "office": office(person) if person else "",
        "nav": shown(cast("tuple[Section, ...]", current_app.extensions["kontuar.nav"])),
        "demo": house is not None and house.demo,
    }
    return render_template(template, **{**common, **values})


def office(person: Person) -> str:
    """What somebody is, and where, by the first of his posts: "Manager, Gdańsk"."""
    if not person.posts:
        return ""
    post = min(person.posts, key=lambda held: list(Role).index(Role(held.role)))
    place = db.session.get(Place, post.place_id)
    role = str(ROLES[post.role])
    return gettext("%(role)s, %(place)s", role=role, place=place.name) if place else role


def current_theme() -> str:
    """What was chosen on this browser: light, dark or contrast; "" follows the system."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else ""


def install(app: Flask, nav: tuple[Section, ...]) -> None:
    app.extensions["kontuar.nav"] = nav
    app.jinja_env.globals.update(current_theme=current_theme, version=__version__)
