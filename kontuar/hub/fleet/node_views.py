"""The page that adds a shop's node: a code for a computer in the shop, shown once."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from kontuar.core.database import db, writing
from kontuar.core.errors import NotFound
from kontuar.core.ids import parse_id
from kontuar.core.people import Role
from kontuar.core.places import Place, shops
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub import directory, joining
from kontuar.hub.codes import shown
from kontuar.hub.enrolment.forms import NodeForm
from kontuar.hub.fields import text_of
from kontuar.hub.fleet import inviting
from kontuar.hub.releases import signing
from kontuar.web.access import for_roles, seen_places, the_person
from kontuar.web.page import page

nodes = Blueprint("nodes", __name__, url_prefix="/devices")


@nodes.route("/new-node", methods=["GET", "POST"])
@for_roles(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Ask which shop and which name; then show the code, once, and the link that carries the hub's fingerprint."""
    directory.must_be_here(db.session())
    places = shops(db.session(), seen_places())
    form = NodeForm(places)
    if not form.validate_on_submit():
        return page("devices/new_node.html", form=form, shops=places), 422 if form.errors else 200
    shop = next((each for each in places if each.id == parse_id(form.place.data)), None)
    if shop is None:
        raise NotFound
    at = now()
    with writing() as session:
        invitation, secret = inviting.invite(
            session, session.get_one(Place, shop.id), text_of(form.name).strip()[:80], by=the_person().id, at=at
        )
    settings: Settings = current_app.config["KONTUAR"]
    address, key = (settings.public_url or request.host_url).rstrip("/"), signing.public_key(settings.keys)
    return page(
        "devices/node_code.html",
        shop=shop,
        name=invitation.name,
        code=shown(joining.code(secret, key)),
        link=joining.link(address, secret, key),
        address=address,
        minutes=round((invitation.until - at).total_seconds() / 60),
    )
