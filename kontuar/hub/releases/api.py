"""What a node fetches: its signed release, and documents by their hashes."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request

from kontuar.core.database import db
from kontuar.core.installation import installation
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub.releases import signing
from kontuar.hub.releases.manifest import manifest_for, write
from kontuar.sync.definitions import Definition
from kontuar.web.access import current_device, for_device

api = Blueprint("releases_api", __name__, url_prefix="/api/v1")


@api.get("/release")
@for_device("node")
def release() -> Response:
    """The release for this node's place; 304 where it has it."""
    settings: Settings = current_app.config["KONTUAR"]
    here = installation(db.session())
    if here and request.args.get("have", type=int) == here.release:
        return Response(status=304)
    content = write(manifest_for(db.session(), settings.keys, current_device().place_id, now()))
    response = Response(content, mimetype="application/json")
    response.headers["Signature"] = signing.sign(settings.keys, content)
    if introduction := signing.introduction(settings.keys):
        response.headers["Introduction"] = introduction
    response.headers["Cache-Control"] = "no-store"
    return response


@api.get("/documents/<hash>")
@for_device("node")
def document(hash: str) -> Response:
    """The bytes of a definition, or the piece of them that Range asks for."""
    try:
        found = db.session.get(Definition, bytes.fromhex(hash)) if len(hash) == 64 else None
    except ValueError:
        found = None
    if found is None:
        abort(404)
    response = Response(found.document, mimetype="application/json")
    response.set_etag(hash)
    response.make_conditional(request, accept_ranges=True, complete_length=len(found.document))
    return response
