"""The best test of the whole product: any order, any split and any repetition of the same facts gives the same readings."""

import itertools
import json
import random
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from kontuar.core.database import writing
from kontuar.core.documents import canonical, hash_of
from kontuar.core.ids import new_id
from kontuar.core.times import from_ms, to_ms
from kontuar.sync.definitions import Definition
from kontuar.sync.facts import KINDS as RECORD
from kontuar.sync.kinds import Fact, Kind, Kinds, Stamp
from kontuar.sync.lines import write_stamp
from kontuar.sync.models import Journal, Overruled, PlaceHead, Quarantined, Stream, Voided, Waiting
from kontuar.sync.projection import Projection
from kontuar.sync.receiving import Sender, receive
from kontuar.sync.replaying import wake
from kontuar.sync.stamping import Arrival
from tests.support.chains import NOON, Chain, quiz_document, survey_document

EXAMPLES = 200
RECORDED = (Journal, Overruled, Quarantined, Waiting, Stream, PlaceHead)
QUIZ = canonical(quiz_document() | {"kind": "quiz", "version": 1})
DIVIDED = {"weighted": True, "segments": [{"key": "hall", "title": {"en": "Hall", "pl": "Hala"}}]}
LATE = canonical(survey_document("late") | {"kind": "survey", "version": 1} | DIVIDED)
IDS = [UUID(int=(7 << 76) | (2 << 62) | number) for number in range(1, 40)]
PEOPLE = [UUID(int=(7 << 76) | (2 << 62) | (2 << 40) | number) for number in range(2)]
DEVICES = [UUID(int=(7 << 76) | (2 << 62) | (1 << 40) | number) for number in range(2)]
STREAMS = [("gdansk", "a" * 32), ("gdansk", "b" * 32), ("krakow", "d" * 32)]  # an epoch is of one place for ever


class Sent(NamedTuple):
    """A stamped line, as a node sends it."""

    line: bytes


class Published(NamedTuple):
    """The late survey arrives."""


Event = Sent | Published

answers = st.fixed_dictionaries(
    {},
    optional={
        "visit": st.integers(0, 6),
        "reasons": st.lists(st.sampled_from(["waiting", "advice", "price", "nonsense"]), max_size=3),
        "recommend": st.integers(-1, 11) | st.just({"declined": "unknown"}),
        "comment": st.text(max_size=8),
    },
)
facts = st.fixed_dictionaries(
    {
        "id": st.sampled_from(IDS),  # the same id again is a conflict, or a repetition; at two places it is two facts
        "device": st.sampled_from(DEVICES),
        "stream": st.sampled_from(STREAMS),
        "seq": st.integers(1, 12),  # the same seq again is a fork
        "kind": st.sampled_from(
            ["kiosk.response"] * 6
            + ["lms.attempt"] * 4
            + ["kiosk.comment-hidden", "sync.void", "kiosk.lost-property"]
            + ["sync.withdrawn"] * 3
        ),
        "v": st.sampled_from([1] * 9 + [2]),
        "survey": st.sampled_from(["now"] * 3 + ["late"] * 2 + ["never"]),
        "language": st.sampled_from(["pl", "uk", "?"]),
        "complete": st.booleans(),
        "answers": answers,
        "person": st.sampled_from(PEOPLE),
        "weight": st.sampled_from([None, 0.25, 3, 999_999.999999]),
        "segment": st.sampled_from([None, "A", "B"]),
        "all": st.booleans(),  # of a stream, or one fact of it
        "learnt": st.dictionaries(
            st.sampled_from(["greet", "wait", "gone"]), st.sampled_from([True, False, "say", "hush"])
        ),
    }
)


