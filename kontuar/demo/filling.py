"""Filling: the demo's customers and learners as facts, through the same door as everybody's."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from kontuar.core.times import local_hour, to_ms
from kontuar.demo.chain import ZONE, DemoChain, Ids, Shop, lay_out
from kontuar.demo.customers import ShopWeather, customers
from kontuar.demo.learners import attempts
from kontuar.shipped import publish_shipped
from kontuar.sync.definitions import Definition
from kontuar.sync.kinds import Kinds, Stamp
from kontuar.sync.lines import write_stamp
from kontuar.sync.receiving import Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.stamping import Arrival
from lms.quizzes.document import Quiz, quiz_from

Writing = Callable[[], AbstractContextManager[Session]]
TURN = 2_000
Moment = tuple[datetime, str, UUID, dict[str, Any]]  # when, kind, id, body


def fill(writing: Writing, kinds: Kinds, *, shops: int, days: int, seed: int, until: datetime) -> DemoChain:
    """Make a demo chain in an empty installation: `days` days of facts up to the day before `until`."""
    dice = random.Random(seed)  # noqa: S311  (a believable chain, not a secret)
    last = until.date()
    first = last - timedelta(days=days)
    began = until - timedelta(days=days + 7)
    with writing() as session:
        chain = lay_out(session, shops, dice, began)
        published = publish_shipped(session, began)
    survey = next(each for each in published if (each.kind, each.key) == ("survey", "shop-visit"))
    quizzes = [(each, quiz_from(each.document)) for each in published if each.kind == "quiz"]
    for shop in chain.shops:
        ids = Ids(dice)
        moments = [
            *_customers(dice, ids, survey, first, days),
            *_learners(dice, ids, shop, quizzes, first, days),
        ]
        moments.sort(key=lambda moment: (moment[0], moment[2]))
        _send(writing, kinds, shop, moments, dice, until)
    return chain


def _customers(dice: random.Random, ids: Ids, survey: Definition, first: Any, days: int) -> Iterator[Moment]:
    for each in customers(dice, ShopWeather(dice), first, days, ZONE):
        body = {
            "survey": survey.hash.hex(), "language": each.language, "answers": each.answers,
            "complete": each.complete, "seconds": each.seconds,
        }  # fmt: skip
        yield each.at, "kiosk.response", ids.at(each.at), body


def _learners(
    dice: random.Random, ids: Ids, shop: Shop, quizzes: list[tuple[Definition, Quiz]], first: Any, days: int
) -> Iterator[Moment]:
    for person in shop.employees:
        for definition, quiz in quizzes:
            for id, attempt in attempts(dice, quiz, first, days, ZONE, ids.at):
                body = {
                    "quiz": definition.hash.hex(), "person": str(person.id), "language": person.language,
                    "began": attempt.at.isoformat(), "finished": attempt.finished, "seconds": attempt.seconds,
                    "answers": attempt.answers,
                }  # fmt: skip
                yield attempt.at + timedelta(seconds=attempt.seconds), "lms.attempt", id, body


def _send(
    writing: Writing, kinds: Kinds, shop: Shop, moments: list[Moment], dice: random.Random, until: datetime
) -> None:
    """The shop's facts, in the order they happened, stamped with their own time."""
    epoch = f"{dice.getrandbits(128):032x}"
    place, device = shop.place.id, shop.tablet.id
    lines = []
    for seq, (at, kind, id, body) in enumerate(moments, start=1):
        fact = {
            "id": str(id), "kind": kind, "v": 1, "place": str(place), "device": str(device), "epoch": epoch,
            "seq": seq, "at": at.isoformat(), "body": body,
        }  # fmt: skip
        stamp = Stamp(to_ms(at), 1_000, *local_hour(to_ms(at), ZONE))
        lines.append(write_stamp(stamp) + b"\t" + msgspec.json.encode(fact))
    for start in range(0, len(lines), TURN):
        some = lines[start : start + TURN]
        with writing() as session:
            receive(
                session.connection(), some, sender=Sender(device, frozenset([place]), relays=True), kinds=kinds,
                arrival=Arrival(to_ms(until)), zones=zones_from(session),
            )  # fmt: skip
