"""Pages about people: the list, adding somebody, somebody's own page with posts, codes and leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kontuar.core import deeds, visits
from kontuar.core.database import db, writing
from kontuar.core.errors import NotAllowed, NotFound, Problem
from kontuar.core.ids import parse_id
from kontuar.core.people import Person, Role
from kontuar.core.places import Place, chain
from kontuar.core.times import now
from kontuar.hub import directory
from kontuar.hub.codes import shown
from kontuar.hub.fields import text_of
from kontuar.hub.people import acts, coding, queries
from kontuar.hub.people.forms import NewPersonForm, PersonForm, PostForm
from kontuar.hub.people.granting import OFFICE, Reach
from kontuar.hub.people.queries import PAGE, Asked, places_by_id, reach_of
from kontuar.hub.people.throttling import PASSWORD, PIN
from kontuar.hub.people.tries import failures
from kontuar.hub.people.words import ROLES, WHAT_ROLES_DO
from kontuar.hub.places.choosing import Branch, tree
from kontuar.web.access import for_roles, seen_places, the_person
from kontuar.web.errors import words
from kontuar.web.page import page

people = Blueprint("people", __name__, url_prefix="/people", template_folder="templates")
KEEPERS = (Role.ADMIN, Role.MANAGER)


@people.get("")
@for_roles(*KEEPERS)
def index() -> ResponseReturnValue:
    session, seen = db.session(), seen_places()
    place = parse_id(request.args.get("place"))
    asked = Asked(
        words=request.args.get("words", "")[:100],
        place=place if place in seen else None,
        role=request.args.get("role", ""),
        left=request.args.get("left") == "1",
    )
    number = min(10_000, max(1, request.args.get("page", 1, int)))
    rows, total = queries.listed(session, seen, asked, number)
    branches = tree(places_by_id(session, seen).values())
    return page(
        "people/index.html", rows=rows, total=total, asked=asked, number=number, branches=branches, roles=ROLES,
        where={branch.place.id: branch.place for branch in branches}, size=PAGE, here=directory.is_here(session),
        kept={name: request.args[name] for name in ("words", "place", "role", "left") if request.args.get(name)},
    )  # fmt: skip


@people.route("/new", methods=["GET", "POST"])
@for_roles(*KEEPERS)
def new() -> ResponseReturnValue:
    directory.must_be_here(db.session())
    reach, branches = _reach(), _branches()
    roles = _roles(reach)
    given = {"language": _first_language(), "role": Role.EMPLOYEE, "place": request.args.get("place", "")}
    form = NewPersonForm(roles=roles, branches=branches, data=given)
    if form.validate_on_submit():
        role, place_id = Role(text_of(form.role)), parse_id(form.place.data)
        if place_id is None or not reach.may_give(role, place_id):
            form.role.errors = [_("You can't give this role there.")]
        elif role in OFFICE and not text_of(form.email).strip():
            form.email.errors = [_("This role signs in with an address and a password.")]
        else:
            person = _try(form, lambda session: acts.add(session, _about(form), [(role, place_id)], **_by()))
            if person is not None:
                flash(_("%(name)s is added. Now a code, to sign in for the first time.", name=person.name), "good")
                return redirect(url_for(".one", person_id=person.id), 303)
    return page("people/new.html", form=form, what_roles_do=[(ROLES[role], WHAT_ROLES_DO[role]) for role in roles]), (
        422 if form.errors else 200
    )


@people.route("/<uuid:person_id>", methods=["GET", "POST"])
@for_roles(*KEEPERS)
def one(person_id: UUID) -> ResponseReturnValue:
    person = _seen(person_id)
    form = PersonForm(obj=person)
    if form.validate_on_submit():
        _may_change(person)
        if person.holds(*OFFICE) and not text_of(form.email).strip():
            form.email.errors = [_("This role signs in with an address and a password.")]
        elif _try(form, lambda session: _changed(session, person_id, form)):
            flash(_("Saved."), "good")
            return redirect(url_for(".one", person_id=person_id), 303)
    return _page(person, form=form), 422 if form.errors else 200


@people.post("/<uuid:person_id>/posts")
@for_roles(*KEEPERS)
def give_post(person_id: UUID) -> ResponseReturnValue:
    directory.must_be_here(db.session())
    person, reach = _seen(person_id), _reach()
    form = PostForm(roles=_roles(reach), branches=_branches())
    place_id = parse_id(form.place.data)
    if not form.validate_on_submit() or place_id is None or person.left_at is not None:
        return _page(person, post_form=form), 422
    role = Role(text_of(form.role))
    if not reach.may_give(role, place_id):
        raise NotAllowed
    if role in OFFICE and not person.email:
        form.role.errors = [_("This role signs in with an address and a password. Write down an address first.")]
        return _page(person, post_form=form), 422
    with writing() as session:
        place = session.get_one(Place, place_id)
        acts.give_post(session, session.get_one(Person, person_id), role, place, **_by())
    return redirect(url_for(".one", person_id=person_id), 303)


@people.post("/<uuid:person_id>/posts/<role>/<uuid:place_id>/end")
@for_roles(*KEEPERS)
def take_post(person_id: UUID, role: str, place_id: UUID) -> ResponseReturnValue:
    directory.must_be_here(db.session())
    _seen(person_id)
    if not _reach().may_give(role, place_id):
        raise NotAllowed
    return _act(
        person_id,
        lambda session, person: acts.take_post(session, person, role, session.get_one(Place, place_id), **_by()),
    )


@people.post("/<uuid:person_id>/pin-code")
@for_roles(*KEEPERS)
def pin_code(person_id: UUID) -> ResponseReturnValue:
    """A code for a first or a new PIN, shown once to whoever gives it."""
    person = _seen(person_id)
    _may_change(person, anywhere=True)
    return _code(person, "pin")


@people.post("/<uuid:person_id>/password-code")
@for_roles(Role.ADMIN)
def password_code(person_id: UUID) -> ResponseReturnValue:
    """A code for a first or a new password, shown once to whoever gives it."""
    directory.must_be_here(db.session())
    person = _seen(person_id)
    if not _reach().may_give_password_code(person.posts) or not person.email or person.left_at is not None:
        raise NotAllowed
    return _code(person, "password")


@people.post("/<uuid:person_id>/sign-out")
@for_roles(*KEEPERS)
def sign_out(person_id: UUID) -> ResponseReturnValue:
    """Sign somebody out everywhere: a phone was lost, a tablet taken."""
    person = _seen(person_id)
    _may_change(person, anywhere=True)
    with writing() as session:
        visits.end_all(session, person_id)
        deeds.note(
            session, now(), "person.signed-out-by", person.name, person_id=the_person().id,
            place_id=person.posts[0].place_id, of=str(person_id),
        )  # fmt: skip
    flash(_("%(name)s is signed out everywhere.", name=person.name), "good")
    return redirect(url_for(".one", person_id=person_id), 303)


@people.post("/<uuid:person_id>/leaving")
@for_roles(*KEEPERS)
def leaving(person_id: UUID) -> ResponseReturnValue:
    _may_change(_seen(person_id))
    if person_id == the_person().id:
        raise NotAllowed
    return _act(person_id, lambda session, person: acts.leave(session, person, **_by()))


@people.post("/<uuid:person_id>/return")
@for_roles(*KEEPERS)
def coming_back(person_id: UUID) -> ResponseReturnValue:
    _may_change(_seen(person_id))
    return _act(person_id, lambda session, person: acts.come_back(session, person, **_by()))


def _seen(person_id: UUID) -> Person:
    """Somebody with a post in a place that the person who asks keeps; else there's nobody."""
    person, seen = db.session.get(Person, person_id), seen_places()
    if person is None or not any(post.place_id in seen for post in person.posts):
        raise NotFound
    return person


