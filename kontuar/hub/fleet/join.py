"""Join: an empty installation becomes a shop's node of a hub."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.database import db, writing
from kontuar.core.errors import Invalid, Unreachable
from kontuar.core.installation import found, installation, kept_secret, replace_secret
from kontuar.core.places import chain
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.hub.exchange import CREDENTIALS
from kontuar.hub.joining import AnotherHub, AnotherShop, NotEmpty, Way
from kontuar.hub.releases import fetching, signing, switching
from kontuar.hub.releases.manifest import Manifest, wanted
from kontuar.hub.releases.signing import Trust
from kontuar.sync.definitions import KINDS, Definition
from kontuar.sync.models import Journal, OwnStream
from kontuar.sync.outgoing import UpstreamContact
from kontuar.sync.upstream import Upstream, problem

NONCE = "joining"  # a file by which the hub knows us again, when its answer was lost


def is_empty(session: Session) -> bool:
    """Whether this installation has begun nothing yet: only such a one may join."""
    here = installation(session)
    begun = (
        chain(session)
        or session.scalar(select(Definition.hash).limit(1))
        or session.scalar(select(Journal.id).limit(1))
    )
    return begun is None and (here is None or here.upstream is None)


def is_node(session: Session) -> bool:
    """Whether it has joined already: then it may do so again, for the same shop, say after its token was let go."""
    here = installation(session)
    return here is not None and here.kind == "node" and here.upstream is not None


def join(way: Way, name: str) -> Manifest:
    """Join: check the hub's key by the code, be given an identity, take over the first release. Whole or not at all.

    Raises NotEmpty, AnotherHub, AnotherShop, Unreachable, or what the hub says of the code.
    """
    if not (is_empty(db.session()) or is_node(db.session())):
        raise NotEmpty
    stranger = Upstream(way.address)
    key = str(stranger.ask_json("/api/v1/hub").get("hub_key", ""))
    if not way.leads_to(key):
        raise AnotherHub(detail=way.address)
    answer = _identity(stranger, way, name, key)
    trust = Trust(key, recovery_key=answer.get("recovery_key"))
    return _take_over(way.address, answer, trust)


def _identity(stranger: Upstream, way: Way, name: str, key: str) -> dict[str, Any]:
    """What the hub says we are, in an answer that its key has signed."""
    settings: Settings = current_app.config["KONTUAR"]
    nonce = kept_secret(settings.keys / NONCE, signing.new_private).hex()
    asked = json.dumps({"code": way.secret, "nonce": nonce, "name": name}).encode()
    reply = stranger.ask("POST", "/api/v1/join", body=asked, headers={"Content-Type": "application/json"})
    if reply.status != 200:
        raise problem(reply)
    if not signing.signed_by(key, reply.body, reply.headers.get("Signature", "")):
        raise AnotherHub(detail="signature")
    answer = json.loads(reply.body)
    if not isinstance(answer, dict):
        raise Unreachable(detail="not Kontuar's answer")
    return answer


def _take_over(address: str, answer: dict[str, Any], trust: Trust) -> Manifest:
    settings: Settings = current_app.config["KONTUAR"]
    upstream, device, place = Upstream(address, answer["token"]), UUID(answer["device"]), UUID(answer["place"]["id"])
    came = fetching.newest(upstream, -1)
    if came is None:
        raise Invalid(detail="no release")
    manifest, trust = switching.checked(came.content, came.signature, trust, came.introduction)
    switching.must_fit(manifest, place, 0)
    before = installation(db.session())
    if before and before.place_id not in (None, place):
        raise AnotherShop(detail=manifest.directory.places[-1].name)
    incoming = fetching.Incoming(settings.home / "incoming")
    incoming.fetch(upstream, wanted(manifest, KINDS))
    kept = {"token": answer["token"], "receipt_key": answer["receipt_key"]}
    replace_secret(settings.keys / CREDENTIALS, json.dumps(kept).encode())
    at = now()
    with writing() as session:
        if not (is_empty(session) or is_node(session)):
            raise NotEmpty
        here = installation(session) or found(session, kind="node", language=manifest.language, at=at)
        here.id, here.kind, here.place_id = device, "node", place
        here.upstream, here.upstream_key, here.release = address, trust.key, 0
        session.execute(delete(OwnStream))  # another device writes from now on, in streams of its own
        session.execute(delete(UpstreamContact))
        session.flush()
        switching.switch(session, manifest, trust, incoming.document, at)
        deeds.note(session, at, "node.joined", address, device_id=device, place_id=place)
    incoming.clear()
    return manifest
