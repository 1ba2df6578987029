"""The pages about surveys, in a browser: for everybody, in each direction, theme and width."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk.surveys.publishing import SHIPPED, publish_survey, shipped_surveys
from kontuar.core import visits
from kontuar.core.database import writing
from kontuar.core.devices import Device
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.web.access import COOKIE
from tests.support.axe import faults
from tests.support.browsers import Troubles
from tests.support.chains import NOON, Chain

PATHS = ("/surveys", "/surveys/shop-visit?language=ar", "/surveys/product-advice?language=de", "/surveys/new")


@pytest.fixture
def halina(page: Page, served: str, chain: Chain) -> Page:
    """Halina's browser: she writes surveys; three tablets show them, one shows none."""
    person = Person(id=new_id(), given_name="Halina", family_name="Król", language="pl", joined_at=NOON)
    person.posts = [Post(role=Role.AUTHOR, place_id=chain.root)]
    with writing() as session:
        for survey in shipped_surveys():
            publish_survey(session, survey, now())
        chain.tablet(session, name="Przy kasie")
        idle = chain.tablet(session, chain.krakow, name="Wejście")
        session.get_one(Device, idle.id).survey = None
        session.add(person)
        session.flush()
        token = visits.begin(session, person, "password", now())
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": served}])
    return page


def test_halina_sends_a_file_with_a_fault_reads_the_line_and_takes_a_survey_back(
    halina: Page, served: str, troubles: Troubles, tmp_path: Path
) -> None:
    troubles.expect("422")
    halina.context.add_cookies([{"name": "language", "value": "en", "url": served}])
    wrong = tmp_path / "advice.yaml"
    wrong.write_text((SHIPPED / "product-advice.yaml").read_text("utf-8").replace("stars", "star"), encoding="utf-8")
    halina.goto(f"{served}/surveys/new")
    halina.get_by_label("Survey file", exact=True).last.set_input_files(wrong)
    halina.get_by_role("button", name="Publish", exact=True).click()
    expect(halina.get_by_role("heading", level=1)).to_have_text("1 thing must be put right")
    expect(halina.get_by_role("row", name="“star” isn't known here")).to_be_visible()
    assert faults(halina) == []

    halina.goto(f"{served}/surveys/product-advice")
    halina.get_by_role("button", name="Take back").click()
    asked = halina.get_by_role("dialog", name="Take this survey back from every shop?")
    expect(asked.get_by_role("button", name="Keep asking")).to_be_focused()
    assert faults(halina) == []
    asked.get_by_role("button", name="Take back").click()
    expect(halina.get_by_role("status")).to_contain_text("is taken back. What was answered stays.")
