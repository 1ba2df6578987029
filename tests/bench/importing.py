"""Bringing in responses from elsewhere: rows a second at twenty columns, against receive(); and taking them back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kiosk.imports.acts import open_run
from kiosk.imports.bringing import File, bring_in
from kiosk.imports.chores import go_on_undoing
from kiosk.imports.rows import Outcome, Row
from kiosk.imports.undoing import undo
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.sync.definitions import Definition, publish
from tests.bench.figures import Figure
from tests.bench.processes import memory_of_this
from tests.bench.room import BATCH, WORDS, Room, room
from tests.support.chains import NOON, survey_document

SMILEYS = 14
SHOPS = 7
FIRST_DAY = date(2018, 5, 1)


def measure(facts: int) -> Iterator[Figure]:
    """Figures of `facts` rows of a month and seven shops: 14 ratings, a score, reasons, a comment, a weight, two segments."""
    with room() as here:
        survey, shops = _survey(), _shops(here)
        received = _received(here, survey, facts)
        turns: list[float] = []
        outcome, spent, grown = _brought_in(here, survey, shops, facts, turns)
        yield Figure("receive() of the same answers", received, "facts/s")
        yield Figure("rows brought in", facts / spent, "rows/s", least=5_000)
        yield Figure("bringing in / receive()", facts / spent / received)
        yield Figure("longest turn of bringing in", 1000 * max(turns), "ms", most=200, quiet=True)
        yield Figure("memory more after all rows than after a tenth", grown, "MiB", most=60)
        _, spent, _ = _brought_in(here, survey, shops, facts, [])
        yield Figure("rows that are known already", facts / spent, "rows/s", least=5_000)
        assert outcome.import_id is not None
        turns.clear()
        began = perf_counter()
        with writing() as session:
            undo(session, here.app.extensions["kontuar.kinds"], outcome.import_id, None, NOON)
        while True:
            turn = perf_counter()
            if not go_on_undoing():
                break
            turns.append(perf_counter() - turn)
        yield Figure("rows taken back", facts / (perf_counter() - began), "rows/s")
        yield Figure("longest turn of taking back", 1000 * max(turns), "ms", most=200, quiet=True)


def _survey() -> Definition:
    words = {"en": "How was it?", "pl": "Jak było?"}
    plain = survey_document()["questions"]
    ratings = [{"id": f"rating-{number}", "type": "smileys", "title": words} for number in range(SMILEYS - 1)]
    segments = [{"key": key, "title": words} for key in ("hall", "plan")]
    document = survey_document("airport", questions=[*plain, *ratings], weighted=True, segments=segments)
    with writing() as session:
        return publish(session, "survey", "airport", document, NOON)


def _shops(here: Room) -> list[UUID]:
    with writing() as session:
        shops = [Place(id=new_id(), parent_id=here.chain.root, kind="shop", name=f"Shop {number}", time_zone="Europe/Warsaw")
                 for number in range(SHOPS)]  # fmt: skip
        session.add_all(shops)
    return [shop.id for shop in shops]


def _answers(dice: random.Random) -> dict[str, Any]:
    answers: dict[str, Any] = {f"rating-{number}": dice.randint(1, 5) for number in range(SMILEYS - 1)}
    answers |= {"visit": dice.randint(1, 5), "recommend": dice.randint(0, 10)}
    answers["reasons"] = dice.sample(["waiting", "advice", "price"], dice.randint(1, 2))
    if dice.random() < 0.25:
        answers["comment"] = " ".join(dice.choices(WORDS, k=dice.randint(2, 12)))
    return answers


def _rows(shops: list[UUID], count: int) -> Iterator[Row]:
    dice = random.Random(7)
    for number in range(count):
        yield Row(
            number=number + 2, key=str(number), place=dice.choice(shops), at=None,
            day=(FIRST_DAY + timedelta(days=30 * number // count)).isoformat(), language=dice.choice(["pl", "en"]),
            answers=_answers(dice), weight=dice.choice([0.67, 1.1, 2.4]),
            segments={"hall": dice.choice("ABCDEFG"), "plan": dice.choice("XYZ")},
        )  # fmt: skip


def _received(here: Room, survey: Definition, facts: int) -> float:
    """Facts a second of the same answers from a tablet, as lines that are ready."""
    dice, spent = random.Random(7), 0.0
    for start in range(0, facts, BATCH):
        moments = [NOON - timedelta(days=30) + timedelta(days=30) * ((start + each) / facts) for each in range(BATCH)]
        lines = [here.tablet.response(survey.hash.hex(), _answers(dice), moment=moment) for moment in moments]
        began = perf_counter()
        here.take(lines)
        spent += perf_counter() - began
    return facts / spent


def _brought_in(
    here: Room, survey: Definition, shops: list[UUID], count: int, turns: list[float]
) -> tuple[Outcome, float, float]:
    """What became of the rows, the seconds it took without making them up, and by how many MiB memory grew."""

    @contextmanager
    def timed() -> Iterator[Session]:
        began = perf_counter()
        with writing() as session:
            yield session
        turns.append(perf_counter() - began)

    made_up, early = 0.0, 0.0

    def rows() -> Iterator[Row]:
        nonlocal made_up, early
        each = _rows(shops, count)
        for number in range(count):
            began = perf_counter()
            row = next(each)
            made_up += perf_counter() - began
            if number == count // 10:
                early = memory_of_this()
            yield row

    file, kinds = File("2018.csv", b"8" * 32, 1, "airport"), here.app.extensions["kontuar.kinds"]
    run = open_run(db.session(), survey, file, by=None, writing=timed, kinds=kinds, now=lambda: NOON)
    began = perf_counter()
    outcome = bring_in(run, rows())
    return outcome, perf_counter() - began - made_up, memory_of_this() - early
