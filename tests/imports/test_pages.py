"""Bringing in by the page: a file is sent, its mapping read and mended, tried, brought in, taken back; only by who may."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from kiosk.imports.models import Import, ImportUndoing, ImportWork
from kiosk.imports.work import folder_of
from kiosk.responses.models import Response
from kontuar.core.chores import do_all
from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.ids import new_id
from kontuar.core.installation import Installation
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from tests.reports.conftest import Staff, browser_of, staff
from tests.support.chains import Chain

__all__ = ["browser_of", "staff"]
SHOP = '"Gdańsk, Długi Targ"'
ROWS = [f"{n},2021-05-{n % 28 + 1:02},{SHOP},{n % 5 + 1},Very friendly and quick {n}\n" for n in range(1, 61)]
ANSWERS = "id,day,shop,visit,note\n" + "".join(ROWS) + f"61,2021-05-03,{SHOP},nine,Who knows why this is so\n"


def worked(app: Flask) -> None:
    """The thread beside the pages has done what was wanted."""
    do_all(app)
    db.session.rollback()
    db.session.expire_all()


def sent(client: FlaskClient, content: bytes = ANSWERS.encode()) -> str:
    answer = client.post("/imports/new", data={"file": (io.BytesIO(content), "spring.csv")})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_file_is_sent_confirmed_tried_brought_in_and_taken_back(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient]
) -> None:
    client = browser_of(staff.analyst)
    place = sent(client)
    assert "is being looked at" in client.get(place).text
    worked(app)
    looked_at = client.get(place).text
    assert "Is that what the columns are?" in looked_at and "Very friendly and quick 1" in looked_at
    work = db.session.scalars(select(ImportWork)).one()
    mapping = work.mapping.replace('type = "smileys"', 'type = "smiley"')
    assert mapping != work.mapping

    client.post(f"{place}/trial", data={"mapping": mapping})
    worked(app)
    assert "Did you mean “smileys”?" in client.get(place).text
    client.post(f"{place}/trial", data={"mapping": mapping.replace("smiley", "smileys")})
    worked(app)
    tried = client.get(place).text
    assert "60 rows would come in" in tried and "61 rows in the file" in tried
    assert "nine" in tried and "Good (4)" in tried and "Gdańsk, Długi Targ" in tried
    assert db.session.scalar(select(func.count()).select_from(Response)) == 0

    client.post(f"{place}/bringing")
    worked(app)
    done = client.get(place).text
    assert "60 answers were added" in done
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Response)) == 60
    folder: Path = folder_of(work.id)
    assert sorted(path.name for path in folder.iterdir()) == ["bad.csv"]
    aside = client.get(f"{place}/bad-rows.csv")
    assert "kontuar-reason" in aside.text and "nine" in aside.text
    client.post(f"{place}/removal")
    assert not folder.exists()

    brought = db.session.scalars(select(Import)).one()
    assert "spring.csv" in client.get("/imports").text
    client.post(f"/imports/{brought.id}/undoing")
    worked(app)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Response)) == 0
    verbs = set(db.session.scalars(select(Deed.verb)))
    assert {"import.sent", "import.undone"} <= verbs


def test_what_cannot_be_read_is_said_and_thrown_away(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient]
) -> None:
    client = browser_of(staff.admin)
    place = sent(client, b"%PDF-1.7 and so on")
    worked(app)
    assert "This is a PDF file." in client.get(place).text
    assert client.post("/imports/new", data={}).status_code == 422
    assert browser_of(staff.analyst).get(place).status_code == 404  # another's file


@pytest.mark.parametrize("who", ["gdansk", "employee"])
def test_a_manager_and_an_employee_may_not(
    app: Flask, staff: Staff, browser_of: Callable[[Person], FlaskClient], who: str
) -> None:
    client = browser_of(getattr(staff, who))
    assert client.get("/imports").status_code == 403
    assert client.post("/imports/new", data={"file": (io.BytesIO(b"a,b"), "a.csv")}).status_code == 403


def test_another_regions_analyst_neither_sees_nor_takes_back_what_others_brought_in(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient]
) -> None:
    client = browser_of(staff.analyst)
    place = sent(client)
    worked(app)
    mapping = db.session.scalars(select(ImportWork)).one().mapping
    client.post(f"{place}/trial", data={"mapping": mapping})
    worked(app)
    client.post(f"{place}/bringing")
    worked(app)
    brought = db.session.scalars(select(Import)).one()
    with writing() as session:
        neighbour = Person(id=new_id(), given_name="Ola", family_name="Wilk", language="en", joined_at=now())
        neighbour.posts = [Post(role=Role.ANALYST, place_id=chain.krakow)]
        session.add(neighbour)
    theirs = browser_of(neighbour)
    assert "spring.csv" not in theirs.get("/imports").text
    assert theirs.get(place).status_code == 404
    assert theirs.post(f"/imports/{brought.id}/undoing").status_code == 404
    worked(app)
    assert db.session.scalar(select(func.count()).select_from(ImportUndoing)) == 0
    assert "spring.csv" in browser_of(staff.admin).get("/imports").text


def test_a_shops_node_brings_nothing_in(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient]
) -> None:
    with writing() as session:
        session.execute(update(Installation).values(kind="node", upstream="https://hub.example"))
    client = browser_of(staff.analyst)
    assert client.get("/imports/new").status_code == 422
    assert client.post("/imports/new", data={"file": (io.BytesIO(ANSWERS.encode()), "a.csv")}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(ImportWork)) == 0


OPEN = "id,when,shop,visit\n1,03/04/2021,Main street,4\n2,05/04/2021,Market,5\n3,06/04/2021,,3\n"


@pytest.mark.parametrize("edited", [False, True])
def test_the_order_of_a_date_and_unknown_shops_are_answered_by_choosing(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient], edited: bool
) -> None:
    client = browser_of(staff.analyst)
    rows = "".join(f"{n},03/04/2021,{('Main street', 'Market')[n % 2]},{n % 5 + 1}\n" for n in range(4, 30))
    place = sent(client, (OPEN.replace("3,06/04/2021,,3\n", "") + rows).encode())
    worked(app)
    looked_at = client.get(place).text
    assert "Which day is “03/04/2021”?" in looked_at and "3 Apr 2021 (DD/MM/YYYY)" in looked_at
    assert "Which shop is “Main street”?" in looked_at and "Which shop is “Market”?" in looked_at
    mapping = db.session.scalars(select(ImportWork)).one().mapping
    assert not [line for line in mapping.splitlines() if line.startswith("# ") and " = " not in line]
    if edited:
        mapping += '\n[place.map]\nSopot = "Kraków, Rynek"\n'
    order, *shops = re.findall(r'name="(asked-\d+)"', looked_at)
    assert len(shops) == 2
    data = {"mapping": mapping, order: "DD/MM/YYYY", shops[0]: str(chain.gdansk), "asked-9": "x"}
    client.post(f"{place}/trial", data=data)
    worked(app)
    tried = client.get(place).text
    assert "14 rows would come in" in tried and "Which shop is “Market”?" in tried
    assert "Which day" not in tried and "Which shop is “Main street”?" not in tried
    mapping = db.session.scalars(select(ImportWork)).one().mapping
    (left,) = re.findall(r'name="(asked-\d+)"', tried)
    client.post(f"{place}/trial", data={"mapping": mapping, left: str(chain.krakow)})
    worked(app)
    assert "28 rows would come in" in client.get(place).text
    client.post(f"{place}/bringing")
    worked(app)
    days = set(db.session.scalars(select(Response.day)))
    assert days == {"2021-04-03", "2021-04-05"}


def test_a_day_and_a_shop_that_no_column_tells_are_answered_by_choosing(
    app: Flask, chain: Chain, staff: Staff, browser_of: Callable[[Person], FlaskClient]
) -> None:
    client = browser_of(staff.analyst)
    place = sent(client, ("id,visit\n" + "".join(f"{n},{n % 5 + 1}\n" for n in range(20))).encode())
    worked(app)
    looked_at = client.get(place).text
    day, shop = re.findall(r'name="(asked-\d+)"', looked_at)
    assert "On which day were the answers given?" in looked_at and "In which shop were the answers given?" in looked_at
    mapping = db.session.scalars(select(ImportWork)).one().mapping
    client.post(f"{place}/trial", data={"mapping": mapping, day: "2021-05-03", shop: str(new_id())})
    worked(app)
    faulty = client.get(place).text
    assert "1 thing must be said first" in faulty and "On which day" not in faulty
    mapping = db.session.scalars(select(ImportWork)).one().mapping
    client.post(f"{place}/trial", data={"mapping": mapping, "asked-0": str(chain.krakow)})
    worked(app)
    assert "20 rows would come in" in client.get(place).text
