"""Inviting: a code for a shop becomes that shop's node, once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kontuar.core import deeds
from kontuar.core.devices import Device, new_token
from kontuar.core.ids import new_id
from kontuar.core.installation import changed
from kontuar.core.places import Place
from kontuar.hub.fleet.models import NodeInvitation
from kontuar.hub.joining import NodeCodeWrong, new_secret
from kontuar.hub.people.tries import keyed

GOOD_FOR = timedelta(minutes=15)
KEPT = timedelta(days=1)


def invite(session: Session, place: Place, name: str, *, by: UUID | None, at: datetime) -> tuple[NodeInvitation, str]:
    """An invitation for a node of `place`, and its secret, told once."""
    session.execute(delete(NodeInvitation).where(NodeInvitation.until < at - KEPT))
    secret = new_secret()
    row = NodeInvitation(
        id=new_id(),
        hash=keyed("node", secret),
        place_id=place.id,
        name=name,
        made_by=by,
        made_at=at,
        until=at + GOOD_FOR,
    )
    session.add(row)
    session.flush()
    deeds.note(session, at, "node.invited", name, person_id=by, place_id=place.id, where=place.name)
    return row, secret


def accept(session: Session, secret: str, name: str, nonce: str, at: datetime) -> tuple[Device, str]:
    """Use an invitation up: the node's row in the directory, and its token, told once. Raises NodeCodeWrong.

    The same node, known by its `nonce`, may come again while the code lasts: the answer may have been lost on the way.
    """
    row = session.scalar(select(NodeInvitation).where(NodeInvitation.hash == keyed("node", secret)).with_for_update())
    if row is None or at >= row.until:
        raise NodeCodeWrong
    print_ = hashlib.sha256(nonce.encode()).digest()
    if row.device_id is not None:
        device = session.get_one(Device, row.device_id)
        if row.nonce != print_ or device.revoked_at is not None:
            raise NodeCodeWrong
        return device, new_token(session, device.id, at)
    device = Device(id=new_id(), place_id=row.place_id, kind="node", name=name or row.name, enrolled_at=at)
    session.add(device)
    session.flush()
    row.used_at, row.device_id, row.nonce = at, device.id, print_
    session.flush()
    deeds.note(
        session, at, "node.joined", device.name, person_id=row.made_by, device_id=device.id, place_id=row.place_id
    )
    changed(session)
    return device, new_token(session, device.id, at)
