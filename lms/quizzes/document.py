"""The quiz as it is published: an immutable document with every item, every right answer and why it is right."""

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Text = Mapping[str, str]
"""{language: words}, in every language of the quiz."""

ItemType = Literal["one", "several", "truefalse", "short", "numeric"]
ITEM_TYPES: tuple[str, ...] = get_args(ItemType)


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the answers to choose from."""

    id: str
    text: Text
    right: bool = False
    feedback: Text | None = None
    """What whoever chose this should hear of it."""


class Item(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """One question. Its key is for ever and the same in every quiz; its version rises when what counts as right changes."""

    key: str
    version: int
    type: ItemType
    prompt: Text
    feedback: Text
    """Why the right answer is right; shown after every answer."""
    clause: str | None = None
    product: str | None = None
    pool: str | None = None
    """The pool it is drawn from; without one it is always asked."""
    options: tuple[Option, ...] = ()
    in_order: bool = False
    """The options stay as they are written (1, 2, 3): they are not shuffled."""
    answer: bool | None = None
    """Of true or false, the right one."""
    accepted: Mapping[str, tuple[str, ...]] = {}
    """Of a short answer, {language: ways to say it}; one in any language is right."""
    value: str | None = None
    """Of a number, the right one, as `number_in` writes it."""
    tolerance: str = "0"
    unit: Text | None = None

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


class Pool(msgspec.Struct, frozen=True):
    """So many of the items that name this pool are drawn for each attempt."""

    key: str
    draw: int


class Product(msgspec.Struct, frozen=True):
    """What an item can be about, when it isn't about a clause."""

    key: str
    name: Text


class Quiz(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="quiz", rename={"pass_mark": "pass"}):
    """A quiz. Version 0 is one that hasn't been published: publishing gives the number."""

    key: str
    source: str
    languages: tuple[str, ...]
    title: Text
    intro: Text
    minutes: int
    """About how long it takes."""
    pass_mark: int
    """Percent of the marks that count as passed."""
    items: tuple[Item, ...]
    shuffle: bool = True
    pools: tuple[Pool, ...] = ()
    products: tuple[Product, ...] = ()
    version: int = 0

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def product(self, key: str) -> Product | None:
        return next((product for product in self.products if product.key == key), None)

    @property
    def asked(self) -> int:
        """How many items one attempt has."""
        return sum(item.pool is None for item in self.items) + sum(pool.draw for pool in self.pools)


def quiz_from(document: object) -> Quiz:
    """The quiz in a definition, given as its bytes or as the plain value of them.

    Raises msgspec.ValidationError where it isn't one. Fields of a later Kontuar are passed over, not refused.
    """
    if isinstance(document, bytes | bytearray | memoryview):
        return msgspec.json.decode(document, type=Quiz)
    return msgspec.convert(document, type=Quiz)


def clauses_of(quiz: Quiz) -> frozenset[str]:
    """Every clause of the Book that an item of the quiz names."""
    return frozenset(item.clause for item in quiz.items if item.clause)
