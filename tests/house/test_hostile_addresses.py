"""Addresses that somebody cut, changed or made up: every page reads what it can and says the rest in a sentence; none breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import quote

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

from kontuar.core.ids import new_id
from tests.house.test_access import World, room, routes, world  # noqa: F401

HOSTILE = (
    "%00", "x" * 5_000, "%ED%A0%80", "-1", "9" * 30, "%C2%B2", "0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01",
    "00000000-0000-0000-0000-000000000000", "%C2%B2-00000000-0000-0000-0000-000000000000",
)  # fmt: skip
VISITORS = ("the administrator", "the tablet", "a learner by PIN", "a node")


class Remembered(ImmutableMultiDict[str, str]):
    """Values of an address that remember the names a page asks for, so that no list of them can grow old."""

    asked: ClassVar[set[str]] = set()

    def get(self, key: Any, *args: Any, **named: Any) -> Any:
        self.asked.add(key)
        return super().get(key, *args, **named)

    def __getitem__(self, key: Any) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


class Remembering(Request):
    parameter_storage_class = Remembered


@pytest.fixture
def remembering(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:  # noqa: F811
    monkeypatch.setattr(world.app, "request_class", Remembering)
    yield world
    world.again()


def pages(app: Flask) -> list[Rule]:
    return [rule for rule, method in routes(app) if method == "GET"]


def address_of(world: World, rule: Rule, **other: str) -> str:  # noqa: F811
    values = {
        name: other.get(name) or world.examples.get(f"{room(rule)}.{name}") or world.examples.get(name) or str(new_id())
        for name in rule.arguments
    }
    return str(world.app.url_map.bind("localhost").build(rule.endpoint, values, "GET", append_unknown=False))


def visit(client: FlaskClient, address: str, headers: Any, broken: list[str]) -> int:
    answer = client.get(address, headers=headers)
    if answer.status_code >= 500 or (answer.status_code >= 400 and len(answer.get_data()) < 30):
        broken.append(f"{answer.status_code} {address[:120]}")
    return answer.status_code


def test_no_page_breaks_on_any_value_of_any_parameter(remembering: World) -> None:
    broken: list[str] = []
    tried = 0
    for rule in pages(remembering.app):
        plain = address_of(remembering, rule)
        for visitor in VISITORS:
            client, headers = remembering.client(visitor), remembering.headers.get(visitor)
            Remembered.asked.clear()
            if visit(client, plain, headers, broken) not in (200, 304):
                continue
            for name in sorted(Remembered.asked):
                for value in HOSTILE:
                    visit(client, f"{plain}?{name}={value}", headers, broken)
                visit(client, f"{plain}?{name}=1&{name}=%00&{name}[]=2", headers, broken)
                tried += 1
            break
    assert broken == []
    assert tried > 60  # names asked for, all pages together


def test_no_page_breaks_on_what_stands_in_its_path(remembering: World) -> None:
    broken: list[str] = []
    for rule in pages(remembering.app):
        for name in rule.arguments:
            plain = address_of(remembering, rule, **{name: "MARK" if "uuid" not in rule.rule else ""})
            if "MARK" not in plain:
                continue
            for value in ("%00", "%ED%A0%80", "-1", "x" * 3_000, "..%2F..%2Fetc", quote("' OR 1=1"), "0001-01-01"):
                for visitor in VISITORS[:2]:
                    client, headers = remembering.client(visitor), remembering.headers.get(visitor)
                    visit(client, plain.replace("MARK", value), headers, broken)
    assert broken == []
