"""What a shop has gathered isn't lost, doubled or held up by lines that fail, false hubs and refusals."""

import gzip
import io
import json
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.errors import DeviceUnknown, Unreachable
from kontuar.core.installation import receipt_key
from kontuar.core.times import now
from kontuar.hub.enrolment import enrolling
from kontuar.sync import sending
from kontuar.sync.models import OwnStream, Stream, Voided
from kontuar.sync.outgoing import HeldBack, SentUpTo, SetAside
from kontuar.sync.receipts import receipt
from kontuar.sync.sending import NotGenuine
from tests.fault_proxy import FaultProxy
from tests.support.chains import Chain, Tablet
from tests.support.nodes import Node, at_hub, gathered, invited


def test_an_answer_that_was_lost_doubles_nothing(
    chain: Chain, gdansk_tablet: Tablet, node: Node, proxied: FaultProxy
) -> None:
    node.joins(invited(chain.gdansk, f"http://127.0.0.1:{proxied.port}"))
    ids = gathered(node, chain, gdansk_tablet, 10)
    proxied.set("drop_response")
    with pytest.raises(Unreachable):
        node.syncs()
    assert at_hub() == sorted(ids)
    assert node.rows(SentUpTo) == []
    proxied.set("pass")
    assert node.syncs().facts == 10
    assert len(at_hub()) == 10
    assert [row.position for row in node.rows(SentUpTo)] == [10]


@pytest.fixture
def proxied(served: str) -> Any:
    proxy = FaultProxy(("127.0.0.1", int(served.rpartition(":")[2])))
    yield proxy
    proxy.close()


@pytest.fixture
def answers(app: Flask) -> dict[str, Any]:
    """Somebody who changes what the hub answers to batches: `answers["facts"] = hand`."""
    hands: dict[str, Any] = {}
    inner = app.wsgi_app

    def between(environ: Any, start: Any) -> Any:
        if environ["PATH_INFO"] != "/api/v1/facts" or "facts" not in hands:
            return inner(environ, start)
        said: list[Any] = []
        body = b"".join(inner(environ, lambda status, headers, *more: said.extend([status, headers])))
        status, headers, body = hands["facts"](said[0], said[1], body)
        start(status, [(name, value) for name, value in headers if name != "Content-Length"])
        return [body]

    app.wsgi_app = between  # type: ignore[method-assign]
    return hands


def judged(app: Flask, shop: Node, verdict: Any) -> Any:
    """A hand that gives other verdicts, with a good receipt: as the hub itself would."""
    device = shop.rows(Device)
    own = next(row.id for row in device if row.kind == "node")
    key = receipt_key(app.config["KONTUAR"].keys, own)

    def hand(status: str, headers: Any, body: bytes) -> Any:
        answer = json.loads(body)
        answer["verdicts"] = verdict(answer["verdicts"])
        body = json.dumps(answer).encode()
        headers = [(name, value) for name, value in headers if name != "Receipt"]
        return status, [*headers, ("Receipt", receipt(key, answer["batch"], body))], body

    return hand


def test_without_a_good_receipt_nothing_is_forgotten(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, answers: dict[str, Any]
) -> None:
    gathered(shop, chain, gdansk_tablet, 3)
    hands = {
        "no receipt": lambda status, headers, body: (status, [h for h in headers if h[0] != "Receipt"], body),
        "another receipt": lambda status, headers, body: (
            status, [(n, "0" * 64 if n == "Receipt" else v) for n, v in headers], body,
        ),
        "another body": lambda status, headers, body: (status, headers, body.replace(b"duplicate", b"refused")),
        "a page": lambda status, headers, body: (status, [("Content-Type", "text/html")], b"<p>Welcome"),
    }  # fmt: skip
    for hand in hands.values():
        answers["facts"] = hand
        with pytest.raises((NotGenuine, Unreachable)):
            shop.syncs()
        assert shop.rows(SentUpTo) == []
    answers["facts"] = lambda status, headers, body: ("302 Found", [("Location", "/sign-in")], b"")
    with pytest.raises(Unreachable):
        shop.syncs()
    answers.clear()
    assert shop.syncs().facts == 3


def test_what_the_hub_wants_later_is_held_back_while_the_rest_goes_on(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, answers: dict[str, Any]
) -> None:
    gathered(shop, chain, gdansk_tablet, 20)
    answers["facts"] = judged(app, shop, lambda said: [{"v": "retry", "why": "busy"}, *said[1:4]])  # 5 of a batch
    shop.syncs(most=5)
    held = shop.rows(HeldBack)
    assert Counter(row.why for row in held) == {"busy": 4, "no-verdict": 4}
    assert {row.position for row in held} == {1, 5, 6, 10, 11, 15, 16, 20}
    answers.clear()
    assert shop.syncs().facts == 0  # not due yet
    with shop.inside(), writing() as session:
        for row in session.scalars(select(HeldBack)):
            row.again_at = now()
    assert shop.syncs().facts == 8
    assert shop.rows(HeldBack) == []
    assert len(at_hub()) == 20


def test_a_verdict_nobody_knows_is_no_verdict(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, answers: dict[str, Any]
) -> None:
    gathered(shop, chain, gdansk_tablet, 2)
    answers["facts"] = judged(app, shop, lambda said: [{"v": "embraced"}, {"v": "created"}])
    shop.syncs()
    assert [(row.position, row.why) for row in shop.rows(HeldBack)] == [(1, "embraced")]


