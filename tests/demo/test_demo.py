"""The demo chain: believable, the same for the same seed, and never mixed with real facts."""

import random
from datetime import UTC, datetime

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from kiosk.responses.models import Comment, ScoreDay
from kontuar.commands import main
from kontuar.core.database import db, writing
from kontuar.core.installation import installation
from kontuar.demo.customers import ShopWeather, customers
from kontuar.demo.filling import fill
from kontuar.sync.models import Journal
from tests.sync.test_receiving import count

UNTIL = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_the_demo_has_customers_with_opinions_and_words(app: Flask) -> None:
    chain = fill(writing, app.extensions["kontuar.kinds"], shops=2, days=10, seed=7, until=UNTIL)
    here = installation(db.session())
    assert here is not None and here.demo
    assert [shop.place.name for shop in chain.shops] == ["Gdańsk, Długi Targ", "Gdynia, Riviera"]
    low, high = db.session.execute(
        select(func.sum(ScoreDay.n1 + ScoreDay.n2 + ScoreDay.n3), func.sum(ScoreDay.n4 + ScoreDay.n5)).where(
            ScoreDay.question == "visit"
        )
    ).one()
    assert 300 < low + high < 1_200
    assert 0.1 < low / (low + high) < 0.5
    assert count(Comment) > 10
    days = db.session.scalars(select(ScoreDay.day).distinct()).all()
    assert max(days) == "2026-11-21" and len(days) == 10


def test_the_same_seed_makes_the_same_facts(app: Flask) -> None:

    def some() -> list[object]:
        dice = random.Random(7)
        return list(customers(dice, ShopWeather(dice), UNTIL.date(), 3, "Europe/Warsaw"))

    assert some() == some()


def test_a_folder_with_a_chain_is_left_alone(app: Flask, chain: object) -> None:
    class Opened:
        def __enter__(self) -> Flask:
            return app

        def __exit__(self, *_: object) -> None:
            return None

    command = main.get_command(None, "demo")  # type: ignore[arg-type]
    assert command is not None
    result = CliRunner().invoke(command, [], obj=Opened)
    assert result.exit_code == 1
    assert "already" in result.output
    assert count(Journal) == 0
