"""The whole story, once through: a tap, a quiz, a sync, a score, an export; with real processes, some of them killed.

Head office begins a chain and publishes; a shop's node joins; nine customers answer and three employees take a quiz while
the line is down; the node and the hub are killed in the middle; in the end each fact is at the hub exactly once, and the
figures are those worked out by hand below.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import URL, create_engine, text

from tests.fault_proxy import FaultProxy
from tests.journeys.hands import Customer, Tablet, employee_takes_the_quiz, first_start, joins
from tests.support.cluster import Cluster
from tests.support.programs import Program

SHOP = "Gdańsk, Długi Targ"
KETTLE = "The Brzask kettle"

# Nine customers: the face, the reasons tapped after a low one, 0-10, words, language. The last one walks away.
CUSTOMERS = [
    Customer(5, recommend=10, language="Українська"),
    Customer(4, recommend=9),
    Customer(2, reasons=("waiting",), recommend=3, words="=1+1 Jedna kasa, dziesięć osób"),
    Customer(5, recommend=10),
    Customer(3, reasons=("waiting", "price"), recommend=7),
    Customer(1, reasons=("courtesy",), recommend=0),
    Customer(4, recommend=8),
    Customer(5, recommend=9, words="Szybko i miło."),
    Customer(4, recommend=None),
]
# By hand: faces 5 4 2 5 3 1 4 5 4 -> six of nine are 4 or 5. 0-10: 10 9 3 10 7 0 8 9 -> four promoters, two detractors of eight.
CSAT = 6 / 9
NPS = 100 * (4 - 2) / 8
# Three employees take the kettle's quiz, six items each; all of Anna's, half of Bartek's, none of Olena's are right.
RIGHT = {"Anna": 6, "Bartek": 3, "Olena": 0}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """Head office, on either database."""
    url = ""
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("postgresql")
        made: URL = cluster.create()
        url = made.render_as_string(hide_password=False)
    program = Program(tmp_path / "hub", url)
    program.start()
    yield program
    program.kill()
    if request.param == "postgres":
        cluster.drop(made)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Program]:
    """The computer in the shop's back office."""
    program = Program(tmp_path / "node")
    program.start()
    yield program
    program.kill()


@pytest.mark.slow
@pytest.mark.chromium
def test_a_tap_a_quiz_a_sync_a_score_an_export(hub: Program, node: Program, browser: Browser, tmp_path: Path) -> None:
    office = browser.new_context(locale="en-GB", timezone_id="Europe/Warsaw").new_page()
    first_start(office, hub, chain="Bursztyn", shop=SHOP)
    codes = employees_begin(hub)

    line = FaultProxy(("127.0.0.1", hub.port))
    joins(hub, node, f"http://127.0.0.1:{line.port}", SHOP)
    tablet = Tablet.enrolled(browser.new_context(locale="pl-PL", timezone_id="Europe/Warsaw"), node, SHOP)
    for name, code in codes.items():
        tablet.sets_pin(name, code)

    line.set("refuse")
    for customer in CUSTOMERS[:4]:
        tablet.answers(customer)
    for name in ("Anna", "Bartek"):
        employee_takes_the_quiz(tablet, name, KETTLE, RIGHT[name])
    tablet.answers(CUSTOMERS[4], meanwhile=node.kill)
    tablet.answers(CUSTOMERS[5])
    node.start()
    for customer in CUSTOMERS[6:8]:
        tablet.answers(customer)
    employee_takes_the_quiz(tablet, "Olena", KETTLE, RIGHT["Olena"])
    tablet.walks_away(CUSTOMERS[8])
    tablet.emptied()

    line.set("pass")
    hub.kill()
    hub.start()
    node.run("sync", "now")
    hub.kill()
    hub.start()

    assert facts_of(hub) == facts_of(node)
    assert len(facts_of(hub)) == len(CUSTOMERS) + len(RIGHT)
    scores_are_right(hub)
    exports_are_right(hub, tmp_path)
    office_sees_it(office, hub)


def employees_begin(hub: Program) -> dict[str, str]:
    """Three people who work in the shop, and the codes for their first PINs."""
    codes = {}
    for given, family, language in (("Anna", "Nowak", "pl"), ("Bartek", "Kania", "pl"), ("Olena", "Koval", "uk")):
        said = hub.run(
            "person", "add", given, family, "--role", "employee", "--place", SHOP, "--language", language
        ).stdout
        said = hub.run("person", "pin", said.strip()).stdout
        found = re.search(r"\b\d{4}[ -]?\d{4}\b", said)
        assert found, said
        codes[given] = re.sub(r"\D", "", found.group())
    return codes


def facts_of(program: Program) -> list[tuple[Any, ...]]:
    """Each fact's id and hash, in order."""
    url = program.url or f"sqlite:///{program.home / 'kontuar.db'}"
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, hash FROM journal WHERE kind IN ('kiosk.response', 'lms.attempt')"))
        found = sorted((_hex(row[0]), bytes(row[1]).hex()) for row in rows)
    engine.dispose()
    return found


def _hex(id: Any) -> str:
    return id.hex() if isinstance(id, bytes) else id.hex


def scores_are_right(hub: Program) -> None:
    rows = json.loads(hub.run("scores", "--survey", "shop-visit", "--by", "question", "--format", "json").stdout)[
        "rows"
    ]
    by_question = {row["question"]: row for row in rows}
    visit, recommend = by_question["visit"], by_question["recommend"]
    assert (visit["n"], visit["csat"]) == (9, pytest.approx(CSAT))
    assert visit["mean"] == pytest.approx((5 + 4 + 2 + 5 + 3 + 1 + 4 + 5 + 4) / 9)
    assert [recommend[key] for key in ("n", "promoters", "passives", "detractors")] == [8, 4, 2, 2]
    assert recommend["nps"] == pytest.approx(NPS)


def exports_are_right(hub: Program, folder: Path) -> None:
    responses, attempts = folder / "responses.csv", folder / "attempts.csv"
    hub.run("export", "responses", "--survey", "shop-visit", "--format", "csv", "-o", str(responses))
    hub.run("export", "attempts", "--quiz", "product-kettle", "--format", "csv", "-o", str(attempts))
    rows = list(csv.DictReader(responses.open(encoding="utf-8-sig", newline="")))
    assert len(rows) == len(CUSTOMERS)
    assert sorted(row["visit"] for row in rows) == sorted(str(each.face) for each in CUSTOMERS)
    assert not any(value.startswith("=") for row in rows for value in row.values() if value)
    assert any("Jedna kasa" in value for row in rows for value in row.values() if value)
    marks = list(csv.DictReader(attempts.open(encoding="utf-8-sig", newline="")))
    assert len(marks) == 6 * len(RIGHT)
    assert sum(float(row["fraction"]) for row in marks) == pytest.approx(sum(RIGHT.values()))


def office_sees_it(office: Page, hub: Program) -> None:
    """The results page says what the customers said; the knowledge page who has taken the quiz."""
    office.goto(f"{hub.address}/results")
    expect(office.locator(".stat-value").first).to_contain_text("–")  # nine are too few to tell
    office.goto(f"{hub.address}/results/knowledge")
    expect(office.locator("main")).to_contain_text("Brzask")
