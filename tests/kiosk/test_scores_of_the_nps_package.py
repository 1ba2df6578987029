"""Scores agree with the R package NPS on its own thousand respondents, fed in as facts with the business unit as place."""

import csv
import json
from datetime import UTC, datetime

import pytest
from flask import Flask

from kiosk.responses.queries import Division, counts, counts_by
from kiosk.responses.scope import Scope
from kiosk.responses.scoring import Scale, figures
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.sync.definitions import publish
from tests.shared import shared
from tests.support.chains import NOON, Chain, survey_document
from tests.sync.test_receiving import take


def test_nps_overall_and_by_place_equal_the_package(app: Flask, chain: Chain) -> None:
    folder = shared("data/nps-testdata")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    respondents = list(csv.DictReader((folder / "nps_testdata.csv").open(encoding="utf-8")))
    with writing() as session:
        survey = publish(session, "survey", "nps", survey_document("nps"), NOON).hash.hex()
        units = {}
        for name in sorted({row["BU"] for row in respondents}):
            place = Place(id=new_id(), parent_id=chain.root, kind="shop", name=name, time_zone="UTC")
            session.add(place)
            session.flush()
            units[name] = (place.id, chain.tablet(session, place.id))
    for name, (_, tablet) in units.items():
        lines = [
            tablet.response(
                survey,
                {"recommend": int(row["REC"])},
                moment=datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC),
            )
            for row in respondents
            if row["BU"] == name
        ]
        assert {verdict.v for verdict in take(app, tablet, *lines).verdicts} == {"created"}
    scope = Scope("nps")
    agrees(figures(Scale.NPS, counts(db.session(), scope, "recommend")), expected["overall"])
    by_place = counts_by(db.session(), scope, Division.PLACE, "recommend")
    for name, (place, _) in units.items():
        agrees(figures(Scale.NPS, by_place[place]), expected["by_BU"][name])


def agrees(found: dict[str, object], said: dict[str, object]) -> None:
    for ours, theirs in [
        ("n", "n"),
        ("promoters", "promoters"),
        ("detractors", "detractors"),
        ("passives", "passives"),
    ]:
        assert found[ours] == said[theirs]
    low, high = said["wald95"]  # type: ignore[misc]
    assert [found["nps"], found["nps_low"], found["nps_high"]] == pytest.approx([said["nps"], low, high], abs=1e-6)