def line_of(fact: dict[str, Any], place: UUID, survey: str) -> bytes:
    """A generated fact as a stamped line."""
    bodies: dict[str, Any] = {
        "kiosk.response": {
            "survey": {"now": survey, "late": hash_of(LATE).hex(), "never": "ab" * 32}[fact["survey"]],
            "language": fact["language"], "answers": fact["answers"], "complete": fact["complete"], "seconds": 1.5,
            "weight": fact["weight"], "segments": fact["segment"] and {"hall": fact["segment"], "undeclared": "x"},
        },
        "sync.withdrawn": {
            "device": str(DEVICES[fact["seq"] % 2]), "epoch": ("a" if fact["complete"] else "b") * 32, "why": "import",
            **({} if fact["all"] else {"fact": str(IDS[fact["seq"] * 3])}),
        },
        "kiosk.comment-hidden": {
            "response": str(IDS[0]), "question": "comment", "hidden": fact["complete"], "by": str(DEVICES[0])
        },
        "lms.attempt": {
            "quiz": {"now": hash_of(QUIZ).hex(), "late": hash_of(QUIZ).hex(), "never": "ab" * 32}[fact["survey"]],
            "person": str(fact["person"]), "language": "pl", "finished": fact["complete"], "seconds": 9,
            "answers": [{"item": item, "answer": answer, "seconds": 3} for item, answer in fact["learnt"].items()],
        },
        "sync.void": {"epoch": "c" * 32, "seq": fact["seq"], "fact": str(fact["id"]), "why": "place"},
        "kiosk.lost-property": {"what": "umbrella"},
    }  # fmt: skip
    envelope = {
        "id": str(fact["id"]), "kind": fact["kind"], "v": fact["v"], "place": str(place),
        "device": str(fact["device"]), "epoch": fact["stream"][1], "seq": fact["seq"], "at": "2026-11-22T12:00:00Z",
        "body": bodies[fact["kind"]],
    }  # fmt: skip
    # the stamp travels beside the bytes and was settled once: the same bytes always carry the same one
    line = json.dumps(envelope).encode()
    day = 1 + hash_of(line)[0] % 3
    stamp = Stamp(to_ms(NOON) + hash_of(line)[1] * 1000, 1000, f"2026-11-{day:02}", hash_of(line)[2] % 25 - 1)
    return write_stamp(stamp) + b"\t" + line


def feed(connection: Connection, kinds: Kinds, chain: Chain, batches: Iterable[Sequence[Event]]) -> None:
    for batch in batches:
        for together, events in itertools.groupby(batch, key=lambda event: isinstance(event, Sent)):
            if together:
                receive(
                    connection,
                    [event.line for event in events if isinstance(event, Sent)],
                    sender=Sender(chain.root, frozenset([chain.gdansk, chain.krakow]), relays=True),
                    kinds=kinds,
                    arrival=Arrival(to_ms(NOON)),
                    zones=lambda places: dict.fromkeys(places, "Europe/Warsaw"),
                )
            elif not connection.scalar(select(Definition.version).where(Definition.hash == hash_of(LATE))):
                for kind, key, document in (("survey", "late", LATE), ("quiz", "greeting", QUIZ)):
                    connection.execute(
                        Definition.__table__.insert().values(
                            hash=hash_of(document), kind=kind, key=key, version=1, document=document, published_at=NOON
                        )
                    )
                    wake(connection, kinds, [hash_of(document)])


def readings(connection: Connection, kinds: Kinds) -> dict[str, list[str]]:
    """Every row of every reading table, and what the record holds, without what depends on when it came."""
    rows = {}
    for table in (table for kind in kinds for table in kind.tables):
        columns = ", ".join(column.name for column in table.__table__.columns)
        found = connection.exec_driver_sql(f"SELECT {columns} FROM {table.__tablename__}")
        rows[table.__tablename__] = sorted(repr(tuple(row)) for row in found)
    rows["journal"] = sorted(repr(tuple(row)) for row in connection.execute(select(Journal.id, Journal.hash)))
    rows["overruled"] = sorted(repr(tuple(row)) for row in connection.execute(select(Overruled.id, Overruled.hash)))
    return rows


