"""Pages and files that belong to all: assets, the reader's preferences, the page of components."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kontuar.core.languages import resolve
from kontuar.web import assets, locale
from kontuar.web import components as shown
from kontuar.web.access import for_anyone
from kontuar.web.page import THEMES, page

web = Blueprint("web", __name__, template_folder="templates")
A_YEAR = timedelta(days=365)


@web.get("/static/<room>/<version>/<path:name>")
@for_anyone
def asset(room: str, version: str, name: str) -> ResponseReturnValue:
    return assets.sent(room, version, name)


@web.post("/preferences")
@for_anyone
def choose() -> ResponseReturnValue:
    """Keep a language or a theme on this browser, and go back to where the choice was made."""
    response = redirect(inside(request.form.get("next", "")), 303)
    language = resolve(request.form.get("language"))
    if language:
        _keep(response, locale.COOKIE, language.tag)
    theme = request.form.get("theme")
    if theme in THEMES:
        _keep(response, "theme", theme)
    elif theme == "system":
        response.delete_cookie("theme")
    return response


@web.get("/components")
@for_anyone
def components() -> ResponseReturnValue:
    return page("components.html", **shown.values())


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=True)


def inside(address: str, otherwise: str = "/") -> str:
    """`address` if it is a path of our own, else another one: a link from outside can't send anybody away."""
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if ours else otherwise
