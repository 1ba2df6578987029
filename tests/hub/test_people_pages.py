"""The pages about people: who is seen, who may be added and changed, codes, leaving."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.installation import installation
from kontuar.core.people import Person, Role
from tests.hub.conftest import Staff, hired
from tests.shared import shared
from tests.support.chains import Chain
from tests.support.databases import on_sqlite

SignedIn = Callable[[UUID], FlaskClient]


def new_person(chain: Chain, **changes: str) -> dict[str, str]:
    return {
        "given_name": "Zofia", "family_name": "Żak", "email": "", "language": "pl", "role": "employee",
        "place": str(chain.gdansk),
    } | changes  # fmt: skip


def called(name: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.given_name == name))


def test_iga_sees_everybody_and_marta_only_her_shop(staff: Staff, signed_in: SignedIn) -> None:
    everybody = signed_in(staff.iga).get("/people").text
    assert all(name in everybody for name in ("Sowa Kasia", "Lis Olek", "Wilk Marta"))
    of_gdansk = signed_in(staff.marta).get("/people").text
    assert "Sowa Kasia" in of_gdansk and "Lis Olek" not in of_gdansk


def test_somebody_of_another_shop_isnt_there_for_a_manager(staff: Staff, signed_in: SignedIn) -> None:
    marta = signed_in(staff.marta)
    assert marta.get(f"/people/{staff.kasia}").status_code == 200
    assert marta.get(f"/people/{staff.olek}").status_code == 404
    for act in ("pin-code", "sign-out", "leaving", "return"):
        assert marta.post(f"/people/{staff.olek}/{act}").status_code == 404


def test_marta_takes_on_an_employee(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    before = installation(db.session()).release
    answer = signed_in(staff.marta).post("/people/new", data=new_person(chain))
    zofia = called("Zofia")
    assert answer.status_code == 303 and zofia is not None
    assert [(post.role, post.place_id) for post in zofia.posts] == [(Role.EMPLOYEE, chain.gdansk)]
    deed = db.session.scalar(select(Deed).where(Deed.verb == "person.added"))
    assert (deed.person_id, deed.subject, deed.place_id) == (staff.marta, "Zofia Żak", chain.gdansk)
    assert installation(db.session()).release == before + 1


@pytest.mark.parametrize("changes", [{"role": "manager"}, {"role": "admin"}, {"place": "krakow"}, {"place": "root"}])
def test_marta_can_give_no_more_than_that(
    changes: dict[str, str], staff: Staff, chain: Chain, signed_in: SignedIn
) -> None:
    changes = {key: str(getattr(chain, value, value)) for key, value in changes.items()}
    answer = signed_in(staff.marta).post("/people/new", data=new_person(chain, email="z@bursztyn.example", **changes))
    assert answer.status_code == 422 and called("Zofia") is None
    post = {"role": "employee", "place": str(chain.gdansk)} | changes
    assert signed_in(staff.marta).post(f"/people/{staff.kasia}/posts", data=post).status_code in (403, 422)
    db.session.expire_all()
    assert len(db.session.get_one(Person, staff.kasia).posts) == 1


def test_a_manager_needs_an_address(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    answer = signed_in(staff.iga).post("/people/new", data=new_person(chain, role="manager"))
    assert answer.status_code == 422 and "signs in with an address" in answer.text


def test_an_address_belongs_to_one_person_whatever_its_capitals(
    staff: Staff, chain: Chain, signed_in: SignedIn
) -> None:
    answer = signed_in(staff.iga).post("/people/new", data=new_person(chain, email="MARTA@bursztyn.example"))
    assert answer.status_code == 422 and "Somebody has this address already." in answer.text


def test_marta_cannot_take_over_another_manager(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    with writing() as session:
        jan = hired(session, "Jan", "Gil", (Role.MANAGER, chain.gdansk), email="jan@bursztyn.example")
    marta = signed_in(staff.marta)
    assert marta.post(f"/people/{jan}/pin-code").status_code == 403
    assert marta.post(f"/people/{jan}/password-code").status_code == 403
    answer = marta.post(
        f"/people/{jan}",
        data={"given_name": "Jan", "family_name": "Gil", "email": "marta.too@bursztyn.example", "language": "en"},
    )
    assert answer.status_code == 403
    assert db.session.get_one(Person, jan).email == "jan@bursztyn.example"


def test_an_administrator_of_a_shop_cannot_reset_one_of_the_chain(
    staff: Staff, chain: Chain, signed_in: SignedIn
) -> None:
    with writing() as session:
        ada = hired(session, "Ada", "Kos", (Role.ADMIN, chain.gdansk), email="ada@bursztyn.example")
    assert signed_in(ada).post(f"/people/{staff.iga}/password-code").status_code == 404
    assert signed_in(ada).post(f"/people/{staff.marta}/password-code").status_code == 200


def test_a_code_is_shown_once_and_only_its_hash_is_kept(staff: Staff, signed_in: SignedIn) -> None:
    text = signed_in(staff.marta).post(f"/people/{staff.kasia}/pin-code").text
    shown = re.search(r'id="code">([\d-]+)<', text)
    assert shown and re.fullmatch(r"\d{4}-\d{4}", shown[1])
    dump = "".join(str(row) for row in db.session.execute(select(*Person.__table__.c)))
    assert shown[1].replace("-", "") not in dump


def test_a_password_code_comes_with_a_link_that_no_server_logs(staff: Staff, signed_in: SignedIn) -> None:
    text = signed_in(staff.iga).post(f"/people/{staff.marta}/password-code").text
    assert re.search(r'value="http://localhost/password#[0-9A-Z]{16}"', text)


def test_whoever_leaves_is_out_at_once_and_leaves_no_secret(staff: Staff, signed_in: SignedIn) -> None:
    marta = signed_in(staff.marta)
    assert signed_in(staff.iga).post(f"/people/{staff.marta}/leaving").status_code == 303
    assert marta.get("/people").status_code == 302
    row = db.session.execute(select(*Person.__table__.c).where(Person.id == staff.marta)).one()
    assert (row.email, row.password_hash, row.pin_hash) == (None, None, None) and row.left_at
    assert "Wilk Marta" in signed_in(staff.iga).get("/people?left=1").text


def test_whoever_left_may_come_back(staff: Staff, signed_in: SignedIn) -> None:
    iga = signed_in(staff.iga)
    iga.post(f"/people/{staff.kasia}/leaving")
    assert iga.post(f"/people/{staff.kasia}/pin-code").status_code == 403
    iga.post(f"/people/{staff.kasia}/return")
    assert "Sowa Kasia" in iga.get("/people").text


def test_the_last_administrator_stays_one(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    iga = signed_in(staff.iga)
    iga.post(f"/people/{staff.iga}/posts", data={"role": "analyst", "place": str(chain.root)})
    refused = iga.post(f"/people/{staff.iga}/posts/admin/{chain.root}/end", follow_redirects=True)
    assert "only administrator" in refused.text
    assert iga.post(f"/people/{staff.iga}/leaving").status_code == 403
    assert iga.get("/log").status_code == 200


def test_a_post_is_given_and_taken_back(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    iga = signed_in(staff.iga)
    iga.post(f"/people/{staff.kasia}/posts", data={"role": "employee", "place": str(chain.krakow)})
    assert "Sowa Kasia" in signed_in(staff.roman).get("/people").text
    iga.post(f"/people/{staff.kasia}/posts/employee/{chain.krakow}/end")
    assert "Sowa Kasia" not in signed_in(staff.roman).get("/people").text
    only = iga.post(f"/people/{staff.kasia}/posts/employee/{chain.gdansk}/end", follow_redirects=True)
    assert "only post" in only.text


def test_words_find_people_by_any_part_of_name_or_address(staff: Staff, signed_in: SignedIn) -> None:
    iga = signed_in(staff.iga)
    assert "Sowa Kasia" in iga.get("/people?words=sow+kas").text
    assert "Wilk Marta" in iga.get("/people?words=marta@burs").text
    assert "Nobody fits" in iga.get("/people?words=100%25").text


MEANT = set("<>&\"'{}%")  # letters that mean something to a page, a template or an address


@on_sqlite
def test_naughty_names_are_kept_and_shown_as_they_are(staff: Staff, chain: Chain, signed_in: SignedIn) -> None:
    import json

    iga = signed_in(staff.iga)
    for words in json.loads(shared("data/bad-input/blns.json").read_text("utf-8")):
        answer = iga.post("/people/new", data=new_person(chain, given_name=words[:80]))
        assert answer.status_code in (303, 422), words
        if answer.status_code == 303 and set(words) & MEANT:
            shown = iga.get(answer.headers["Location"])
            assert shown.status_code == 200 and "<script>alert" not in shown.text
    assert iga.get("/people").status_code == 200 and iga.get("/log").status_code == 200


def test_an_address_with_nought_in_it_is_refused(staff: Staff, signed_in: SignedIn) -> None:
    iga = signed_in(staff.iga)
    for path in ("/people?words=%00", "/people?place=%00", "/log?kind=%00", "/people?page=-1", "/people?page=999999"):
        assert iga.get(path).status_code in (200, 400)