def check(app: Flask, chain: Chain, kinds: Kinds, events: list[Event], shuffle: random.Random) -> None:
    """Feed the events in their order and in another, split and repeated otherwise; both must give the same rows."""
    seen = []
    for ordered in (True, False):
        order = list(events)
        if not ordered:
            order += shuffle.choices(events, k=len(events) // 2) if events else []
            shuffle.shuffle(order)
        cuts = sorted(shuffle.choices(range(len(order) + 1), k=3))
        batches = [order[start:end] for start, end in itertools.pairwise([0, *cuts, len(order)])]
        with app.app_context(), pytest.raises(Undone), writing() as session:
            feed(session.connection(), kinds, chain, batches)
            seen.append(readings(session.connection(), kinds))
            raise Undone
    assert seen[0] == seen[1]


class Undone(Exception):
    """Raised to roll an example back."""


def some_events(drawn: list[dict[str, Any]], chain: Chain) -> list[Event]:
    return [*(Sent(line_of(fact, getattr(chain, fact["stream"][0]), chain.survey)) for fact in drawn), Published()]


PLAIN: dict[str, Any] = {"weight": None, "segment": None, "all": True}
AGAIN_AND_AGAIN = [  # one person takes one quiz ten times: only the latest counts, which chance seldom asks for so plainly
    {"id": IDS[number], "device": DEVICES[0], "stream": STREAMS[0], "seq": number, "kind": "lms.attempt", "v": 1,
     "survey": "now", "language": "pl", "complete": True, "answers": {}, "person": PEOPLE[0], **PLAIN,
     "learnt": {"greet": number % 2 == 0, "wait": number % 3 == 0}}
    for number in range(1, 11)
]  # fmt: skip
AT_TWO_PLACES = [  # one person, one attempt's id, two shops: two attempts
    AGAIN_AND_AGAIN[number] | {"id": IDS[number // 2], "stream": STREAMS[2 * (number % 2)]} for number in range(10)
]


def test_any_order_split_and_repetition_of_facts_gives_the_same_readings(app: Flask, chain: Chain) -> None:
    kinds: Kinds = app.extensions["kontuar.kinds"]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(drawn=st.lists(facts, max_size=25), shuffle=st.randoms(use_true_random=False))
    @example(drawn=AGAIN_AND_AGAIN, shuffle=random.Random(1))
    @example(drawn=AT_TWO_PLACES, shuffle=random.Random(1))
    def holds(drawn: list[dict[str, Any]], shuffle: random.Random) -> None:
        check(app, chain, kinds, some_events(drawn, chain), shuffle)

    holds()


class _Note(msgspec.Struct):
    what: Annotated[str, msgspec.Meta(max_length=64)]


def _last_one_wins(projection: Projection, facts: Sequence[Fact[_Note]]) -> None:
    """A projector that depends on the order: the row says which fact came last."""
    for fact in facts:
        projection.connection.execute(delete(Voided))
        projection.insert(Voided, [(fact.place, fact.id, fact.device, fact.epoch, fact.seq, "last")])


def test_a_projector_that_depends_on_the_order_is_caught(app: Flask, chain: Chain) -> None:
    others = [kind for kind in app.extensions["kontuar.kinds"] if kind not in RECORD]
    kinds = Kinds([*others, Kind("kiosk.lost-property", _Note, _last_one_wins, (Voided,))])

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # any failure will do, it needn't be the smallest
    )
    @given(drawn=st.lists(facts, min_size=5, max_size=25), shuffle=st.randoms(use_true_random=False))
    def holds(drawn: list[dict[str, Any]], shuffle: random.Random) -> None:
        lost = [fact | {"kind": "kiosk.lost-property", "v": 1, "id": new_id()} for fact in drawn]
        check(app, chain, kinds, some_events(lost, chain), shuffle)

    with pytest.raises(AssertionError):
        holds()


def test_stamps_are_kept_as_they_came(app: Flask, chain: Chain) -> None:
    fact = {"id": IDS[0], "device": DEVICES[0], "stream": STREAMS[0], "seq": 1, "kind": "kiosk.response", "v": 1,
            "survey": "now", "language": "pl", "complete": True, "answers": {"visit": 4}, "person": PEOPLE[0],
            "learnt": {}, **PLAIN}  # fmt: skip
    line = line_of(fact, chain.gdansk, chain.survey)
    with writing() as session:
        feed(session.connection(), app.extensions["kontuar.kinds"], chain, [[Sent(line)]])
        row = session.scalars(select(Journal)).one()
    said = json.loads(line.partition(b"\t")[0])
    assert (row.stamp_at, row.stamp_margin) == (from_ms(said["at"]), said["margin"])
    assert (row.stamp_day, row.stamp_hour) == (said["day"], said["hour"])
