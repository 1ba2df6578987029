"""An attempt comes in the same order on the tablet and on the node, however often it is worked out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lms.quizzes import ordering
from lms.quizzes.document import Item, Quiz

TABLE = json.loads(Path(__file__).with_name("ordering.json").read_text(encoding="utf-8"))
ATTEMPTS = TABLE["attempts"]

IN_JAVASCRIPT = """async ({rank, itemsOf, optionsOf}, {attempts, quizzes, orders, options, ranks}) => ({
    orders: await Promise.all(orders.map(async ({quiz, attempt}) =>
        (await itemsOf(quizzes[quiz], attempts[attempt])).map(({key}) => key))),
    options: await Promise.all(options.map(async ({item, attempt}) =>
        (await optionsOf({...item, options: item.options.map((id) => ({id}))}, attempts[attempt])).map(({id}) => id))),
    ranks: await Promise.all(ranks.map(([key, attempt]) => rank(attempts[attempt], key))),
})"""


def item_of(raw: dict[str, Any]) -> Item:
    """An item of the table, which leaves out the words."""
    words = {"version": 1, "type": "one", "prompt": {}, "feedback": {}}
    options = [{"id": option, "text": {}} for option in raw.get("options", [])]
    return msgspec.convert({**words, **raw, "options": options}, Item)


def quiz_of(raw: dict[str, Any]) -> Quiz:
    words = {"kind": "quiz", "key": "q", "source": "en", "languages": ["en"], "title": {}, "intro": {}}
    plain = {**words, "minutes": 5, "pass": 80, **raw, "items": []}
    return msgspec.structs.replace(msgspec.convert(plain, Quiz), items=tuple(item_of(item) for item in raw["items"]))


def test_items_stand_in_the_order_of_their_hashes() -> None:
    for case in TABLE["orders"]:
        quiz = quiz_of(TABLE["quizzes"][case["quiz"]])
        assert [item.key for item in ordering.items_of(quiz, ATTEMPTS[case["attempt"]])] == case["items"]


def test_options_stand_in_the_order_of_their_hashes_unless_their_order_means_something() -> None:
    for case in TABLE["options"]:
        found = ordering.options_of(item_of(case["item"]), ATTEMPTS[case["attempt"]])
        assert [option.id for option in found] == case["order"]


def test_a_rank_is_a_sha256_anybody_can_check() -> None:
    for key, attempt, rank in TABLE["ranks"]:
        assert ordering.rank(ATTEMPTS[attempt], key) == rank


def test_a_pool_gives_every_item_its_turn() -> None:
    quiz = quiz_of(TABLE["quizzes"]["pooled"])
    drawn = [item.key for attempt in range(400) for item in ordering.items_of(quiz, f"attempt-{attempt}")]
    assert drawn.count("greet") == 400
    assert all(160 <= drawn.count(key) <= 240 for key in ("p1", "p2", "p3", "p4"))  # 200 each, give or take chance


@pytest.mark.chromium
def test_the_tablet_puts_them_in_the_same_order(in_chromium: Callable[[str, str, Any], Any]) -> None:
    found = in_chromium("lms/quizzes/static/ordering.js", IN_JAVASCRIPT, TABLE)
    assert found == {
        "orders": [case["items"] for case in TABLE["orders"]],
        "options": [case["order"] for case in TABLE["options"]],
        "ranks": [rank for *_, rank in TABLE["ranks"]],
    }
