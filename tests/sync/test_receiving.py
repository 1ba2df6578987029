"""What becomes of facts that arrive: kept once, in order, none in the way of another."""

import hashlib
import json
import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.responses.models import Comment, Response, ScoreDay
from kontuar.core.database import db, writing
from kontuar.core.times import to_ms
from kontuar.sync.models import Journal, Overruled, Quarantined, Stream, Waiting
from kontuar.sync.receiving import Answer, Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.stamping import Arrival
from tests.support.chains import NOON, Chain, Tablet


def take(app: Flask, tablet: Tablet, *lines: bytes) -> Answer:
    """Hand lines to receive() as that tablet, in one transaction."""
    with writing() as session:
        return receive(
            session.connection(),
            lines,
            sender=Sender(tablet.id, frozenset([tablet.place])),
            kinds=app.extensions["kontuar.kinds"],
            arrival=Arrival(to_ms(NOON) + 5_000, to_ms(NOON) + 5_000),
            zones=zones_from(session),
        )


def verdicts(answer: Answer) -> list[str]:
    return [verdict.v for verdict in answer.verdicts]


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def tablet(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


def test_a_customers_answers_become_a_row_a_comment_and_a_tally(app: Flask, chain: Chain, tablet: Tablet) -> None:
    answers = {"visit": 2, "reasons": ["waiting"], "recommend": 3, "comment": "Jedna kasa, dziesięć osób."}
    assert verdicts(take(app, tablet, tablet.response(chain.survey, answers))) == ["created"]
    row = db.session.scalars(select(Response)).one()
    assert (row.survey, row.day, row.complete, row.milliseconds) == ("shop-visit", "2026-11-22", True, 21_500)
    assert row.answers == {"visit": 2, "reasons": ["waiting"], "recommend": 3}
    assert db.session.scalars(select(Comment.text)).all() == ["Jedna kasa, dziesięć osób."]
    tally = db.session.scalars(select(ScoreDay).where(ScoreDay.question == "visit")).one()
    assert (tally.n1, tally.n2, tally.n3) == (0, 1, 0)


def test_the_same_answer_sent_twice_counts_once(app: Flask, chain: Chain, tablet: Tablet) -> None:
    line = tablet.response(chain.survey, {"visit": 5})
    assert verdicts(take(app, tablet, line, line)) == ["created", "duplicate"]
    assert verdicts(take(app, tablet, line)) == ["duplicate"]
    assert count(Journal) == count(Response) == 1


@pytest.mark.parametrize("lower_first", [True, False])
def test_other_bytes_under_a_known_id_are_kept_and_the_lower_hash_counts(
    app: Flask, chain: Chain, tablet: Tablet, lower_first: bool
) -> None:
    first = tablet.response(chain.survey, {"visit": 1})
    id = json.loads(first)["id"]
    other = tablet.response(chain.survey, {"visit": 5}, id=id, seq=tablet.seq)
    pair = sorted([first, other], key=lambda line: hashlib.sha256(line).digest(), reverse=not lower_first)
    assert [verdicts(take(app, tablet, line)) for line in pair] == [["created"], ["conflict"]]
    assert verdicts(take(app, tablet, *pair)) == ["duplicate", "duplicate"]
    winner = min(pair, key=lambda line: hashlib.sha256(line).digest())
    assert db.session.scalars(select(Response.answers)).one() == json.loads(winner)["body"]["answers"]
    assert count(Overruled) == 1
    tally = db.session.scalars(select(ScoreDay)).one()
    assert tally.n1 + tally.n5 == 1


def test_a_known_seq_under_a_new_id_is_a_fork_and_both_customers_count(
    app: Flask, chain: Chain, tablet: Tablet
) -> None:
    take(app, tablet, tablet.response(chain.survey, {"visit": 4}))
    answer = take(app, tablet, tablet.response(chain.survey, {"visit": 2}, seq=1))
    assert verdicts(answer) == ["created"]
    assert answer.renew == {tablet.epoch}
    assert count(Response) == 2
    assert db.session.scalars(select(Stream.forked_at)).one() is not None


def test_a_tablet_that_starts_counting_anew_loses_no_customer(app: Flask, chain: Chain, tablet: Tablet) -> None:
    seen = [take(app, tablet, tablet.response(chain.survey, {"visit": 4}, seq=1)) for _ in range(3)]
    assert [verdicts(answer) for answer in seen] == [["created"]] * 3
    assert count(Response) == 3


def test_a_fact_of_an_unknown_kind_waits_in_quarantine_and_the_others_are_taken(
    app: Flask, chain: Chain, tablet: Tablet
) -> None:
    lines = [tablet.response(chain.survey, {"visit": 4}) for _ in range(499)]
    lines.insert(250, tablet.fact("kiosk.lost-property", {"what": "umbrella"}))
    answer = take(app, tablet, *lines)
    assert verdicts(answer).count("created") == 499
    assert answer.verdicts[250] == ("quarantined", "unknown-kind")
    assert count(Journal) == 500
    assert count(Response) == 499


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"not JSON at all", "unreadable"),
        (b'{"id": "018f', "unreadable"),
        (b"\xff\xfe{}", "not-utf-8"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 50_000, "too-deep"),
        (b'{"id": NaN}', "unreadable"),
        (b"", "unreadable"),
    ],
)
def test_a_line_that_cannot_be_read_is_set_aside(app: Flask, tablet: Tablet, line: bytes, why: str) -> None:
    answer = take(app, tablet, line)
    assert answer.verdicts == [("quarantined", why)]
    assert take(app, tablet, line).verdicts == [("quarantined", why)]
    assert db.session.scalars(select(Quarantined.line)).one() == line


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"at": "2026-11-22T14:03:07"}, "bad-time"),
        ({"at": "1969-12-31T23:00:00Z"}, "bad-time"),
        ({"at": "3026-01-01T00:00:00Z"}, "bad-time"),
        ({"seq": 2**63}, "unreadable"),
        ({"seq": 0}, "unreadable"),
        ({"id": "42"}, "unreadable"),
        ({"v": 2}, "newer-version"),
        ({"body": {"survey": "nonsense"}}, "unreadable-body"),
        ({"body": None}, "unreadable-body"),
        ({"epoch": "; DROP TABLE journal"}, "bad-epoch"),
        ({"kind": "KIOSK\u0000"}, "bad-kind"),
    ],
)
def test_a_wrong_envelope_or_body_is_set_aside_with_its_reason(
    app: Flask, chain: Chain, tablet: Tablet, changes: dict[str, Any], why: str
) -> None:
    answer = take(app, tablet, tablet.response(chain.survey, {"visit": 4}, **changes))
    assert answer.verdicts == [("quarantined", why)]
    assert count(Response) == 0


