"""Pages of the start: three doors, and the guided first start of a new installation."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, current_app, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.errors import NotAllowed, TooMany
from kontuar.core.installation import installation
from kontuar.core.passwords import hashed
from kontuar.core.people import Role
from kontuar.core.places import shops
from kontuar.core.times import now
from kontuar.hub import permission
from kontuar.hub.enrolment.queries import first_survey
from kontuar.hub.fields import text_of
from kontuar.hub.people import entrance, throttling
from kontuar.hub.people.sign_in_views import address, agent
from kontuar.hub.people.signing_in import flaw
from kontuar.hub.people.words import PASSWORD_FLAWS, wait_words
from kontuar.hub.start.forms import CodeForm, LanguageForm, ShopForm, YouForm
from kontuar.hub.start.starting import Beginning, BegunAlready, Shipped, begin
from kontuar.web.access import for_anyone, for_roles, seen_places, set_cookie
from kontuar.web.locale import current_language
from kontuar.web.page import page

start = Blueprint("start", __name__, template_folder="templates")
SHIPPED = (
    "kontuar.shipped"  # the app's extension: puts the survey, Book and quizzes in force that come with the program
)
SO_FAR = "start"  # what was typed in earlier steps, in the browser's own signed cookie; of the password only its hash


@start.get("/")
@for_anyone
def doors() -> ResponseReturnValue:
    """Three doors: the kiosk, learning, results."""
    if installation(db.session()) is None:
        return redirect(url_for(".index"))
    return page("start/doors.html")


@start.get("/start")
@for_anyone
def index() -> ResponseReturnValue:
    if installation(db.session()) is not None:
        return redirect("/")
    if not permission.may_start():
        return page("start/code.html", form=CodeForm())
    return page("start/index.html")


@start.post("/start")
@for_anyone
def code() -> ResponseReturnValue:
    """The code that was printed where the program runs, from a browser somewhere else."""
    if installation(db.session()) is not None:
        raise BegunAlready
    form = CodeForm()
    if form.validate_on_submit():
        try:
            entrance.count_all([("setup", address(), throttling.CODE)], now())
            if permission.show_code(text_of(form.code)):
                return redirect(url_for(".index"), 303)
            form.code.errors = [_("That isn't the code.")]
        except TooMany as problem:
            form.code.errors = [wait_words(problem.retry_after or 0)]
    return page("start/code.html", form=form), 422


@start.route("/start/you", methods=["GET", "POST"])
@for_anyone
def you() -> ResponseReturnValue:
    must_be_new()
    so_far = _so_far()
    form = YouForm(data=so_far)
    if form.validate_on_submit():
        about = [text_of(field) for field in (form.given_name, form.family_name, form.email)]
        wrong = flaw(text_of(form.password), [*about, *about[2].replace("@", ".").split(".")])
        if wrong is None:
            names = dict(zip(("given_name", "family_name", "email"), map(str.strip, about), strict=True))
            session[SO_FAR] = so_far | names | {"password_hash": hashed(text_of(form.password))}
            return redirect(url_for(".shop"), 303)
        form.password.errors = [PASSWORD_FLAWS[wrong]]
    return page("start/you.html", form=form), 422 if form.errors else 200


@start.route("/start/shop", methods=["GET", "POST"])
@for_anyone
def shop() -> ResponseReturnValue:
    must_be_new()
    so_far = _so_far()
    if "password_hash" not in so_far:
        return redirect(url_for(".you"))
    form = ShopForm(data=so_far)
    if form.validate_on_submit():
        names = {"chain": text_of(form.chain).strip(), "shop": text_of(form.shop).strip()}
        session[SO_FAR] = so_far | names | {"time_zone": text_of(form.time_zone)}
        return redirect(url_for(".language"), 303)
    return page("start/shop.html", form=form, asked_before="time_zone" in so_far), 422 if form.errors else 200


@start.route("/start/language", methods=["GET", "POST"])
@for_anyone
def language() -> ResponseReturnValue:
    """The last question; after it everything is written down at once."""
    must_be_new()
    so_far = _so_far()
    if "time_zone" not in so_far:
        return redirect(url_for(".shop"))
    form = LanguageForm(data={"language": current_language().tag})
    if not form.validate_on_submit():
        return page("start/language.html", form=form), 422 if form.errors else 200
    asked = Beginning(**so_far, own_language=current_language().tag, language=text_of(form.language))
    at = now()
    with writing() as work:
        begun = begin(work, asked, at, cast(Shipped, current_app.extensions[SHIPPED]))
        token = visits.begin(work, begun.person, "password", at, agent=agent())
    permission.forget(current_app.config["KONTUAR"].keys)
    for key in (SO_FAR, permission.KEY):
        session.pop(key, None)
    response = redirect(url_for(".tablet"), 303)
    set_cookie(response, token)
    return response


@start.get("/start/tablet")
@for_roles(Role.ADMIN)
def tablet() -> ResponseReturnValue:
    """The chain has begun; its first tablet may be this browser."""
    found = shops(db.session(), seen_places())
    return page("start/tablet.html", shop=found[0] if found else None, survey=first_survey())


def must_be_new() -> None:
    if installation(db.session()) is not None:
        raise BegunAlready
    if not permission.may_start():
        raise NotAllowed


def _so_far() -> dict[str, Any]:
    return dict(session.get(SO_FAR, {}))
