"""Searching: the page of comments of a whole chain, as its analyst gets it, with words that many, few and none of them hold."""

import random
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from kiosk.responses.models import Comment
from kiosk.responses.searching import folded
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place
from kontuar.core.times import now
from tests.bench.figures import Figure
from tests.bench.room import WORDS, Room, room
from tests.support.chains import NOON

WHOLE, SHOPS, YEARS, BATCH = 1_000_000, 200, 3, 10_000
LONGER = [*WORDS, "termin", "naprawy", "pudełko", "czajnik", "zwrot", "paragon", "szukałem", "gwarancja"]
CHINESE = "店员服务很好价格便宜质量不错收银台没有货退换顺利太慢"
SEARCHES = {
    "many hold": "paragon",
    "one in a thousand holds": "lokalizacja",
    "two Chinese characters": "等待",
    "none holds": "xyzzy",
}
ALWAYS, MONTH = "from=2023-01-01&to=2026-11-22", "from=2026-10-24&to=2026-11-22"


def measure(facts: int) -> Iterator[Figure]:
    """Server time of a search over `facts` comments of three years."""
    with room() as here:
        _fill(here, facts)
        client = _analyst(here)
        for name, words in SEARCHES.items():
            yield Figure(
                f"search, a word that {name}", _median(client, f"{ALWAYS}&words={words}"), "ms", most=300, quiet=True
            )
        yield Figure("search, a month", _median(client, f"{MONTH}&words=xyzzy"), "ms", most=300, quiet=True)
        yield Figure("comments of a month, no words", _median(client, MONTH), "ms", most=300, quiet=True)


def measure_large(_facts: int) -> Iterator[Figure]:
    """The same of a million comments."""
    yield from measure(WHOLE)


def _fill(here: Room, many: int) -> None:
    """Comments straight into their table: it is what a search reads."""
    dice = random.Random(3)
    with writing() as session:
        shops = [
            Place(id=new_id(), parent_id=here.chain.root, kind="shop", name=f"Shop {number}", time_zone="Europe/Warsaw")
            for number in range(SHOPS)
        ]
        session.add_all(shops)
    ids = [shop.id for shop in shops]
    for start in range(0, many, BATCH):
        rows = [_comment(dice, ids) for _ in range(min(BATCH, many - start))]
        with writing() as session:
            session.execute(insert(Comment), rows)
    db.session.remove()


def _comment(dice: random.Random, shops: list[Any]) -> dict[str, Any]:
    at = NOON - timedelta(days=dice.randrange(365 * YEARS), minutes=dice.randrange(1440))
    chinese = dice.random() < 0.1
    words = dice.choices(CHINESE if chinese else LONGER, k=dice.randint(4, 30))
    if dice.random() < 0.001:
        words.append("等待" if chinese else "lokalizacja")
    text = ("" if chinese else " ").join(words)
    return {
        "place_id": dice.choice(shops), "response_id": new_id(), "question": "comment", "survey": "shop-visit",
        "day": at.date().isoformat(), "language": "zh-Hans" if chinese else "pl", "at": at, "text": text, "folded": folded(text),
    }  # fmt: skip


def _analyst(here: Room) -> Any:
    with writing() as session:
        person = Person(id=new_id(), given_name="Tomasz", family_name="Sowa", language="pl", joined_at=now())
        person.posts = [Post(role=Role.ANALYST, place_id=here.chain.root)]
        session.add(person)
        session.flush()
        token = visits.begin(session, person, "password", now())
    client = here.app.test_client()
    client.set_cookie("kontuar_visit", token)
    return client


def _median(client: Any, asked: str) -> float:
    spent = []
    for _ in range(7):
        began = perf_counter()
        answer = client.get(f"/results/comments?{asked}")
        spent.append(perf_counter() - began)
        assert answer.status_code == 200, answer.text
    return 1000 * median(spent[1:])
