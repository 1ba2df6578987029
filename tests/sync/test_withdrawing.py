"""A withdrawn stream counts no longer: what was there is taken back, what comes later stays out, and nothing is deleted."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.responses.models import Comment, Response, ScoreDay
from kontuar.core.database import db, writing
from kontuar.core.documents import canonical, hash_of
from kontuar.core.ids import new_id
from kontuar.core.times import to_ms
from kontuar.sync.definitions import publish
from kontuar.sync.models import Journal, Quarantined, Waiting, Withdrawn
from kontuar.sync.rebuilding import rebuild
from kontuar.sync.receiving import Answer, Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.replaying import wake
from kontuar.sync.stamping import Arrival
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.sync.test_any_order import readings
from tests.sync.test_receiving import count, take, verdicts


@pytest.fixture
def tablet(chain: Chain) -> Tablet:
    with writing() as session:
        return chain.tablet(session)


@pytest.fixture
def office(chain: Chain) -> Tablet:
    """Head office, which writes for the shop."""
    return Tablet(new_id(), chain.gdansk)


def write(app: Flask, office: Tablet, *lines: bytes) -> Answer:
    """Hand lines to receive() as an installation's own."""
    with writing() as session:
        return receive(
            session.connection(),
            lines,
            sender=Sender(office.id, frozenset([office.place]), writes=True),
            kinds=app.extensions["kontuar.kinds"],
            arrival=Arrival(to_ms(NOON), to_ms(NOON)),
            zones=zones_from(session),
        )


def withdrawal(office: Tablet, tablet: Tablet, **more: Any) -> bytes:
    said = {"device": str(tablet.id), "epoch": tablet.epoch, "why": "import"}
    changes: dict[str, Any] = {name: more.pop(name) for name in ("id", "seq") if name in more}
    return office.fact("sync.withdrawn", said | more, changes=changes)


def content() -> list[int]:
    """What customers answered, as the tally has it: how many gave 1 to 5."""
    sums = [func.coalesce(func.sum(getattr(ScoreDay, f"n{value}")), 0) for value in range(1, 6)]
    db.session.rollback()
    return [int(n) for n in db.session.execute(select(*sums).where(ScoreDay.question == "visit")).one()]


def test_what_was_there_is_taken_back_and_what_comes_later_stays_out(
    app: Flask, chain: Chain, tablet: Tablet, office: Tablet
) -> None:
    other = Tablet(tablet.id, tablet.place)  # the same tablet in another epoch
    first, later = (tablet.response(chain.survey, {"visit": value, "comment": "tak"}) for value in (1, 2))
    take(app, tablet, first, other.response(chain.survey, {"visit": 5}))
    assert verdicts(write(app, office, withdrawal(office, tablet))) == ["created"]
    assert (content(), count(Response), count(Comment)) == ([0, 0, 0, 0, 1], 1, 0)
    assert verdicts(take(app, tablet, later, first)) == ["created", "duplicate"]
    assert (content(), count(Journal), count(Comment)) == ([0, 0, 0, 0, 1], 4, 0)
    before = readings(db.session.connection(), app.extensions["kontuar.kinds"])
    rebuild(writing, app.extensions["kontuar.kinds"])
    db.session.rollback()
    assert readings(db.session.connection(), app.extensions["kontuar.kinds"]) == before


def test_one_fact_of_a_stream_can_be_withdrawn(app: Flask, chain: Chain, tablet: Tablet, office: Tablet) -> None:
    id = str(new_id())
    take(app, tablet, tablet.response(chain.survey, {"visit": 1}, id=id), tablet.response(chain.survey, {"visit": 2}))
    write(app, office, withdrawal(office, tablet, fact=id))
    assert content() == [0, 1, 0, 0, 0]
    write(app, office, withdrawal(office, tablet))
    assert content() == [0, 0, 0, 0, 0]


def test_a_stream_that_was_withdrawn_twice_is_taken_back_once(
    app: Flask, chain: Chain, tablet: Tablet, office: Tablet
) -> None:
    take(app, tablet, tablet.response(chain.survey, {"visit": 1}))
    write(app, office, withdrawal(office, tablet), withdrawal(office, tablet))
    write(app, office, withdrawal(office, tablet))
    assert (content(), count(Response), count(Withdrawn)) == ([0] * 5, 0, 3)


def test_a_withdrawal_that_loses_a_conflict_gives_the_answers_again(
    app: Flask, chain: Chain, tablet: Tablet, office: Tablet
) -> None:
    other = Tablet(tablet.id, tablet.place)
    take(app, tablet, tablet.response(chain.survey, {"visit": 1}), other.response(chain.survey, {"visit": 5}))
    id = str(new_id())
    high, low = sorted(
        (withdrawal(office, stream, id=id, seq=1) for stream in (tablet, other)), key=hash_of, reverse=True
    )
    of_tablet = tablet.epoch.encode()
    write(app, office, high)
    assert content() == ([0, 0, 0, 0, 1] if of_tablet in high else [1, 0, 0, 0, 0])
    assert verdicts(write(app, office, low)) == ["conflict"]
    assert content() == ([0, 0, 0, 0, 1] if of_tablet in low else [1, 0, 0, 0, 0])


def test_what_waits_or_is_unreadable_in_a_withdrawn_stream_never_counts(
    app: Flask, chain: Chain, tablet: Tablet, office: Tablet
) -> None:
    late = canonical(survey_document("late") | {"kind": "survey", "version": 1})
    take(app, tablet, tablet.response(hash_of(late).hex(), {"visit": 4}), tablet.fact("kiosk.lost-property", {}))
    assert (count(Waiting), count(Quarantined)) == (1, 1)
    write(app, office, withdrawal(office, tablet))
    db.session.rollback()
    assert (count(Waiting), count(Quarantined)) == (0, 0)
    take(app, tablet, tablet.response(hash_of(late).hex(), {"visit": 4}))
    with writing() as session:
        publish(session, "survey", "late", survey_document("late"), NOON)
        wake(session.connection(), app.extensions["kontuar.kinds"], [hash_of(late)])
    assert (content(), count(Response), count(Waiting)) == ([0] * 5, 0, 0)


def test_a_tablet_withdraws_nothing(app: Flask, chain: Chain, tablet: Tablet) -> None:
    take(app, tablet, tablet.response(chain.survey, {"visit": 1}))
    assert verdicts(take(app, tablet, withdrawal(tablet, tablet))) == ["refused"]
    assert content() == [1, 0, 0, 0, 0]
