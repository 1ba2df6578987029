"""Two at once: tablets that send at the same moment, and the same batch sent twice because the first answer was slow."""

import threading
from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from kiosk.responses.models import ResponseDay, ScoreDay
from kontuar.core.database import db, writing
from kontuar.sync.models import Journal, PlaceHead, Stream
from tests.support.chains import Chain, Tablet
from tests.sync.test_receiving import count, take

ROUNDS, LINES = 12, 25


def test_nothing_is_lost_doubled_or_deadlocked(app: Flask, chain: Chain) -> None:
    with writing() as session:
        tablets = [chain.tablet(session, place) for place in (chain.gdansk, chain.gdansk, chain.krakow)]
    batches = {
        tablet.id: [
            [tablet.response(chain.survey, {"visit": 1 + number % 5}) for number in range(LINES)] for _ in range(ROUNDS)
        ]
        for tablet in tablets
    }
    seen: Counter[str] = Counter()
    faults: list[BaseException] = []
    together = threading.Barrier(2 * len(tablets))

    def send(tablet: Tablet, backwards: bool) -> None:
        mine = batches[tablet.id]
        together.wait()
        try:
            with app.app_context():
                for batch in reversed(mine) if backwards else mine:
                    seen.update(verdict.v for verdict in take(app, tablet, *batch).verdicts)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=send, args=(tablet, way)) for tablet in tablets for way in (False, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    each = ROUNDS * LINES
    assert seen == {"created": 3 * each, "duplicate": 3 * each}
    assert count(Journal) == 3 * each
    assert db.session.scalars(select(Stream.high)).all() == [each] * 3
    heads = {row.place_id: row.high for row in db.session.scalars(select(PlaceHead))}
    assert heads == {chain.gdansk: 2 * each, chain.krakow: each}
    assert db.session.scalar(select(func.sum(ResponseDay.complete))) == 3 * each
    assert db.session.scalar(select(func.sum(ScoreDay.n1))) == 3 * each / 5
