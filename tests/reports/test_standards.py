"""A standard from all sides: what customers say beside what employees know, and a verb only where something is known."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk.responses.queries import Scope, chosen
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.intervals import Share
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.reports.advising import Advice, advice, missed
from kontuar.reports.choosing import Period, Span, earlier, grain, period, steps
from kontuar.reports.knowing import knowledge
from kontuar.sync.definitions import publish
from tests.lms.learning import RIGHT, attempt, publish_book, publish_quiz
from tests.reports.conftest import Staff
from tests.reports.test_results import NOVEMBER, read
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.sync.test_receiving import take

BrowserOf = Callable[..., FlaskClient]
Answered = Callable[..., list[bytes]]
Hired = Callable[..., list[UUID]]


@pytest.mark.parametrize(
    ("right", "wrong", "misses", "verb"),
    [
        (30, 30, True, Advice.TEACH),  # 50 %, at most 62
        (45, 5, None, Advice.REPEAT),  # 90 %, from 79
        (98, 2, True, Advice.HABIT),
        (98, 2, False, Advice.KEEP),
        (98, 2, None, Advice.KNOWN),
        (9, 0, True, Advice.CANT_TELL),  # nine answers
    ],
)
def test_the_verb_follows_from_what_is_known(right: int, wrong: int, misses: bool | None, verb: Advice) -> None:
    assert advice(knowledge({1.0: right, 0.0: wrong}, 50), misses) is verb


def test_two_people_are_too_few_to_tell_of_however_much_they_answered() -> None:
    assert advice(knowledge({1.0: 40, 0.0: 2}, 2), False) is Advice.CANT_TELL


@pytest.mark.parametrize(
    ("satisfied", "mentioned", "told"),
    [
        (None, None, None),
        (Share(1, 9), Share(0, 9), None),
        (Share(50, 100), None, True),
        (Share(85, 100), Share(4, 100), False),
        (None, Share(20, 100), True),
        (None, Share(6, 100), False),  # more than 5 in 100, but that may be chance
    ],
)
def test_customers_miss_a_standard_only_beyond_chance(satisfied: Share, mentioned: Share, told: bool | None) -> None:
    assert missed(satisfied, mentioned) is told


def test_a_clause_shows_what_customers_say_beside_what_employees_know(
    app: Flask, chain: Chain, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered,
    hired: Hired,
) -> None:  # fmt: skip
    with writing() as session:
        quiz = publish_quiz(session)
        publish_book(session)
    people = hired(*[chain.gdansk] * 12)
    lines = [
        attempt(gdansk, quiz, person, {**RIGHT, "wait": ["minutes", "choice"] if number < 9 else ["moment"]})
        for number, person in enumerate(people)
    ]
    take(app, gdansk, *lines)
    answered(gdansk, *[{"visit": 1, "reasons": ["waiting"]}] * 5, *[{"visit": 5}] * 15)
    text = read(browser_of(staff.analyst), f"/standards/tell-waiting-time?{NOVEMBER}")
    # 5 of 20 responses name it: 25 per 100, Wilson 11.2 to 46.9. 9 of 12 know it: 75 %, Wilson 47 to 91.
    assert "Customers: named it, per 100 25.0 from 11.2 to 46.9, n 20" in text
    assert "Employees: right answers 75 % from 47 to 91, 12 answers" in text
    assert "Most know it, but whether enough do can't be told. Repeat it." in text
    # The question about respect has faces: 15 of 20 chose the best.
    text = read(browser_of(staff.analyst), f"/standards/respect-each-person?{NOVEMBER}")
    assert "Customers: satisfied (CSAT) 75 % from 53 to 89, n 20" in text
    assert "Nobody has been asked" in text
    assert browser_of(staff.analyst).get("/standards/no-such-clause").status_code == 404


def test_two_reasons_of_one_standard_in_one_response_name_it_once(
    app: Flask, chain: Chain, browser_of: BrowserOf, staff: Staff, gdansk: Tablet
) -> None:
    asked = survey_document("two-reasons")
    words = asked["title"]
    asked["questions"][1]["choices"] += [
        {"id": "queue", "label": words, "clause": "tell-waiting-time"},
        {"id": "lies", "label": words, "clause": "respect-each-person"},
    ]
    asked["questions"].append({"id": "worst", "type": "one", "title": words, "choices": [
        {"id": "late", "label": words, "clause": "tell-waiting-time"}, {"id": "none", "label": words},
    ]})  # fmt: skip
    with writing() as session:
        publish_book(session)
        survey = publish(session, "survey", "two-reasons", asked, NOON).hash.hex()
    ticked: list[dict[str, object]] = [
        *[{"reasons": ["waiting", "queue"]}] * 2,
        {"reasons": ["waiting", "queue", "price"], "worst": "late"},
        {"reasons": ["waiting", "lies"], "worst": "none"},
        {"reasons": ["advice"], "worst": "late"},
        {"reasons": ["queue"]},
        *[{"reasons": []}] * 14,
    ]
    take(app, gdansk, *(gdansk.response(survey, answers, moment=NOON) for answers in ticked))
    # Six of twenty responses name it, with ten ticks: 30 per 100, Wilson 14.5 to 51.9. One of twenty: 5.
    text = read(browser_of(staff.analyst), f"/standards/tell-waiting-time?{NOVEMBER}")
    assert "Customers: named it, per 100 30.0 from 14.5 to 51.9, n 20" in text
    text = read(browser_of(staff.analyst), f"/standards/respect-each-person?{NOVEMBER}")
    assert "Customers: named it, per 100 5.0 from" in text
    # Each reason has its own count beside it.
    scope = Scope("two-reasons")
    assert chosen(db.session(), scope, "reasons").choices == {
        "waiting": 4,
        "queue": 4,
        "price": 1,
        "lies": 1,
        "advice": 1,
    }
    assert chosen(db.session(), scope, "worst").choices == {"late": 2, "none": 1}


def test_a_manager_sees_who_has_taken_a_quiz_but_not_how_it_went(
    app: Flask, chain: Chain, browser_of: BrowserOf, staff: Staff, gdansk: Tablet
) -> None:
    with writing() as session:
        quiz = publish_quiz(session)
        olena = Person(id=new_id(), given_name="Olena", family_name="Koval", language="uk", joined_at=now())
        olena.posts = [Post(role=Role.EMPLOYEE, place_id=chain.gdansk)]
        jan = Person(id=new_id(), given_name="Jan", family_name="Lis", language="pl", joined_at=now())
        jan.posts = [Post(role=Role.EMPLOYEE, place_id=chain.krakow)]
        session.add_all([olena, jan])
    take(app, gdansk, attempt(gdansk, quiz, olena.id, {"greet": "late"}))
    take(app, gdansk, attempt(gdansk, quiz, staff.employee.id, RIGHT, finished=False))
    text = read(browser_of(staff.gdansk), "/results/knowledge")
    assert "1 person hasn't taken “Welcome” yet" in text
    assert "Kasia Sowa not yet Olena Koval taken 22 Nov" in text
    assert "Jan Lis" not in text and "Late" not in text and "0%" not in text


def test_a_month_is_compared_with_the_month_before() -> None:
    chosen = period(Span.MONTH, "2026-03-15")
    assert (chosen, earlier(Span.MONTH, chosen)) == (
        Period("2026-03-01", "2026-03-15"),
        Period("2026-02-01", "2026-02-28"),
    )
    year = period(Span.YEAR, "2026-03-15")
    assert earlier(Span.YEAR, year) == Period("2025-01-01", "2025-12-31")
    week = period(Span.WEEK, "2026-03-03")
    assert (week, earlier(Span.WEEK, week)) == (Period("2026-02-25", "2026-03-03"), Period("2026-02-18", "2026-02-24"))


def test_steps_leave_no_day_week_or_month_out() -> None:
    days = Period("2025-12-30", "2026-01-06")
    assert steps(days, grain(days))[0] == "2025-12-30" and len(steps(days, grain(days))) == 8
    half = Period("2025-12-30", "2026-03-02")
    assert steps(half, grain(half))[:2] == ["2025-12-29", "2026-01-05"]
    years = Period("2024-11-15", "2026-01-01")
    assert steps(years, grain(years))[:2] == ["2024-11", "2024-12"] and len(steps(years, grain(years))) == 15
