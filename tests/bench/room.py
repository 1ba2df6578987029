"""A room to measure in: an installation in a folder that goes away, its chain, and as many answers as are wanted."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from kontuar.app import create_app
from kontuar.core import migrating
from kontuar.core.database import db, writing
from kontuar.core.settings import load
from kontuar.core.times import now, to_ms
from kontuar.sync.receiving import Answer, Sender, receive
from kontuar.sync.recording import zones_from
from kontuar.sync.stamping import Arrival
from tests.support.chains import NOON, Chain, Tablet, found_chain

BATCH = 500
WORDS = ["Jedna", "kasa", "otwarta", "a", "kolejka", "na", "dziesięć", "osób", "obsługa", "miła", "dziękuję"]


@dataclass
class Room:
    """An installation on SQLite with a shop's tablet."""

    app: Flask
    folder: Path
    chain: Chain
    tablet: Tablet

    def answers(self, count: int, seed: int = 7) -> Iterator[list[bytes]]:
        """Batches of customers' answers as a tablet sends them: a quarter with a comment, over ninety days."""
        dice = random.Random(seed)
        for start in range(0, count, BATCH):
            yield [self._answer(dice, start + number, count) for number in range(min(BATCH, count - start))]

    def _answer(self, dice: random.Random, number: int, count: int) -> bytes:
        answers: dict[str, Any] = {"visit": dice.randint(1, 5), "recommend": dice.randint(0, 10)}
        if answers["visit"] < 3:
            answers["reasons"] = dice.sample(["waiting", "advice", "price"], dice.randint(1, 2))
        if dice.random() < 0.25:
            answers["comment"] = " ".join(dice.choices(WORDS, k=dice.randint(2, 12)))
        moment = NOON - timedelta(days=90) + timedelta(days=90) * (number / count)
        return self.tablet.response(self.chain.survey, answers, moment=moment, language=dice.choice(["pl", "uk", "en"]))

    def take(self, lines: list[bytes]) -> Answer:
        """Hand a batch to receive(), and commit."""
        with writing() as session:
            return receive(
                session.connection(),
                lines,
                sender=Sender(self.tablet.id, frozenset([self.tablet.place])),
                kinds=self.app.extensions["kontuar.kinds"],
                arrival=Arrival(to_ms(NOON), to_ms(NOON)),
                zones=zones_from(session),
            )


@contextmanager
def room() -> Iterator[Room]:
    """An empty installation with the chain of the tests."""
    with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as name:
        folder = Path(name)
        settings = load({}, home=folder)
        migrating.upgrade(settings.database_url, settings.backups, now())
        app = create_app(settings)
        with app.app_context():
            with writing() as session:
                chain = found_chain(session)
                tablet = chain.tablet(session)
            yield Room(app, folder, chain, tablet)
            db.session.remove()
            db.engine.dispose()
