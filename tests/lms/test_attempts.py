"""An attempt arrives: it is graded here, the latest finished answer counts, whatever came first."""

import hashlib
import json
import random
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.documents import canonical, hash_of
from kontuar.core.ids import new_id
from kontuar.core.times import from_ms, to_ms
from kontuar.sync.definitions import Definition
from kontuar.sync.kinds import Stamp
from kontuar.sync.lines import write_stamp
from kontuar.sync.rebuilding import rebuild
from kontuar.sync.replaying import wake
from lms.quizzes.checking import read_quiz
from lms.quizzes.models import Attempt, ItemAnswer, ItemLatest
from tests.lms.learning import QUIZZES, RIGHT, WELCOME, attempt, id_of, publish_quiz
from tests.support.chains import NOON, Chain, Tablet
from tests.sync.test_any_order import DEVICES, IDS, Event, Sent, check, readings
from tests.sync.test_receiving import count, take, verdicts

KASIA, OLENA = new_id(), new_id()
EXAMPLES = 100


@pytest.fixture
def quiz(chain: Chain) -> Definition:
    with writing() as session:
        return publish_quiz(session)


@pytest.fixture
def tablet(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


def fractions() -> dict[str, float]:
    return {row.item: row.fraction for row in db.session.scalars(select(ItemLatest))}


def test_an_attempt_becomes_a_row_and_a_row_for_each_answer(app: Flask, tablet: Tablet, quiz: Definition) -> None:
    line = attempt(tablet, quiz, KASIA, RIGHT)
    assert verdicts(take(app, tablet, line)) == ["created"]
    row = db.session.scalars(select(Attempt)).one()
    assert (row.person_id, row.id, row.quiz_hash, row.quiz, row.version) == (
        KASIA,
        id_of(line),
        quiz.hash,
        "welcome",
        1,
    )
    assert (row.place_id, row.day, row.finished, row.fraction, row.passed) == (
        tablet.place,
        "2026-11-22",
        True,
        1,
        True,
    )
    assert (row.milliseconds, row.language) == (95_500, "pl")
    answers = {answer.item: answer for answer in db.session.scalars(select(ItemAnswer))}
    assert {item: answer.answer for item, answer in answers.items()} == RIGHT
    assert (answers["wait"].version, answers["wait"].clause, answers["wait"].product) == (2, "tell-waiting-time", None)
    assert (answers["mug-hot"].clause, answers["mug-hot"].product) == (None, "mug")
    assert answers["greet"].milliseconds == 14_250


def test_what_the_tablet_claims_to_be_worth_does_not_count(app: Flask, tablet: Tablet, quiz: Definition) -> None:
    wrong = {"greet": "late", "wait": ["minutes"], "mug-hot": False, "mug-size": "1/4"}
    take(app, tablet, attempt(tablet, quiz, KASIA, wrong))
    row = db.session.scalars(select(Attempt)).one()
    assert (row.fraction, row.passed) == (0.125, False)
    assert fractions() == {"greet": 0, "wait": 0.5, "mug-hot": 0, "mug-size": 0}


def test_an_attempt_that_was_left_is_kept_but_proves_nothing(app: Flask, tablet: Tablet, quiz: Definition) -> None:
    take(app, tablet, attempt(tablet, quiz, KASIA, {"greet": "soon"}, finished=False))
    row = db.session.scalars(select(Attempt)).one()
    assert (row.finished, row.fraction, row.passed) == (False, 0.25, False)
    assert (count(ItemAnswer), count(ItemLatest)) == (1, 0)


@pytest.mark.parametrize("later_first", [True, False])
def test_of_two_attempts_the_later_counts_whichever_comes_first(
    app: Flask, tablet: Tablet, quiz: Definition, later_first: bool
) -> None:
    lines = [
        attempt(tablet, quiz, KASIA, RIGHT | {"greet": "late"}, moment=NOON - timedelta(hours=2)),
        attempt(tablet, quiz, KASIA, {"greet": "soon", "wait": ["moment"]}, moment=NOON - timedelta(hours=1)),
    ]
    for line in reversed(lines) if later_first else lines:
        take(app, tablet, line)
    assert fractions() == {"greet": 1, "wait": 0, "mug-hot": 1, "mug-size": 1}


def test_two_people_never_touch_each_others_results(app: Flask, tablet: Tablet, quiz: Definition) -> None:
    take(app, tablet, attempt(tablet, quiz, KASIA, RIGHT), attempt(tablet, quiz, OLENA, {"greet": "late"}))
    latest = {(row.person_id, row.item): row.fraction for row in db.session.scalars(select(ItemLatest))}
    assert latest[KASIA, "greet"] == 1
    assert latest[OLENA, "greet"] == 0
    assert len(latest) == 5


@pytest.mark.parametrize("lower_first", [True, False])
def test_other_answers_under_a_known_id_turn_the_readings_round(
    app: Flask, tablet: Tablet, quiz: Definition, lower_first: bool
) -> None:
    before = attempt(tablet, quiz, KASIA, RIGHT, moment=NOON - timedelta(days=1))
    take(app, tablet, before)
    first = attempt(tablet, quiz, KASIA, {"greet": "late"})
    other = attempt(tablet, quiz, KASIA, {"wait": []}, id=str(id_of(first)), seq=tablet.seq)
    pair = sorted([first, other], key=lambda line: hashlib.sha256(line).digest(), reverse=not lower_first)
    assert [verdicts(take(app, tablet, line)) for line in pair] == [["created"], ["conflict"]]
    winner = json.loads(min(pair, key=lambda line: hashlib.sha256(line).digest()))["body"]["answers"][0]["item"]
    expected = dict.fromkeys(RIGHT, 1.0) | {winner: 0.0}
    assert fractions() == expected
    assert count(Attempt) == 2


def test_the_same_id_at_another_shop_is_another_attempt(
    app: Flask, chain: Chain, tablet: Tablet, quiz: Definition
) -> None:
    with writing() as session:
        elsewhere = chain.tablet(session, chain.krakow)
    early = attempt(tablet, quiz, KASIA, RIGHT, moment=NOON - timedelta(days=1))
    late = attempt(elsewhere, quiz, KASIA, RIGHT | {"greet": "late"}, id=str(id_of(early)))
    assert verdicts(take(app, elsewhere, late)) == verdicts(take(app, tablet, early)) == ["created"]
    assert (count(Attempt), count(ItemAnswer)) == (2, 8)
    assert fractions() == {"greet": 0, "wait": 1, "mug-hot": 1, "mug-size": 1}


def test_an_attempt_waits_for_its_quiz(app: Flask, tablet: Tablet) -> None:
    small, _ = read_quiz(WELCOME.encode())
    assert small is not None
    document = canonical(small) if small.version else canonical({**json.loads(canonical(small)), "version": 1})
    take(app, tablet, attempt(tablet, hash_of(document).hex(), KASIA, RIGHT))
    assert count(Attempt) == 0
    with writing() as session:
        quiz = publish_quiz(session)
        assert quiz.hash == hash_of(document)
        assert wake(session.connection(), app.extensions["kontuar.kinds"], [quiz.hash]) == 1
    assert count(Attempt) == 1


def test_what_is_drawn_is_what_counts(app: Flask, tablet: Tablet) -> None:
    with writing() as session:
        kettle = publish_quiz(session, (QUIZZES / "product-kettle.yaml").read_bytes())
    items = [item["key"] for item in kettle.content["items"]]
    take(app, tablet, attempt(tablet, kettle, KASIA, dict.fromkeys(items, "kamień")))
    assert count(ItemAnswer) == 6  # of eight: three always, three of the pool's five
    assert db.session.scalars(select(Attempt.fraction)).one() == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        "x" * 30_000,
        [],
        ["soon"],
        {"a": 1},
        1,
        1e999,
        [[]],
        True,
        "zażółć \u0000 gęślą",
        "\u202e', DROP TABLE",
    ],
)
def test_an_answer_of_any_shape_is_marked_and_kept_small(
    app: Flask, tablet: Tablet, quiz: Definition, answer: Any
) -> None:
    line = attempt(tablet, quiz, KASIA, dict.fromkeys(RIGHT, answer))
    assert verdicts(take(app, tablet, line.replace(b"Infinity", b"1e999"))) in (["created"], ["quarantined"])
    for kept in db.session.scalars(select(ItemAnswer.answer)):
        assert len(json.dumps(kept)) < 300


