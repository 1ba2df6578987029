"""Checking one item of a quiz: each type has its own parts, and every item says why its answer is right."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _

from kontuar.core.documents import Findings, Path
from lms.quizzes.comparing import folded, number_in
from lms.quizzes.document import ITEM_TYPES, Item, Option, Pool, Product

COMMON = ("key", "version", "type", "prompt", "feedback", "clause", "product", "pool")
NEEDED = ("key", "version", "type", "prompt", "feedback")
PARTS = {
    "one": ("options", "in-order"),
    "several": ("options", "in-order"),
    "truefalse": ("answer",),
    "short": ("accepted",),
    "numeric": ("value", "tolerance", "unit"),
}
OPTIONAL = ("in-order", "tolerance", "unit")
OPTION_KEYS = ("id", "text", "right", "feedback")
LEAST_OPTIONS, MOST_OPTIONS = 2, 8
LONGEST_SHORT = 100


class ItemChecking:
    """Reads items of one quiz; what it finds wrong lies in the findings."""

    def __init__(
        self,
        findings: Findings,
        languages: tuple[str, ...],
        clauses: Collection[str] | None,
        pools: Collection[Pool],
        products: Collection[Product],
    ) -> None:
        self.findings = findings
        self.languages = languages
        self.clauses = clauses
        self.pools = [pool.key for pool in pools]
        self.products = [product.key for product in products]

    def item(self, path: Path, value: Any) -> Item | None:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(value, dict) and kind is not None and kind not in ITEM_TYPES:
            self.findings.unknown((*path, "type"), "unknown-type", str(kind), ITEM_TYPES)
            return None
        parts = PARTS.get(str(kind), ())
        required = (*NEEDED, *(part for part in parts if part not in OPTIONAL))
        if not self.findings.keys(path, value, (*COMMON, *parts), required) or kind is None:
            return None
        self._subject(path, value)
        options = self._options((*path, "options"), value.get("options"), kind) if "options" in parts else ()
        return Item(
            key=self.findings.identifier((*path, "key"), value.get("key")) or "",
            version=self._version((*path, "version"), value.get("version")),
            type=kind,
            prompt=self._texts(path, value, "prompt", room=160),
            feedback=self._texts(path, value, "feedback", room=320),
            clause=value.get("clause"),
            product=value.get("product"),
            pool=value.get("pool"),
            options=options,
            in_order=self._flag((*path, "in-order"), value.get("in-order")),
            answer=self._answer((*path, "answer"), value.get("answer")) if kind == "truefalse" else None,
            accepted=self._accepted((*path, "accepted"), value.get("accepted")) if kind == "short" else {},
            value=self._figure((*path, "value"), value.get("value")) if kind == "numeric" else None,
            tolerance=self._tolerance((*path, "tolerance"), value.get("tolerance")),
            unit=self._texts(path, value, "unit", room=20) or None,
        )

    def _subject(self, path: Path, value: dict[str, Any]) -> None:
        """An item is about a clause or a product, one of the two."""
        clause, product, pool = value.get("clause"), value.get("product"), value.get("pool")
        if (clause is None) == (product is None):
            message = _("An item is about a clause or about a product. Name one of the two.")
            self.findings.error(path, "clause-or-product", message)
        if clause is not None:
            known = self.clauses if self.clauses is not None else [clause]
            if not isinstance(clause, str) or clause not in known:
                self.findings.unknown((*path, "clause"), "unknown-clause", str(clause), known)
        if product is not None and product not in self.products:
            self.findings.unknown((*path, "product"), "unknown-product", str(product), self.products)
        if pool is not None and pool not in self.pools:
            self.findings.unknown((*path, "pool"), "unknown-pool", str(pool), self.pools)

    def _options(self, path: Path, value: Any, kind: str) -> tuple[Option, ...]:
        if value is None:
            return ()  # told as a missing key
        entries = self.findings.listed(path, value)
        options = [option for at, entry in enumerate(entries) if (option := self._option((*path, at), entry))]
        if not LEAST_OPTIONS <= len(entries) <= MOST_OPTIONS:
            message = _("Give %(least)s to %(most)s answers to choose from.", least=LEAST_OPTIONS, most=MOST_OPTIONS)
            self.findings.error(path, "how-many-options", message)
        elif len(options) == len(entries):
            self._right_ones(path, options, kind)
            self._apart(path, options)
        return tuple(options)

    def _option(self, path: Path, value: Any) -> Option | None:
        if not self.findings.keys(path, value, OPTION_KEYS, ("id", "text")):
            return None
        return Option(
            id=self.findings.identifier((*path, "id"), value.get("id")) or "",
            text=self._texts(path, value, "text", room=110),
            right=self._flag((*path, "right"), value.get("right")),
            feedback=self._texts(path, value, "feedback", room=200) or None,
        )

    def _right_ones(self, path: Path, options: list[Option], kind: str) -> None:
        right = sum(option.right for option in options)
        if kind == "one" and right != 1:
            self.findings.error(path, "right-options", _("Mark one answer, and only one, with “right: true”."))
        elif kind == "several" and not 0 < right < len(options):
            message = _("Mark the right answers with “right: true”, and leave at least one that is wrong.")
            self.findings.error(path, "right-options", message)

    def _apart(self, path: Path, options: list[Option]) -> None:
        """No two options may look alike, in any language."""
        ids: set[str] = set()
        seen: set[tuple[str, str]] = set()
        for at, option in enumerate(options):
            if option.id in ids:
                message = _("“%(word)s” is the name of another one above. Give this one its own.", word=option.id)
                self.findings.error((*path, at, "id"), "duplicate", message)
            ids.add(option.id)
            for language, text in option.text.items():
                if (language, folded(text)) in seen:
                    message = _("This answer reads like another one above. Say it differently.")
                    self.findings.error((*path, at, "text", language), "same-option", message)
                seen.add((language, folded(text)))

    def _accepted(self, path: Path, value: Any) -> dict[str, tuple[str, ...]]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            message = _("The accepted answers of each language are expected here: {pl: [...], en: [...]}.")
            self.findings.error(path, "not-a-mapping", message)
            return {}
        accepted = {
            language: self._ways((*path, language), ways)
            for language, ways in value.items()
            if self._spoken(path, language)
        }
        if missing := [language for language in self.languages if not value.get(language)]:
            message = _("This text is missing in: %(languages)s. Write it.", languages=", ".join(missing))
            self.findings.error(path, "missing-language", message)
        return accepted

    def _spoken(self, path: Path, language: str) -> bool:
        if language in self.languages:
            return True
        self.findings.unknown((*path, language), "unknown-language", language, self.languages)
        return False

    def _ways(self, path: Path, value: Any) -> tuple[str, ...]:
        entries = self.findings.listed(path, value if value is not None else [])
        ways = [self.findings.reading.written.get((*path, at), way) for at, way in enumerate(entries)]
        for at, way in enumerate(ways):
            if not isinstance(way, str) or not folded(way) or len(way) > LONGEST_SHORT:
                message = _("An accepted answer is a text of at most %(longest)s characters.", longest=LONGEST_SHORT)
                self.findings.error((*path, at), "accepted-answer", message)
        return tuple(str(way) for way in ways)

    def _figure(self, path: Path, value: Any) -> str:
        written = self.findings.reading.written.get(path, value)
        number = number_in(written) if isinstance(written, str) else None
        if number is None and value is not None:
            self.findings.error(path, "not-a-number", _("A number in plain figures is expected here, like 12.5."))
        return number or "0"

    def _tolerance(self, path: Path, value: Any) -> str:
        number = self._figure(path, value) if value is not None else "0"
        if number.startswith("-"):
            self.findings.error(path, "not-a-number", _("The tolerance says how far off is still right: 0 or more."))
        return number

    def _answer(self, path: Path, value: Any) -> bool | None:
        if value is not None and not isinstance(value, bool):
            self.findings.error(path, "not-a-yes-or-no", _("Write true or false here."))
        return value if isinstance(value, bool) else None

    def _flag(self, path: Path, value: Any) -> bool:
        if value is not None and not isinstance(value, bool):
            self.findings.error(path, "not-a-yes-or-no", _("Write true or false here."))
        return value is True

    def _version(self, path: Path, value: Any) -> int:
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9999):
            return value or 1
        message = _("The version of an item is a whole number: 1, and one more whenever another answer becomes right.")
        self.findings.error(path, "item-version", message)
        return 1

    def _texts(self, path: Path, value: dict[str, Any], key: str, room: int) -> dict[str, str]:
        if value.get(key) is None:
            return {}  # told as a missing key, where it must be there
        return self.findings.texts((*path, key), value[key], self.languages, longest=1000, room=room)
