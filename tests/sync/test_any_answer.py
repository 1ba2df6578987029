"""Whatever the line does and the hub answers, in whatever order: each fact ends at the hub, or refused and in sight."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from kontuar.core import installation
from kontuar.core.database import Base, db, writing
from kontuar.core.ids import new_id
from kontuar.core.times import now
from kontuar.sync import sending
from kontuar.sync.models import Journal, Overruled, OwnStream, PlaceHead, Quarantined, Stream, Voided, Waiting
from kontuar.sync.outgoing import HeldBack, SentUpTo, SetAside
from kontuar.sync.sending import Answer, Parcel, Verdict
from tests.support.chains import NOON, Tablet
from tests.support.nodes import Node

FACTS = 24
KEPT: tuple[type[Base], ...] = (
    Journal, Overruled, OwnStream, PlaceHead, Quarantined, Stream, Voided, Waiting, HeldBack, SentUpTo, SetAside,
)  # fmt: skip
verdict = st.sampled_from(["created", "created", "quarantined", "conflict", "retry", "refused", "embraced"])
turn = st.fixed_dictionaries(
    {
        "most": st.integers(1, 9),
        "held": st.booleans(),  # first what is due again
        "lost": st.booleans(),  # the hub took it, but its answer never came
        "verdicts": st.lists(verdict, min_size=9, max_size=9),
        "short": st.integers(0, 9),  # verdicts missing at the end
    }
)


@dataclass
class Hub:
    """What a hub would know of the batches that reached it."""

    taken: set[bytes] = field(default_factory=set)

    def judge(self, lines: list[bytes], wished: list[str]) -> list[Verdict]:
        found = []
        for line, wish in zip(lines, wished, strict=False):
            digest = hashlib.sha256(line).digest()
            if digest in self.taken:
                found.append(Verdict("duplicate"))
                continue
            found.append(Verdict(wish, "place" if wish == "refused" else ""))
            if wish in sending.TAKEN:
                self.taken.add(digest)
        return found


@pytest.fixture(scope="module")
def place() -> Iterator[Tablet]:
    yield Tablet(new_id(), new_id())


@given(turns=st.lists(turn, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_fact_ends_at_the_hub_or_in_sight(node: Node, place: Tablet, turns: list[dict[str, object]]) -> None:
    with node.inside():
        _begin_anew()
    tablet = Tablet(place.id, place.place)
    node.takes(tablet, *(tablet.fact("kiosk.lost-property", {"number": number}) for number in range(FACTS)))
    hub = Hub()
    with node.inside():
        for each in turns:
            _exchange(node.app, hub, **each)  # type: ignore[arg-type]
        while _exchange(node.app, hub, most=9, held=False) or _exchange(node.app, hub, most=9, held=True):
            pass
        everything = {row.hash for row in db.session.scalars(select(Journal))}
        aside = [(row.place_id, row.position) for row in db.session.scalars(select(SetAside))]
        refused = {
            row.hash for row in db.session.scalars(select(Journal)) if (row.place_id, row.position) in set(aside)
        }
        assert hub.taken | refused == everything
        assert hub.taken.isdisjoint(refused)
        assert db.session.scalars(select(HeldBack)).all() == []
        assert db.session.scalars(select(SentUpTo.position)).one() == db.session.scalars(select(PlaceHead.high)).one()
        assert len(db.session.scalars(select(Voided)).all()) == _of_tablets(aside)


def _exchange(
    app: Flask,
    hub: Hub,
    *,
    most: int,
    held: bool,
    lost: bool = False,
    verdicts: list[str] | None = None,
    short: int = 0,
) -> bool:
    """One batch; gives whether there was one."""
    with db.engine.connect() as connection:
        later = now() + timedelta(days=1)
        parcel = sending.held_parcel(connection, later, most) if held else None
        parcel = parcel or sending.next_parcel(connection, sending.cursors(connection), most)
        lines = [item.line.partition(b"\t")[2] for item in sending.items_at(connection, parcel.keys)] if parcel else []
    if parcel is None:
        return False
    judged = hub.judge(lines, verdicts or ["created"] * most)
    if not lost:
        _settle(app, parcel, judged[: len(judged) - short] if short < len(judged) else [])
    return True


def _settle(app: Flask, parcel: Parcel, verdicts: list[Verdict]) -> None:
    with writing() as session:
        sending.settle(session, app.extensions["kontuar.kinds"], parcel, Answer(parcel.digest, verdicts), now())


def _of_tablets(aside: list[tuple[object, int]]) -> int:
    """How many of the refused were written by tablets: only for those a reason is recorded."""
    rows = db.session.scalars(select(SetAside))
    return sum(row.kind != "sync.void" for row in rows if (row.place_id, row.position) in set(aside))


def _begin_anew() -> None:
    with writing() as session:
        for table in KEPT:
            session.execute(delete(table))
        if installation.installation(session) is None:
            installation.found(session, kind="node", language="en", at=NOON)
