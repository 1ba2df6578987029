"""Attempts at a quiz taken in: how many a second, and how long a batch as a node sends it holds the writer's turn."""

import random
from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time
from typing import Any

from kontuar.core.database import writing
from kontuar.core.ids import new_id
from kontuar.core.times import now
from kontuar.shipped import publish_shipped
from kontuar.sync.sending import MOST_BYTES, MOST_LINES
from lms.quizzes.document import Item, quiz_from
from lms.quizzes.ordering import items_of
from tests.bench.figures import Figure
from tests.bench.room import Room, room

ATTEMPTS, PEOPLE = 3_000, 40


def measure(_facts: int) -> Iterator[Figure]:
    """Figures of finished attempts at the longest quiz that the program brings along, by the people of one shop."""
    with room() as here:
        spent, held = [], []
        for lines in _batches(here):
            began, began_wall = process_time(), perf_counter()
            here.take(lines)
            spent.append(process_time() - began)
            held.append(perf_counter() - began_wall)
        yield Figure("attempts taken in", ATTEMPTS / sum(held), "/s")
        yield Figure("attempts taken in, a second of processor time", ATTEMPTS / sum(spent), "/s")
        yield Figure("a batch of attempts holds the turn, median", 1000 * median(held), "ms", most=100, quiet=True)


def _batches(here: Room) -> Iterator[list[bytes]]:
    """Attempts in batches no larger than a node's."""
    dice = random.Random(11)
    with writing() as session:
        published = [each for each in publish_shipped(session, now()) if each.kind == "quiz"]
    longest = max(published, key=lambda each: quiz_from(each.document).asked)
    quiz, people = quiz_from(longest.document), [new_id() for _ in range(PEOPLE)]
    batch: list[bytes] = []
    for _ in range(ATTEMPTS):
        id = str(new_id())
        answers = [
            {"item": item.key, "version": item.version, "answer": _answer(dice, item), "seconds": 9.2, "fraction": 1.0}
            for item in items_of(quiz, id)
        ]
        body = {
            "quiz": longest.hash.hex(), "person": str(dice.choice(people)), "language": "pl", "began": now().isoformat(),
            "finished": True, "seconds": 200.0, "answers": answers,
        }  # fmt: skip
        line = here.tablet.fact("lms.attempt", body, now(), {"id": id})
        if len(batch) == MOST_LINES or sum(map(len, batch)) + len(line) > MOST_BYTES:
            yield batch
            batch = []
        batch.append(line)
    yield batch


def _answer(dice: random.Random, item: Item) -> Any:
    match item.type:
        case "one":
            return dice.choice(item.options).id
        case "several":
            return [option.id for option in item.options if dice.random() < 0.5]
        case "truefalse":
            return dice.random() < 0.5
        case "short":
            return dice.choice([next(iter(item.accepted.values()))[0], "woda", "nie wiem"])
        case "numeric":
            return dice.choice(["0,25", "30", "1.5"])
