"""Facts that an installation writes itself: numbered without gaps, in the transaction that writes them."""

import pytest
from flask import Flask
from sqlalchemy import select

from kiosk.responses.facts import CommentHidden
from kiosk.responses.models import CommentHiding
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.sync.models import Journal, OwnStream
from kontuar.sync.recording import record
from tests.support.chains import NOON, Chain
from tests.sync.test_receiving import count

HIDDEN = CommentHidden(response=new_id(), question="comment", hidden=True, by=new_id())


def test_head_office_hides_a_comment_as_a_fact_of_its_own(app: Flask, chain: Chain) -> None:
    kinds = app.extensions["kontuar.kinds"]
    with writing() as session:
        record(session, kinds, "kiosk.comment-hidden", HIDDEN, chain.gdansk, NOON)
    row = db.session.scalars(select(Journal)).one()
    assert (row.kind, row.seq, row.stamp_margin, row.stamp_at) == ("kiosk.comment-hidden", 1, 1_000, NOON)
    assert count(CommentHiding) == 1


def test_each_place_has_a_stream_of_its_own(app: Flask, chain: Chain) -> None:
    kinds = app.extensions["kontuar.kinds"]
    for place in (chain.gdansk, chain.krakow, chain.gdansk):
        with writing() as session:
            record(session, kinds, "kiosk.comment-hidden", HIDDEN, place, NOON)
    seqs = [(row.place_id, row.seq) for row in db.session.scalars(select(Journal).order_by(Journal.seq))]
    assert sorted(seqs) == sorted([(chain.gdansk, 1), (chain.gdansk, 2), (chain.krakow, 1)])


def test_a_fact_that_was_not_written_leaves_no_gap(app: Flask, chain: Chain) -> None:
    kinds = app.extensions["kontuar.kinds"]
    for cut in (False, True, False):
        try:
            with writing() as session:
                record(session, kinds, "kiosk.comment-hidden", HIDDEN, chain.gdansk, NOON)
                if cut:
                    raise PowerCut
        except PowerCut:
            pass
    assert db.session.scalars(select(Journal.seq).order_by(Journal.seq)).all() == [1, 2]
    assert db.session.scalars(select(OwnStream.seq)).one() == 2


class PowerCut(Exception):
    """The lights went out."""


def test_a_kind_nobody_knows_is_not_written(app: Flask, chain: Chain) -> None:
    with pytest.raises(KeyError), writing() as session:
        record(session, app.extensions["kontuar.kinds"], "kiosk.lost-property", HIDDEN, chain.gdansk, NOON)
    assert count(Journal) == 0