def _may_change(person: Person, *, anywhere: bool = False) -> None:
    """Raises NotAllowed unless the person's row is the asker's to change; `anywhere`: at a node too."""
    if not anywhere:
        directory.must_be_here(db.session())
    if not _reach().may_change(person.posts):
        raise NotAllowed


def _reach() -> Reach:
    return reach_of(db.session(), the_person())


def _roles(reach: Reach) -> list[Role]:
    return list(Role) if reach.admin else [Role.EMPLOYEE]


def _branches() -> list[Branch]:
    """Open places that somebody may be given a post for."""
    found = places_by_id(db.session(), _reach().places).values()
    return tree(place for place in found if place.closed_at is None)


def _by() -> dict[str, Any]:
    return {"by": the_person().id, "at": now()}


def _about(form: PersonForm) -> acts.About:
    return acts.About(
        text_of(form.given_name), text_of(form.family_name), text_of(form.email) or None, text_of(form.language)
    )


def _changed(session: Any, person_id: UUID, form: PersonForm) -> Person:
    person: Person = session.get_one(Person, person_id)
    acts.change(session, person, _about(form), **_by())
    return person


def _try(form: PersonForm, act: Callable[[Any], Person]) -> Person | None:
    """Do it; a problem with the address stands under its field."""
    try:
        with writing() as session:
            return act(session)
    except acts.EmailTaken as problem:
        form.email.errors = [words(problem)]
        return None


def _act(person_id: UUID, act: Callable[[Any, Person], None]) -> ResponseReturnValue:
    try:
        with writing() as session:
            act(session, session.get_one(Person, person_id))
    except Problem as problem:
        flash(words(problem), "bad")
    return redirect(url_for(".one", person_id=person_id), 303)


def _code(person: Person, purpose: str) -> ResponseReturnValue:
    if person.left_at is not None:
        raise NotAllowed
    at = now()
    with writing() as session:
        code = coding.give(session, session.get_one(Person, person.id), purpose, by=the_person().id, at=at)
    link = url_for("door.by_code", _external=True) + "#" + code if purpose == "password" else ""
    return page(
        "people/code.html", subject=person, purpose=purpose, code=shown(code), link=link, until=at + coding.GOOD_FOR,
        zone=_zone(),
    )  # fmt: skip


def _page(subject: Person, form: PersonForm | None = None, post_form: PostForm | None = None) -> str:
    session, reach, at = db.session(), _reach(), now()
    where = places_by_id(session, [post.place_id for post in subject.posts])
    pin_tries = failures(session, "pin", str(subject.id))
    password_tries = failures(session, "password", subject.email or "")
    return page(
        "people/one.html",
        subject=subject,
        form=form or PersonForm(formdata=None, obj=subject),
        post_form=post_form or PostForm(roles=_roles(reach), branches=_branches(), formdata=None, role=Role.EMPLOYEE),
        posts=[
            (post, where[post.place_id], ROLES[post.role], reach.may_give(post.role, post.place_id))
            for post in subject.posts
        ],
        may_change=reach.may_change(subject.posts),
        may_reset=bool(subject.email) and reach.may_give_password_code(subject.posts),
        pin_locked=pin_tries is not None and PIN.locked(pin_tries.failures),
        password_failures=password_tries.failures if password_tries else 0,
        password_locked=password_tries is not None and PASSWORD.locked(password_tries.failures),
        visits=visits.of_person(session, subject.id, at),
        own=subject.id == the_person().id,
        here=directory.is_here(session),
        zone=_zone(),
    )


def _first_language() -> str:
    return the_person().language


def _zone() -> ZoneInfo:
    root = chain(db.session())
    return ZoneInfo(root.time_zone if root else "UTC")
