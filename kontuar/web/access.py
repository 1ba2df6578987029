"""Access: who may use a view. Every view declares it; a view that doesn't can't be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import update

from kontuar.core import devices, places, visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import DeviceUnknown, NotAllowed, SignInNeeded
from kontuar.core.people import Person, Role
from kontuar.core.times import now
from kontuar.core.visits import Visit

COOKIE = "kontuar_visit"
VISIT = "Visit"  # the header by which a tablet names a visit by PIN
KNOWN = ("visit", "person", "roles", "seen_places", "device")  # what is remembered of one request, in `g`
SEEN_EVERY = 60  # seconds between two writes of a visit's last touch

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def for_anyone(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.access = "anyone"  # type: ignore[attr-defined]
    return view


def for_people(view: View) -> View:
    """For whoever is signed in, by password or by PIN: a learner's rights."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        if current_person() is None:
            raise SignInNeeded
        return view(*args, **values)

    guarded.access = "people"  # type: ignore[attr-defined]
    return cast(View, guarded)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """For people who hold one of `roles` and signed in by password. `seen_places()` is the part of the tree they hold it for."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            person = current_person()
            if person is None:
                raise SignInNeeded
            if current_visit().means != "password" or not person.holds(*roles):
                raise NotAllowed
            g.roles = roles
            return view(*args, **values)

        guarded.access = roles  # type: ignore[attr-defined]
        return cast(View, guarded)

    return declare


def for_device(*kinds: str) -> Callable[[View], View]:
    """For an enrolled device of one of `kinds` that shows its bearer token; `current_device()` is it."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            device = _bearer()
            if device is None or device.kind not in kinds:
                raise DeviceUnknown
            g.device = device
            return view(*args, **values)

        guarded.access = kinds  # type: ignore[attr-defined]
        return cast(View, guarded)

    return declare


def current_person() -> Person | None:
    """Whoever is signed in with this request."""
    _visit()
    return cast("Person | None", g.person)


def the_person() -> Person:
    """Whoever is signed in, in a view that only people reach."""
    person = current_person()
    if person is None:
        raise SignInNeeded
    return person


def current_visit() -> Visit:
    _visit()
    if g.visit is None:
        raise SignInNeeded
    return cast(Visit, g.visit)


def current_device() -> Device:
    """The device of this request, in a view that is `for_device`."""
    return cast(Device, g.device)


def seen_places() -> set[UUID]:
    """Ids of the places that the person may see in this view: below the posts whose role the view asks for."""
    if "seen_places" not in g:
        person = the_person()
        g.seen_places = places.below(db.session(), person.roots(g.get("roles", tuple(Role))))
    return cast("set[UUID]", g.seen_places)


def must_see(place_id: UUID | None) -> None:
    """Refuse, as if it weren't there, a place outside what the person may see."""
    if place_id is None or place_id not in seen_places():
        abort(404)


def _bearer() -> Device | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return devices.by_token(db.session(), token) if scheme == "Bearer" and token else None


def _visit() -> None:
    if "visit" in g:
        return
    g.visit = g.person = None
    moment = now()
    found = _by_cookie(moment) or _by_header(moment)
    if not found:
        return
    g.visit, g.person = found
    if (moment - g.visit.seen_at).total_seconds() > SEEN_EVERY:
        with writing() as session:
            session.execute(update(Visit).where(Visit.hash == g.visit.hash).values(seen_at=moment))


def _by_cookie(moment: datetime) -> tuple[Visit, Person] | None:
    """A visit by password comes with the browser's cookie."""
    token = request.cookies.get(COOKIE)
    found = visits.current(db.session(), token, moment) if token else None
    return found if found and found[0].means == "password" else None


def _by_header(moment: datetime) -> tuple[Visit, Person] | None:
    """A visit by PIN comes in the header `Visit`, and only from the tablet it began on: elsewhere its token is worth nothing."""
    token = request.headers.get(VISIT)
    found = visits.current(db.session(), token, moment) if token else None
    if not found or found[0].means != "pin":
        return None
    device = _bearer()
    return found if device is not None and device.id == found[0].device_id else None


def set_cookie(response: Any, token: str) -> None:
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def drop_cookie(response: Any) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def install(app: Flask) -> None:
    """Refuse every request to a view that doesn't say who may use it."""

    @app.before_request
    def declared() -> None:
        for name in KNOWN:
            g.pop(name, None)  # a context may serve several requests: a command's, a test's
        if "\0" in request.path or any("\0" in part for each in request.args.items(multi=True) for part in each):
            abort(400)  # no address of ours has it, and no database takes it
        if request.endpoint is not None and not hasattr(current_app.view_functions[request.endpoint], "access"):
            _undeclared(request.endpoint)


def _undeclared(endpoint: str) -> NoReturn:
    raise RuntimeError(f"{endpoint} doesn't say who may use it")
