"""Where there is no line, facts are carried on a stick and their verdicts back, by the same rules."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.devices import Device
from kontuar.core.times import now
from kontuar.hub import stick
from kontuar.hub.enrolment import enrolling
from kontuar.sync.carrying import CarriedWrong
from kontuar.sync.outgoing import HeldBack, SentUpTo, SetAside
from tests.support.chains import Chain, Tablet
from tests.support.nodes import Node, at_hub, gathered


def exported(shop: Node, path: Path) -> int:
    with shop.inside():
        return stick.export_facts(path)


def test_facts_are_carried_and_their_verdicts_back(
    chain: Chain, gdansk_tablet: Tablet, shop: Node, tmp_path: Path
) -> None:
    ids = gathered(shop, chain, gdansk_tablet, 1_203)
    file, back = tmp_path / "gdansk.facts", tmp_path / "gdansk.verdicts"
    assert exported(shop, file) == 1_203
    counts, answered = stick.import_file(file, back)
    assert (dict(counts), answered) == ({"created": 1_203}, True)
    assert at_hub() == sorted(ids)
    with shop.inside():
        assert stick.import_file(back, back)[0]["created"] == 1_203
    assert [row.position for row in shop.rows(SentUpTo)] == [1_203]
    assert shop.syncs().facts == 0
    assert exported(shop, file) == 0


def test_line_and_stick_may_bring_the_same(chain: Chain, gdansk_tablet: Tablet, shop: Node, tmp_path: Path) -> None:
    gathered(shop, chain, gdansk_tablet, 5)
    file, back = tmp_path / "facts", tmp_path / "verdicts"
    exported(shop, file)
    more = gathered(shop, chain, gdansk_tablet, 3)
    shop.syncs()
    assert dict(stick.import_file(file, back)[0]) == {"duplicate": 5}
    with shop.inside():
        stick.import_file(back, back)
    assert [row.position for row in shop.rows(SentUpTo)] == [8]
    assert set(more) <= set(at_hub()) and len(at_hub()) == 8


def test_what_was_held_back_is_carried_too_and_what_is_refused_is_set_aside(
    chain: Chain, gdansk_tablet: Tablet, shop: Node, tmp_path: Path
) -> None:
    gathered(shop, chain, gdansk_tablet, 2)
    shop.syncs()
    with shop.inside(), writing() as session:
        session.add(HeldBack(place_id=chain.gdansk, position=1, why="busy", tries=1, held_at=now(), again_at=now()))
    with writing() as session:
        other = chain.tablet(session, chain.krakow)
    shop.takes(other, other.response(chain.survey, {"visit": 1}))
    file, back = tmp_path / "facts", tmp_path / "verdicts"
    assert exported(shop, file) == 2
    assert dict(stick.import_file(file, back)[0]) == {"duplicate": 1, "refused": 1}
    with shop.inside():
        stick.import_file(back, back)
    assert shop.rows(HeldBack) == []
    assert [row.why for row in shop.rows(SetAside)] == ["place"]


@pytest.mark.parametrize("spoil", ["bit", "cut", "foot", "nonsense", "empty"])
def test_a_file_that_isnt_whole_is_not_used(
    chain: Chain, gdansk_tablet: Tablet, shop: Node, tmp_path: Path, spoil: str
) -> None:
    gathered(shop, chain, gdansk_tablet, 20)
    file = tmp_path / "facts"
    exported(shop, file)
    whole = gzip.decompress(file.read_bytes())
    spoilt = {
        "bit": gzip.compress(whole.replace(b'"visit": 2', b'"visit": 5', 1)),
        "cut": file.read_bytes()[:-30],
        "foot": gzip.compress(whole[: whole.rstrip(b"\n").rindex(b"\n") + 1]),
        "nonsense": b"no packed file at all",
        "empty": b"",
    }[spoil]
    file.write_bytes(spoilt)
    with pytest.raises(CarriedWrong):
        stick.import_file(file, tmp_path / "verdicts")
    assert at_hub() == []
    assert not (tmp_path / "verdicts").exists()


def test_a_stranger_s_file_is_not_used(
    app: Flask, chain: Chain, gdansk_tablet: Tablet, shop: Node, tmp_path: Path
) -> None:
    gathered(shop, chain, gdansk_tablet, 1)
    file, back = tmp_path / "facts", tmp_path / "verdicts"
    exported(shop, file)
    stick.import_file(file, back)
    with pytest.raises(CarriedWrong):
        stick.import_file(back, tmp_path / "x")  # verdicts at the hub
    with shop.inside(), pytest.raises(CarriedWrong):
        stick.import_file(file, tmp_path / "x")  # facts at the node
    with writing() as session:
        enrolling.revoke(session, session.scalars(select(Device).where(Device.kind == "node")).one(), by=None, at=now())
    with pytest.raises(CarriedWrong):
        stick.import_file(file, back)
    assert len(db.session.scalars(select(Device)).all()) == 2
