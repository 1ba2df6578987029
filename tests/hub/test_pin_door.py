"""The PIN door: an employee signs in on the shop's tablet, sets a PIN, forgets it, is locked out and let in again."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.passwords import hashed
from kontuar.core.people import Person
from kontuar.core.times import now
from kontuar.hub.people import coding
from kontuar.hub.people.models import Tries
from tests.hub.conftest import Staff
from tests.support.chains import Chain, Tablet

Post = Callable[..., TestResponse]
PIN = "4071"


def has_pin(person_id: UUID, pin: str = PIN) -> None:
    with writing() as session:
        session.get_one(Person, person_id).pin_hash = hashed(pin)


def code_for(person_id: UUID, by: UUID) -> str:
    with writing() as session:
        return coding.give(session, session.get_one(Person, person_id), "pin", by=by, at=now())


def waits_over() -> None:
    """Let an hour pass for everybody who has to wait."""
    with writing() as session:
        for row in session.query(Tries):
            row.last_at -= timedelta(hours=1)


def test_kasia_signs_in_with_her_pin(staff: Staff, from_tablet: Post, app: Flask) -> None:
    has_pin(staff.kasia)
    app.extensions["kontuar.learner_state"] = lambda person: [{"quiz": "standards", "person": str(person)}]
    answer = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN})
    assert answer.status_code == 200
    assert answer.json["person"] == {"id": str(staff.kasia), "name": "Kasia S.", "initials": "KS", "language": "en"}
    assert answer.json["attempts"] == [{"quiz": "standards", "person": str(staff.kasia)}]
    assert answer.json["visit"] and answer.json["until"].endswith("+00:00")


def test_her_visit_is_worth_nothing_away_from_her_tablet(
    staff: Staff, from_tablet: Post, app: Flask, chain: Chain
) -> None:
    has_pin(staff.kasia)
    token = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN}).json["visit"]
    assert visits.current(db.session(), token, now())
    with app.test_request_context(headers={"Visit": token}):
        from kontuar.web.access import current_person

        assert current_person() is None
    with app.test_request_context(headers={"Cookie": f"kontuar_visit={token}"}):
        assert current_person() is None


def test_signing_out_ends_the_visit(staff: Staff, from_tablet: Post) -> None:
    has_pin(staff.kasia)
    token = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN}).json["visit"]
    assert from_tablet("/api/v1/sign-out", {}, Visit=token).status_code == 200
    assert visits.current(db.session(), token, now()) is None


def test_a_tablet_in_gdansk_knows_nobody_from_krakow(staff: Staff, from_tablet: Post) -> None:
    has_pin(staff.olek)
    answer = from_tablet("/api/v1/sign-in", {"person": str(staff.olek), "pin": PIN})
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not-found")


def test_without_the_tablets_token_nobody_signs_in(staff: Staff, client, app: Flask) -> None:
    has_pin(staff.kasia)
    answer = client.post("/api/v1/sign-in", json={"person": str(staff.kasia), "pin": PIN})
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "device-unknown")


def test_a_wrong_pin_says_so_and_soon_asks_to_wait(staff: Staff, from_tablet: Post) -> None:
    has_pin(staff.kasia)
    wrong = {"person": str(staff.kasia), "pin": "9999"}
    codes = [from_tablet("/api/v1/sign-in", wrong).json["error"]["code"] for _ in range(3)]
    assert codes == ["pin-wrong"] * 3
    answer = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN})  # the right one, too early
    assert (answer.status_code, answer.json["error"]["code"]) == (429, "too-many")
    assert 25 <= int(answer.headers["Retry-After"]) <= 30


def test_the_right_pin_after_the_wait_forgives(staff: Staff, from_tablet: Post) -> None:
    has_pin(staff.kasia)
    for _ in range(3):
        from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": "9999"})
    waits_over()
    assert from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN}).status_code == 200
    assert from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": "9999"}).status_code == 401


def test_ten_wrong_pins_lock_it_and_the_managers_code_opens_it(staff: Staff, from_tablet: Post) -> None:
    has_pin(staff.kasia)
    for _ in range(10):
        from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": "9999"})
        waits_over()
    locked = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN})
    assert (locked.status_code, locked.json["error"]["code"]) == (429, "pin-locked")
    code = code_for(staff.kasia, staff.marta)
    assert from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": "8305"}).status_code == 200
    assert from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": "8305"}).status_code == 200


def test_a_new_colleague_sets_a_first_pin_with_the_code(staff: Staff, from_tablet: Post) -> None:
    nothing_yet = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN})
    assert (nothing_yet.status_code, nothing_yet.json["error"]["code"]) == (401, "no-pin")
    code = code_for(staff.kasia, staff.marta)
    assert len(code) == 8 and code.isdigit()
    assert from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": PIN}).status_code == 200
    again = from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": "8305"})
    assert (again.status_code, again.json["error"]["code"]) == (401, "code-wrong")
    assert from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN}).status_code == 200


def test_a_weak_pin_is_refused_and_the_code_still_works(staff: Staff, from_tablet: Post) -> None:
    code = code_for(staff.kasia, staff.marta)
    weak = from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": "1234"})
    assert (weak.status_code, weak.json["error"]["code"], weak.json["error"]["detail"]) == (422, "pin-weak", "weak")
    assert from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": PIN}).status_code == 200


def test_a_code_is_for_one_person_and_one_day(staff: Staff, from_tablet: Post) -> None:
    code = code_for(staff.kasia, staff.marta)
    of_another = from_tablet("/api/v1/pin", {"person": str(staff.marta), "code": code, "pin": PIN})
    assert of_another.json["error"]["code"] == "code-wrong"
    with writing() as session:
        session.get_one(coding.PersonalCode, (staff.kasia, "pin")).until = now()
    assert from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": PIN}).status_code == 401


def test_a_newer_code_makes_the_older_one_worthless(staff: Staff, from_tablet: Post) -> None:
    older, newer = code_for(staff.kasia, staff.marta), code_for(staff.kasia, staff.marta)
    assert from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": older, "pin": PIN}).status_code == 401
    assert from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": newer, "pin": PIN}).status_code == 200


def test_guessing_codes_is_slowed_down_and_stopped(staff: Staff, from_tablet: Post) -> None:
    code_for(staff.kasia, staff.marta)
    guess = {"person": str(staff.kasia), "code": "00000000", "pin": PIN}
    assert [from_tablet("/api/v1/pin", guess).status_code for _ in range(4)] == [401, 401, 401, 429]
    for _ in range(7):
        waits_over()
        from_tablet("/api/v1/pin", guess)
    waits_over()
    assert from_tablet("/api/v1/pin", guess).json["error"]["code"] == "pin-locked"


def test_a_new_pin_signs_out_whoever_used_the_old_one(staff: Staff, from_tablet: Post) -> None:
    has_pin(staff.kasia)
    token = from_tablet("/api/v1/sign-in", {"person": str(staff.kasia), "pin": PIN}).json["visit"]
    code = code_for(staff.kasia, staff.marta)
    from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": "8305"})
    assert visits.current(db.session(), token, now()) is None


def test_the_log_names_who_gave_a_code_and_holds_no_secret(staff: Staff, from_tablet: Post) -> None:
    code = code_for(staff.kasia, staff.marta)
    from_tablet("/api/v1/pin", {"person": str(staff.kasia), "code": code, "pin": PIN})
    given, set_ = db.session.query(Deed).order_by(Deed.at, Deed.id).all()[-2:]
    assert (given.verb, given.person_id, given.subject) == ("pin.code-given", staff.marta, "Kasia Sowa")
    assert (set_.verb, set_.person_id) == ("pin.set", staff.kasia)
    assert code not in str(given.detail) and PIN not in str(set_.detail)


@pytest.mark.parametrize(
    "body", ["", "[]", '{"person": 1, "pin": "1"}', '{"person": "x"}', "[" * 100_000, '{"person":"\\ud800","pin":"1"}']
)
def test_nonsense_is_refused_with_a_reason(body: str, from_tablet: Post, client, tablet: Tablet) -> None:
    headers = {"Authorization": f"Bearer {tablet.token}", "Content-Type": "application/json"}
    for path in ("/api/v1/sign-in", "/api/v1/pin"):
        answer = client.post(path, data=body, headers=headers)
        assert answer.status_code in (404, 422) and answer.json["error"]["code"]
