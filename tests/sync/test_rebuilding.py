"""Readings can be made anew: from the journal, for a definition that came late, by a program that can read more."""

import random
from collections.abc import Sequence

import msgspec
from flask import Flask
from sqlalchemy import func, select, text

from kiosk.responses.models import Response, ScoreDay
from kontuar.core.database import db, writing
from kontuar.core.documents import canonical, hash_of
from kontuar.sync.definitions import Definition, publish
from kontuar.sync.kinds import Fact, Kind, Kinds
from kontuar.sync.models import Quarantined, Voided, Waiting
from kontuar.sync.projection import Projection
from kontuar.sync.rebuilding import rebuild
from kontuar.sync.replaying import replay, wake
from tests.support.chains import NOON, Chain, survey_document
from tests.sync.test_any_order import readings
from tests.sync.test_receiving import count, take


def test_a_rebuild_gives_the_same_rows(app: Flask, chain: Chain) -> None:
    with writing() as session:
        tablet, other = chain.tablet(session), chain.tablet(session, chain.krakow)
    dice = random.Random(7)
    for each in (tablet, other):
        lines = [
            each.response(chain.survey, {"visit": dice.randint(1, 5), "comment": "tak"}, complete=dice.random() < 0.8)
            for _ in range(2_100)
        ]
        take(app, each, *lines, each.fact("kiosk.lost-property", {}), each.response("ab" * 32, {}))
    kinds = app.extensions["kontuar.kinds"]
    before = readings(db.session.connection(), kinds)
    with writing() as session:
        session.execute(text("DELETE FROM score_day"))
        session.execute(text("UPDATE response SET survey = 'spoilt'"))
    heard: list[int] = []
    assert rebuild(writing, kinds, heard.append) == 4_204
    assert readings(db.session.connection(), kinds) == before
    assert heard[-1] == 4_204 and len(heard) == 3
    assert (count(Quarantined), count(Waiting)) == (2, 2)


def test_answers_that_waited_for_their_survey_count_when_it_comes(app: Flask, chain: Chain) -> None:
    with writing() as session:
        tablet = chain.tablet(session)
    late = canonical(survey_document("late") | {"kind": "survey", "version": 1})
    take(app, tablet, *(tablet.response(hash_of(late).hex(), {"visit": 4}) for _ in range(3)))
    assert (count(Response), count(Waiting)) == (0, 3)
    with writing() as session:
        late_survey = publish(session, "survey", "late", survey_document("late"), NOON)
        assert late_survey.hash == hash_of(late)
        assert wake(session.connection(), app.extensions["kontuar.kinds"], [hash_of(late)]) == 3
    assert (count(Response), count(Waiting)) == (3, 0)
    assert db.session.scalar(select(func.sum(ScoreDay.n4))) == 3


class _Umbrella(msgspec.Struct):
    what: str


def _keep(projection: Projection, facts: Sequence[Fact[_Umbrella]]) -> None:
    projection.insert(Voided, [(fact.place, fact.id, fact.device, fact.epoch, fact.seq, "lost") for fact in facts])


def test_a_newer_program_reads_what_lay_in_quarantine(app: Flask, chain: Chain) -> None:
    with writing() as session:
        tablet = chain.tablet(session)
    take(app, tablet, tablet.fact("kiosk.lost-property", {"what": "umbrella"}), tablet.fact("kiosk.lost-property", {}))
    newer = Kinds([Kind("kiosk.lost-property", _Umbrella, _keep, (Voided,))])
    with writing() as session:
        assert replay(session.connection(), newer) == 1
    assert count(Voided) == 1
    assert db.session.scalars(select(Quarantined.why)).all() == ["unreadable-body"]


def test_a_document_is_named_by_its_bytes_and_never_changes(app: Flask, chain: Chain) -> None:
    with writing() as session:
        again = publish(session, "survey", "shop-visit", survey_document(), NOON)
        newer = publish(session, "survey", "shop-visit", survey_document(title={"en": "New", "pl": "Nowa"}), NOON)
    assert (again.hash.hex(), again.version, newer.version) == (chain.survey, 1, 2)
    assert {row.version: hash_of(row.document) == row.hash for row in db.session.scalars(select(Definition))} == {
        1: True,
        2: True,
    }


def test_a_survey_that_comes_during_a_rebuild_and_a_conflict_change_what_is_swapped_in(
    app: Flask, chain: Chain
) -> None:
    with writing() as session:
        tablet = chain.tablet(session)
    late = canonical(survey_document("late") | {"kind": "survey", "version": 1})
    waiting = [tablet.response(hash_of(late).hex(), {"visit": 4}) for _ in range(5)]
    first = tablet.response(chain.survey, {"visit": 5})
    take(app, tablet, *waiting, first, *(tablet.response(chain.survey, {"visit": 2}) for _ in range(2_100)))
    other = next(
        line
        for n in range(1, 99)
        if hash_of(line := first.replace(b'"visit": 5', b'"visit": 1' + b" " * n)) < hash_of(first)
    )
    kinds = app.extensions["kontuar.kinds"]
    heard: list[int] = []

    def meanwhile(facts: int) -> None:
        if not heard:
            with writing() as session:
                publish(session, "survey", "late", survey_document("late"), NOON)
                wake(session.connection(), kinds, [hash_of(late)])
            assert take(app, tablet, other).verdicts[0].v == "conflict"
        heard.append(facts)

    rebuild(writing, kinds, meanwhile)
    db.session.rollback()
    assert (count(Response), count(Waiting)) == (2_106, 0)
    sums = select(func.sum(ScoreDay.n1), func.sum(ScoreDay.n4), func.sum(ScoreDay.n5))
    assert tuple(db.session.execute(sums).one()) == (1, 5, 0)
