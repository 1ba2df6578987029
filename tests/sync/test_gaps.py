"""Whether a shop is complete up to a number can be said, and of each number that is missing whether anybody knows why."""

import random
from collections.abc import Iterable
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontuar.core.database import db, writing
from kontuar.core.times import now
from kontuar.sync.facts import Void
from kontuar.sync.gaps import Gap, _split, gaps
from kontuar.sync.recording import record
from tests.support.chains import Chain, Tablet
from tests.sync.test_receiving import take


@pytest.fixture
def tablet(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


def found(place: UUID) -> list[tuple[int, int, str]]:
    with db.engine.connect() as connection:
        return [(gap.first, gap.last, gap.why) for gap in gaps(connection, place)]


def test_a_complete_stream_has_none(app: Flask, chain: Chain, tablet: Tablet) -> None:
    lines = [tablet.response(chain.survey, {"visit": 4}) for _ in range(9)]
    random.Random(1).shuffle(lines)
    take(app, tablet, *lines)
    assert found(chain.gdansk) == []


def test_what_is_missing_is_said_from_to(app: Flask, chain: Chain, tablet: Tablet) -> None:
    for seq in (3, 4, 8, 11):
        take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=seq))
    assert found(chain.gdansk) == [(1, 2, ""), (5, 7, ""), (9, 10, "")]
    assert Gap(tablet.id, tablet.epoch, chain.gdansk, 5, 7).size == 3
    assert found(chain.krakow) == []


def test_a_refused_fact_is_a_gap_with_a_reason(app: Flask, chain: Chain, tablet: Tablet) -> None:
    for seq in (1, 5):
        take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=seq))
    void = {"epoch": tablet.epoch, "seq": 3, "fact": str(chain.root), "why": "too-long"}
    take(app, tablet, tablet.fact("sync.void", void, changes={"seq": 6}))
    assert found(chain.gdansk) == [(2, 2, ""), (3, 3, "too-long"), (4, 4, "")]


def test_a_node_may_explain_a_tablets_gap(app: Flask, chain: Chain, tablet: Tablet) -> None:
    take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=2))
    with writing() as session:
        void = Void(tablet.epoch, 1, chain.root, "place", tablet.id)
        record(session, app.extensions["kontuar.kinds"], "sync.void", void, chain.gdansk, now())
    assert found(chain.gdansk) == [(1, 1, "place")]


def test_a_line_in_quarantine_and_one_overruled_are_reasons(app: Flask, chain: Chain, tablet: Tablet) -> None:
    first = tablet.response(chain.survey, {"visit": 4}, seq=1)
    take(app, tablet, first)
    take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=2, at="yesterday"))
    take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=3))
    assert found(chain.gdansk) == [(2, 2, "quarantined")]


def test_a_fork_hides_no_gap(app: Flask, chain: Chain, tablet: Tablet) -> None:
    for seq in (1, 1, 3):
        take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=seq))
    assert found(chain.gdansk) == [(2, 2, "")]


@given(st.sets(st.integers(1, 60), min_size=1), st.dictionaries(st.integers(1, 60), st.just("why"), max_size=20))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_hole_is_split_without_losing_a_number(bounds: set[int], why: dict[int, str]) -> None:
    first, last = min(bounds), max(bounds)
    parts = list(_split(first, last, why))
    assert [seq for start, end, _ in parts for seq in range(start, end + 1)] == list(range(first, last + 1))
    assert all(bool(reason) == (seq in why) for start, end, reason in parts for seq in _numbers(start, end))


def _numbers(start: int, end: int) -> Iterable[int]:
    return range(start, end + 1)
