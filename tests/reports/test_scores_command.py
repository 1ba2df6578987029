"""`kontuar scores` for machines: figures at full precision, null where nobody answered, a clear word for what isn't there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from math import sqrt
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from kontuar.core.database import writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.reports.commands import scores
from kontuar.sync.definitions import publish
from tests.reports.conftest import days_ago
from tests.shared import shared
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.sync.test_receiving import take

Answered = Callable[..., list[bytes]]


def run(app: Flask, command: click.Command, *words: str) -> Result:
    return CliRunner().invoke(command, words, obj=app.app_context)


def rows(app: Flask, *words: str) -> list[dict[str, Any]]:
    result = run(app, scores, "--survey", "shop-visit", "--format", "json", *words)
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert list(found) == ["rows"]
    return found["rows"]  # type: ignore[no-any-return]


def test_scores_are_those_worked_out_by_hand(app: Flask, gdansk: Tablet, krakow: Tablet, answered: Answered) -> None:
    answered(gdansk, *[{"visit": 5, "recommend": 10}] * 6, *[{"visit": 4, "recommend": 8}] * 2)
    answered(krakow, *[{"visit": 1, "recommend": 0}] * 2, moment=days_ago(7), language="uk")
    visit, recommend = rows(app)
    assert (visit["question"], visit["n"], visit["csat"], visit["nps"]) == ("visit", 10, 0.8, None)
    assert visit["mean"] == (6 * 5 + 2 * 4 + 2) / 10
    assert visit["counts"] == {"1": 2, "2": 0, "3": 0, "4": 2, "5": 6}
    z = 1.959963984540054
    half = z / (1 + z * z / 10) * sqrt(0.16 / 10 + z * z / 400)
    centre = (0.8 + z * z / 20) / (1 + z * z / 10)
    assert [visit["csat_low"], visit["csat_high"]] == pytest.approx([centre - half, centre + half], abs=1e-12)
    assert (recommend["promoters"], recommend["passives"], recommend["detractors"], recommend["nps"]) == (6, 2, 2, 40)
    # Under 30 answers: 3 added, 3/4 of them promoters and 3/4 detractors: 6.75 less 2.75 of 13.
    wald = 100 * z * sqrt((9.5 / 13 - 16 / 169) / 13)
    assert [recommend["nps_low"], recommend["nps_high"]] == pytest.approx([400 / 13 - wald, 400 / 13 + wald], abs=1e-9)


def test_scores_are_told_apart_by_day_week_month_place_and_language(
    app: Flask, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, {"recommend": 10})
    answered(krakow, {"recommend": 0}, moment=days_ago(30), language="uk")
    nps = ("--question", "recommend")
    assert [(row["day"], row["nps"]) for row in rows(app, *nps, "--by", "day")] == [
        ("2026-10-23", -100),
        ("2026-11-22", 100),
    ]
    assert [row["week"] for row in rows(app, *nps, "--by", "week")] == ["2026-10-19", "2026-11-16"]
    assert [row["month"] for row in rows(app, *nps, "--by", "month")] == ["2026-10", "2026-11"]
    assert {row["language"]: row["n"] for row in rows(app, *nps, "--by", "language")} == {"pl": 1, "uk": 1}
    assert {row["place"]: row["nps"] for row in rows(app, *nps, "--by", "place")} == {
        "Gdańsk, Długi Targ": 100, "Kraków, Rynek": -100,
    }  # fmt: skip
    assert [row["n"] for row in rows(app, *nps, "--from", "2026-11-01", "--to", "2026-11-22")] == [1]
    assert [row["nps"] for row in rows(app, *nps, "--place", "Kraków, Rynek")] == [-100]
    assert [row["nps"] for row in rows(app, *nps, "--place", str(gdansk.place), "--language", "pl")] == [100]
    assert [row["nps"] for row in rows(app, *nps, "--place", "Bursztyn")] == [0]


def test_where_nobody_answered_there_is_null(app: Flask, chain: Chain) -> None:
    (row,) = rows(app, "--question", "recommend")
    assert row["n"] == 0
    assert [row[name] for name in ("nps", "nps_low", "nps_high", "csat", "csat_low", "csat_high", "mean")] == [None] * 7
    assert rows(app, "--question", "recommend", "--by", "day") == []
    assert [row["n"] for row in rows(app, "--question", "visit", "--by", "place")] == [0, 0]


def test_csv_and_table_say_the_same(app: Flask, gdansk: Tablet, answered: Answered) -> None:
    answered(gdansk, *[{"visit": 5, "recommend": 10}] * 3)
    told = run(app, scores, "--survey", "shop-visit", "--by", "place", "--format", "csv").output
    first = next(csv.DictReader(io.StringIO(told)))
    assert (first["place"], first["n"], first["csat"], first["count_5"]) == ("Gdańsk, Długi Targ", "3", "1.0", "3")
    assert "Gdańsk, Długi Targ  visit" in run(app, scores, "--survey", "shop-visit", "--by", "place").output


@pytest.mark.parametrize("words", [["none"], ["shop-visit", "--question", "comment"], ["shop-visit", "--place", "X"]])
def test_what_isnt_there_is_said_in_a_sentence(app: Flask, chain: Chain, words: list[str]) -> None:
    result = run(app, scores, "--survey", *words)
    assert result.exit_code == 1
    assert result.output.strip().endswith(".")


def test_the_nps_package_agrees_by_place(app: Flask, chain: Chain) -> None:
    folder = shared("data/nps-testdata")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    with writing() as session:
        survey = publish(session, "survey", "nps", survey_document("nps"), NOON).hash.hex()
        tablets = {}
        for name in expected["by_BU"]:
            place = Place(id=new_id(), parent_id=chain.root, kind="shop", name=name, time_zone="UTC")
            session.add(place)
            session.flush()
            tablets[name] = chain.tablet(session, place.id)
    with (folder / "nps_testdata.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            take(app, tablets[row["BU"]], tablets[row["BU"]].response(survey, {"recommend": int(row["REC"])}))
    told = run(app, scores, "--survey", "nps", "--question", "recommend", "--by", "place", "--format", "json").output
    found = {row["place"]: row for row in json.loads(told)["rows"]}
    for name, said in expected["by_BU"].items():
        figures = [found[name][key] for key in ("nps", "nps_low", "nps_high", "nps_p")]
        expects = [said["nps"], *(said["wald95"] or [None, None]), said["p_value_vs_0"]]
        assert figures == ([None] * 4 if said["nps"] is None else pytest.approx(expects, abs=1e-6))
    for percent in ("90", "99"):
        words = ["--survey", "nps", "--question", "recommend", "--confidence", percent, "--format", "json"]
        (row,) = json.loads(run(app, scores, *words).output)["rows"]
        assert row["confidence"] == int(percent)
        assert [row["nps_low"], row["nps_high"]] == pytest.approx(expected["overall"][f"wald{percent}"], abs=1e-6)
        assert row["nps_method"] == "wald-rocks-2016"


def test_two_periods_are_compared_and_what_may_be_said_of_them(
    app: Flask, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5}] * 40, *[{"visit": 2}] * 8, moment=days_ago(10))
    answered(gdansk, *[{"visit": 5}] * 20, *[{"visit": 2}] * 30)
    answered(krakow, *[{"visit": 5}] * 9)
    visit = ("--question", "visit", "--from", "2026-11-16", "--to", "2026-11-22", "--by", "place")
    worse, new = rows(app, *visit, "--compare", "previous")
    assert (worse["earlier_n"], worse["verdict"]) == (48, "fell")
    assert worse["difference"] == pytest.approx(20 / 50 - 40 / 48)
    # Newcombe's method 10 from the Wilson intervals 0.2761..0.5382 and 0.7042..0.9129 (20 of 50, 40 of 48).
    assert [worse["difference_low"], worse["difference_high"]] == pytest.approx([-0.5803, -0.2446], abs=5e-4)
    assert worse["difference_method"] == "newcombe-1998-method-10"
    assert (new["earlier_n"], new["difference"], new["verdict"]) == (0, None, "too-few")
    (same,) = rows(app, *visit[:6], "--compare", "2026-11-16..2026-11-22")
    assert (same["difference"], same["verdict"]) == (0, "cant-tell")
    assert "fell" in run(app, scores, "--survey", "shop-visit", *visit, "--compare", "previous").output


@pytest.mark.parametrize(
    "words", [["--compare", "previous"], ["--compare", "May"], ["--compare", "2026-01-01..2026-02-01", "--by", "day"]]
)
def test_what_cant_be_compared_is_said(app: Flask, chain: Chain, words: list[str]) -> None:
    result = run(app, scores, "--survey", "shop-visit", *words)
    assert result.exit_code in (1, 2)
    assert result.output.strip().endswith(".")


def test_responses_tell_how_many_were_finished_and_how_long_they_took(
    app: Flask, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    for seconds in (9.0, 14.0, 17.0, 20.0, 31.0, 190.0):
        answered(gdansk, {"visit": 5}, seconds=seconds)
    answered(gdansk, {"visit": 1}, {}, complete=False)
    shop, none = rows(app, "--responses", "--by", "place")
    assert [shop[name] for name in ("n", "complete", "abandoned", "finished")] == [8, 6, 2, 0.75]
    assert [shop["finished_low"], shop["finished_high"]] == pytest.approx([0.4093, 0.9285], abs=5e-5)  # Wilson, 6 of 8
    assert [shop[name] for name in ("seconds", "seconds_low", "seconds_high")] == [18.5, 9.0, 190.0]
    assert [none[name] for name in ("n", "finished", "seconds", "seconds_low")] == [0, None, None, None]
    (whole,) = rows(app, "--responses", "--from", "2026-11-22", "--to", "2026-11-22", "--compare", "previous")
    assert (whole["n"], whole["earlier_n"], whole["verdict"]) == (8, 0, "too-few")
    assert [row["month"] for row in rows(app, "--responses", "--by", "month")] == ["2026-11"]
    told = run(app, scores, "--survey", "shop-visit", "--responses")
    assert "seconds" in told.output
    assert run(app, scores, "--survey", "shop-visit", "--responses", "--question", "visit").exit_code == 1