@pytest.mark.parametrize(
    "change",
    [{"quiz": "nonsense"}, {"person": "Kasia"}, {"answers": None}, {"finished": "yes"}, {"language": "x" * 13}],
)
def test_a_body_that_cannot_be_read_is_set_aside(
    app: Flask, tablet: Tablet, quiz: Definition, change: dict[str, Any]
) -> None:
    body = json.loads(attempt(tablet, quiz, KASIA, RIGHT))["body"]
    bad = tablet.fact("lms.attempt", body | change)
    good = attempt(tablet, quiz, KASIA, RIGHT)
    assert verdicts(take(app, tablet, bad, good)) == ["quarantined", "created"]
    assert count(Attempt) == 1


def test_an_attempt_at_a_survey_is_set_aside(app: Flask, chain: Chain, tablet: Tablet, quiz: Definition) -> None:
    answer = take(app, tablet, attempt(tablet, chain.survey, KASIA, RIGHT), attempt(tablet, quiz, KASIA, RIGHT))
    assert [verdict.v for verdict in answer.verdicts] == ["quarantined", "created"]


def test_a_rebuild_gives_the_same_rows(app: Flask, tablet: Tablet, quiz: Definition) -> None:
    dice = random.Random(7)
    people = [new_id() for _ in range(20)]
    lines = [
        attempt(
            tablet,
            quiz,
            dice.choice(people),
            {"greet": dice.choice(["soon", "late"]), "wait": dice.sample(["minutes", "choice", "moment"], 2)},
            moment=NOON - timedelta(minutes=dice.randrange(50)),
            finished=dice.random() < 0.8,
        )
        for _ in range(500)
    ]
    take(app, tablet, *lines)
    kinds = app.extensions["kontuar.kinds"]
    before = readings(db.session.connection(), kinds)
    assert len(before["item_latest"]) == 40
    rebuild(writing, kinds)
    assert readings(db.session.connection(), kinds) == before


