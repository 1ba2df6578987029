"""Sending: nothing is forgotten without the node's receipt, nothing is counted twice, and nobody is overrun."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import text

from kontuar.core.database import db
from tests.browser.clocks import rested, stand_still
from tests.browser.tablets import Tablet
from tests.browser.words import say
from tests.support.chains import Tablet as Elsewhere
from tests.support.chains import batch_header

RECORD = """async ([device, facts]) => {
  const { open } = await import("/kiosk/static/tablet/store.js");
  const { record } = await import("/kiosk/static/tablet/outbox.js");
  const store = await open();
  const ids = [];
  for (const fact of facts) ids.push(await record(store, device, fact));
  store.close();
  return ids;
}"""
SEND = """async () => {
  const { open, kept } = await import("/kiosk/static/tablet/store.js");
  const { sender } = await import("/kiosk/static/tablet/sending.js");
  const store = await open();
  const heard = [];
  const sending = sender({ store, device: await kept.get(store, "device"), news: (contact) => heard.push(contact) });
  await sending.start();
  sending.stop();
  store.close();
  return heard.map(({ outcome }) => outcome);
}"""


def response(tablet: Tablet, number: int = 5, **answers: Any) -> dict[str, Any]:
    """A fact to record: a customer's answers."""
    body = {
        "survey": "0" * 64, "language": "pl", "answers": {"visit": number} | answers, "complete": True, "seconds": 9.5,
    }  # fmt: skip
    return {"kind": "kiosk.response", "place": str(tablet.node.chain.gdansk), "body": body}


def record(tablet: Tablet, *facts: dict[str, Any]) -> list[str]:
    """Write facts to the tablet's outbox, as a screen does."""
    return tablet.page.evaluate(RECORD, [str(tablet.device.id), list(facts)])  # type: ignore[no-any-return]


def send(tablet: Tablet) -> list[str]:
    """Let the tablet send once; how it went."""
    return tablet.page.evaluate(SEND)  # type: ignore[no-any-return]


