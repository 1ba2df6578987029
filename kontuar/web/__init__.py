"""What pages share: layouts and parts, session and access, errors, headers, languages, static files, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from kontuar.web.nav import Section


def install(app: Flask, *, nav: tuple[Section, ...] = ()) -> None:
    """Give `app` its looks: templates, icons, assets, languages, headers, error pages, the page of components.

    After `database.install` and `CSRFProtect.init_app`. A room's blueprint brings its own `template_folder`, and its
    static files by `kontuar.web.assets.add_assets(app, "kiosk", folder)`.
    """
    from kontuar.web import assets, errors, headers, icons, locale, page, views

    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    for part in (assets, errors, headers, icons, locale):
        part.install(app)
    page.install(app, nav)
    app.register_blueprint(views.web)
    if "csrf" in app.extensions:
        app.extensions["csrf"].exempt(views.choose)  # a choice of language may come from a page that waited overnight