attempts = st.fixed_dictionaries(
    {
        "id": st.sampled_from(IDS[:12]),  # the same id again is a conflict, or a repetition
        "seq": st.integers(1, 12),
        "device": st.sampled_from(DEVICES),
        "place": st.sampled_from(["gdansk", "gdansk", "krakow"]),
        "person": st.sampled_from([KASIA, OLENA]),
        "quiz": st.sampled_from(["now"] * 4 + ["never"]),
        "finished": st.booleans(),
        "answers": st.fixed_dictionaries(
            {},
            optional={
                "greet": st.sampled_from(["soon", "late", 7]),
                "wait": st.lists(st.sampled_from(["minutes", "choice", "moment"]), max_size=3),
                "mug-size": st.sampled_from(["0,25", "٠٫٢٥", "1"]),
            },
        ),
    }
)


def test_any_order_split_and_repetition_of_attempts_gives_the_same_readings(
    app: Flask, chain: Chain, quiz: Definition
) -> None:
    def sent(drawn: dict[str, Any]) -> Event:
        tablet = Tablet(
            drawn["device"], getattr(chain, drawn["place"]), epoch={"gdansk": "a", "krakow": "d"}[drawn["place"]] * 32
        )
        line = attempt(
            tablet,
            quiz if drawn["quiz"] == "now" else "ab" * 32,
            drawn["person"],
            drawn["answers"],
            finished=drawn["finished"],
            id=str(drawn["id"]),
            seq=drawn["seq"],
            at=from_ms(to_ms(NOON)).isoformat(),
        )
        stamp = Stamp(to_ms(NOON) + hash_of(line)[1] % 3, 1000, "2026-11-22")
        return Sent(write_stamp(stamp) + b"\t" + line)

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(drawn=st.lists(attempts, max_size=20), shuffle=st.randoms(use_true_random=False))
    def holds(drawn: list[dict[str, Any]], shuffle: random.Random) -> None:
        check(app, chain, app.extensions["kontuar.kinds"], [sent(each) for each in drawn], shuffle)

    holds()
