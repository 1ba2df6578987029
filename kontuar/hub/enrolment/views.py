"""Pages about devices: which there are and how they are, enrolling one, changing one, letting one go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import segno
from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from kontuar.core import places
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import Invalid, NotFound, Problem, Unreachable
from kontuar.core.ids import parse_id
from kontuar.core.people import Role
from kontuar.core.places import Place
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub import directory
from kontuar.hub.codes import shown
from kontuar.hub.enrolment import enrolling, queries
from kontuar.hub.enrolment.forms import DeviceForm, InvitationForm
from kontuar.hub.enrolment.models import Invitation
from kontuar.hub.enrolment.watching import State, needs_attention
from kontuar.hub.fields import text_of
from kontuar.hub.permission import at_the_machine
from kontuar.web.access import for_roles, must_see, seen_places, the_person
from kontuar.web.locale import current_language
from kontuar.web.page import page

devices = Blueprint("devices", __name__, url_prefix="/devices", template_folder="templates")
KEEPERS = (Role.ADMIN, Role.MANAGER)


@devices.get("")
@for_roles(*KEEPERS)
def index() -> ResponseReturnValue:
    session, show = db.session(), request.args.get("show", "")
    rows = queries.devices(session, seen_places(), now())
    groups = {
        "": [row for row in rows if row.state != State.REVOKED],
        "attention": [row for row in rows if needs_attention(row.state)],
        "old": [row for row in rows if row.old],
        "gone": [row for row in rows if row.state == State.REVOKED],
    }
    return page(
        "devices/index.html", groups=groups, show=show if show in groups else "", at=now(), zone=_zone(),
        may_add_node=directory.is_here(session) and the_person().holds(Role.ADMIN),
    )  # fmt: skip


@devices.route("/new", methods=["GET", "POST"])
@for_roles(*KEEPERS)
def new() -> ResponseReturnValue:
    """Ask which shop, which name, which survey; then show the code, once."""
    shops, surveys = _shops(), _surveys()
    form = InvitationForm(shops, surveys, data={"survey": queries.first_survey()})
    if not form.validate_on_submit():
        return page("devices/new.html", form=form, shops=shops), 422 if form.errors else 200
    at = now()
    invitation, code = _invite(text_of(form.place), text_of(form.name), text_of(form.survey), at)
    titles = {key: title for key, title, _version in surveys}
    link = f"{_address()}/kiosk#enrol={code}"
    return page(
        "devices/code.html",
        invitation=invitation,
        shop=db.session.get_one(Place, invitation.place_id),
        survey=titles.get(invitation.survey or ""),
        code=shown(code),
        link=link,
        qr=_qr(link),
        kiosk=f"{_address()}/kiosk",
        only_here=at_the_machine() and not _settings().public_url,
        minutes=round((invitation.until - at).total_seconds() / 60),
    )


@devices.post("/here")
@for_roles(*KEEPERS)
def here() -> ResponseReturnValue:
    """This browser becomes a tablet: the code goes to the tablet's page behind #, where no log keeps it."""
    asked = request.form
    _row, code = _invite(
        asked.get("place", ""), asked.get("name", "").strip() or _("Tablet"), asked.get("survey", ""), now()
    )
    return redirect(f"/kiosk#enrol={code}", 303)


@devices.get("/invitations/<uuid:invitation_id>")
@for_roles(*KEEPERS)
def invited(invitation_id: UUID) -> ResponseReturnValue:
    """Whether the tablet has come: the address of its page, or null. For the page that waits for it."""
    row = db.session.get(Invitation, invitation_id)
    if row is None or row.place_id not in seen_places():
        raise NotFound
    return {"page": url_for(".one", device_id=row.device_id) if row.device_id else None}


@devices.route("/<uuid:device_id>", methods=["GET", "POST"])
@for_roles(*KEEPERS)
def one(device_id: UUID) -> ResponseReturnValue:
    session, at = db.session(), now()
    row = queries.one(session, device_id, seen_places(), at)
    if row is None:
        raise NotFound
    form = DeviceForm(_surveys(), data={"name": row.device.name, "survey": row.device.survey or ""})
    if form.validate_on_submit():
        directory.must_be_here(session)
        with writing() as work:
            device, survey = work.get_one(Device, device_id), text_of(form.survey) or None
            enrolling.change(work, device, text_of(form.name).strip(), survey, by=the_person().id, at=at)
        flash(_("Saved. The tablet hears of it within a minute."), "good")
        return redirect(url_for(".one", device_id=device_id), 303)
    return page(
        "devices/one.html", row=row, form=form, here=directory.is_here(session), at=at, zone=_zone()
    ), 422 if form.errors else 200


@devices.post("/<uuid:device_id>/revocation")
@for_roles(*KEEPERS)
def revocation(device_id: UUID) -> ResponseReturnValue:
    """Let a device go. At a shop's node it's let go at once, and head office hears of it if it can be reached."""
    device = db.session.get(Device, device_id)
    if device is None:
        raise NotFound
    must_see(device.place_id)
    with writing() as session:
        enrolling.revoke(session, session.get_one(Device, device_id), by=the_person().id, at=now())
    try:
        if not directory.is_here(db.session()):
            directory.ask_hub(f"/api/v1/devices/{device_id}/revocation", {})
        flash(_("“%(name)s” is let go. Its token is worth nothing any more.", name=device.name), "good")
    except Unreachable:
        flash(
            _("“%(name)s” is let go here. Head office can't be reached: let it go there too.", name=device.name), "warn"
        )
    except Problem as problem:
        if problem.code != "not-found":
            raise
    return redirect(url_for(".index"), 303)


def _invite(place: str, name: str, survey: str, at: datetime) -> tuple[Invitation, str]:
    """An invitation for one of the shops that the person keeps, showing a survey that is in force."""
    place_id = parse_id(place)
    if place_id is None:
        raise Invalid(detail="place")
    shop = next((shop for shop in _shops() if shop.id == place_id), None)
    if shop is None:
        raise NotFound
    known = {key for key, _title, _version in _surveys()}
    with writing() as session:
        return enrolling.invite(
            session, shop, name.strip()[:80], survey if survey in known else None, by=the_person().id, at=at
        )


def _shops() -> list[Place]:
    return places.shops(db.session(), seen_places())


def _surveys() -> list[tuple[str, str, int]]:
    return queries.surveys(db.session(), current_language().tag)


def _settings() -> Settings:
    settings: Settings = current_app.config["KONTUAR"]
    return settings


def _address() -> str:
    """How a tablet reaches this installation: as the settings say, else as this browser did."""
    return (_settings().public_url or request.host_url).rstrip("/")


def _qr(link: str) -> Markup:
    code = segno.make(link, error="m", micro=False)
    drawn = code.svg_inline(scale=6, border=2, dark="#000", light="#fff", omitsize=True)
    return Markup(drawn)  # noqa: S704  drawn by segno from an address of our own


def _zone() -> ZoneInfo:
    chain = places.chain(db.session())
    return ZoneInfo(chain.time_zone if chain else "UTC")
