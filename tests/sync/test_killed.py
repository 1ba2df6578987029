"""Ten thousand facts over a line that loses every third answer, while node and hub are killed five times each."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from kontuar.core.database import db, writing
from kontuar.hub import exchange
from kontuar.sync import sending
from kontuar.sync.models import Journal, Stream
from tests.support.batches import BatchLine, Happening, Stopped
from tests.support.chains import Chain
from tests.support.nodes import Node, invited
from tests.support.programs import Program, stamp

FACTS, KILLS, SEED = 10_000, 5, 20261122
PATIENCE = 150  # seconds


@pytest.fixture
def hub_program(app: Flask, database: str) -> Iterator[Program]:
    stamp(app)
    program = Program(app.config["KONTUAR"].home, database)
    yield program
    program.kill()


@pytest.fixture
def node_program(node: Node) -> Iterator[Program]:
    stamp(node.app)
    program = Program(node.app.config["KONTUAR"].home)
    yield program
    program.kill()


def killing(*programs: Program) -> Happening:
    """Kill programs where they stand, and start them again beside."""

    def happen(stopped: Stopped) -> None:
        for program in programs:
            program.kill()
        for program in programs:
            program.start(wait=False)

    return happen


def plan(hub: Program, node: Program) -> dict[int, tuple[str, Happening]]:
    """Which batches end by a kill of one end or of both, and where: in the request, while the hub is at it, in the answer."""
    chance = random.Random(SEED)
    victims = [(hub,), (node,), (hub,), (node,), *[(hub, node)] * (KILLS - 2)]
    chance.shuffle(victims)
    batches = sorted(chance.sample(range(2, 25), len(victims)))  # twenty succeed, so that there are more than these
    places = ["request", "wait", "answer", *chance.choices(["request", "wait", "answer"], k=len(victims) - 3)]
    return {batch: (where, killing(*who)) for batch, where, who in zip(batches, places, victims, strict=True)}


@pytest.mark.slow
def test_no_fact_is_lost_or_doubled_by_kills_and_lost_answers(
    app: Flask, chain: Chain, node: Node, hub_program: Program, node_program: Program, tmp_path: Path
) -> None:
    hub_program.start()
    line = BatchLine(("127.0.0.1", hub_program.port), plan(hub_program, node_program), lose=3)
    with writing() as session:
        tablets = [chain.tablet(session, name=name) for name in ("By the door", "By the till")]
    node.joins(invited(chain.gdansk, line.address))
    chance = random.Random(SEED)
    for start in range(0, FACTS, 500):
        tablet = tablets[start // 500 % 2]
        answers = [{"visit": chance.randint(1, 5), "recommend": chance.randint(0, 10)} for _ in range(500)]
        node.takes(tablet, *(tablet.response(chain.survey, each) for each in answers))
    node_program.start(wait=False)
    until_sent(node)
    line.close()

    assert len(line.stopped) == KILLS + 2
    assert all(stopped.in_the_middle for stopped in line.stopped)
    assert (hub_program.starts, node_program.starts) == (1 + KILLS, 1 + KILLS)
    assert line.lost >= 5
    assert line.duplicates >= 500
    assert ids_at_node(node) == set(db.session.scalars(select(Journal.id)))
    assert db.session.scalar(select(func.count()).select_from(Journal)) == FACTS
    for stream in db.session.scalars(select(Stream)):
        seqs = select(Journal.seq).where(Journal.device_id == stream.device_id, Journal.epoch == stream.epoch)
        assert sorted(db.session.scalars(seqs)) == list(range(1, stream.high + 1))
        assert stream.forked_at is None


def until_sent(node: Node) -> None:
    """Wait until everything has had its verdict; whoever waits asks for it, as somebody at the node's page would."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with node.inside():
            with db.engine.connect() as connection:
                left, _ = sending.unsent(connection)
            if left == 0:
                return
            exchange.ask_for_it()
        threading.Event().wait(0.5)
    raise AssertionError(f"{left} facts are still unsent")


def ids_at_node(node: Node) -> set[object]:
    with node.inside():
        return set(db.session.scalars(select(Journal.id)))
