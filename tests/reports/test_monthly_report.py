"""The monthly report: the results pages' own figures on two pages, a finding that isn't chance, and what follows from it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from kontuar.core.database import writing
from kontuar.core.ids import new_id
from kontuar.core.languages import TAGS
from kontuar.core.places import Place
from kontuar.reports.monthly.commands import report as command
from kontuar.reports.monthly.pdf import lacking
from kontuar.sync.definitions import publish
from tests.lms.learning import RIGHT, attempt, publish_book, publish_quiz
from tests.reports.conftest import Staff, days_ago
from tests.reports.test_results import read, words
from tests.support.chains import NOON, Chain, Tablet, survey_document
from tests.support.databases import on_sqlite
from tests.support.required import absent
from tests.sync.test_receiving import take

BrowserOf = Callable[..., FlaskClient]
Answered = Callable[..., list[bytes]]
Hired = Callable[..., list[UUID]]
OCTOBER, SEPTEMBER, YEAR_BEFORE = days_ago(30), days_ago(60), days_ago(395)
REPORT = "/results/report?month=2026-10"
AS_PDF = "/results/report.pdf?month=2026-10"


def made(client: FlaskClient, address: str = AS_PDF) -> bytes:
    """The PDF, as the browser gets it."""
    if (problem := lacking()) is not None:
        absent("pdf", str(problem.message))
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.data


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its spaces made one."""
    if shutil.which("pdftotext") is None:
        absent("poppler", "pdftotext isn't installed")
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return [re.sub(r"\s+", " ", page) for page in text.split("\f")[:-1]]


def test_the_report_tells_the_same_figures_as_the_results(
    browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5, "recommend": 9}] * 70, *[{"visit": 2, "recommend": 3}] * 30, moment=OCTOBER)
    answered(gdansk, *[{"visit": 5}] * 40, *[{"visit": 1}] * 20, moment=SEPTEMBER)
    answered(krakow, *[{"visit": 1}] * 50, moment=OCTOBER)
    analyst = browser_of(staff.analyst)
    text = read(analyst, f"{REPORT}&place={chain.gdansk}")
    results = read(analyst, f"/results?from=2026-10-01&to=2026-10-31&place={chain.gdansk}")
    for told in ("70 %", "from 60 to 78, n 100", "40", "from 22 to 58, n 100"):  # Wilson 70/100; NPS 70 - 30
        assert told in results
    assert "70% from 60 to 78, n 100" in text and "40 from 22 to 58, n 100" in text
    assert "67% can't tell" in text  # 40 of 60 in September
    assert "Gdańsk, Długi Targ. October 2026 beside September 2026 and October 2025, 100 responses." in text


@pytest.mark.parametrize(
    ("now", "before", "year", "finding"),
    [
        ((90, 10), (60, 40), (61, 39), "more satisfied than the month before and a year before"),
        ((60, 40), (90, 10), (60, 40), "less satisfied than the month before"),
        ((90, 10), (90, 10), (60, 40), "more satisfied than a year before"),
        ((75, 25), (95, 5), (50, 50), "less satisfied than the month before, but more than a year before"),
        ((80, 20), (79, 21), (81, 19), "Satisfaction hasn't changed beyond chance: 80% of customers are satisfied"),
        ((80, 20), (0, 0), (0, 0), "80% of customers are satisfied"),
        ((5, 2), (90, 10), (90, 10), "Too few answers to tell how it was"),
        ((0, 0), (90, 10), (90, 10), "Nobody answered in this time"),
    ],
)
@on_sqlite
def test_the_headline_is_what_changed_beyond_chance_or_that_nothing_did(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered,
    now: tuple[int, int], before: tuple[int, int], year: tuple[int, int], finding: str,
) -> None:  # fmt: skip
    for (good, bad), moment in ((now, OCTOBER), (before, SEPTEMBER), (year, YEAR_BEFORE)):
        lines = [{"visit": 5}] * good + [{"visit": 1}] * bad
        if lines:
            answered(gdansk, *lines, moment=moment)
    html = browser_of(staff.analyst).get(REPORT).text
    found = re.search(r'<h2 class="sheet-finding">(.*?)</h2>', html, re.DOTALL)
    assert found and words(found[1]).replace("\xa0", " ").endswith(finding)


def test_reasons_and_shops_are_told_only_where_they_changed_beyond_chance(
    browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 1, "reasons": ["waiting"]}] * 60, *[{"visit": 5}] * 40, moment=OCTOBER)
    answered(gdansk, *[{"visit": 1, "reasons": ["price"]}] * 5, *[{"visit": 5}] * 95, moment=SEPTEMBER)
    answered(krakow, *[{"visit": 5}] * 50, *[{"visit": 1}] * 12, moment=OCTOBER)
    answered(krakow, *[{"visit": 5}] * 52, *[{"visit": 1}] * 10, moment=SEPTEMBER)
    text = read(browser_of(staff.analyst), REPORT)
    changed = text[text.index("What changed beyond chance") : text.index("Compared with")]
    assert "Gdańsk, Długi Targ 40%" in changed and "fell by 55.0, beyond chance" in changed
    assert "Kraków" not in changed
    # 60 of 162 responses name waiting: 37 per 100; none did. 5 of 162 and none is no more than chance.
    assert changed.count("more often, beyond chance") == 1 and " 37.0 " in changed
    alone = read(browser_of(staff.krakow), REPORT)
    assert "Neither a reason nor a shop changed beyond chance." in alone and "Gdańsk" not in alone


