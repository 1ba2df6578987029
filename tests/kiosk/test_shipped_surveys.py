"""The two surveys that come with the program are ready for twelve languages, a kiosk's screen and the Book."""

from pathlib import Path

import pytest

from kiosk.surveys.checking import check
from kiosk.surveys.conditions import asked
from kiosk.surveys.document import Survey, clauses_of
from kiosk.surveys.reading import ROOM
from kontuar.core.documents import canonical, width
from kontuar.core.languages import TAGS

FOLDER = Path(__file__).parents[2] / "kiosk" / "surveys" / "shipped"
BOOK = {
    "greet-30-seconds",
    "tell-waiting-time",
    "listen-first",
    "advise-not-push",
    "know-your-product",
    "shelf-full-clean",
    "price-clear",
    "refund-up-to-limit",
    "complaint-own-it",
    "answer-in-48-hours",
    "privacy-no-remarks",
    "respect-each-person",
}


def shipped(key: str) -> Survey:
    checked = check((FOLDER / f"{key}.yaml").read_bytes(), clauses=BOOK)
    assert [str(fault) for fault in checked.faults] == [], "not even a warning"
    assert checked.survey is not None
    return checked.survey


@pytest.mark.parametrize("key", ["shop-visit", "product-advice"])
def test_a_shipped_survey_speaks_all_languages_and_fits(key: str) -> None:
    survey = shipped(key)
    assert survey.key == key
    assert survey.languages == TAGS
    assert len(canonical(survey)) < 32 * 1024
    for question in survey.questions:
        for label in question.labels:
            assert set(label) == set(TAGS)
            assert max(width(words) for words in label.values()) <= ROOM["face"]


def test_a_low_score_is_asked_for_its_reasons_and_each_names_a_clause() -> None:
    survey = shipped("shop-visit")
    ways = {score: asked(survey.questions, {"visit": score}) for score in range(1, 6)}
    assert survey.questions[0].type == "smileys", "CSAT comes first"
    assert ways[3] == ["visit", "reasons", "recommend", "comment"]
    assert ways[4] == ["visit", "recommend", "comment"]
    reasons = survey.question("reasons")
    assert reasons is not None
    assert len(reasons.choices) == 6, "as many as fit a screen"
    assert all(choice.clause in BOOK for choice in reasons.choices)
    assert len({choice.clause for choice in reasons.choices}) == 6


def test_advice_is_asked_about_only_where_there_was_some() -> None:
    survey = shipped("product-advice")
    assert asked(survey.questions, {"helped": 1}) == ["helped", "advice", "knowledge", "easy", "range", "comment"]
    assert asked(survey.questions, {"helped": 0}) == ["helped", "missing", "easy", "range", "comment"]
    assert "know-your-product" in clauses_of(survey)


def test_between_them_they_ask_every_type_of_question() -> None:
    asked_for = {question.type for key in ("shop-visit", "product-advice") for question in shipped(key).questions}
    assert asked_for == {"smileys", "nps", "effort", "stars", "yesno", "one", "several", "text"}
