"""The thread in which a node talks with its hub: it sends soon, waits longer after each failure, and never gives up."""

import json
import time

import pytest
from flask import Flask
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.errors import DeviceUnknown
from kontuar.core.leases import new_holder, take
from kontuar.core.times import now
from kontuar.hub import exchange, rounds
from kontuar.hub.rounds import Rounds
from kontuar.sync import lines
from kontuar.sync.models import Journal, Quarantined, Revision
from kontuar.sync.outgoing import UpstreamContact
from tests.support.chains import Chain, Tablet
from tests.support.databases import on_sqlite
from tests.support.nodes import Node, at_hub, gathered, invited
from tests.support.servers import serving
from tests.sync.test_receiving import take as take_in

pytestmark = on_sqlite


def test_a_fact_goes_up_at_the_next_look(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    going = Rounds(shop.app)
    with shop.inside():
        assert going.round() == rounds.LOOK
        gathered(shop, chain, gdansk_tablet, 4)
        assert going.round() == rounds.LOOK
    assert len(at_hub()) == 4


def test_nothing_is_asked_while_there_is_nothing_to_say(shop: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    going = Rounds(shop.app)
    with shop.inside():
        going.round()
        monkeypatch.setattr(exchange, "exchange", _must_not)
        going.round()


def test_a_hub_that_is_away_is_left_alone_longer_each_time_until_somebody_asks(
    chain: Chain, gdansk_tablet: Tablet, node: Node, app: Flask
) -> None:
    with serving(app) as address:
        node.joins(invited(chain.gdansk, address))
    going = Rounds(node.app)
    gathered(node, chain, gdansk_tablet, 1)
    with node.inside():
        for failures in (1, 2, 3):
            going._next = 0.0
            going.round()
            assert going._failures == failures
            assert going._next - time.monotonic() <= 2**failures
        contact = node.rows(UpstreamContact)[0]
        assert contact.why == "unreachable" and contact.failing_since
        going._next = time.monotonic() + 100
        going.round()
        assert going._failures == 3  # left alone
        exchange.ask_for_it()
        going.round()
        assert going._failures == 4


def test_a_node_that_was_let_go_asks_seldom(shop: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    def let_go(*_: object, **__: object) -> None:
        raise DeviceUnknown

    monkeypatch.setattr(exchange, "exchange", let_go)
    going = Rounds(shop.app)
    with shop.inside():
        going.round()
        assert going._failures == 16


def test_another_process_that_sends_is_not_disturbed(shop: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    with shop.inside():
        with writing() as session:
            take(session, exchange.WORK, new_holder(), now())
        monkeypatch.setattr(exchange, "exchange", _must_not)
        assert Rounds(shop.app).round() == rounds.ALONE


def test_without_a_hub_there_is_nothing_to_do(app: Flask, node: Node) -> None:
    with node.inside():
        assert Rounds(node.app).round() == rounds.ALONE


def _must_not(*_: object, **__: object) -> None:
    raise AssertionError("the hub was asked")


def test_what_an_older_program_could_not_read_is_read_at_the_next_start(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = gdansk_tablet.fact("kiosk.response", {"survey": chain.survey, "x": json.loads("[" * 70 + "]" * 70)})
    plain = gdansk_tablet.response(chain.survey, {"visit": 5}, at="2026-11-22T12:00:00+25:00")
    take_in(app, gdansk_tablet, deep, plain)
    assert [row.line is not None for row in db.session.scalars(select(Quarantined))] == [True, True]
    monkeypatch.setattr(lines, "DEEPEST", 99)
    rounds.read_again(app.extensions["kontuar.kinds"])
    db.session.expire_all()
    left = db.session.scalars(select(Quarantined)).all()
    assert [row.why for row in left if row.line is not None] == ["bad-time"]
    assert [row.seq for row in db.session.scalars(select(Journal))] == [1]


def test_what_a_node_brought_unreadable_is_read_later_with_a_stamp(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "DEEPEST", 99)  # the node is newer than the hub
    shop.takes(gdansk_tablet, gdansk_tablet.fact("kiosk.lost-property", {"x": json.loads("[" * 70 + "]" * 70)}))
    monkeypatch.setattr(lines, "DEEPEST", 64)
    shop.syncs()
    assert at_hub() == []
    monkeypatch.setattr(lines, "DEEPEST", 99)
    rounds.read_again(app.extensions["kontuar.kinds"])
    assert len(at_hub()) == 1


def test_readings_of_an_older_projector_are_told_of(app: Flask, chain: Chain, caplog: pytest.LogCaptureFixture) -> None:
    kinds = app.extensions["kontuar.kinds"]
    rounds.read_again(kinds)
    assert "rebuild" not in caplog.text
    with writing() as session:
        session.get_one(Revision, "kiosk.response").revision -= 1
    rounds.read_again(kinds)
    assert "kiosk.response" in caplog.text and "rebuild" in caplog.text