def test_what_to_do_next_follows_from_what_customers_miss_and_employees_know(
    app: Flask, browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, answered: Answered, hired: Hired
) -> None:
    with writing() as session:
        quiz = publish_quiz(session)
        publish_book(session)
    wrong = {**RIGHT, "wait": ["moment"]}
    take(app, gdansk, *[attempt(gdansk, quiz, person, wrong) for person in hired(*[chain.gdansk] * 12)])
    answered(gdansk, *[{"visit": 1, "reasons": ["waiting"]}] * 30, *[{"visit": 5}] * 170, moment=OCTOBER)
    text = read(browser_of(staff.analyst), REPORT)
    assert "To fix first: How was it?" in text
    following = text[text.rindex("What to do next") : text.index("In customers' own words")]
    assert "Too many don't know it. Teach it first; nobody can do what he doesn't know." in following
    assert "Right answers: 0% (from 0 to 24, n 12)" in following and "+15.0" in following


def test_a_manager_reads_the_report_of_his_own_shop_alone(
    browser_of: BrowserOf, staff: Staff, chain: Chain, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 5, "comment": "Miło i szybko"}] * 12, moment=OCTOBER)
    answered(krakow, *[{"visit": 1, "comment": "Bez końca"}] * 30, moment=OCTOBER)
    manager = browser_of(staff.gdansk)
    for text in (read(manager, REPORT), " ".join(pages(made(manager)))):
        assert "n 12" in text and "Miło i szybko" in text
        assert "Kraków" not in text and "Bez końca" not in text
    for path in (REPORT, AS_PDF):
        assert manager.get(f"{path}&place={chain.krakow}").status_code == 404
        assert browser_of(staff.employee).get(path).status_code == 403


@on_sqlite
def test_a_report_of_a_region_is_of_its_shops_and_of_whoever_may_see_them(
    chain: Chain, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, krakow: Tablet, answered: Answered
) -> None:
    with writing() as session:
        north = Place(id=new_id(), parent_id=chain.root, kind="region", name="Pomorze", time_zone="Europe/Warsaw")
        session.add(north)
        session.flush()
        session.get_one(Place, chain.gdansk).parent_id = north.id
    answered(gdansk, *[{"visit": 5}] * 30, moment=OCTOBER)
    answered(krakow, *[{"visit": 1}] * 30, moment=OCTOBER)
    text = read(browser_of(staff.analyst), f"{REPORT}&place={north.id}")
    assert "Pomorze. October 2026" in text and "100% from 89 to 100, n 30" in text and "Kraków. " not in text
    assert "n 60" in read(browser_of(staff.analyst), REPORT)
    assert browser_of(staff.gdansk).get(f"{REPORT}&place={north.id}").status_code == 404


