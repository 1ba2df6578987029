"""The stick: facts carried to the hub by hand, and verdicts carried back, by the same rules as over the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID

from flask import current_app

from kontuar.core import deeds, places
from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import Invalid
from kontuar.core.installation import installation, receipt_key
from kontuar.core.times import now, to_ms
from kontuar.hub import exchange
from kontuar.sync import carrying, sending
from kontuar.sync.carrying import Carried, CarriedWrong, Judged
from kontuar.sync.kinds import Kinds
from kontuar.sync.receiving import Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.sending import Answer, Item, Parcel, Verdict
from kontuar.sync.stamping import Arrival

TURN = 500  # facts in one transaction


def export_facts(path: Path) -> int:
    """At a node: write every fact without a verdict into a file; says how many."""
    here = installation(db.session())
    up = exchange.line(here)
    if here is None or up is None:
        raise Invalid("No upstream: this installation is a hub itself.")
    with db.engine.connect() as connection:
        return carrying.write_facts(path, up.receipt_key, here.id, now(), sending.all_unsent(connection))


def import_file(path: Path, answer: Path) -> tuple[Counter[str], bool]:
    """Facts at the hub, or verdicts at the node: how many of which verdict, and whether `answer` was written."""
    here = installation(db.session())
    up = exchange.line(here)
    if here is not None and up is not None:
        carried = carrying.check(path, lambda device: up.receipt_key if device == here.id else None)
        if carried.holds != "verdicts":
            raise CarriedWrong(detail="these are facts: take them to the hub")
        return _settle(carried), False
    carried = carrying.check(path, _key_of)
    if carried.holds != "facts":
        raise CarriedWrong(detail="these are verdicts: take them to the node")
    counts: Counter[str] = Counter()
    carrying.write_verdicts(answer, _key(carried.device), carried, _take_in(carried, counts))
    return counts, True


def _key_of(device: UUID) -> bytes | None:
    """The key of a node that hasn't been let go."""
    row = db.session.get(Device, device)
    return _key(device) if row and row.kind == "node" and row.revoked_at is None else None


def _key(device: UUID) -> bytes:
    return receipt_key(current_app.config["KONTUAR"].keys, device)


def _take_in(carried: Carried, counts: Counter[str]) -> Iterator[Judged]:
    node = db.session.get_one(Device, carried.device)
    sender = Sender(node.id, frozenset(places.below(db.session(), [node.place_id])), relays=True)
    kinds: Kinds = current_app.extensions["kontuar.kinds"]
    facts = carrying.facts_of(carried)
    while some := list(islice(facts, TURN)):
        with writing() as session:
            at = to_ms(now())
            answer = receive(
                session.connection(), [item.line for item in some], sender=sender, kinds=kinds, arrival=Arrival(at),
                zones=zones_from(session),
            )  # fmt: skip
        for item, verdict in zip(some, answer.verdicts, strict=True):
            counts[verdict.v] += 1
            yield Judged(item.key, carrying.hash_of(item), verdict)
    with writing() as session:
        told = {"device_id": node.id, "place_id": node.place_id}
        deeds.note(session, now(), "facts.carried", node.name, **told, verdicts=dict(counts))


def _settle(carried: Carried) -> Counter[str]:
    """Verdicts as if the hub had just given them; those of facts that aren't here as they were are passed over."""
    counts: Counter[str] = Counter()
    kinds: Kinds = current_app.extensions["kontuar.kinds"]
    judged = carrying.verdicts_of(carried)
    while some := list(islice(judged, TURN)):
        with writing() as session:
            known = {item.key: item for item in sending.items_at(session.connection(), [each.key for each in some])}
            good = [each for each in some if _same(known.get(each.key), each)]
            done = sending.cursors(session.connection())
            for again in (True, False):  # facts that were held back already, then those past the cursor
                part = [each for each in good if (each.key[1] <= done.get(each.key[0], 0)) is again]
                reach = {} if again else {each.key[0]: each.key[1] for each in part}
                verdicts = [Verdict(*each.verdict) for each in part]
                parcel = Parcel([each.key for each in part], carried.mark, b"", reach)
                sending.settle(session, kinds, parcel, Answer(carried.mark, verdicts), now())
            counts.update(each.verdict.v for each in good)
    return counts


def _same(item: Item | None, judged: Judged) -> bool:
    return item is not None and carrying.hash_of(item) == judged.hash
