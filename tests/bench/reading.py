"""Reading: one shop's pages for a month, as its manager gets them; tallies make them independent of how much was answered."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from kontuar.app import create_app
from kontuar.core import visits
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.people import Person, Post, Role
from kontuar.core.settings import load
from kontuar.core.times import now
from tests.bench.figures import Figure
from tests.bench.room import Room, room

DAYS = "from=2026-10-24&to=2026-11-22"
WHOLE = 1_000_000


def measure(facts: int) -> Iterator[Figure]:
    """Server time of the pages of a shop with `facts` responses."""
    with room() as here:
        for lines in here.answers(facts):
            here.take(lines)
        yield from _pages(here)


def measure_large(_facts: int) -> Iterator[Figure]:
    """The same at a million responses, which takes minutes to fill."""
    yield from measure(WHOLE)


def _pages(here: Room) -> Iterator[Figure]:
    """The overview of one shop for a month, as its manager gets it."""
    client = create_app(load({}, home=here.folder)).test_client()
    client.set_cookie("kontuar_visit", managers_visit(here))
    for name, address in (("results", f"/results?{DAYS}"), ("comments", f"/results/comments?{DAYS}")):
        spent = []
        for _ in range(20):
            began = perf_counter()
            answer = client.get(address)
            spent.append(perf_counter() - began)
            assert answer.status_code == 200
        yield Figure(f"one shop's page of {name}, median", 1000 * median(spent[2:]), "ms", most=50, quiet=True)


def managers_visit(here: Room) -> str:
    """The cookie of the shop's manager, who reads Polish."""
    with writing() as session:
        manager = Person(id=new_id(), given_name="Marta", family_name="Sowa", language="pl", joined_at=now())
        manager.posts = [Post(role=Role.MANAGER, place_id=here.chain.gdansk)]
        session.add(manager)
        session.flush()
        token = visits.begin(session, manager, "password", now())
    db.session.remove()
    return token
