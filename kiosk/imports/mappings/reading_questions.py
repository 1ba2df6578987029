"""Reading the questions of a mapping: where each answer lies, what its codes mean, and its words where they are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _

from kiosk.imports.mappings.mapping import Asked, ChoiceText, Odd
from kiosk.surveys.document import DECLINES, QUESTION_TYPES, SCALES, Decline, QuestionType
from kontuar.core.documents import Findings, Path

KEYS = (
    *(
        "id",
        "type",
        "title",
        "column",
        "columns",
        "missing",
        "separator",
        "marked",
        "mark",
        "unmarked",
        "map",
        "no-answer",
    ),
    *("decline", "odd", "choices", "limit", "clause"),
)
LARGEST_LIMIT = 20_000


def read_questions(findings: Findings, value: Any, languages: Sequence[str]) -> tuple[Asked, ...]:
    """The questions; `languages` are those of a survey that is made, none where it is there already."""
    if not isinstance(value, list):
        findings.error(("question",), "not-a-list", _("Questions stand under [[question]], a heading each."))
        return ()
    found: list[Asked] = []
    seen: dict[str, int] = {}
    for index, entry in enumerate(value):
        path: Path = ("question", index)
        asked = _One(findings, path, languages).read(entry)
        if asked is None:
            continue
        if asked.id in seen:
            message = _("“%(key)s” is the id of another, on line %(line)s. Give this one its own.",
                        key=asked.id, line=seen[asked.id])  # fmt: skip
            findings.error((*path, "id"), "duplicate-id", message)
        seen[asked.id] = findings.reading.line_of((*path, "id"))
        found.append(asked)
    return tuple(found)


class _One:
    """Reads one question."""

    def __init__(self, findings: Findings, path: Path, languages: Sequence[str]) -> None:
        self.findings, self.path, self.languages = findings, path, languages

    def read(self, entry: Any) -> Asked | None:
        required = ("id", "type", "title") if self.languages else ("id",)
        if not self.findings.keys(self.path, entry, KEYS, required):
            return None
        name = self.findings.identifier((*self.path, "id"), entry["id"]) if "id" in entry else None
        kind = self._type(entry.get("type"))
        columns = self._columns(entry)
        choices = self._choices(entry.get("choices", {}))
        meant = self._map(entry.get("map", {}), kind)
        marked = self._marked(entry.get("marked", {}))
        if self.languages and kind in ("one", "several") and not choices:
            message = _('Say what can be chosen, under [question.choices]: price = "The price".')
            self.findings.error(self.path, "no-choices", message)
        self._check_choices(kind, choices, {**meant, **marked})
        if name is None:
            return None
        return Asked(
            id=name,
            type=kind,
            title=self._title(entry.get("title")),
            columns=columns,
            missing=self._text("missing", entry.get("missing")),
            separator=self._text("separator", entry.get("separator")),
            marked=marked,
            mark=self._words("mark", entry.get("mark", ["1"])),
            unmarked=self._words("unmarked", entry.get("unmarked", ["0"])),
            map=meant,
            no_answer=self._words("no-answer", entry.get("no-answer", [])),
            decline=self._declines(entry.get("decline", {})),
            odd=self._odd(entry.get("odd")),
            choices=choices,
            limit=self._limit(entry.get("limit")),
            clause=self.findings.identifier((*self.path, "clause"), entry["clause"]) if "clause" in entry else None,
        )

    def _type(self, value: Any) -> QuestionType | None:
        if value is None or value in QUESTION_TYPES:
            return cast("QuestionType | None", value)
        self.findings.unknown((*self.path, "type"), "unknown-type", str(value), QUESTION_TYPES)
        return None

    def _title(self, value: Any) -> Any:
        if value is None or not self.languages:
            return None
        return self.findings.texts((*self.path, "title"), value, self.languages, 300)

    def _columns(self, entry: dict[str, Any]) -> tuple[str, ...]:
        given = [name for name in ("column", "columns", "marked") if name in entry]
        both = "marked" in given and len(given) == 2 and not self.languages  # its type is another in another version
        if len(given) != 1 and not both:
            message = _("Say where the answer is: “column”, or “columns”, or “marked” where each choice has a column.")
            self.findings.error(self.path, "no-column", message)
            return ()
        if "columns" in entry:
            return self._words("columns", entry["columns"])
        return (self._text("column", entry.get("column")) or "",) if "column" in entry else ()

    def _map(self, value: Any, kind: QuestionType | None) -> dict[str, int | str]:
        here = (*self.path, "map")
        if not isinstance(value, dict):
            self.findings.error(
                here, "not-a-map", _('Codes with their meaning are expected here: {1 = "en", 2 = "pl"}.')
            )
            return {}
        scale = SCALES.get(kind or "")
        for code, meant in value.items():
            if scale is not None and (type(meant) is not int or meant not in scale):
                message = _("“%(code)s” must mean a whole number from %(low)s to %(high)s.",
                            code=code, low=scale[0], high=scale[-1])  # fmt: skip
                self.findings.error(here, "wrong-answer", message)
        return {str(code).strip(): meant for code, meant in value.items() if type(meant) in (int, str)}

    def _marked(self, value: Any) -> dict[str, str]:
        here = (*self.path, "marked")
        if not isinstance(value, dict):
            self.findings.error(here, "not-a-map", _('Columns with their choice are expected here: {Q8_1 = "price"}.'))
            return {}
        return {str(column): str(choice) for column, choice in value.items()}

    def _choices(self, value: Any) -> tuple[ChoiceText, ...]:
        here = (*self.path, "choices")
        if not isinstance(value, dict):
            self.findings.error(
                here, "not-a-map", _('Choices with their words are expected here: price = "The price".')
            )
            return ()
        found: list[ChoiceText] = []
        for id, words in value.items():
            path = (*here, id)
            clause = None
            if isinstance(words, dict) and "label" in words:
                self.findings.keys(path, words, ("label", "clause"), ("label",))
                clause = self.findings.identifier((*path, "clause"), words["clause"]) if "clause" in words else None
                words = words["label"]
            if self.findings.identifier(path, id) is not None:
                label = self.findings.texts(path, words, self.languages, 120) if self.languages else {}
                found.append(ChoiceText(id, label, clause))
        return tuple(found)

    def _check_choices(self, kind: QuestionType | None, choices: Sequence[ChoiceText], meant: dict[str, Any]) -> None:
        known = [choice.id for choice in choices]
        if not known or kind not in ("one", "several"):
            return
        for choice in meant.values():
            if choice not in known:
                self.findings.unknown((*self.path, "map"), "unknown-choice", str(choice), known)

    def _declines(self, value: Any) -> dict[str, Decline]:
        here = (*self.path, "decline")
        if not isinstance(value, dict):
            self.findings.error(
                here, "not-a-map", _('Codes are expected here that mean a refusal: {6 = "inapplicable"}.')
            )
            return {}
        for why in value.values():
            if why not in DECLINES:
                self.findings.unknown(here, "unknown-decline", str(why), DECLINES)
        return {str(code).strip(): cast(Decline, why) for code, why in value.items() if why in DECLINES}

    def _odd(self, value: Any) -> Odd:
        if value not in (None, "bad", "leave-out"):
            self.findings.unknown((*self.path, "odd"), "unknown-odd", str(value), ("bad", "leave-out"))
        return "leave-out" if value == "leave-out" else "bad"

    def _limit(self, value: Any) -> int | None:
        if value is None or (type(value) is int and 1 <= value <= LARGEST_LIMIT):
            return value
        message = _("A number of characters from 1 to %(most)s is expected here.", most=LARGEST_LIMIT)
        self.findings.error((*self.path, "limit"), "wrong-limit", message)
        return None

    def _text(self, key: str, value: Any) -> str | None:
        if value is None or (isinstance(value, str) and value):
            return value
        self.findings.error((*self.path, key), "not-a-text", _("A text in quotes is expected here."))
        return None

    def _words(self, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, list) and all(type(each) in (str, int) for each in value):
            return tuple(str(each).strip() for each in value)
        self.findings.error((*self.path, key), "not-a-list", _('A list is expected here: ["0", "NA"].'))
        return ()
