"""Pages of the tablet: its shell, its words, its files, and the service worker that holds them all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, render_template, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from kontuar.core.errors import NotFound
from kontuar.core.languages import LANGUAGES, TAGS, language
from kontuar.core.paths import translations_folder
from kontuar.tablet.files import OWN, Supply, Whole, modules, whole, worker
from kontuar.tablet.texts import words
from kontuar.web import icons
from kontuar.web.access import for_anyone
from kontuar.web.assets import asset_url, assets

tablet = Blueprint("tablet", __name__, template_folder="templates")
PAGE = "/kiosk"
LOOK = ("look/tokens.css", "look/components.css", "look/icons/app-icon.svg")


def install(app: Flask, supplies: Sequence[Supply]) -> None:
    """Serve the tablet's page with the screens that the trades supply."""
    app.extensions["kontuar.tablet"] = (Supply("tablet", OWN), *supplies)
    app.register_blueprint(tablet)


@tablet.get(PAGE)
@for_anyone
def shell() -> ResponseReturnValue:
    """The same page for every tablet, without anything of a visit in it: browsers keep it for weeks."""
    return Response(_shell(), mimetype="text/html", headers=_checked())


@tablet.get(f"{PAGE}/sw.js")
@for_anyone
def service_worker() -> ResponseReturnValue:
    script = worker(_whole(), PAGE, OWN / "worker.js")
    return Response(script, mimetype="text/javascript", headers={"Service-Worker-Allowed": PAGE, **_checked()})


@tablet.get(f"{PAGE}/manifest.webmanifest")
@for_anyone
def manifest() -> ResponseReturnValue:
    return Response(_manifest(), mimetype="application/manifest+json", headers=_checked())


@tablet.get(f"{PAGE}/texts/<tag>.json")
@for_anyone
def texts(tag: str) -> ResponseReturnValue:
    if tag not in TAGS:
        raise NotFound
    return Response(_texts(tag), mimetype="application/json", headers=_checked())


@tablet.get(f"{PAGE}/static/<room>/<path:name>")
@for_anyone
def module(room: str, name: str) -> ResponseReturnValue:
    folder = next((supply.folder for supply in _supplies() if supply.room == room), None)
    if folder is None:
        raise NotFound
    response = send_from_directory(folder, name, conditional=True)
    response.headers.update(_checked())
    return response


def _checked() -> dict[str, str]:
    """A browser may keep it, but asks each time: the service worker is what answers without a node."""
    return {"Cache-Control": "no-cache"}


def _supplies() -> tuple[Supply, ...]:
    return cast("tuple[Supply, ...]", current_app.extensions["kontuar.tablet"])


def _shell() -> str:
    screens = [_module(supply.room, supply.screens) for supply in _supplies() if supply.screens]
    return render_template(
        "tablet/shell.html",
        languages=TAGS,
        screens=screens,
        icons=icons.names(),
        styles=[asset_url(name) for name in LOOK if name.endswith(".css")],
        sheets=[_module(room, name) for room, name in modules(_supplies()) if name.endswith(".css")],
        app_icon=asset_url(LOOK[-1]),
        without_scripts=[(language, _in(language.locale)) for language in LANGUAGES],
    )


def _in(locale: str) -> str:
    with force_locale(locale):
        return str(gettext("This page needs JavaScript. Turn it on in the browser's settings."))


def _manifest() -> str:
    icon = {"src": asset_url(LOOK[-1]), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return json.dumps(
        {
            "name": "Kontuar",
            "short_name": "Kontuar",
            "id": PAGE,
            "start_url": PAGE,
            "scope": PAGE,
            "display": "fullscreen",
            "background_color": "#f5f3ee",
            "theme_color": "#1d3175",
            "icons": [icon],
        },
        indent=1,
    )


def _texts(tag: str) -> str:
    return json.dumps(words(language(tag), translations_folder()), ensure_ascii=False)


def _module(room: str, name: str) -> str:
    return url_for("tablet.module", room=room, name=name)


def _whole() -> Whole:
    """Read once in a server's life: its files don't change under it. A developer's do."""
    known: dict[str, Any] = current_app.extensions.setdefault("kontuar.tablet.whole", {})
    if "whole" not in known or current_app.debug:
        known["whole"] = whole(_contents())
    return cast(Whole, known["whole"])


def _contents() -> dict[str, Any]:
    web = assets().folders["web"]
    contents: dict[str, Any] = {
        PAGE: lambda: _shell().encode(),
        f"{PAGE}/manifest.webmanifest": lambda: _manifest().encode(),
    }
    for tag in TAGS:
        contents[url_for("tablet.texts", tag=tag)] = lambda tag=tag: _texts(tag).encode()
    for name in LOOK:
        contents[asset_url(name)] = (web / name).read_bytes
    for (room, name), file in modules(_supplies()).items():
        if file != OWN / "worker.js":
            contents[_module(room, name)] = file.read_bytes
    return contents