def test_of_few_people_nobodys_words_are_shown_and_no_figure(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    answered(gdansk, *[{"visit": 1, "comment": "Tylko ja tu byłam"}] * 4, moment=OCTOBER)
    text = read(browser_of(staff.analyst), REPORT)
    assert "Tylko ja" not in text and "Too few to show" in text
    assert "Satisfied (CSAT) – too few to tell, n 4" in text


def test_a_hidden_comment_stays_hidden(browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered) -> None:
    answered(gdansk, *[{"visit": 5}] * 20, {"visit": 1, "comment": "Pani Halina była niemiła"}, moment=OCTOBER)
    manager = browser_of(staff.gdansk)
    assert "Halina" in read(manager, REPORT)
    hide = re.search(r'action="([^"]*/hiding)"', manager.get("/results/comments?from=2026-10-01&to=2026-10-31").text)
    assert hide
    manager.post(hide[1], data={"hidden": "yes"})
    assert "Halina" not in read(manager, REPORT)


@on_sqlite
def test_a_comment_that_asks_for_something_from_elsewhere_is_only_words(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered
) -> None:
    asking = '<img src="https://elsewhere.example/x.png"><link rel=stylesheet href=file:///etc/passwd>'
    answered(gdansk, *[{"visit": 5, "comment": asking}] * 12, moment=OCTOBER)
    assert "elsewhere.example/x.png" in pages(made(browser_of(staff.analyst)))[1]


@pytest.mark.parametrize("tag", TAGS)
@on_sqlite
def test_it_is_exactly_two_pages_in_every_language_however_long_its_words_are(
    app: Flask, chain: Chain, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, tag: str
) -> None:
    long_words = "Zażółcającej " * 6
    with writing() as session:
        publish_book(session)
        document = survey_document()
        for choice in document["questions"][1]["choices"]:
            choice["label"] = {"en": long_words + choice["id"], "pl": long_words + choice["id"]}
        survey = publish(session, "survey", "shop-visit", document, NOON)
        session.get_one(Place, chain.gdansk).name = "Gdańsk, " + "Długi Targ " * 9
    chain.survey = survey.hash.hex()
    for moment, waiting in ((OCTOBER, 60), (SEPTEMBER, 5), (YEAR_BEFORE, 20)):
        said = [{"visit": 1, "reasons": ["waiting", "advice", "price"], "comment": "Czekanie bez końca " * 25}]
        answered(gdansk, *said * waiting, *[{"visit": 5, "recommend": 9}] * 100, moment=moment)
    manager = browser_of(staff.gdansk)
    for number in range(8):
        event = {"name": f"{number} " + "remont " * 16, "day": f"2026-10-{10 + number}", "place": str(chain.gdansk)}
        assert manager.post("/results/events?question=visit&by=week", data=event).status_code == 303
    manager.set_cookie("language", tag)
    pdf = made(manager)
    found = pages(pdf)
    assert len(found) == 2
    assert beyond_the_margins(pdf) == []
    assert "NPS" in found[0] and "CSAT" in found[1]


@pytest.mark.parametrize(("tag", "said"), [("ar", "التقرير"), ("zh-Hans", "顾客怎么说"), ("he", "מה הלקוחות אומרים")])
@on_sqlite
def test_the_words_of_every_script_can_be_found_in_the_file(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, tag: str, said: str
) -> None:
    answered(
        gdansk, *[{"visit": 5, "comment": "店员很热情"}, {"visit": 4, "comment": "شكرا جزيلا"}] * 8, moment=OCTOBER
    )
    analyst = browser_of(staff.analyst)
    analyst.set_cookie("language", tag)
    data = made(analyst)
    told = "".join(pages(data)).replace(" ", "") + info(data)
    assert said.replace(" ", "") in told or said.replace(" ", "")[::-1] in told
    assert "店员很热情" in told
    assert re.search(r"Tagged: +yes", info(data))
    packed = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
    assert any(f"/Lang ({tag})".encode() in zlib.decompress(part) for part in packed if part[:1] == b"x")


def beyond_the_margins(pdf: bytes) -> list[str]:
    """Words that lie where a printer may not reach: less than 14 mm from either side."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.]+)"[^>]*>(.*?)</word>', boxes)
    assert found
    return [said for left, right, said in found if float(left) < 40 or float(right) > 595.3 - 40]


def info(pdf: bytes) -> str:
    """What a PDF says of itself: its title."""
    return subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@on_sqlite
def test_the_same_month_makes_the_same_bytes_on_the_page_and_by_command(
    app: Flask, browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, tmp_path: Path
) -> None:
    answered(gdansk, *[{"visit": 5, "comment": f"Miło {number}"} for number in range(30)], moment=OCTOBER)
    analyst = browser_of(staff.analyst)
    analyst.set_cookie("language", "pl")
    first = made(analyst)
    assert first == made(analyst)
    file = tmp_path / "october.pdf"
    asked = ["--month", "2026-10", "--language", "pl", "-o", str(file)]
    done = CliRunner().invoke(command, asked, obj=app.app_context)
    assert done.exit_code == 0, done.output
    assert file.read_bytes() == first
    again = CliRunner().invoke(command, asked, obj=app.app_context)
    assert again.exit_code == 1 and "--force" in again.output


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--month", "October"], "can't be read"),
        (["--place", "Atlantis"], "There is no place called Atlantis."),
        (["--language", "tlh"], "There is no language tlh."),
        (["--survey", "none"], "no such survey"),
    ],
)
@on_sqlite
def test_the_command_says_what_it_cant_find(
    app: Flask, chain: Chain, tmp_path: Path, asked: list[str], told: str
) -> None:
    done = CliRunner().invoke(command, [*asked, "-o", str(tmp_path / "x.pdf")], obj=app.app_context)
    assert done.exit_code == 1 and told in done.output


@on_sqlite
def test_without_what_makes_a_pdf_the_page_says_what_to_install_and_can_be_printed(
    browser_of: BrowserOf, staff: Staff, gdansk: Tablet, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(gdansk, *[{"visit": 5}] * 20, moment=OCTOBER)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    analyst = browser_of(staff.analyst)
    text = read(analyst, REPORT)
    assert "pip install 'kontuar[pdf]'" in text and "As a PDF" not in text and "n 20" in text
    refused = analyst.get(AS_PDF)
    assert refused.status_code == 422 and "kontuar[pdf]" in words(refused.text)


@pytest.mark.parametrize("wrong", ["2026-13", "2026-1", "october", "2999-01", "1960-01", "2026-10-01"])
@on_sqlite
def test_a_month_that_is_none_is_said_to_be_none(browser_of: BrowserOf, staff: Staff, wrong: str) -> None:
    for path in ("/results/report", "/results/report.pdf"):
        assert browser_of(staff.analyst).get(f"{path}?month={wrong}").status_code == 422


def test_the_overview_leads_to_the_report(browser_of: BrowserOf, staff: Staff) -> None:
    assert 'href="/results/report"' in browser_of(staff.analyst).get("/results").text
