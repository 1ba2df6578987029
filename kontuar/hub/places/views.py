"""Pages about places: the tree, adding a region or a shop, changing and closing one."""

from __future__ import annotations

from datetime import tzinfo
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kontuar.core.database import db, writing
from kontuar.core.errors import Conflict, NotFound
from kontuar.core.ids import parse_id
from kontuar.core.people import Role
from kontuar.core.places import Place, PlaceKind
from kontuar.core.times import now, zone
from kontuar.hub import directory
from kontuar.hub.fields import text_of
from kontuar.hub.places import keeping, queries
from kontuar.hub.places.choosing import Branch
from kontuar.hub.places.forms import NewPlaceForm, PlaceForm
from kontuar.web.access import for_roles, seen_places, the_person
from kontuar.web.errors import words
from kontuar.web.page import page

places = Blueprint("places", __name__, url_prefix="/places", template_folder="templates")


@places.get("")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    rows = queries.listed(db.session(), seen_places())
    open_shops = [row for row in rows if row.branch.place.kind == PlaceKind.SHOP and row.branch.place.closed_at is None]

    def zone_of(place: Place) -> tzinfo:
        return zone(place.time_zone)

    return page(
        "places/index.html",
        rows=rows,
        shops=open_shops,
        at=now(),
        zone_of=zone_of,
        here=directory.is_here(db.session()),
    )


@places.route("/new", methods=["GET", "POST"])
@for_roles(Role.ADMIN)
def new() -> ResponseReturnValue:
    directory.must_be_here(db.session())
    parents = _parents()
    chosen = parse_id(request.args.get("in")) or (parents[0].place.id if parents else None)
    clock = next((branch.place.time_zone for branch in parents if branch.place.id == chosen), "Europe/Warsaw")
    form = NewPlaceForm(parents, data={"kind": PlaceKind.SHOP, "parent": str(chosen), "time_zone": clock})
    if form.validate_on_submit():
        parent = _one(parse_id(form.parent.data))
        kind = PlaceKind(text_of(form.kind))
        with writing() as session:
            place = keeping.add(
                session, kind, parent, text_of(form.name).strip(), text_of(form.time_zone), by=the_person().id, at=now()
            )
        flash(_("“%(name)s” is added.", name=place.name), "good")
        return redirect(url_for(".index"), 303)
    return page("places/new.html", form=form), 422 if form.errors else 200


@places.route("/<uuid:place_id>", methods=["GET", "POST"])
@for_roles(Role.ADMIN)
def one(place_id: UUID) -> ResponseReturnValue:
    place, session = _one(place_id), db.session()
    form = PlaceForm(data={"name": place.name, "time_zone": place.time_zone}, kept=place.time_zone)
    if form.validate_on_submit():
        directory.must_be_here(session)
        with writing() as work:
            keeping.change(
                work, work.get_one(Place, place_id), text_of(form.name).strip(), text_of(form.time_zone),
                by=the_person().id, at=now(),
            )  # fmt: skip
        flash(_("Saved."), "good")
        return redirect(url_for(".index"), 303)
    row = next(row for row in queries.listed(session, seen_places()) if row.branch.place.id == place_id)
    return page("places/one.html", row=row, form=form, here=directory.is_here(session)), 422 if form.errors else 200


@places.post("/<uuid:place_id>/closing")
@for_roles(Role.ADMIN)
def closing(place_id: UUID) -> ResponseReturnValue:
    return _close_or_open(place_id, keeping.close)


@places.post("/<uuid:place_id>/opening")
@for_roles(Role.ADMIN)
def opening(place_id: UUID) -> ResponseReturnValue:
    return _close_or_open(place_id, keeping.reopen)


def _close_or_open(place_id: UUID, act: object) -> ResponseReturnValue:
    directory.must_be_here(db.session())
    _one(place_id)
    try:
        with writing() as session:
            act(session, session.get_one(Place, place_id), by=the_person().id, at=now())  # type: ignore[operator]
    except Conflict as problem:
        flash(words(problem), "bad")
    return redirect(url_for(".one", place_id=place_id), 303)


def _one(place_id: UUID | None) -> Place:
    place = db.session.get(Place, place_id) if place_id in seen_places() else None
    if place is None:
        raise NotFound
    return place


def _parents() -> list[Branch]:
    """Where a place may be put: the chain and its open regions, as far as one sees them."""
    rows = queries.listed(db.session(), seen_places())
    return [
        row.branch for row in rows if row.branch.place.kind != PlaceKind.SHOP and row.branch.place.closed_at is None
    ]