def test_a_line_of_a_hundred_megabytes_is_refused_not_kept(app: Flask, chain: Chain, tablet: Tablet) -> None:
    line = tablet.response(chain.survey, {"visit": 4, "comment": "a" * 100_000_000})
    assert take(app, tablet, line).verdicts == [("refused", "too-long")]
    assert count(Quarantined) == 0


def test_a_fact_for_another_shop_is_refused(app: Flask, chain: Chain, tablet: Tablet) -> None:
    line = tablet.response(chain.survey, {"visit": 4}, place=str(chain.krakow))
    assert take(app, tablet, line).verdicts == [("refused", "place")]


def test_a_tablet_may_not_hide_comments(app: Flask, chain: Chain, tablet: Tablet) -> None:
    body = {"response": str(tablet.id), "question": "comment", "hidden": True, "by": str(tablet.id)}
    assert take(app, tablet, tablet.fact("kiosk.comment-hidden", body)).verdicts == [("refused", "kind")]


def test_an_answer_to_an_unknown_survey_waits_for_it(app: Flask, chain: Chain, tablet: Tablet) -> None:
    assert verdicts(take(app, tablet, tablet.response("ab" * 32, {"visit": 4}))) == ["created"]
    assert (count(Response), count(Waiting), count(Journal)) == (0, 1, 1)


def test_nul_never_reaches_a_reading(app: Flask, chain: Chain, tablet: Tablet) -> None:
    line = tablet.response(chain.survey, {"visit": 4, "comment": "do\0bre"})
    assert verdicts(take(app, tablet, line)) == ["created"]
    assert db.session.scalars(select(Comment.text)).one() == "dobre"


def test_thousands_of_facts_in_any_batches_leave_no_gap(app: Flask, chain: Chain, tablet: Tablet) -> None:
    lines = [tablet.response(chain.survey, {"visit": 1 + number % 5}) for number in range(1_000)]
    dice = random.Random(7)
    dice.shuffle(lines)
    while lines:
        some = [lines.pop() for _ in range(min(len(lines), dice.randint(1, 300)))]
        take(app, tablet, *some, *some[:3])
    assert db.session.scalar(select(Stream.high)) == count(Journal) == 1_000
    assert (
        db.session.scalar(select(func.sum(ScoreDay.n1 + ScoreDay.n2 + ScoreDay.n3 + ScoreDay.n4 + ScoreDay.n5)))
        == 1_000
    )
