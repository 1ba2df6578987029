"""One's own page: password, PIN, language, and where one is signed in."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kontuar.core import deeds, visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import Problem, TooMany
from kontuar.core.languages import resolve
from kontuar.core.passwords import hashed, matches
from kontuar.core.people import Person
from kontuar.core.places import Place, PlaceKind, chain
from kontuar.core.times import now
from kontuar.hub import directory
from kontuar.hub.fields import text_of
from kontuar.hub.people import acts, entrance, pins, throttling
from kontuar.hub.people.queries import places_by_id
from kontuar.hub.people.sign_in_forms import LanguageForm, NewPasswordForm, NewPinForm
from kontuar.hub.people.sign_in_views import about
from kontuar.hub.people.signing_in import flaw
from kontuar.hub.people.tries import forgive
from kontuar.hub.people.words import PASSWORD_FLAWS, PIN_FLAWS, ROLES, wait_words
from kontuar.web.access import current_visit, for_people, the_person
from kontuar.web.errors import words
from kontuar.web.locale import COOKIE
from kontuar.web.page import page

me = Blueprint("me", __name__, template_folder="templates")


@me.get("/me")
@for_people
def index() -> ResponseReturnValue:
    return _page()


@me.post("/me/password")
@for_people
def password() -> ResponseReturnValue:
    """Another password: whoever is signed in elsewhere by the old one is signed out."""
    directory.must_be_here(db.session())
    form, person, visit = NewPasswordForm(), the_person(), current_visit()
    if not form.validate_on_submit():
        return _page(password_form=form), 422
    try:
        _must_know(person, text_of(form.current))
    except Problem as problem:
        form.current.errors = [_why(problem)]
        return _page(password_form=form), 422
    wrong = flaw(text_of(form.password), about(person))
    if wrong is not None:
        form.password.errors = [PASSWORD_FLAWS[wrong]]
        return _page(password_form=form), 422
    kept = hashed(text_of(form.password))
    with writing() as session:
        acts.set_password(session, session.get_one(Person, person.id), kept, by=person.id, at=now(), but=visit.hash)
    flash(_("Your password is changed. Everywhere else you are signed out."), "good")
    return redirect(url_for(".index"), 303)


@me.post("/me/pin")
@for_people
def pin() -> ResponseReturnValue:
    """Whoever has a password may set his own PIN with it."""
    form, person = NewPinForm(), the_person()
    wrong = pins.flaw(text_of(form.pin)) if form.validate_on_submit() else None
    if wrong is not None:
        form.pin.errors = [PIN_FLAWS[wrong]]
    if form.errors or not form.is_submitted():
        return _page(pin_form=form), 422
    kept = hashed(text_of(form.pin))
    if not directory.is_here(db.session()):
        directory.ask_hub(f"/api/v1/people/{person.id}/pin", {"pin_hash": kept})
    with writing() as session:
        acts.set_pin(session, session.get_one(Person, person.id), kept, by=person.id, at=now())
    flash(_("Your PIN is set. It works on your shop's tablet."), "good")
    return redirect(url_for(".index"), 303)


@me.post("/me/language")
@for_people
def language() -> ResponseReturnValue:
    """The language in which somebody is greeted everywhere, on the shop's tablet too."""
    directory.must_be_here(db.session())
    form, person = LanguageForm(), the_person()
    chosen = resolve(form.language.data) if form.validate_on_submit() else None
    if chosen is None:
        return _page(language_form=form), 422
    with writing() as session:
        row = session.get_one(Person, person.id)
        same = acts.About(row.given_name, row.family_name, row.email, chosen.tag)
        acts.change(session, row, same, by=person.id, at=now())
    response = redirect(url_for(".index"), 303)
    response.delete_cookie(COOKIE)  # what was chosen on this browser would win otherwise
    return response


@me.post("/me/sign-out-elsewhere")
@for_people
def sign_out_elsewhere() -> ResponseReturnValue:
    person, visit = the_person(), current_visit()
    with writing() as session:
        ended = visits.end_all(session, person.id, but=visit.hash)
        deeds.note(session, now(), "person.signed-out-elsewhere", person.name, person_id=person.id, of=str(person.id))
    flash(ngettext("%(num)s other sign-in has ended.", "%(num)s other sign-ins have ended.", ended), "good")
    return redirect(url_for(".index"), 303)


def _must_know(person: Person, current: str) -> None:
    """The password until now, tried as at the door. Raises SignInWrong or TooMany."""
    email = person.email or ""
    entrance.count_all([("password", email, throttling.PASSWORD)], now())
    if not matches(person.password_hash, current):
        raise entrance.SignInWrong
    with writing() as session:
        forgive(session, "password", email)


def _why(problem: Problem) -> str:
    if isinstance(problem, TooMany) and problem.retry_after is not None:
        return wait_words(problem.retry_after)
    return str(_("That isn't your password.")) if isinstance(problem, entrance.SignInWrong) else words(problem)


def _page(**forms: Any) -> str:
    session, person, visit, root = db.session(), the_person(), current_visit(), chain(db.session())
    where = places_by_id(session, [post.place_id for post in person.posts])
    open_ones = visits.of_person(session, person.id, now())
    names = {each.hash: session.get(Device, each.device_id) for each in open_ones if each.device_id}
    values: dict[str, Any] = {
        "password_form": NewPasswordForm(formdata=None),
        "pin_form": NewPinForm(formdata=None),
        "language_form": LanguageForm(formdata=None, language=person.language),
    }
    return page(
        "me/index.html",
        posts=[(ROLES[post.role], where[post.place_id].name) for post in person.posts if post.place_id in where],
        in_a_shop=any(_is_shop(where.get(post.place_id)) for post in person.posts),
        visits=[(each, names.get(each.hash), each.hash == visit.hash) for each in open_ones],
        browser=browser,
        here=directory.is_here(session),
        zone=ZoneInfo(root.time_zone if root else "UTC"),
        **(values | forms),
    )


def _is_shop(place: Place | None) -> bool:
    return place is not None and place.kind == PlaceKind.SHOP


def browser(agent: str) -> str:
    """What a browser calls itself, in two words: enough to tell one's own from somebody else's."""
    kinds = [("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox")]
    kinds += [("Chrome/", "Chrome"), ("Safari/", "Safari")]
    systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")]
    systems += [("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")]
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (kinds, systems)]
    return ", ".join(word for word in found if word) or agent[:40]
