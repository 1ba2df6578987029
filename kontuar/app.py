"""create_app(): puts the rooms together. The only file that knows them all."""

from __future__ import annotations

from flask import Flask, appcontext_pushed
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData

from kiosk import rooms as kiosk
from kontuar import web
from kontuar.core import database, installation
from kontuar.core.chores import Chore
from kontuar.core.deeds import Told
from kontuar.core.settings import Settings, load
from kontuar.core.thresholds import Thresholds, put_in_force
from kontuar.shipped import publish_shipped
from kontuar.sync import facts as record
from kontuar.sync.kinds import Kinds
from kontuar.web import access
from kontuar.web.nav import Section
from lms import rooms as lms

csrf = CSRFProtect()


def kinds() -> Kinds:
    """Every kind of fact that this program can read, from all trades."""
    return Kinds([*record.KINDS, *kiosk.KINDS, *lms.KINDS])


def models() -> MetaData:
    """All tables, of all rooms."""
    from kontuar.core import deeds, devices, leases, people, places, visits  # noqa: F401
    from kontuar.core.mail import models as letters  # noqa: F401
    from kontuar.hub.enrolment import models as enrolment  # noqa: F401
    from kontuar.hub.fleet import models as fleet  # noqa: F401
    from kontuar.hub.people import models as secrets  # noqa: F401
    from kontuar.reports.alerts import models as alerts  # noqa: F401
    from kontuar.reports.kept import models as kept  # noqa: F401
    from kontuar.sync import definitions, models, outgoing  # noqa: F401

    kinds()
    return database.Base.metadata


def create_app(settings: Settings | None = None) -> Flask:
    """The application over one installation's folder and database."""
    settings = settings or load()
    settings.home.mkdir(parents=True, exist_ok=True)
    app = Flask("kontuar", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=installation.secret(settings.keys),
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        KONTUAR=settings,
    )
    models()
    database.install(app, settings.database_url)
    csrf.init_app(app)
    access.install(app)
    web.install(app, nav=_nav())
    app.extensions["kontuar.kinds"] = kinds()
    app.extensions["kontuar.chores"] = _chores()
    app.extensions["kontuar.deeds"] = _deeds()
    app.extensions["kontuar.shipped"] = publish_shipped
    app.extensions["kontuar.first_survey"] = "shop-visit"
    these = Thresholds(settings.too_few_below, settings.hidden_below)
    appcontext_pushed.connect(lambda sender: put_in_force(these), app, weak=False)
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _rooms(app)
    return app


def _chores() -> tuple[Chore, ...]:
    """What the program does by itself; each room has its own."""
    from kontuar.core.mail import post
    from kontuar.reports.rooms import CHORES

    return (*kiosk.CHORES, *lms.CHORES, *CHORES, *post.CHORES)


def _deeds() -> tuple[Told, ...]:
    """What the log can tell of besides the hub's own deeds."""
    from kontuar.reports.rooms import DEEDS

    return (*kiosk.DEEDS, *lms.DEEDS, *DEEDS)


def _nav() -> tuple[Section, ...]:
    """The sidebar: what a person finds, of which he sees the doors that are open to him."""
    from kontuar.hub.rooms import NAV, OWN
    from kontuar.reports.nav import RESULTS

    published = Section(_l("Published"), (*kiosk.PUBLISHED, *lms.PUBLISHED))
    return (RESULTS, *kiosk.SECTIONS, *lms.SECTIONS, published, NAV, Section(OWN.title, (*lms.OWN, *OWN.links)))


def _rooms(app: Flask) -> None:
    """Pages and machine interfaces, from the ground up."""
    from kontuar.hub import rooms as hub
    from kontuar.hub.facts_api import api as facts_api
    from kontuar.reports import rooms as reports
    from kontuar.tablet import views as tablet_pages
    from kontuar.tablet.api import api as tablet_api

    for machine in (facts_api, tablet_api):
        csrf.exempt(machine)
        app.register_blueprint(machine)
    tablet_pages.install(app, (*kiosk.SUPPLIES, *lms.SUPPLIES))
    kiosk.install(app)
    lms.install(app)
    hub.install(app, csrf)
    reports.install(app)
