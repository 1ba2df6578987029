"""The world that is walked: the demo chain in marked letters, so that what is data can be told from what the program says."""

from __future__ import annotations

import json
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from kiosk.imports.mappings.first import first_mapping
from kiosk.imports.models import ImportWork
from kiosk.imports.shown import preview
from kiosk.imports.work import folder_of
from kontuar.app import create_app
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.devices import Device, new_token
from kontuar.core.ids import new_id
from kontuar.core.languages import TAGS
from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place
from kontuar.core.settings import load
from kontuar.core.times import now
from kontuar.demo.filling import fill
from kontuar.hub.enrolment import enrolling
from kontuar.reports.kept import screens
from kontuar.reports.kept.models import KeptView
from kontuar.reports.leave_links import leave_url
from kontuar.sync.definitions import publish
from lms.quizzes.models import Attempt
from tests.browser.surveys import everything

LATIN, GREEK = "abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιξκλμνοπθρστυωψζλι"
MARKED = str.maketrans(LATIN + LATIN.upper() + "łŁđĐ", GREEK + GREEK.upper() + "λΛδΔ")
KEYS = {"survey": "shop-visit", "quiz": "standards", "clause": "tell-waiting-time"}


def marked(text: str) -> str:
    """Data in Greek letters; an address (`@`, `://`) stays as it is."""
    if "@" in text or "://" in text or text.startswith("data:"):
        return text
    plain = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    return (plain if any(each in LATIN for each in plain.lower()) else text).translate(MARKED)


