"""Fixtures: the world in each reading, served; and, at the end of the run, how much was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from kontuar.tablet import views
from tests.support.browsers import Troubles
from tests.sweep.eyes import Eyes
from tests.sweep.readings import READINGS, Reading, speak_made_up, write_catalogues
from tests.sweep.worlds import World, made, opened


@pytest.fixture(scope="session")
def marked_chain(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the demo chain in marked letters."""
    return made(tmp_path_factory.mktemp("chain"), sqlite_template)


@pytest.fixture(scope="session")
def made_up_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalogues(tmp_path_factory.mktemp("translations"))


@pytest.fixture(params=READINGS, ids=lambda reading: reading.name.replace(" ", "-"))
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """A way to read; the tablet's words come from the made-up catalogues where that is the way."""
    reading: Reading = request.param
    if reading.made_up:
        folder = request.getfixturevalue("made_up_catalogues")
        monkeypatch.setattr(views, "translations_folder", lambda: folder)
    return reading


@pytest.fixture
def spoken(reading: Reading, request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    """Teaches an application the made-up language, where that is the way to read."""

    def teach(app: Any) -> Any:
        if reading.made_up:
            speak_made_up(app, request.getfixturevalue("made_up_catalogues"))
        return app

    return teach


@pytest.fixture
def world(reading: Reading, spoken: Callable[[Any], Any], marked_chain: Path, tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path / "world", marked_chain, reading.tag) as world:
        spoken(world.app)
        yield world


@pytest.fixture
def people(browser: Browser, reading: Reading, troubles: Troubles) -> Iterator[Callable[[], BrowserContext]]:
    """Browsers of people who read so; each has its own cookies and storage. Nothing moves, so that colours stand."""
    contexts: list[BrowserContext] = []

    def another() -> BrowserContext:
        context = browser.new_context(
            locale=reading.tag,
            timezone_id="Europe/Warsaw",
            reduced_motion="reduce",
            viewport={"width": 1280, "height": 800},
        )
        context.set_default_timeout(60_000)
        troubles.watch(context)
        contexts.append(context)
        return context

    yield another
    for context in contexts:
        context.close()


@pytest.fixture
def eyes(reading: Reading, record_property: Callable[[str, object], None]) -> Iterator[Eyes]:
    """Eyes for the test; what they counted is told at the end of the run."""
    eyes = Eyes(reading)
    yield eyes
    record_property("looked", [reading.name, len(eyes.looked), eyes.runs])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """So many pages and screens were looked at, in so many themes and directions."""
    screens: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if getattr(report, "when", "") == "teardown":
            for reading, looked, ran in (each[1] for each in report.user_properties if each[0] == "looked"):
                screens[reading] += looked
                runs[reading] += ran
    if screens:
        terminalreporter.section("sweep")
        for reading in screens:
            axe = f", {runs[reading]} runs of axe in three themes" if runs[reading] else ", each text in brackets"
            terminalreporter.line(f"{reading}: {screens[reading]} pages and screens{axe}")
