"""Shops, languages and segments side by side: intervals for many at once, a fair ranking, and nobody found by subtracting."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from statsmodels.stats.proportion import proportion_confint

from kontuar.app import create_app
from kontuar.core.database import writing
from kontuar.core.intervals import too_few
from kontuar.core.settings import load
from kontuar.core.thresholds import Thresholds, put_in_force, thresholds
from kontuar.sync.definitions import publish
from tests.reports.conftest import Staff
from tests.reports.test_results import NOVEMBER, Answered, BrowserOf, read
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.sync.test_receiving import take


def good_and_bad(good: int, bad: int) -> list[dict[str, Any]]:
    return [{"visit": 5}] * good + [{"visit": 1}] * bad


def whiskers(good: int, n: int, many: int) -> str:
    """The interval that one of `many` needs, by statsmodels at Sidak's level."""
    low, high = proportion_confint(good, n, alpha=1 - 0.95 ** (1 / many), method="wilson")
    return f"{round(100 * low)} {round(100 * high)}"


def test_languages_stand_side_by_side_with_intervals_that_hold_together(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    for language, good, bad in (("pl", 60, 20), ("uk", 5, 25), ("de", 18, 2)):
        answered(gdansk, *good_and_bad(good, bad), language=language)
    text = read(browser_of(staff.analyst), f"/results/shops?{NOVEMBER}&by=language")
    assert f"Polski 75% {whiskers(60, 80, 3)} 80" in text
    assert f"Deutsch 90% {whiskers(18, 20, 3)} 20" in text
    assert "Українська lies below the others. Don't rank the rest" in text


def test_a_language_that_few_speak_is_hidden_and_so_is_what_would_give_it_away(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    for language, good, bad in (("pl", 60, 20), ("uk", 1, 2), ("de", 18, 2)):
        answered(gdansk, *good_and_bad(good, bad), language=language)
    analyst = browser_of(staff.analyst)
    page = analyst.get(f"/results/shops?{NOVEMBER}&by=language").text
    text = read(analyst, f"/results/shops?{NOVEMBER}&by=language")
    assert re.search(r"Deutsch hidden – Українська hidden –", text) and "Some are hidden" in text
    assert "90%" not in page and "33%" not in page, "not on the chart either"
    for language in ("uk", "de"):
        for path in ("/results", "/results/trend", "/results/reasons", "/results/shops", "/results/control"):
            answer = analyst.get(f"{path}?{NOVEMBER}&language={language}")
            assert answer.status_code == 422 and "So few answered in this language" in answer.text, path
    assert analyst.get(f"/results?{NOVEMBER}&language=pl").status_code == 200


def test_segments_stand_side_by_side_by_the_names_the_survey_gives_them(
    app: Flask, browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet
) -> None:
    title = {"en": "Hall", "pl": "Hala"}
    named = [{"id": "A", "label": {"en": "The old hall", "pl": "Stara hala"}}]
    with writing() as session:
        survey = publish(
            session,
            "survey",
            "halls",
            survey_document("halls", segments=[{"key": "hall", "title": title, "values": named}]),
            NOON,
        )
    for hall, good, bad in (("A", 12, 8), ("B", 30, 2)):
        body = {
            "survey": survey.hash.hex(),
            "language": "pl",
            "complete": True,
            "seconds": 9.0,
            "segments": {"hall": hall},
        }
        lines = [gdansk.fact("kiosk.response", body | {"answers": each}, NOON, {}) for each in good_and_bad(good, bad)]
        take(app, gdansk, *lines)
    text = read(browser_of(staff.analyst), f"/results/shops?{NOVEMBER}&survey=halls&by=segment:hall")
    assert f"The old hall 60% {whiskers(12, 20, 2)} 20" in text
    assert f"B 94% {whiskers(30, 32, 2)} 32" in text
    wrong = browser_of(staff.analyst).get(f"/results/shops?{NOVEMBER}&survey=halls&by=segment:roof")
    assert wrong.status_code == 422


def test_whoever_must_rank_sees_what_luck_did(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    for language, good, bad in (("pl", 160, 40), ("uk", 10, 0), ("de", 190, 10), ("fr", 60, 140)):
        answered(gdansk, *good_and_bad(good, bad), language=language)
    text = read(browser_of(staff.analyst), f"/results/shops?{NOVEMBER}&by=language")
    assert "If there must be a ranking" in text
    # By the plain score ten of ten lead; drawn towards all, 190 of 200 do not have to stand behind them by luck alone.
    ranks = re.findall(r"(Polski|Українська|Deutsch|Français) (\d+)% (\d+)% (\d+)% (\d)", text)
    assert [(name, raw, rank) for name, _, _, raw, rank in ranks if name == "Українська"] == [
        ("Українська", "100", "1")
    ]
    weights = {name: int(own) for name, _, own, _, _ in ranks}
    assert weights["Українська"] < weights["Deutsch"] == weights["Français"] <= 100


def test_a_chain_sets_how_few_are_too_few(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "kontuar.toml").write_text("too_few_below = 30\nhidden_below = 8\n", "utf-8")
    app = create_app(load({}, home=home))
    with app.app_context():
        assert thresholds() == Thresholds(30, 8)
        assert too_few(29) and not too_few(30)
        assert not too_few(29, 10), "asked for by name, it stays as asked"
    put_in_force(Thresholds())


@pytest.mark.parametrize("path", ["/results", "/results/trend", "/results/shops"])
def test_pages_tell_nothing_of_fewer_than_were_set(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, app: Flask, path: str
) -> None:
    answered(gdansk, *good_and_bad(9, 3))
    put_in_force(Thresholds(too_few_below=13))
    assert "75%" not in browser_of(staff.analyst).get(f"{path}?{NOVEMBER}").text