def marked_document(part: Any) -> Any:
    """A document whose texts, `{"pl": ..., "en": ...}`, are marked; keys and ids aren't."""
    if isinstance(part, list):
        return [marked_document(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part and set(part) <= set(TAGS):
        return {
            tag: [marked(way) for way in said] if isinstance(said, list) else marked(said) for tag, said in part.items()
        }
    return {name: marked_document(each) for name, each in part.items()}


def typed(part: Any) -> set[str]:
    """The words that a quiz's document accepts where an answer is typed."""
    if isinstance(part, list):
        return {word for each in part for word in typed(each)}
    if not isinstance(part, dict):
        return set()
    own = {word for ways in (part.get("accepted") or {}).values() for word in ways}
    return own.union(*(typed(each) for name, each in part.items() if name != "accepted"))


def mark(file: Path) -> None:
    """Write all the data of a chain in Greek letters: names of places, people and devices, words of customers and of learners,
    documents."""
    with sqlite3.connect(file) as rows:
        quizzes = rows.execute("select document from definition where kind = 'quiz'").fetchall()
        words = {
            json.dumps(word, ensure_ascii=False) for (document,) in quizzes for word in typed(json.loads(document))
        }
        rows.create_function("is_typed", 1, lambda answer: answer in words, deterministic=True)
        rows.create_function("marked", 1, marked, deterministic=True)
        rows.execute("update item_answer set answer = marked(answer) where is_typed(answer)")
        rows.create_function("marked_document", 1, lambda text: json.dumps(marked_document(json.loads(text))).encode())
        rows.execute("update place set name = marked(name)")
        rows.execute("update device set name = marked(name)")
        rows.execute("update person set given_name = marked(given_name), family_name = marked(family_name)")
        rows.execute("update comment set text = marked(text)")
        rows.execute("update definition set document = marked_document(document)")
    rows.close()


@dataclass
class World:
    """A hub with the demo chain, whose first learner holds every post; `examples` are values for what stands in addresses."""

    app: Flask
    file: Path
    visitor: UUID
    shop: UUID
    examples: dict[str, str] = field(default_factory=dict)

    def signed_in(self, agent: str = "") -> str:
        """The cookie of a new visit of whoever holds every post."""
        with self.app.app_context(), writing() as session:
            return visits.begin(session, session.get_one(Person, self.visitor), "password", now(), agent=agent)

    def tablet(self, name: str, **more: Any) -> tuple[UUID, str]:
        """A tablet of the shop: its id and its token."""
        with self.app.app_context(), writing() as session:
            device = Device(
                id=new_id(), place_id=self.shop, kind="tablet", name=marked(name), enrolled_at=now(), **more
            )
            session.add(device)
            session.flush()
            return device.id, new_token(session, device.id, now())


def made(folder: Path, template: Path) -> Path:
    """The file of a marked demo chain with two shops and five weeks."""
    file = folder / "kontuar.db"
    shutil.copyfile(template, file)
    app = create_app(load({}, home=folder / "home", database_url=f"sqlite:///{file}"))
    with app.app_context():
        fill(writing, app.extensions["kontuar.kinds"], shops=2, days=35, seed=7, until=now())
        with writing() as session:
            publish(session, "survey", "everything", {**everything(), "key": "everything"}, now())
        db.session.remove()
        db.engine.dispose()
    mark(file)
    return file


@contextmanager
def opened(folder: Path, file: Path, language: str) -> Iterator[World]:
    """The world anew, from `file`; everybody there reads `language`."""
    folder.mkdir()
    here = folder / "kontuar.db"
    shutil.copyfile(file, here)
    with sqlite3.connect(here) as rows:
        rows.execute("update installation set language = ?", [language])
        rows.execute("update person set language = ?", [language])
    rows.close()
    app = create_app(load({}, home=folder / "home", database_url=f"sqlite:///{here}"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        with writing() as session:
            world = _peopled(app, here, session)
        with app.test_request_context():
            world.examples["leaving.token"] = leave_url("alerts", world.visitor).rpartition("/")[2]
        world.examples["work_id"] = str(_sent_file(world.visitor, language))
        db.session.remove()
    yield world
    with app.app_context():
        db.engine.dispose()


def _sent_file(person: UUID, language: str) -> UUID:
    """A file from elsewhere that somebody sent to be brought in, looked at by now, beside the bad rows of a trial."""
    work_id, name = new_id(), marked("years")
    folder = folder_of(work_id)
    folder.mkdir(parents=True)
    rows = "".join(f"{number},{1 + number % 5},{marked('thanks')}\n" for number in range(12))
    (folder / "file").write_text(f"{marked('key')},{marked('visit')},{marked('comment')}\n{rows}", "utf-8")
    (folder / "bad.csv").write_text("\n", "utf-8")
    asked = [["order", "03/04/2021", [["DD/MM/YYYY", "2021-04-03"]]], ["place", marked("shop"), []], ["day", "", []]]
    with writing() as session:
        session.add(
            ImportWork(
                id=work_id,
                person_id=person,
                name=name,
                size=200,
                language=language,
                sent_at=now(),
                wanted=None,
                wanted_at=now(),
                progress=0,
                mapping=first_mapping(folder / "file", name, language, remarks=False),
                told={"columns": preview(folder / "file", None), "asked": asked},
                looked_at=now(),
            )
        )
    return work_id


def _peopled(app: Flask, file: Path, session: Any) -> World:
    attempt = session.scalars(select(Attempt).where(Attempt.finished).order_by(Attempt.id)).first()
    visitor = session.get_one(Person, attempt.person_id)
    root = session.scalars(select(Place).where(Place.parent_id.is_(None))).one()
    visitor.posts += [
        Post(role=role, place_id=root.id) for role in (Role.ADMIN, Role.ANALYST, Role.AUTHOR, Role.MANAGER)
    ]
    visitor.email = "all@bursztyn.example"
    shop = session.get_one(Place, attempt.place_id)
    tablet = session.scalars(select(Device).where(Device.place_id == shop.id)).first()
    node = Device(
        id=new_id(), place_id=shop.id, kind="node", name=marked("Back office"), enrolled_at=now() - timedelta(days=2)
    )
    view = KeptView(
        id=new_id(), person_id=visitor.id, name=marked("October"), endpoint="results.trend", query="period=quarter",
        shared=True, made_at=now(),
    )  # fmt: skip
    session.add_all([node, view])
    token = screens.make(session, view, visitor, now())
    other = session.scalars(select(Person).where(Person.id != visitor.id)).first()
    invitation, _ = enrolling.invite(session, shop, marked("By the till"), "shop-visit", by=None, at=now())
    examples = {
        "person_id": str(other.id), "device_id": str(tablet.id), "place_id": str(shop.id), "attempt_id": str(attempt.id),
        "invitation_id": str(invitation.id), "view_id": str(view.id), "walls.token": token,
        "surveys.key": KEYS["survey"], "quizzes.key": KEYS["quiz"],
        "clause": KEYS["clause"], "clause_id": KEYS["clause"],
    }  # fmt: skip
    return World(app, file, visitor.id, shop.id, examples)