def test_a_refused_fact_is_set_aside_and_its_gap_explained(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, answers: dict[str, Any]
) -> None:
    ids = gathered(shop, chain, gdansk_tablet, 4)
    answers["facts"] = judged(app, shop, lambda said: [said[0], {"v": "refused", "why": "place"}, *said[2:]])
    shop.syncs()
    answers.clear()
    aside = shop.rows(SetAside)
    assert [(row.fact_id, row.kind, row.why) for row in aside] == [(ids[1], "kiosk.response", "place")]
    shop.syncs()  # the fact that says so
    void = db.session.scalars(select(Voided)).one()
    assert (void.device_id, void.epoch, void.seq, void.why) == (gdansk_tablet.id, gdansk_tablet.epoch, 2, "place")
    with shop.inside(), writing() as session:
        assert sending.send_again(session, [(row.place_id, row.position) for row in aside], now()) == 1
    assert shop.syncs().facts == 1
    assert shop.rows(SetAside) == [] and shop.rows(HeldBack) == []


def test_a_void_that_is_refused_makes_no_further_void(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, answers: dict[str, Any]
) -> None:
    gathered(shop, chain, gdansk_tablet, 1)
    answers["facts"] = judged(app, shop, lambda said: [{"v": "refused", "why": "place"} for _ in said])
    for _ in range(3):
        shop.syncs()
    assert [row.kind for row in shop.rows(SetAside)] == ["kiosk.response", "sync.void"]


def test_a_forked_own_stream_is_begun_anew(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, answers: dict[str, Any]
) -> None:
    gathered(shop, chain, gdansk_tablet, 1)
    answers["facts"] = judged(app, shop, lambda said: [{"v": "refused", "why": "place"} for _ in said])
    shop.syncs()
    old = shop.rows(OwnStream)[0].epoch
    with writing() as session:  # the hub had facts of that epoch which this node, restored from a copy, forgot
        own = next(row for row in session.scalars(select(Device)) if row.kind == "node")
        session.add(Stream(device_id=own.id, epoch=old, place_id=chain.gdansk, high=9, forked_at=now()))
    answers.clear()
    shop.syncs()
    assert shop.rows(OwnStream) == []


def test_a_way_that_takes_only_small_batches_gets_small_ones(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node
) -> None:
    ids = gathered(shop, chain, gdansk_tablet, 40)
    inner = app.wsgi_app
    sizes: list[int] = []

    def narrow(environ: Any, start: Any) -> Any:
        lines = int(environ.get("HTTP_BATCH", "lines=0").partition("lines=")[2].partition(";")[0])
        if lines > 9:
            start("413 Request Entity Too Large", [("Content-Type", "text/html")])
            return [b"<h1>413</h1>"]
        sizes.append(lines)
        return inner(environ, start)

    app.wsgi_app = narrow  # type: ignore[method-assign]
    shop.syncs(most=40)
    assert at_hub() == sorted(ids)
    assert max(sizes) == 5


def test_a_fact_too_large_for_the_way_does_not_stop_the_others(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node
) -> None:
    shop.takes(gdansk_tablet, gdansk_tablet.fact("kiosk.response", {"survey": chain.survey, "padding": "x" * 200_000}))
    ids = gathered(shop, chain, gdansk_tablet, 3)
    inner = app.wsgi_app

    def narrow(environ: Any, start: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ["PATH_INFO"] == "/api/v1/facts" and len(gzip.decompress(body)) > 100_000:
            start("413 Request Entity Too Large", [("Content-Type", "text/html")])
            return [b"<h1>413</h1>"]
        return inner(environ | {"wsgi.input": io.BytesIO(body)}, start)

    app.wsgi_app = narrow  # type: ignore[method-assign]
    shop.syncs()
    assert at_hub() == sorted(ids)
    assert [row.why for row in shop.rows(HeldBack)] == ["too-large"]


def test_a_revoked_node_keeps_its_facts(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    gathered(shop, chain, gdansk_tablet, 2)
    with writing() as session:
        node = session.scalars(select(Device).where(Device.kind == "node")).one()
        enrolling.revoke(session, node, by=None, at=now())
    with pytest.raises(DeviceUnknown):
        shop.syncs()
    assert at_hub() == [] and shop.rows(SentUpTo) == []


def test_a_node_may_not_bring_facts_of_another_shop(chain: Chain, gdansk_tablet: Tablet, shop: Node) -> None:
    with writing() as session:
        other = chain.tablet(session, chain.krakow)
    line = other.response(chain.survey, {"visit": 1})
    shop.takes(other, line)
    shop.syncs()
    assert at_hub() == []
    assert [row.why for row in shop.rows(SetAside)] == ["place"]


@pytest.mark.parametrize("mode", ["refuse", "reset", "portal"])
def test_a_line_that_fails_loses_nothing(
    chain: Chain, gdansk_tablet: Tablet, node: Node, proxied: FaultProxy, mode: str
) -> None:
    node.joins(invited(chain.gdansk, f"http://127.0.0.1:{proxied.port}"))
    ids = gathered(node, chain, gdansk_tablet, 5)
    proxied.set(mode)
    with pytest.raises((Unreachable, NotGenuine)):
        node.syncs()
    assert node.rows(SentUpTo) == []
    proxied.set("pass")
    node.syncs()
    assert at_hub() == sorted(ids)
