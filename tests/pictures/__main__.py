"""Take pictures of the demo chain: each screen in Polish, Arabic and Vietnamese, three sizes, light and dark.

    python -m tests.pictures FOLDER [--only WORDS] [--languages pl,ar,vi]

Each is FOLDER/<screen>-<language>-<width>x<height>-<theme>.png, in a palette of 256 colours.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from kontuar.app import create_app, models
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, DeviceContact, new_token
from kontuar.core.ids import new_id
from kontuar.core.installation import installation, receipt_key
from kontuar.core.people import Person
from kontuar.core.settings import load
from kontuar.core.times import now
from kontuar.demo.chain import DemoChain
from kontuar.demo.filling import fill
from kontuar.web.access import COOKIE
from tests.support.browsers import chromium
from tests.support.servers import serving
from tests.sweep import rounds

SIZES = ((1280, 800), (768, 1024), (390, 844))
THEMES = ("light", "dark")
PAGES = {
    "results": "/results", "results-trend": "/results/trend", "results-shops": "/results/shops",
    "results-reasons": "/results/reasons", "results-comments": "/results/comments",
    "results-knowledge": "/results/knowledge", "clause": "/standards/tell-waiting-time", "sync": "/sync",
}  # fmt: skip
FEEDBACK = "quiz-feedback"
WRITTEN = {
    "pl": "Jedna kasa czynna, dziesięć osób w kolejce.",
    "ar": "انتظرت قليلًا، لكن البائعة قالت لي منذ البداية كم سيستغرق الأمر.",
    "vi": "Chỉ có một quầy thu ngân mở, mười người xếp hàng.",
}
FIRST = {"start": "/start", "start-you": "/start/you"}
SCREENS = {  # of the tablet: what the round calls it, and what the picture is called
    "attract": "kiosk-attract", "languages": "kiosk-languages", "question 1": "kiosk-smileys",
    "question 2, marked": "kiosk-reasons", "question 3": "kiosk-nps", "question 4, written": "kiosk-comment",
    "thanks": "kiosk-thanks", "door": "quiz-door", "keypad": "quiz-pin", "the staff's corner": "staff", "today": "quiz-today",
    "a clause": "quiz-clause", "a quiz": "quiz-intro", "an item to choose": "quiz-item", "the outcome": "quiz-outcome",
}  # fmt: skip


class Camera:
    """Takes each screen in every size and theme, unless it isn't asked for."""

    def __init__(self, folder: Path, only: str) -> None:
        self.folder, self.words, self.taken = folder, only.split(","), 0

    def wants(self, name: str) -> bool:
        return any(word in name for word in self.words)

    def take(self, page: Page, name: str, language: str) -> None:
        if not self.wants(name):
            return
        page.mouse.move(0, 0)  # nothing lies under the pointer
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for theme in THEMES:
                page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
                picture = Image.open(io.BytesIO(page.screenshot()))
                few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
                few.save(self.folder / f"{name}-{language}-{width}x{height}-{theme}.png", optimize=True)
                self.taken += 1
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        page.evaluate("() => { delete document.documentElement.dataset.theme; }")


@contextmanager
def opened(folder: Path) -> Iterator[Flask]:
    """An installation with nothing in it."""
    app = create_app(load({}, home=folder, database_url=f"sqlite:///{folder / 'kontuar.db'}"))
    with app.app_context():
        with writing() as session:
            models().create_all(session.connection())
        yield app
        db.session.remove()
        db.engine.dispose()


def inhabited(app: Flask) -> DemoChain:
    """The demo chain with five shops; three have a node, one of which is silent."""
    chain = fill(writing, app.extensions["kontuar.kinds"], shops=5, days=70, seed=7, until=now())
    with writing() as session:
        here = installation(session)
        newest = here.release if here else 0
        for number, shop in enumerate(chain.shops[:3]):
            node = Device(id=new_id(), place_id=shop.place.id, kind="node", name="Zaplecze", enrolled_at=now())
            silent = timedelta(hours=5) if number == 2 else timedelta(seconds=20)
            contact = DeviceContact(
                device_id=node.id, last_at=now() - silent, release=newest, unsent=18 if number == 2 else 0
            )
            session.add_all([node, contact])
    return chain


def through(browser: Browser, camera: Camera, app: Flask, chain: DemoChain, address: str, language: str) -> None:
    """All the screens and pages in one language."""
    with writing() as session:
        installation(session).language = language  # type: ignore[union-attr]
        for person in session.scalars(select(Person)):
            person.language = language
        shop = chain.shops[0]
        device = Device(
            id=new_id(), place_id=shop.place.id, kind="tablet", name="Wejście", survey="shop-visit", enrolled_at=now()
        )
        session.add(device)
        session.flush()
        token = new_token(session, device.id, now())
        irena, tomasz = (
            session.scalars(select(Person).where(Person.email == email)).one()
            for email in ("admin@bursztyn.example", "analityk@bursztyn.example")
        )
        cookies = {
            role: visits.begin(session, person, "password", now()) for role, person in (("a", irena), ("n", tomasz))
        }
    context = browser.new_context(locale=language, timezone_id="Europe/Warsaw", reduced_motion="reduce")
    page = context.new_page()
    for name, path in PAGES.items():
        if camera.wants(name):
            cookie = cookies["a" if name == "sync" else "n"]
            context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
            page.goto(address + path)
            camera.take(page, name, language)
    if any(camera.wants(name) for name in [*SCREENS.values(), FEEDBACK]):
        key = receipt_key(app.config["KONTUAR"].keys, device.id).hex()
        rounds.enrolled(page, address, device.id, token, key, "Wejście")

        def look(name: str) -> None:
            if name in SCREENS or name.startswith("feedback"):
                camera.take(page, SCREENS.get(name, FEEDBACK), language)

        rounds.customer(page, address, language, look, WRITTEN.get(language, ""))
        rounds.door(page, address, look)
        rounds.employee(page, address, look)
    context.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument(
        "--only", default="", help="only screens whose name has one of these words in it, such as results,sync"
    )
    asked.add_argument("--languages", default="pl,ar,vi")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(given.folder, given.only)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name in ("new", "demo"):
            (Path(folder) / name).mkdir()
        if any(camera.wants(name) for name in FIRST):
            with opened(Path(folder) / "new") as app, serving(app) as address:
                for language in given.languages.split(","):
                    context = browser.new_context(locale=language)
                    page = context.new_page()
                    for name, path in FIRST.items():
                        page.goto(address + path)
                        camera.take(page, name, language)
                    context.close()
        with opened(Path(folder) / "demo") as app, serving(app) as address:
            chain = inhabited(app)
            for language in given.languages.split(","):
                through(browser, camera, app, chain, address, language)
        browser.close()
    print(f"{camera.taken} pictures in {given.folder}")


if __name__ == "__main__":
    main()
