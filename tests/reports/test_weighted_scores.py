"""`kontuar scores --weighted` and `--by segment:NAME`: an airport's passengers, weighed and by boarding area."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from kiosk.imports.acts import open_run
from kiosk.imports.bringing import File, bring_in
from kiosk.imports.rows import Row
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.reports.commands import scores
from kontuar.sync.definitions import Definition, publish
from tests.shared import shared
from tests.support.chains import NOON, Chain, survey_document

AREA = {"key": "area", "title": {"en": "Boarding area", "pl": "Strefa"}}
NOBODY_KNOWS = "11"  # in NETPRO: don't know


def rows(app: Flask, *words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(scores, ["--format", "json", *words], obj=app.app_context)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)["rows"]  # type: ignore[no-any-return]


def said(app: Flask, *words: str) -> str:
    result = CliRunner().invoke(scores, words, obj=app.app_context)
    assert result.exit_code != 0
    return result.output


def weighed_survey(key: str, **changes: Any) -> Definition:
    with writing() as session:
        return publish(session, "survey", key, survey_document(key, **changes), NOON)


def bring(app: Flask, survey: Definition, found: Iterator[Row]) -> int:
    kinds, file = app.extensions["kontuar.kinds"], File("2018.csv", b"8" * 32, 1, survey.key)
    run = open_run(db.session(), survey, file, by=None, writing=writing, kinds=kinds, now=lambda: NOON)
    return bring_in(run, found).added


def passengers(file: Path, places: dict[str, Any]) -> Iterator[Row]:
    """The passengers of 2018, by boarding area; what they'd say of others is the column NETPRO."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for number, each in enumerate(csv.DictReader(stream), 2):
            recommend: Any = {"declined": "unknown"} if each["NETPRO  "] == NOBODY_KNOWS else int(each["NETPRO  "])
            yield Row(
                number=number, key=each["RESPNUM"], place=places[each["BAREA"]], at=None,
                day=f"2018-05-{int(each['INTDATE']):02}", language="en", answers={"recommend": recommend},
                weight=float(each["WEIGHT"]), segments={"area": each["BAREA"]},
            )  # fmt: skip


def test_an_airports_score_weighted_and_by_area_is_that_of_the_package(app: Flask, chain: Chain) -> None:
    folder = shared("data/feedback-sfo")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    of_year, by_package = expected["files"]["2018_SFO_Customer_Survey.csv"], expected["nps_2018_by_R_package_NPS"]
    survey = weighed_survey("airport", weighted=True, segments=[AREA])
    with writing() as session:
        places = {name: Place(id=new_id(), parent_id=chain.root, kind="shop", name=name, time_zone="America/Los_Angeles")
                  for name in by_package["by_BAREA"]}  # fmt: skip
        session.add_all(places.values())
    ids = {name: place.id for name, place in places.items()}
    assert bring(app, survey, passengers(folder / "2018_SFO_Customer_Survey.csv", ids)) == of_year["rows"]
    asked = ("--survey", "airport", "--question", "recommend")
    (overall,) = rows(app, *asked, "--weighted")
    nps = of_year["nps"]
    assert (overall["n"], overall["weighted_n"]) == (nps["n_valid_0_to_10"], nps["n_valid_0_to_10"])
    assert overall["nps"] == pytest.approx(nps["nps"], abs=1e-10)
    assert overall["weighted_nps"] == pytest.approx(nps["weighted_nps"], abs=1e-4)
    assert overall["weights"] == pytest.approx(nps["weight_sum_valid"], abs=2650 * 5e-7)
    by_place = {row["place"]: row for row in rows(app, *asked, "--weighted", "--by", "place") if row["n"]}
    by_area = {row["value"]: row for row in rows(app, *asked, "--by", "segment:area")}
    for found in (by_place, by_area):
        assert found.keys() == by_package["by_BAREA"].keys()
        for name, package in by_package["by_BAREA"].items():
            bounds = [found[name][key] for key in ("nps", "nps_low", "nps_high")]
            assert (found[name]["n"], bounds) == (
                package["n"], pytest.approx([package["nps"], *package["wald95"]], abs=1e-6)
            )  # fmt: skip
    assert sum(row["weights"] for row in by_place.values()) == pytest.approx(overall["weights"])
    days = rows(app, *asked, "--weighted", "--by", "day")
    assert sum(row["weights"] for row in days) == pytest.approx(overall["weights"])
    (month,) = rows(app, *asked, "--weighted", "--by", "month")
    assert (month["month"], month["weighted_nps"]) == ("2018-05", overall["weighted_nps"])


def test_weighted_figures_are_those_worked_out_by_hand(app: Flask, chain: Chain) -> None:
    survey = weighed_survey("airport", weighted=True)
    answers = [(5, 10, 3.0), (4, 9, 1.0), (2, 0, 2.0), (1, 8, None)]  # nobody knows what the last one weighs
    plain = {"place": chain.gdansk, "at": None, "day": "2018-05-09", "language": "en"}
    bring(
        app, survey,
        (Row(number=number, key=str(number), answers={"visit": visit, "recommend": recommend}, weight=weight, **plain)  # type: ignore[arg-type]
         for number, (visit, recommend, weight) in enumerate(answers, 1)),
    )  # fmt: skip
    visit, recommend = rows(app, "--survey", "airport", "--weighted")
    assert (visit["n"], visit["weighted_n"], visit["weights"], visit["csat"]) == (4, 3, 6.0, 0.5)
    assert visit["effective_n"] == pytest.approx(36 / 14)
    assert visit["weighted_csat"] == pytest.approx(4 / 6)
    assert visit["weighted_mean"] == pytest.approx((15 + 4 + 4) / 6)
    assert visit["weighted_counts"] == {"1": 0.0, "2": 2.0, "3": 0.0, "4": 1.0, "5": 3.0}
    assert recommend["weighted_nps"] == pytest.approx(100 * (4 - 2) / 6)
    assert (recommend["weighted_csat"], recommend["weighted_yes"]) == (None, None)


def test_what_a_survey_does_not_declare_is_said_in_a_sentence(app: Flask, chain: Chain) -> None:
    weighed_survey("airport", segments=[AREA])
    airport = ("--survey", "airport")
    assert "declares no weights" in said(app, *airport, "--weighted")
    assert "declares no segment hall. Known: area." in said(app, *airport, "--by", "segment:hall")
    assert "neither weighted figures nor a language" in said(app, *airport, "--by", "segment:area", "--language", "pl")
    assert "segment:NAME" in said(app, *airport, "--by", "colour")
    assert "neither weighted nor by segment" in said(app, *airport, "--by", "segment:area", "--responses")
