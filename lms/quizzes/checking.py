"""Checking a quiz as somebody wrote it: what is wrong, on which line, and what follows from the version before."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _

from kontuar.core.documents import Fault, Findings, Path, Reading, read_yaml
from kontuar.core.languages import TAGS
from lms.quizzes.checking_items import ItemChecking
from lms.quizzes.document import Item, Pool, Product, Quiz

QUIZ_KEYS = ("kind", "key", "source", "languages", "title", "intro", "minutes", "pass", "shuffle", "pools", "products",
             "items")  # fmt: skip
NEEDED = ("key", "source", "languages", "title", "intro", "minutes", "pass", "items")
MOST_ITEMS = 200


def read_quiz(raw: bytes, clauses: Collection[str] | None = None) -> tuple[Quiz | None, list[Fault]]:
    """The quiz in a file and what is to be said about it; no quiz where there is an error.

    `clauses` are the ids of the Book that items may name; None where no Book is at hand to ask.
    """
    return check_quiz(read_yaml(raw), clauses)


def check_quiz(reading: Reading, clauses: Collection[str] | None = None) -> tuple[Quiz | None, list[Fault]]:
    findings = Findings(reading)
    quiz = _Checking(findings, clauses).quiz() if not findings.errors else None
    return (None if findings.errors else quiz), findings.faults


def changed_in_silence(new: Quiz, old: Quiz) -> tuple[Item, ...]:
    """The items whose right answers differ from those in force under the same version: results of both would be mixed."""
    return tuple(
        item
        for item in new.items
        if (before := old.item(item.key)) and item.version <= before.version and _counts(item) != _counts(before)
    )


def _counts(item: Item) -> tuple[Any, ...]:
    """All that decides what counts as right; words may be mended freely."""
    return (
        item.type,
        frozenset((option.id, option.right) for option in item.options),
        item.answer,
        {language: frozenset(ways) for language, ways in item.accepted.items()},
        item.value,
        item.tolerance,
    )


class _Checking:
    """Walks through one quiz; what it finds wrong lies in the findings."""

    def __init__(self, findings: Findings, clauses: Collection[str] | None) -> None:
        self.findings = findings
        self.clauses = clauses

    def quiz(self) -> Quiz | None:
        value = self.findings.reading.value
        if not self.findings.keys((), value, QUIZ_KEYS, NEEDED):
            return None
        if value.get("kind") not in (None, "quiz"):
            self.findings.error(("kind",), "wrong-value", _("“%(wanted)s” stands here in every quiz.", wanted="quiz"))
        source = str(value.get("source"))
        languages = self.findings.languages(("languages",), value.get("languages") or [], source, TAGS)
        pools = self._pools(value.get("pools") or [])
        products = self._products(value.get("products") or [], languages)
        items = self._items(value.get("items") or [], languages, pools, products)
        self._draws(pools, items)
        shuffle = value.get("shuffle", True)
        if not isinstance(shuffle, bool):
            self.findings.error(("shuffle",), "not-a-yes-or-no", _("Write true or false here."))
        return Quiz(
            key=self.findings.identifier(("key",), value.get("key")) or "",
            source=source,
            languages=languages,
            title=self.findings.texts(("title",), value.get("title") or {}, languages, longest=200, room=40),
            intro=self.findings.texts(("intro",), value.get("intro") or {}, languages, longest=1000, room=250),
            minutes=self._number(("minutes",), value.get("minutes"), 1, 60),
            pass_mark=self._number(("pass",), value.get("pass"), 1, 100),
            shuffle=shuffle is True,
            pools=pools,
            products=products,
            items=items,
        )

    def _pools(self, value: Any) -> tuple[Pool, ...]:
        pools: list[Pool] = []
        for at, entry in enumerate(self.findings.listed(("pools",), value)):
            path: Path = ("pools", at)
            if self.findings.keys(path, entry, ("key", "draw"), ("key", "draw")):
                key = self.findings.identifier((*path, "key"), entry.get("key")) or ""
                self._once((*path, "key"), key, [pool.key for pool in pools])
                pools.append(Pool(key, self._number((*path, "draw"), entry.get("draw"), 1, MOST_ITEMS)))
        return tuple(pools)

    def _products(self, value: Any, languages: tuple[str, ...]) -> tuple[Product, ...]:
        products: list[Product] = []
        for at, entry in enumerate(self.findings.listed(("products",), value)):
            path: Path = ("products", at)
            if self.findings.keys(path, entry, ("key", "name"), ("key", "name")):
                key = self.findings.identifier((*path, "key"), entry.get("key")) or ""
                self._once((*path, "key"), key, [product.key for product in products])
                name = self.findings.texts((*path, "name"), entry.get("name") or {}, languages, longest=200, room=40)
                products.append(Product(key, name))
        return tuple(products)

    def _items(
        self, value: Any, languages: tuple[str, ...], pools: tuple[Pool, ...], products: tuple[Product, ...]
    ) -> tuple[Item, ...]:
        entries = self.findings.listed(("items",), value)
        if not 1 <= len(entries) <= MOST_ITEMS:
            message = _("A quiz has from 1 to %(most)s items.", most=MOST_ITEMS)
            self.findings.error(("items",), "how-many-items", message)
        one = ItemChecking(self.findings, languages, self.clauses, pools, products)
        items: list[Item] = []
        for at, entry in enumerate(entries[:MOST_ITEMS]):
            item = one.item(("items", at), entry)
            if item is not None:
                self._once(("items", at, "key"), item.key, [earlier.key for earlier in items])
                items.append(item)
        return tuple(items)

    def _draws(self, pools: tuple[Pool, ...], items: tuple[Item, ...]) -> None:
        for at, pool in enumerate(pools):
            held = sum(item.pool == pool.key for item in items)
            path: Path = ("pools", at, "draw")
            if held < pool.draw:
                message = _("This pool has %(held)s items, so %(draw)s can't be drawn.", held=held, draw=pool.draw)
                self.findings.error(path, "pool-too-small", message)
            elif held == pool.draw:
                message = _("All items of this pool are drawn each time. Leave the pool out, or add items.")
                self.findings.warning(path, "pool-without-choice", message)

    def _number(self, path: Path, value: Any, least: int, most: int) -> int:
        if value is None:
            return least  # told as a missing key
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        message = _("A whole number from %(least)s to %(most)s is expected here.", least=least, most=most)
        self.findings.error(path, "not-in-range", message)
        return least

    def _once(self, path: Path, word: str, before: list[str]) -> None:
        if word and word in before:
            message = _("“%(word)s” is the name of another one above. Give this one its own.", word=word)
            self.findings.error(path, "duplicate", message)
