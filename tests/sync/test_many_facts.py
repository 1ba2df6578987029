"""Many thousand facts of two shops in any order and split, late, forked, in conflict: the same readings, rebuilt too."""

from __future__ import annotations

import hashlib
import random
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from kontuar.core.database import db, writing
from kontuar.sync.kinds import Kinds
from kontuar.sync.models import Journal, Overruled, Waiting
from kontuar.sync.rebuilding import rebuild
from tests.support.chains import Chain
from tests.sync.test_any_order import DEVICES, Event, Published, Sent, Undone, feed, line_of, readings

PEOPLE = [UUID(int=(7 << 76) | (2 << 62) | (3 << 40) | number) for number in range(500)]
STREAMS = dict(zip(DEVICES, [("gdansk", "a" * 32), ("krakow", "b" * 32)], strict=True))
KINDS = (
    ["kiosk.response"] * 85 + ["lms.attempt"] * 10 + ["kiosk.comment-hidden"] * 3 + ["sync.void", "kiosk.lost-property"]
)


def identity(number: int) -> UUID:
    return UUID(int=(7 << 76) | (2 << 62) | (4 << 40) | number)


def lines(chain: Chain, dice: random.Random, facts: int) -> list[Event]:
    """What two tablets wrote: one number in fifty is used twice (a fork), one id in fifty has two bodies (a conflict)."""
    made: list[Event] = []
    seqs = dict.fromkeys(DEVICES, 0)
    for number in range(facts):
        device = dice.choice(DEVICES)
        seqs[device] += dice.random() > 0.02 or not seqs[device]
        fact: dict[str, Any] = {
            "id": identity(number - 1 if number and dice.random() < 0.02 else number),
            "device": device,
            "stream": STREAMS[device],
            "seq": seqs[device],
            "kind": dice.choice(KINDS),
            "v": 1,
            "survey": "late" if dice.random() < 0.1 else "now",
            "language": dice.choice(["pl", "uk"]),
            "complete": dice.random() < 0.8,
            "answers": {
                "visit": dice.randint(1, 5),
                "reasons": dice.choice([["waiting"], ["advice", "price"], []]),
                "recommend": dice.randint(0, 10),
            },
            "person": dice.choice(PEOPLE),
            "learnt": {"greet": dice.random() < 0.5, "wait": dice.choice(["say", "hush"])},
            "weight": dice.choice([None, 1, 0.25]),
            "segment": dice.choice([None, "food", "toys"]),
            "all": True,
        }
        made.append(Sent(line_of(fact, getattr(chain, STREAMS[device][0]), chain.survey)))
    return made


def split(events: list[Event], dice: random.Random, most: int) -> list[list[Event]]:
    """Batches of any size up to `most`."""
    batches, start = [], 0
    while start < len(events):
        end = start + dice.randint(1, most)
        batches.append(events[start:end])
        start = end
    return batches


def digests(connection: Connection, kinds: Kinds) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and what they come to."""
    return {
        table: (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        for table, rows in readings(connection, kinds).items()
    }


@pytest.mark.slow
def test_any_order_and_a_rebuild_give_the_same_readings(
    app: Flask, chain: Chain, request: pytest.FixtureRequest
) -> None:
    facts: int = request.config.getoption("facts")
    kinds: Kinds = app.extensions["kontuar.kinds"]
    dice = random.Random(20261122)
    written = lines(chain, dice, facts)
    as_written = [*written[: facts // 2], Published(), *written[facts // 2 :]]
    shuffled = [Published(), *written, *dice.sample(written, facts // 100)]
    dice.shuffle(shuffled)

    with pytest.raises(Undone), writing() as session:
        feed(session.connection(), kinds, chain, split(as_written, dice, 1_000))
        first = digests(session.connection(), kinds)
        raise Undone
    with writing() as session:
        feed(session.connection(), kinds, chain, split(shuffled, dice, 2_000))
        second = digests(session.connection(), kinds)
    assert second == first
    written_to = {
        table.__tablename__ for name in set(KINDS) & {kind.name for kind in kinds} for table in kinds[name].tables
    }
    assert {table for table, (rows, _) in first.items() if not rows and table in written_to} == {"comment"}
    assert first["overruled"][0] >= facts // 200

    kept = db.session.scalar(select(func.count()).select_from(Journal))
    assert kept == first["journal"][0]
    assert rebuild(writing, kinds) == kept
    assert digests(db.session.connection(), kinds) == first
    assert db.session.scalar(select(func.count()).select_from(Overruled)) == first["overruled"][0]
    assert db.session.scalar(select(func.count()).select_from(Waiting)) == 0
