"""The doors: signing in by password, out again, a password by a code, one's own page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median
from time import perf_counter
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from kontuar.core import passwords, visits
from kontuar.core.database import db, writing
from kontuar.core.people import Person, Role
from kontuar.core.times import now
from kontuar.hub.people import coding
from kontuar.hub.people.models import Tries
from kontuar.web.access import COOKIE
from tests.hub.conftest import PASSWORD, Staff, hired
from tests.support.chains import Chain

SignedIn = Callable[[UUID], FlaskClient]
FRESH = "eleven quiet spoons in a drawer"


def enter(client: FlaskClient, email: str, password: str = PASSWORD, onward: str = "", **more: object):
    client.application.config["WTF_CSRF_ENABLED"] = False
    return client.post(f"/sign-in{onward}", data={"email": email, "password": password}, **more)


def waits_over(by: timedelta = timedelta(hours=2)) -> None:
    with writing() as session:
        for row in session.query(Tries):
            row.last_at -= by


def test_marta_signs_in_and_goes_on_to_where_she_was_going(staff: Staff, client: FlaskClient) -> None:
    sent = client.get("/people?words=kasia")
    assert sent.headers["Location"] == "/sign-in?next=/people%3Fwords%3Dkasia"
    answer = enter(client, " Marta@Bursztyn.example ", onward="?next=/people%3Fwords%3Dkasia")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/people?words=kasia")
    assert client.get("/people?words=kasia").status_code == 200


def test_the_cookie_is_for_the_server_alone(staff: Staff, client: FlaskClient) -> None:
    answer = enter(client, "marta@bursztyn.example", base_url="https://kontuar.example")
    cookie = answer.headers.get_all("Set-Cookie")[0]
    assert cookie.startswith(COOKIE)
    assert "HttpOnly" in cookie and "Secure" in cookie and "SameSite=Lax" in cookie


def test_a_link_from_outside_leads_nowhere_else(staff: Staff, client: FlaskClient) -> None:
    answer = enter(client, "marta@bursztyn.example", onward="?next=https://evil.example/")
    assert answer.headers["Location"] == "/results"


def test_an_employee_with_a_password_begins_with_the_book(staff: Staff, chain: Chain, client: FlaskClient) -> None:
    with writing() as session:
        hired(session, "Olena", "Koval", (Role.EMPLOYEE, chain.gdansk), email="olena@bursztyn.example")
    answer = enter(client, "olena@bursztyn.example")
    assert answer.headers["Location"] == "/book"
    assert client.get("/book").status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(staff: Staff, client: FlaskClient) -> None:
    wrong = enter(client, "marta@bursztyn.example", "not the right one at all")
    unknown = enter(client, "nobody@bursztyn.example", "not the right one at all")
    assert wrong.status_code == unknown.status_code == 422
    same = [answer.text.replace("marta@", "").replace("nobody@", "") for answer in (wrong, unknown)]
    assert "Address and password don&#39;t go together." in wrong.text
    assert [text.count("field-error") for text in same] == [1, 1]


def test_it_takes_as_long_for_an_address_nobody_has(staff: Staff, client: FlaskClient) -> None:
    def seconds(email: str) -> float:
        begin = perf_counter()
        enter(client, email, "not the right one at all", environ_base={"REMOTE_ADDR": f"192.0.2.{len(taken) % 250}"})
        return perf_counter() - begin

    taken: list[float] = []
    known, unknown = [], []
    for turn in range(5):  # at most five tries are free
        known.append(seconds("marta@bursztyn.example"))
        unknown.append(seconds(f"nobody{turn}@bursztyn.example"))
    assert min(unknown) > 0.5 * min(known) and median(unknown) < 3 * median(known)


def test_mistakes_are_slowed_down_for_known_and_unknown_alike(staff: Staff, client: FlaskClient) -> None:
    for email in ("marta@bursztyn.example", "nobody@bursztyn.example"):
        statuses = [enter(client, email, "wrong again, sorry").status_code for _ in range(6)]
        assert statuses == [422] * 5 + [429]
    right = enter(client, "marta@bursztyn.example")
    assert right.status_code == 429 and int(right.headers["Retry-After"]) <= 5
    assert "Try again in" in right.text
    waits_over(timedelta(seconds=6))
    assert enter(client, "marta@bursztyn.example").status_code == 303


def test_a_hundred_mistakes_lock_the_password_until_an_administrator_gives_a_code(
    staff: Staff, client: FlaskClient
) -> None:
    enter(client, "marta@bursztyn.example", "wrong")
    with writing() as session:
        for row in session.query(Tries).filter(Tries.what == "password"):
            row.failures = 100
    waits_over(timedelta(days=2))
    assert enter(client, "marta@bursztyn.example").status_code == 429
    with writing() as session:
        code = coding.give(session, session.get_one(Person, staff.marta), "password", by=staff.iga, at=now())
    assert client.post("/password", data={"code": code, "password": FRESH}).status_code == 303
    assert enter(app_client(client), "marta@bursztyn.example", FRESH).status_code == 303


def app_client(client: FlaskClient) -> FlaskClient:
    return client.application.test_client()


def test_one_address_trying_many_people_is_slowed_down(staff: Staff, client: FlaskClient) -> None:
    statuses = [enter(client, f"person{number}@bursztyn.example", "wrong").status_code for number in range(31)]
    assert statuses == [422] * 30 + [429]
    elsewhere = enter(app_client(client), "marta@bursztyn.example", environ_base={"REMOTE_ADDR": "198.51.100.9"})
    assert elsewhere.status_code == 303


def test_a_whole_office_behind_one_address_signs_in(staff: Staff, client: FlaskClient) -> None:
    statuses = [enter(app_client(client), "marta@bursztyn.example").status_code for _ in range(35)]
    assert set(statuses) == {303}


def test_many_tries_at_once_are_no_more_than_one_after_another(staff: Staff, client: FlaskClient) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    wrong = {"email": "marta@bursztyn.example", "password": "all of us at the same time"}

    def attempt(number: int) -> int:
        return client.application.test_client().post("/sign-in", data=wrong).status_code

    with ThreadPoolExecutor(12) as many:
        statuses = list(many.map(attempt, range(24)))
    assert statuses.count(422) <= 5 and set(statuses) <= {422, 429, 503}


def test_somebody_who_left_is_nobody(staff: Staff, client: FlaskClient) -> None:
    with writing() as session:
        session.get_one(Person, staff.marta).left_at = now()
    assert enter(client, "marta@bursztyn.example").status_code == 422


def test_a_password_with_accents_works_from_any_keyboard(staff: Staff, client: FlaskClient) -> None:
    with writing() as session:
        session.get_one(Person, staff.marta).password_hash = passwords.hashed("zażółć gęślą jaźń")
    decomposed = "zaz\u0307o\u0301\u0142c\u0301 ge\u0328s\u0301la\u0328 jaz\u0301n\u0301"
    assert enter(client, "marta@bursztyn.example", decomposed).status_code == 303


def test_signing_out_ends_the_visit_for_good(staff: Staff, client: FlaskClient) -> None:
    enter(client, "marta@bursztyn.example")
    token = client.get_cookie(COOKIE).value
    assert client.post("/sign-out").headers["Location"] == "/"
    client.set_cookie(COOKIE, token)
    assert client.get("/people").status_code == 302


def test_signing_in_again_on_a_browser_ends_the_former_visit(staff: Staff, client: FlaskClient) -> None:
    enter(client, "marta@bursztyn.example")
    former = client.get_cookie(COOKIE).value
    enter(client, "roman@bursztyn.example")
    assert visits.current(db.session(), former, now()) is None


def test_a_visit_ends_by_itself(staff: Staff, client: FlaskClient) -> None:
    enter(client, "marta@bursztyn.example")
    with writing() as session:
        session.query(visits.Visit).one().seen_at -= timedelta(minutes=31)
    assert client.get("/people").status_code == 302


def test_a_code_sets_a_first_password_once(staff: Staff, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with writing() as session:
        person = session.get_one(Person, staff.marta)
        person.password_hash = None
        code = coding.give(session, person, "password", by=staff.iga, at=now())
    weak = app.test_client().post("/password", data={"code": code, "password": "martawilkbursztyn"})
    assert weak.status_code == 422 and "Mostly your name" in weak.text
    assert app.test_client().post("/password", data={"code": code, "password": FRESH}).status_code == 303
    again = app.test_client().post("/password", data={"code": code, "password": FRESH})
    assert again.status_code == 422 and "This code isn" in again.text


def test_a_code_for_a_password_is_over_after_a_day(staff: Staff, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with writing() as session:
        code = coding.give(
            session, session.get_one(Person, staff.marta), "password", by=staff.iga, at=now() - timedelta(hours=24)
        )
    assert app.test_client().post("/password", data={"code": code, "password": FRESH}).status_code == 422


def test_a_new_password_signs_out_every_other_browser(staff: Staff, signed_in: SignedIn) -> None:
    here, elsewhere = signed_in(staff.marta), signed_in(staff.marta)
    answer = here.post("/me/password", data={"current": PASSWORD, "password": FRESH})
    assert answer.status_code == 303
    assert here.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 302


def test_a_new_password_wants_the_old_one(staff: Staff, signed_in: SignedIn) -> None:
    answer = signed_in(staff.marta).post("/me/password", data={"current": "something else", "password": FRESH})
    assert answer.status_code == 422 and "That isn&#39;t your password." in answer.text


def test_whoever_has_a_password_sets_his_own_pin(staff: Staff, signed_in: SignedIn) -> None:
    marta = signed_in(staff.marta)
    assert marta.post("/me/pin", data={"pin": "1111"}).status_code == 422
    assert marta.post("/me/pin", data={"pin": "4071"}).status_code == 303
    assert passwords.matches(db.session.get_one(Person, staff.marta).pin_hash, "4071")


def test_signing_out_everywhere_else_leaves_this_browser(staff: Staff, signed_in: SignedIn) -> None:
    here, lost = signed_in(staff.marta), signed_in(staff.marta)
    assert here.post("/me/sign-out-elsewhere").status_code == 303
    assert (here.get("/me").status_code, lost.get("/me").status_code) == (200, 302)


def test_naughty_words_at_the_door_are_only_wrong(staff: Staff, client: FlaskClient) -> None:
    for words in ("\x00", "a\ud83d", "' OR 1=1 --", "x" * 100_000, "\u202e@\u0000"):
        raw = words.encode("utf-8", "surrogatepass")
        client.application.config["WTF_CSRF_ENABLED"] = False
        answer = client.post("/sign-in", data={"email": raw, "password": raw})
        assert answer.status_code in (422, 429)