def signed(tablet: Tablet, request: Any, verdicts: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    """An answer of the node's own, with its receipt."""
    digest = hashlib.sha256(request.post_data_buffer or b"").hexdigest()
    body = json.dumps({"batch": digest, "verdicts": verdicts, "release": 0, "now": "", "renew": []} | more).encode()
    key = bytes.fromhex(tablet.device.receipt_key)
    receipt = hmac.new(key, digest.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    return {"status": 200, "headers": {"Content-Type": "application/json", "Receipt": receipt}, "body": body}


def test_a_lost_answer_leaves_no_double(tablet: Tablet) -> None:
    ids = record(tablet, *(response(tablet, mark) for mark in (1, 2, 3)))
    tablet.node.line.set("drop_response")
    assert send(tablet) == ["unreachable"]
    assert len(tablet.node.facts()) == 3 and len(tablet.shelves()["facts"]) == 3
    tablet.node.line.set("pass")
    assert send(tablet) == ["received"]
    assert [fact["id"] for fact in tablet.node.facts()] == ids
    assert tablet.shelves() == {"facts": [], "refused": []}


def test_a_log_in_page_that_answers_200_to_everything_eats_nothing(tablet: Tablet) -> None:
    record(tablet, response(tablet))
    tablet.node.line.set("portal")
    assert send(tablet) == ["not-ours"]
    assert len(tablet.shelves()["facts"]) == 1
    tablet.node.line.set("pass")
    assert send(tablet) == ["received"]
    assert len(tablet.node.facts()) == 1


@pytest.mark.parametrize("what", ["no receipt", "another batch's receipt", "another's key", "one verdict short"])
def test_an_answer_without_the_node_s_own_receipt_counts_for_nothing(tablet: Tablet, what: str) -> None:
    record(tablet, response(tablet))

    def answer(route: Route) -> None:
        said = signed(tablet, route.request, [] if what == "one verdict short" else [{"v": "created"}])
        if what == "no receipt":
            del said["headers"]["Receipt"]
        elif what == "another batch's receipt":
            said["headers"]["Receipt"] = "0" * 64
        elif what == "another's key":
            said["headers"]["Receipt"] = hmac.new(b"key" * 11, said["body"], hashlib.sha256).hexdigest()
        route.fulfill(**said)

    tablet.page.route("**/api/v1/facts", answer)
    assert send(tablet) == ["not-ours"]
    assert len(tablet.shelves()["facts"]) == 1


def test_a_redirect_is_not_followed(tablet: Tablet) -> None:
    record(tablet, response(tablet))
    seen: list[str] = []
    tablet.page.on("request", lambda request: seen.append(request.url))
    elsewhere = {"status": 307, "headers": {"Location": f"{tablet.node.address}/kiosk"}}
    tablet.page.route("**/api/v1/facts", lambda route: route.fulfill(**elsewhere))
    assert send(tablet) == ["unreachable"]
    assert not [url for url in seen if url.endswith("/kiosk")]
    assert len(tablet.shelves()["facts"]) == 1


def test_what_the_node_wants_later_stays_and_the_rest_goes_on(tablet: Tablet) -> None:
    record(tablet, *(response(tablet, mark) for mark in (1, 2, 3)))
    verdicts = [{"v": "created"}, {"v": "retry", "why": "busy"}, {"v": "something newer"}]
    tablet.page.route(
        "**/api/v1/facts", lambda route: route.fulfill(**signed(tablet, route.request, verdicts)), times=1
    )
    assert send(tablet) == ["received", "received"] or send(tablet)
    tablet.page.unroute("**/api/v1/facts")
    send(tablet)
    assert [fact["body"]["answers"]["visit"] for fact in tablet.node.facts()] == [2, 3]
    assert tablet.shelves()["facts"] == []


def test_a_refused_fact_is_set_aside_and_its_number_explained(tablet: Tablet) -> None:
    ids = record(tablet, response(tablet, 1), response(tablet, 2, comment="ż" * 140_000), response(tablet, 3))
    send(tablet)
    send(tablet)
    (refused,) = tablet.shelves()["refused"]
    assert refused["id"] == ids[1] and refused["why"] == "too-long"
    first, third, void = tablet.node.facts()
    assert [first["id"], third["id"]] == [ids[0], ids[2]]
    assert void["kind"] == "sync.void"
    assert void["body"] == {"epoch": first["epoch"], "seq": 2, "fact": ids[1], "why": "too-long"}
    assert [fact["seq"] for fact in (first, third, void)] == [1, 3, 4]
    assert tablet.shelves()["facts"] == []


def test_a_forked_tablet_goes_on_in_a_new_epoch(tablet: Tablet) -> None:
    record(tablet, response(tablet, 1))
    (waiting,) = tablet.shelves()["facts"]
    clone = Elsewhere(tablet.device.id, tablet.node.chain.gdansk, tablet.device.token, waiting["epoch"])
    line = clone.response("0" * 64, {"visit": 4}) + b"\n"
    with tablet.node.app.test_client() as client:
        headers = {"Authorization": f"Bearer {clone.token}", "Batch": batch_header(line)}
        assert client.post("/api/v1/facts", data=line, headers=headers).status_code == 200
    send(tablet)
    record(tablet, response(tablet, 2))
    send(tablet)
    theirs, forked, renewed = tablet.node.facts()
    assert [fact["body"]["answers"]["visit"] for fact in (theirs, forked, renewed)] == [4, 1, 2]
    assert renewed["epoch"] != waiting["epoch"] and renewed["follows"] == waiting["epoch"] and renewed["seq"] == 1


def test_a_batch_is_never_more_than_500_facts_nor_300_kilobytes(tablet: Tablet) -> None:
    sizes: list[tuple[int, int]] = []

    def watch(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        sizes.append((body.count(b"\n"), len(body)))
        route.continue_()

    tablet.page.route("**/api/v1/facts", watch)
    small = [response(tablet) for _ in range(620)]
    large = [response(tablet, comment="x" * 200_000) for _ in range(8)]
    record(tablet, *small, *large)
    assert set(send(tablet)) == {"received"}
    assert sizes[0][0] == 500
    assert all(lines <= 500 and size <= 300_000 for lines, size in sizes)
    assert len(tablet.node.facts()) == 628
    assert [fact["seq"] for fact in tablet.node.facts()] == list(range(1, 629))


def test_the_node_s_wish_to_be_left_alone_is_honoured(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    tries: list[str] = []

    def busy(route: Route) -> None:
        tries.append(route.request.url)
        route.fulfill(status=503, headers={"Retry-After": "90"}, body="")

    page.route("**/api/v1/facts", busy)
    with page.expect_response("**/api/v1/facts"):
        tablet.start()
    rested(page)
    stand_still(page)
    page.clock.run_for(80_000)  # less than 90 s, however long it took to stop the clock
    assert len(tries) == 1
    with page.expect_request("**/api/v1/facts"):
        page.clock.run_for(10_000)


def test_a_silent_shop_is_heard_of_every_minute(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    with page.expect_response("**/api/v1/facts"):
        tablet.start()
    for _ in range(2):
        rested(page)
        with page.expect_response("**/api/v1/facts") as heartbeat:
            page.clock.run_for(75_000)
        header = heartbeat.value.request.headers["batch"]
        assert re.match(
            r"lines=0; sha256=[0-9a-f]{64}; sent=20\d\d-.*\+0[12]:00; life=[0-9a-f]{16}; ms=\d+; unsent=0$", header
        )
    with tablet.node.app.app_context():
        assert db.session.execute(text("select count(*) from device_contact")).scalar() == 1


def test_a_revoked_tablet_keeps_what_it_has_and_says_so(tablet: Tablet) -> None:
    tablet.start()
    tablet.node.line.set("refuse")
    tablet.answer_all(mark=3)
    with tablet.node.app.app_context(), db.engine.connect() as connection:
        assert connection.dialect.name == "sqlite"
    tablet.node.work(lambda session: session.execute(text("update device set revoked_at = 1763000000000")))
    tablet.node.line.set("pass")
    tablet.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    tablet.page.get_by_text(say("This tablet has been taken out of service.")).wait_for()
    unsent = "{n} answer lies here unsent. It is sent once the tablet is enrolled again in the same shop."
    expect(tablet.page.get_by_role("main")).to_contain_text(say(unsent, n=1))
    assert len(tablet.shelves()["facts"]) == 1
