"""What a shop has gathered goes up to the hub, in batches, each fact once."""

import json
import zlib
from datetime import timedelta

import msgspec
import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.responses.models import Response
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact
from kontuar.core.errors import Busy, Problem
from kontuar.core.installation import installation
from kontuar.core.leases import LENGTH, Lease, new_holder, take
from kontuar.core.times import now
from kontuar.hub import exchange
from kontuar.sync import delivering, sending
from kontuar.sync.models import Journal, Overruled, Quarantined
from kontuar.sync.outgoing import UpstreamContact
from kontuar.sync.receipts import receipt
from kontuar.sync.sending import Answer, NotGenuine, Verdict
from tests.support.chains import Chain, Tablet
from tests.support.nodes import Node, at_hub, gathered
from tests.sync.test_receiving import take as take_in


def test_what_customers_said_in_the_shop_is_at_head_office_after_an_exchange(
    chain: Chain, gdansk_tablet: Tablet, shop: Node
) -> None:
    ids = gathered(shop, chain, gdansk_tablet, 7)
    done = shop.syncs()
    assert (done.facts, done.batches) == (7, 1)
    assert at_hub() == sorted(ids)
    assert db.session.scalar(select(func.count()).select_from(Response)) == 7
    assert shop.syncs().facts == 0


def test_the_stamp_the_shop_gave_travels_with_the_fact(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    gathered(shop, chain, gdansk_tablet, 3)
    columns = ("id", "stamp_at", "stamp_margin", "stamp_day", "stamp_hour", "line", "hash")
    here = [tuple(getattr(row, name) for name in columns) for row in shop.rows(Journal)]
    shop.syncs()
    there = [tuple(getattr(row, name) for name in columns) for row in db.session.scalars(select(Journal))]
    assert sorted(here) == sorted(there)


def test_many_facts_go_in_batches_and_none_twice(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    ids = gathered(shop, chain, gdansk_tablet, 230)
    done = shop.syncs(most=50)
    assert (done.facts, done.batches) == (230, 5)
    assert at_hub() == sorted(ids)


def test_both_bytes_of_a_conflict_and_an_unknown_kind_go_up(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    first = gdansk_tablet.response(chain.survey, {"visit": 1})
    id = json.loads(first)["id"]
    other = gdansk_tablet.response(chain.survey, {"visit": 5}, id=id, seq=gdansk_tablet.seq)
    shop.takes(gdansk_tablet, first, other, gdansk_tablet.fact("kiosk.lost-property", {"what": "umbrella"}))
    shop.syncs()
    assert len(db.session.scalars(select(Overruled)).all()) == 1
    assert [row.why for row in db.session.scalars(select(Quarantined))] == ["unknown-kind"]
    hub, node = db.session.scalars(select(Response.answers)).one(), shop.rows(Response)[0].answers
    assert hub == node


def test_a_heartbeat_says_how_far_the_node_is(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    shop.syncs()
    own = db.session.scalars(select(Device).where(Device.kind == "node")).one()
    contact = db.session.get_one(DeviceContact, own.id)
    assert (contact.unsent, contact.release) == (0, shop.rows(UpstreamContact)[0].release)


def test_a_heartbeat_writes_nothing_when_nothing_changed(chain: Chain, shop: Node) -> None:
    shop.syncs()
    file = shop.app.config["KONTUAR"].home / "kontuar.db-wal"
    before = file.stat().st_size
    for _ in range(3):
        assert shop.syncs().facts == 0
    assert file.stat().st_size == before


def test_only_one_process_sends(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    gathered(shop, chain, gdansk_tablet, 1)
    with shop.inside():
        with writing() as session:
            assert take(session, exchange.WORK, new_holder(), now())
        up = exchange.line(installation(db.session()))
        assert up
        with pytest.raises(Busy):
            exchange.exchange(up, new_holder())


def test_the_lease_of_a_process_that_was_killed_is_free(chain: Chain, shop: Node) -> None:
    with shop.inside(), writing() as session:
        mine, at = new_holder(), now()
        machine = mine.split(" ")[0]
        assert take(session, "x", f"{machine} 4194999 00", at)
        assert take(session, "x", mine, at)
        assert not take(session, "x", f"elsewhere 1 {'0' * 16}", at)
        assert take(session, "x", f"elsewhere 1 {'0' * 16}", at + LENGTH)
        row = session.get_one(Lease, "x")
        row.until = at + 10 * LENGTH  # somebody has set the clock back
        session.flush()
        assert take(session, "x", mine, at)


def test_pauses_grow_to_five_minutes_and_are_never_the_same() -> None:
    for failures, ceiling in ((1, 2), (3, 8), (20, 300)):
        drawn = {sending.pause(failures) for _ in range(200)}
        assert max(drawn) <= ceiling and min(drawn) < ceiling / 4 and len(drawn) > 100
    assert sending.pause(1, 40) >= 40


def test_unsent_facts_are_counted_with_the_age_of_the_oldest(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    with shop.inside(), db.engine.connect() as connection:
        assert sending.unsent(connection) == (0, None)
    gathered(shop, chain, gdansk_tablet, 12)
    with shop.inside(), db.engine.connect() as connection:
        count, oldest = sending.unsent(connection)
    assert count == 12 and oldest and now() - oldest < timedelta(minutes=1)


def test_a_batch_never_grows_past_its_bytes(
    chain: Chain, gdansk_tablet: Tablet, shop: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_BYTES", 2_000)
    ids = gathered(shop, chain, gdansk_tablet, 11)
    done = shop.syncs()
    assert done.facts == 11 and done.batches == 3
    assert at_hub() == sorted(ids)


def test_answers_are_matched_to_their_batch() -> None:
    parcel = sending.parcel([])
    other = msgspec.json.encode(Answer("0" * 64, [Verdict("created")]))
    with pytest.raises(NotGenuine):
        sending.read_answer(b"key", parcel, other, receipt(b"key", parcel.digest, other))
    assert isinstance(NotGenuine(), Problem) and delivering.Delivered().facts == 0


def test_a_batch_is_made_and_settled_alike_on_both_databases(app: Flask, chain: Chain, gdansk_tablet: Tablet) -> None:
    lines = [gdansk_tablet.response(chain.survey, {"visit": 4}) for _ in range(7)]
    take_in(app, gdansk_tablet, *lines)
    with db.engine.connect() as connection:
        parcel = sending.next_parcel(connection, {}, 5)
        assert [item.line.partition(b"\t")[2] for item in sending.all_unsent(connection)] == lines
    assert parcel and parcel.reach == {chain.gdansk: 5}
    sent = zlib.decompress(parcel.packed, wbits=31).splitlines()
    assert [line.partition(b"\t")[2] for line in sent] == lines[:5]
    verdicts = [Verdict("created"), Verdict("retry", "busy"), Verdict("refused", "place"), Verdict("duplicate")]
    with writing() as session:
        sending.settle(session, app.extensions["kontuar.kinds"], parcel, Answer(parcel.digest, verdicts), now())
    with db.engine.connect() as connection:
        assert sending.cursors(connection) == {chain.gdansk: 5}
        assert sending.unsent(connection)[0] == 2 + 2 + 1  # not sent, held back, and the word of what was refused
        due = sending.held_parcel(connection, now() + timedelta(hours=2))
        assert due and [position for _, position in due.keys] == [2, 5]
