"""The rooms of the middle: the pages and machine interfaces that app.py takes in at once."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect

from kontuar.web.nav import Link, Section

NAV = Section(
    _l("Head office"),
    (
        Link(_l("People"), "people.index", "people"),
        Link(_l("Places"), "places.index", "shop"),
        Link(_l("Devices"), "devices.index", "tablet"),
        Link(_l("Syncing"), "sync.index", "online"),
        Link(_l("Log"), "log.index", "clock"),
    ),
)
OWN = Section(_l("You"), (Link(_l("Password and PIN"), "me.index", "person"),))


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Blueprints of people, places, devices, the log and the start."""
    from kontuar.hub import exchange
    from kontuar.hub.directory import UPSTREAM
    from kontuar.hub.enrolment.api import api as enrolment_api
    from kontuar.hub.enrolment.views import devices
    from kontuar.hub.fleet.api import api as fleet_api
    from kontuar.hub.fleet.node_views import nodes
    from kontuar.hub.fleet.views import sync
    from kontuar.hub.log.views import log
    from kontuar.hub.people.api import api as people_api
    from kontuar.hub.people.me_views import me
    from kontuar.hub.people.sign_in_views import door
    from kontuar.hub.people.views import people
    from kontuar.hub.places.views import places
    from kontuar.hub.releases.api import api as releases_api
    from kontuar.hub.start.join_views import joining
    from kontuar.hub.start.views import start

    app.extensions[UPSTREAM] = exchange.ask_hub
    for machine in (
        people_api,
        enrolment_api,
        fleet_api,
        releases_api,
    ):  # they show a token of their own, never a cookie
        csrf.exempt(machine)
        app.register_blueprint(machine)
    for pages in (start, joining, door, me, people, places, devices, nodes, sync, log):
        app.register_blueprint(pages)
