"""Pages at the door: sign in, sign out, and set a password by a code."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from kontuar.core import deeds, visits
from kontuar.core.database import db, writing
from kontuar.core.errors import Problem, TooMany
from kontuar.core.passwords import hashed
from kontuar.core.people import Person, Role
from kontuar.core.places import chain
from kontuar.core.times import now
from kontuar.hub import directory
from kontuar.hub.codes import code_hash
from kontuar.hub.fields import text_of
from kontuar.hub.people import acts, coding, entrance, throttling
from kontuar.hub.people.models import PersonalCode
from kontuar.hub.people.sign_in_forms import CodeForm, SignInForm
from kontuar.hub.people.signing_in import flaw, inside, one_address
from kontuar.hub.people.words import PASSWORD_FLAWS, wait_words
from kontuar.web.access import COOKIE, current_person, current_visit, drop_cookie, for_anyone, set_cookie
from kontuar.web.errors import words
from kontuar.web.page import page

door = Blueprint("door", __name__, template_folder="templates")


@door.route("/sign-in", methods=["GET", "POST"])
@for_anyone
def sign_in() -> ResponseReturnValue:
    form, onward = SignInForm(), inside(request.args.get("next"))
    person = current_person()
    if request.method == "GET" and person is not None:
        return redirect(onward or _first_page(person))
    if not form.validate_on_submit():
        return page("door/sign_in.html", form=form), 200 if request.method == "GET" else 422
    try:
        entered = entrance.by_password(
            text_of(form.email), text_of(form.password), address=address(), agent=agent(), at=now()
        )
    except Problem as problem:
        form.password.errors = [_words(problem)]
        headers = {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
        return page("door/sign_in.html", form=form), 429 if isinstance(problem, TooMany) else 422, headers
    _end_former()
    response = redirect(onward or _first_page(entered.person), 303)
    set_cookie(response, entered.token)
    return response


@door.route("/sign-out", methods=["GET", "POST"])
@for_anyone
def sign_out() -> ResponseReturnValue:
    """The button posts; a bare visit to the address only asks, so that no picture of another site signs anybody out."""
    if request.method == "GET":
        return page("door/sign_out.html") if current_person() else redirect(url_for(".sign_in"))
    if current_person() is not None:
        person, visit = current_person(), current_visit()
        with writing() as session:
            session.delete(session.get_one(visits.Visit, visit.hash))
            if person is not None:
                deeds.note(session, now(), "person.signed-out", person.name, person_id=person.id, of=str(person.id))
    response = redirect("/", 303)
    drop_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@door.route("/password", methods=["GET", "POST"])
@for_anyone
def by_code() -> ResponseReturnValue:
    """A first or a new password, by the code that an administrator has given."""
    form = CodeForm()
    if not form.validate_on_submit():
        return page("door/by_code.html", form=form), 200 if request.method == "GET" else 422
    at = now()
    try:
        entrance.count_all([("code", address(), throttling.CODE)], at)
        person = _by_code(text_of(form.code))
    except Problem as problem:
        form.code.errors = [_words(problem)]
        return page("door/by_code.html", form=form), 429 if isinstance(problem, TooMany) else 422
    wrong = flaw(text_of(form.password), about(person))
    if wrong is not None:
        form.password.errors = [PASSWORD_FLAWS[wrong]]
        return page("door/by_code.html", form=form), 422
    directory.must_be_here(db.session())
    kept = hashed(text_of(form.password))
    with writing() as session:
        person = _by_code(text_of(form.code))  # a code works once, also when it's sent twice at a time
        person = session.get_one(Person, person.id)
        acts.set_password(session, person, kept, by=person.id, at=at)
        token = visits.begin(session, person, "password", at, agent=agent())
    response = redirect(_first_page(person), 303)
    set_cookie(response, token)
    return response


def _by_code(code: str) -> Person:
    row = db.session.scalar(
        select(PersonalCode).where(PersonalCode.hash == code_hash(code), PersonalCode.purpose == "password")
    )
    person = db.session.get(Person, coding.good(row, now()).person_id)
    if person is None or person.left_at is not None:
        raise coding.CodeWrong
    return person


def about(person: Person) -> list[str]:
    """Words that make a password of this person's easy to guess."""
    root = chain(db.session())
    words = [person.given_name, person.family_name, *(root.name.split() if root else ())]
    return words + (person.email or "").replace("@", " ").replace(".", " ").split()


def address() -> str:
    return one_address(request.remote_addr)


def agent() -> str:
    return request.headers.get("User-Agent", "")


def _words(problem: Problem) -> str:
    if isinstance(problem, TooMany) and problem.retry_after is not None:
        return wait_words(problem.retry_after)
    return words(problem)


def _first_page(person: Person) -> str:
    """Where somebody goes on who wasn't on the way anywhere."""
    return "/results" if person.holds(Role.ADMIN, Role.ANALYST, Role.MANAGER, Role.AUTHOR) else "/book"


def _end_former() -> None:
    """Whoever signs in anew on a browser leaves the visit that was open on it."""
    former = request.cookies.get(COOKIE)
    if former:
        with writing() as session:
            visits.end(session, former)
