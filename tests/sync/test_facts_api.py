"""The door for facts, over HTTP: whole batches, receipts, and whatever may arrive instead."""

import gzip
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kontuar.core.database import writing
from kontuar.core.devices import Device
from kontuar.core.installation import receipt_key
from kontuar.core.times import now
from kontuar.sync.models import Journal
from tests.support.chains import Chain, Tablet, batch_header
from tests.sync.test_receiving import count


@pytest.fixture
def tablet(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


def post(client: FlaskClient, tablet: Tablet, body: bytes, header: str | None = None, **headers: str) -> TestResponse:
    said = {"Authorization": f"Bearer {tablet.token}", "Batch": header or batch_header(body)}
    return client.post("/api/v1/facts", data=body, headers=said | headers)


def test_a_batch_gets_a_verdict_a_line_and_a_receipt(
    app: Flask, client: FlaskClient, chain: Chain, tablet: Tablet
) -> None:
    lines = [tablet.response(chain.survey, {"visit": 4}) for _ in range(3)]
    body = b"".join(line + b"\n" for line in [*lines, lines[0], b"nonsense"])
    answer = post(client, tablet, body, **{"Content-Encoding": ""})
    assert answer.status_code == 200
    said: dict[str, Any] = json.loads(answer.data)
    assert [verdict["v"] for verdict in said["verdicts"]] == [*["created"] * 3, "duplicate", "quarantined"]
    key = receipt_key(app.config["KONTUAR"].keys, tablet.id)
    digest = hashlib.sha256(body).hexdigest()
    assert answer.headers["Receipt"] == hmac.new(key, digest.encode() + b"\n" + answer.data, "sha256").hexdigest()


def test_a_packed_batch_is_unpacked(client: FlaskClient, chain: Chain, tablet: Tablet) -> None:
    body = tablet.response(chain.survey, {"visit": 4}) + b"\n"
    answer = post(client, tablet, gzip.compress(body), batch_header(body), **{"Content-Encoding": "gzip"})
    assert json.loads(answer.data)["verdicts"] == [{"v": "created"}]


@pytest.mark.parametrize("spoil", ["cut", "changed", "line count", "no header", "cut gzip", "not gzip"])
def test_a_damaged_batch_stores_nothing_and_says_so(
    client: FlaskClient, chain: Chain, tablet: Tablet, spoil: str
) -> None:
    body = b"".join(tablet.response(chain.survey, {"visit": 4}) + b"\n" for _ in range(3))
    header, headers = batch_header(body), {}
    if spoil == "cut":
        body = body[:-20]
    elif spoil == "changed":
        body = body.replace(b'"visit": 4', b'"visit": 1')
    elif spoil == "line count":
        header = batch_header(body, lines="2")
    elif spoil == "no header":
        header = "hello"
    elif spoil == "cut gzip":
        body, headers = gzip.compress(body)[:-9], {"Content-Encoding": "gzip"}
    else:
        headers = {"Content-Encoding": "gzip"}
    answer = post(client, tablet, body, header, **headers)
    assert answer.status_code == 400
    assert json.loads(answer.data)["error"]["code"] == "batch-damaged"
    assert count(Journal) == 0


def test_a_bomb_is_not_unpacked(client: FlaskClient, tablet: Tablet) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    answer = post(client, tablet, bomb, batch_header(b""), **{"Content-Encoding": "gzip"})
    assert answer.status_code == 413


def test_nobody_a_stranger_and_a_revoked_tablet_are_sent_away(
    client: FlaskClient, chain: Chain, tablet: Tablet
) -> None:
    assert client.post("/api/v1/facts", data=b"").status_code == 401
    assert client.post("/api/v1/facts", headers={"Authorization": "Bearer nonsense"}).status_code == 401
    assert post(client, tablet, b"").status_code == 200
    with writing() as session:
        session.get_one(Device, tablet.id).revoked_at = now() - timedelta(minutes=1)
    answer = post(client, tablet, b"")
    assert (answer.status_code, json.loads(answer.data)["error"]["code"]) == (401, "device-unknown")


def test_an_empty_batch_is_a_heartbeat(client: FlaskClient, tablet: Tablet) -> None:
    answer = post(client, tablet, b"", batch_header(b"", unsent="12"))
    assert (answer.status_code, json.loads(answer.data)["verdicts"]) == (200, [])
