"""The order of an attempt: which items it draws and in which order they come, alike wherever it is worked out.

Everything follows from the attempt's id: things stand in the order of the sha256 of `<attempt id>:<key>`. So a tablet that
was switched off in the middle goes on where it was, the next attempt comes in another order, and an order can be checked.
`static/ordering.js` does the same in the browser; `tests/mirror/` holds both to one table of cases.
"""

from collections.abc import Iterable
from hashlib import sha256

from lms.quizzes.document import Item, Option, Quiz


def rank(attempt: str, *keys: str) -> str:
    """Where something stands in an attempt: the hexadecimal sha256 of the ids, joined by colons."""
    return sha256(":".join((attempt, *keys)).encode()).hexdigest()


def ranked(attempt: str, keys: Iterable[str], *before: str) -> list[str]:
    """Keys in the attempt's order."""
    return sorted(keys, key=lambda key: rank(attempt, *before, key))


def items_of(quiz: Quiz, attempt: str) -> list[Item]:
    """The items that an attempt asks, in its order.

    A pool gives its first so many by the rank of `<attempt id>:pool:<item key>`: drawing and order don't depend on each other.
    """
    drawn = {item.key for item in quiz.items if item.pool is None}
    for pool in quiz.pools:
        keys = (item.key for item in quiz.items if item.pool == pool.key)
        drawn.update(ranked(attempt, keys, "pool")[: pool.draw])
    asked = [item for item in quiz.items if item.key in drawn]
    return sorted(asked, key=lambda item: rank(attempt, item.key)) if quiz.shuffle else asked


def options_of(item: Item, attempt: str) -> list[Option]:
    """The options of an item as an attempt shows them."""
    if item.in_order:
        return list(item.options)
    return sorted(item.options, key=lambda option: rank(attempt, item.key, option.id))
