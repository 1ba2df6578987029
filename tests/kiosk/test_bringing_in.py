"""Responses from elsewhere come in as facts: once, whole, weighed and told apart, and can be gone on with."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.imports.acts import open_run
from kiosk.imports.bringing import File, Run, bring_in
from kiosk.imports.models import Import, ImportEnd
from kiosk.imports.rows import Changed, Outcome, Refused, Row
from kiosk.responses.models import Comment, Response, ScoreDay, SegmentDay, WeightDay
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.sync.definitions import Definition, publish
from kontuar.sync.models import Journal, Stream
from tests.support.chains import NOON, Chain, survey_document
from tests.sync.test_receiving import count

HALL = {"key": "hall", "title": {"en": "Hall", "pl": "Hala"}}
FILE = File("2018.csv", b"8" * 32, 774_566, "airport")


@pytest.fixture
def survey(chain: Chain) -> Definition:
    """A survey that weighs its responses and tells them apart by hall."""
    with writing() as session:
        return publish(session, "survey", "airport", survey_document("airport", weighted=True, segments=[HALL]), NOON)


def run(app: Flask, survey: Definition, file: File = FILE) -> Run:
    kinds = app.extensions["kontuar.kinds"]
    return open_run(db.session(), survey, file, by=None, writing=writing, kinds=kinds, now=lambda: NOON)


def row(chain: Chain, number: int, **values: Any) -> Row:
    """A passenger who was content on 9 May 2018."""
    plain: dict[str, Any] = {"answers": {"visit": 4}, "day": "2018-05-09", "at": None, "language": "en"}
    return Row(number=number, **plain | {"key": str(number), "place": chain.gdansk} | values)


def bring(app: Flask, survey: Definition, rows: Iterable[Row], **how: Any) -> tuple[Outcome, list[Changed | Refused]]:
    told: list[Changed | Refused] = []
    return bring_in(run(app, survey), rows, tell=told.append, **how), told


def test_a_row_becomes_a_response_with_its_weight_segments_and_where_it_came_from(
    app: Flask, chain: Chain, survey: Definition
) -> None:
    answers = {"visit": 4, "reasons": ["waiting"], "recommend": 9, "comment": "Zażółć"}
    outcome, told = bring(
        app, survey, [row(chain, 7, answers=answers, weight=1.5, segments={"hall": "A", "airline": "LO"}, seconds=3.25)]
    )
    assert (outcome.added, outcome.rows, told) == (1, 1, [])
    kept = db.session.scalars(select(Response)).one()
    assert (kept.weight, kept.segments, kept.import_id, kept.import_row) == (
        1.5, {"hall": "A", "airline": "LO"}, outcome.import_id, "7",
    )  # fmt: skip
    assert (kept.day, kept.language, kept.complete, kept.milliseconds) == ("2018-05-09", "en", True, 3_250)
    assert kept.answers == {"visit": 4, "reasons": ["waiting"], "recommend": 9}
    assert db.session.scalars(select(Comment.text)).all() == ["Zażółć"]
    about = db.session.scalars(select(Import)).one()
    assert (about.id, about.file, about.sha256, about.size, about.survey_hash) == (
        outcome.import_id, "2018.csv", b"8" * 32, 774_566, survey.hash,
    )  # fmt: skip
    assert db.session.scalars(select(ImportEnd.added)).all() == [1]


def test_a_day_without_an_hour_counts_on_that_day_in_the_shop(app: Flask, chain: Chain, survey: Definition) -> None:
    at = datetime(2018, 5, 9, 22, 30, tzinfo=UTC)  # half past midnight in Gdańsk
    bring(app, survey, [row(chain, 1), row(chain, 2, at=at, day="2018-05-10")])
    stamps = select(Journal.stamp_at, Journal.stamp_margin, Journal.stamp_day).where(Journal.kind == "kiosk.response")
    noon = datetime(2018, 5, 9, 10, 0, tzinfo=UTC)
    assert sorted(tuple(each) for each in db.session.execute(stamps)) == [
        (noon, 43_200_000, "2018-05-09"), (at, 1_000, "2018-05-10"),
    ]  # fmt: skip


def test_weights_and_segments_are_tallied_where_the_survey_declares_them(
    app: Flask, chain: Chain, survey: Definition
) -> None:
    halls = [(5, 0.25, "A"), (5, 2.0, "B"), (1, None, "A"), (5, 999_999.999999, None)]
    bring(
        app, survey,
        [row(chain, number, answers={"visit": value}, weight=weight, segments={"hall": hall} if hall else {})
         for number, (value, weight, hall) in enumerate(halls)],
    )  # fmt: skip
    weighed = db.session.scalars(select(WeightDay)).one()  # nobody knows what the third weighs
    assert (weighed.question, weighed.value, weighed.n, weighed.weights) == ("visit", 5, 3, 1_000_002_249_999)
    assert weighed.squares * 10**12 + weighed.square_rests == 250_000**2 + 2_000_000**2 + 999_999_999_999**2
    by_hall = select(SegmentDay.value, SegmentDay.n1, SegmentDay.n5).order_by(SegmentDay.value)
    assert [tuple(each) for each in db.session.execute(by_hall)] == [("A", 1, 1), ("B", 0, 1)]


def test_a_survey_that_declares_neither_keeps_neither(app: Flask, chain: Chain) -> None:
    plain = db.session.get_one(Definition, bytes.fromhex(chain.survey))
    bring(app, plain, [row(chain, 1, weight=2.0, segments={"hall": "A"})])
    assert (count(Response), count(WeightDay), count(SegmentDay)) == (1, 0, 0)


def test_the_same_file_again_adds_nothing(app: Flask, chain: Chain, survey: Definition) -> None:
    rows = [row(chain, number, place=(chain.gdansk, chain.krakow)[number % 2]) for number in range(1_200)]
    assert bring(app, survey, rows)[0].added == 1_200
    before = (count(Journal), count(Stream), count(Import))
    outcome, told = bring(app, survey, rows)
    assert (outcome.added, outcome.known, outcome.import_id, told) == (0, 1_200, None, [])
    assert (count(Journal), count(Stream), count(Import)) == before
    assert count(Response) == 1_200


def test_a_changed_row_is_told_and_left(app: Flask, chain: Chain, survey: Definition) -> None:
    bring(app, survey, [row(chain, 1), row(chain, 2)])
    others = [row(chain, 1, answers={"visit": 2}, weight=3.0), row(chain, 2), row(chain, 3)]
    outcome, told = bring(app, survey, others)
    assert (outcome.added, outcome.known, outcome.changed) == (1, 1, 1)
    assert told == [Changed(1, "1", chain.gdansk, {"weight": (None, 3.0), "answers.visit": (4, 2)})]
    assert db.session.execute(select(func.sum(ScoreDay.n2), func.sum(ScoreDay.n4))).one() == (0, 3)


def test_a_changed_row_replaces_the_old_one_where_that_is_asked_for(
    app: Flask, chain: Chain, survey: Definition
) -> None:
    bring(app, survey, [row(chain, 1), row(chain, 2)])
    changed = [row(chain, 1, answers={"visit": 2}), row(chain, 2)]
    for replaced, known in ((1, 1), (0, 2)):
        outcome, _ = bring(app, survey, changed, replace=True)
        assert (outcome.added, outcome.replaced, outcome.known, outcome.changed) == (0, replaced, known, 0)
        sums = db.session.execute(select(func.sum(ScoreDay.n2), func.sum(ScoreDay.n4))).one()
        assert (count(Response), sums) == (2, (1, 1))


def test_the_same_key_twice_in_one_file_is_told(app: Flask, chain: Chain, survey: Definition) -> None:
    outcome, told = bring(app, survey, [row(chain, 1), row(chain, 2, key="1"), row(chain, 3, key="1", language="pl")])
    assert (outcome.added, outcome.known, outcome.changed) == (1, 1, 1)
    assert told == [Changed(3, "1", chain.gdansk, {"key": (1, 3)})]


def test_rows_that_can_not_come_in_are_told_and_the_others_come(app: Flask, chain: Chain, survey: Definition) -> None:
    bad: dict[str, dict[str, Any]] = {
        "key": {"key": "k" * 201}, "weight": {"weight": 0.0}, "segment": {"segments": {"hall": "x" * 121}},
        "day": {"day": "2018-02-30"}, "place": {"place": new_id()}, "answers": {"answers": {"visit": [[]]}},
        "text": {"answers": {"comment": "\ud800"}}, "too-long": {"answers": {"comment": "x" * 300_000}},
    }  # fmt: skip
    rows = [row(chain, number, **change) for number, change in enumerate(bad.values(), 1)]
    outcome, told = bring(app, survey, [*rows, row(chain, 99)])
    assert (outcome.added, outcome.refused) == (1, len(bad))
    assert sorted(each.why for each in told if isinstance(each, Refused)) == sorted(bad)
    assert count(Response) == 1


def test_an_import_that_was_cut_off_is_gone_on_with(app: Flask, chain: Chain, survey: Definition) -> None:
    rows = [row(chain, number) for number in range(1_100)]

    def cut() -> Iterable[Row]:
        yield from rows[:700]
        raise PowerCut

    with pytest.raises(PowerCut):
        bring(app, survey, cut())
    assert (count(Response), count(ImportEnd)) == (500, 0)
    (begun,) = db.session.scalars(select(Import.id)).all()
    outcome, _ = bring(app, survey, rows)
    assert (outcome.import_id, outcome.known, outcome.added) == (begun, 500, 600)
    assert (count(Response), count(Import), count(ImportEnd)) == (1_100, 1, 1)


def test_another_mapping_is_another_import(app: Flask, chain: Chain, survey: Definition) -> None:
    bring_in(run(app, survey), [row(chain, 1)])
    other = bring_in(run(app, survey, replace(FILE, mapping="[columns]")), [row(chain, 2)])
    assert (other.added, count(Import)) == (1, 2)


class PowerCut(Exception):
    """The lights went out."""
