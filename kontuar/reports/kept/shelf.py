"""The shelf: which pages can be kept, who finds a view, and who may change it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from flask import current_app, url_for
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from kontuar.core import places
from kontuar.core.errors import N_, Invalid, NotFound
from kontuar.core.ids import parse_id
from kontuar.core.people import Person, Role
from kontuar.reports.kept.models import KeptView, Subscription, WallScreen
from kontuar.reports.readers import READERS

PAGES = ("results.index", "results.trend", "results.shops", "results.reasons", "results.control", "comments.index")
MOST = 100  # views of one person
_NAME = re.compile(r"[a-z][a-z-]{0,39}")


class CantKeep(Invalid):
    code = "cant-keep"
    message = N_("This address can't be kept. Open a page of results and keep it from there.")


class Enough(Invalid):
    code = "enough-views"
    message = N_("You have kept a hundred views. Remove one first.")


def asked(address: str) -> tuple[str, str]:
    """The page and the choices that an address of our own stands for. Raises CantKeep."""
    try:
        parts = urlsplit(address)
        endpoint, values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
        chosen = dict(parse_qsl(parts.query, max_num_fields=30))
    except (HTTPException, RequestRedirect, ValueError) as error:
        raise CantKeep(detail=address[:80]) from error
    chosen.pop("page", None)
    sound = all(_NAME.fullmatch(name) and len(value) <= 200 and value.isprintable() for name, value in chosen.items())
    query = urlencode(chosen)
    if endpoint not in PAGES or values or parts.scheme or parts.netloc or not sound or len(query) > 1000:
        raise CantKeep(detail=address[:80])
    return endpoint, query


def path(view: KeptView) -> str:
    """Where a view leads, within this installation."""
    return _with(current_app.url_map.bind("localhost").build(view.endpoint), view.query)


def address(view: KeptView, *, outside: bool = False) -> str:
    """A link to a view."""
    return _with(url_for(view.endpoint, _external=outside), view.query)


def _with(page: str, query: str) -> str:
    return f"{page}?{query}" if query else page


def found_by(session: Session, person: Person) -> list[KeptView]:
    """A person's own views and those shared with him, by name; none of a place that isn't his to see."""
    which = select(KeptView).where(or_(KeptView.person_id == person.id, KeptView.shared))
    rows = sorted(session.scalars(which), key=lambda view: (view.name.casefold(), view.id))
    wanted = {view.id: place for view in rows if (place := dict(parse_qsl(view.query)).get("place"))}
    seen = places.below(session, person.roots(READERS)) if wanted else set()
    return [view for view in rows if view.id not in wanted or parse_id(wanted[view.id]) in seen]


def found(session: Session, person: Person, view_id: UUID) -> KeptView:
    """A view that somebody may see. Raises NotFound, as if others' weren't there."""
    view = next((view for view in found_by(session, person) if view.id == view_id), None)
    if view is None:
        raise NotFound(detail="view")
    return view


def may_change(session: Session, person: Person, view: KeptView) -> bool:
    """Its owner; and of shared ones an administrator of the whole chain."""
    chain = places.chain(session)
    everywhere = chain is not None and chain.id in person.roots([Role.ADMIN])
    return view.person_id == person.id or (view.shared and everywhere)


def keep(session: Session, view: KeptView) -> None:
    """Keep a new view. Raises Enough."""
    if len(session.scalars(select(KeptView.id).where(KeptView.person_id == view.person_id)).all()) >= MOST:
        raise Enough
    session.add(view)


def remove(session: Session, view: KeptView) -> None:
    """Take a view away, with its mails and screens."""
    session.execute(delete(Subscription).where(Subscription.view_id == view.id))
    session.execute(delete(WallScreen).where(WallScreen.view_id == view.id))
    session.delete(view)
