"""Survey files: what an author wrote in YAML, made into a survey as far as it can be read.

Here the shape is seen to (keys, types, texts, languages); whether the survey makes sense is `checking`'s matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, cast

from flask_babel import lazy_gettext as _

from kiosk.surveys import pictures, wording
from kiosk.surveys.document import (
    DECLINES,
    QUESTION_TYPES,
    Choice,
    Decline,
    Ends,
    Picture,
    Question,
    QuestionType,
    Survey,
    Text,
)
from kiosk.surveys.reading_conditions import read_condition
from kiosk.surveys.reading_segments import read_segments
from kontuar.core.documents import Findings, Path, read_yaml
from kontuar.core.languages import TAGS

REQUIRED = ("key", "source", "languages", "title", "invite", "thanks", "questions")
SURVEY_KEYS = ("kind", *REQUIRED, "weighted", "segments")
QUESTION_KEYS = (
    *("id", "type", "title", "help", "picture", "required", "clause", "decline"),
    *("choices", "labels", "ends", "limit", "when"),
)
ONLY_FOR: Mapping[str, tuple[str, ...]] = {
    "choices": ("one", "several"),
    "labels": tuple(wording.LABELLED),
    "ends": tuple(sorted(wording.ENDED)),
    "limit": ("text",),
}
LIMIT = 500
LARGEST_LIMIT = 2000

ROOM = {"invite": 28, "title": 60, "help": 120, "choice": 24, "face": 14, "label": 24, "end": 20}
"""What fits a kiosk's screen, in Latin letters."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A survey as far as it could be read; `paths` says where each of its questions stands in the file."""

    survey: Survey | None
    findings: Findings
    paths: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()
    """Every id of a question that was written, readable or not."""


def read_survey(raw: bytes, folder: FilePath | None = None) -> Draft:
    """What stands in a survey file; `folder` is where its pictures lie. Never raises."""
    reading = read_yaml(raw)
    findings = Findings(reading)
    if reading.faults:
        return Draft(None, findings)
    return _Reader(findings, reading.value, folder).draft()


class _Reader:
    """Walks through the value of one file. Each method reads one part, reports what is wrong and returns what isn't."""

    def __init__(self, findings: Findings, value: Any, folder: FilePath | None) -> None:
        self.findings = findings
        self.value = value
        self.folder = folder
        self.languages: tuple[str, ...] = ()
        self.types: dict[str, str] = {}

    def draft(self) -> Draft:
        value, findings = self.value, self.findings
        if not findings.keys((), value, SURVEY_KEYS, REQUIRED):
            return Draft(None, findings)
        if value.get("kind", "survey") != "survey":
            findings.error(
                ("kind",), "wrong-kind", _("This isn't a survey. Write “kind: survey”, or leave the line out.")
            )
        key = findings.identifier(("key",), value["key"]) if value.get("key") is not None else None
        source = value.get("source")
        if value.get("languages") is not None:
            self.languages = findings.languages(("languages",), value["languages"], source, TAGS)
        title, thanks = (self._text((name,), value.get(name), ROOM["title"]) for name in ("title", "thanks"))
        invite = self._text(("invite",), value.get("invite"), ROOM["invite"])
        written = findings.listed(("questions",), value["questions"]) if value.get("questions") is not None else []
        self._note_types(written)
        questions = [(self._question(("questions", index), entry), index) for index, entry in enumerate(written)]
        readable = [(question, index) for question, index in questions if question is not None]
        survey = Survey(
            key=key or "",
            source=str(source),
            languages=self.languages,
            title=title,
            invite=invite,
            thanks=thanks,
            questions=tuple(question for question, _index in readable),
            weighted=self._yes(("weighted",), value.get("weighted")),
            segments=read_segments(findings, value.get("segments"), self._text),
        )
        return Draft(
            survey, findings, tuple(("questions", index) for _question, index in readable), self._named(written)
        )

    def _note_types(self, written: Sequence[Any]) -> None:
        for entry in written:
            if isinstance(entry, dict) and isinstance(entry.get("id"), str) and isinstance(entry.get("type"), str):
                self.types.setdefault(entry["id"], entry["type"])

    def _named(self, written: Sequence[Any]) -> tuple[tuple[str, Path], ...]:
        return tuple(
            (entry["id"], ("questions", index))
            for index, entry in enumerate(written)
            if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        )

    def _text(self, path: Path, value: Any, room: int, longest: int = 300) -> Text:
        if value is None or not self.languages:
            return {}  # said already: the key is missing, or the languages are
        return self.findings.texts(path, value, self.languages, longest, room)

    def _question(self, path: Path, value: Any) -> Question | None:
        if not self.findings.keys(path, value, QUESTION_KEYS, ("id", "type", "title")):
            return None
        name = self.findings.identifier((*path, "id"), value["id"]) if value.get("id") is not None else None
        kind = self._type((*path, "type"), value.get("type"))
        title = self._text((*path, "title"), value.get("title"), ROOM["title"])
        explained = self._text((*path, "help"), value.get("help"), ROOM["help"]) or None
        when = (
            read_condition(self.findings, (*path, "when"), value["when"], self.types)
            if value.get("when") is not None
            else None
        )
        clause = self._clause(path, value)
        if name is None or kind is None:
            return None
        for key, types in ONLY_FOR.items():
            if key in value and kind not in types:
                message = _("“%(key)s” is only for: %(types)s. Take it out.", key=key, types=", ".join(types))
                self.findings.error((*path, key), "not-for-type", message)
        return Question(
            id=name,
            type=kind,
            title=title,
            help=explained,
            picture=self._picture((*path, "picture"), value.get("picture")),
            required=self._yes((*path, "required"), value.get("required")),
            clause=clause,
            decline=self._declines((*path, "decline"), value.get("decline")),
            choices=self._choices((*path, "choices"), value.get("choices")) if kind in ONLY_FOR["choices"] else (),
            labels=self._labels((*path, "labels"), value.get("labels"), kind),
            ends=self._ends((*path, "ends"), value.get("ends"), kind),
            limit=self._limit((*path, "limit"), value.get("limit")) if kind == "text" else None,
            when=when,
        )

    def _type(self, path: Path, value: Any) -> QuestionType | None:
        if value is None:
            return None
        if value in QUESTION_TYPES:
            return cast(QuestionType, value)
        self.findings.unknown(path, "unknown-type", str(value), QUESTION_TYPES)
        return None

    def _clause(self, path: Path, value: Mapping[str, Any]) -> str | None:
        clause = value.get("clause")
        return self.findings.identifier((*path, "clause"), clause) if clause is not None else None

    def _yes(self, path: Path, value: Any) -> bool:
        if value in (None, True, False):
            return bool(value)
        if value in ("yes", "no"):
            return bool(value == "yes")
        self.findings.error(path, "not-yes-or-no", _("Write true or false here."))
        return False

    def _declines(self, path: Path, value: Any) -> tuple[Decline, ...]:
        if value is None:
            return ()
        found: list[Decline] = []
        for index, why in enumerate(self.findings.listed(path, value)):
            if why not in DECLINES:
                self.findings.unknown((*path, index), "unknown-decline", str(why), DECLINES)
            elif why in found:
                message = _("“%(word)s” stands here twice. Keep one.", word=why)
                self.findings.error((*path, index), "duplicate-decline", message)
            else:
                found.append(cast(Decline, why))
        return tuple(found)

    def _choices(self, path: Path, value: Any) -> tuple[Choice, ...]:
        if value is None:
            self.findings.error(path, "missing-key", _("“%(key)s” is missing here. Add it.", key="choices"))
            return ()
        found: list[Choice] = []
        for index, entry in enumerate(self.findings.listed(path, value)):
            here = (*path, index)
            if self.findings.keys(here, entry, ("id", "label", "clause"), ("id", "label")):
                name = self.findings.identifier((*here, "id"), entry["id"]) if entry.get("id") is not None else None
                label = self._text((*here, "label"), entry.get("label"), ROOM["choice"], 80)
                clause = self._clause(here, entry)
                if name is not None:
                    found.append(Choice(name, label, clause))
        return tuple(found)

    def _labels(self, path: Path, value: Any, kind: str) -> tuple[Text, ...]:
        if value is None or kind not in wording.LABELLED:
            return wording.labels_for(kind, self.languages)
        entries = self.findings.listed(path, value)
        if len(entries) != wording.LABELLED[kind]:
            message = _("%(count)s labels are expected here, worst first.", count=wording.LABELLED[kind])
            self.findings.error(path, "wrong-labels", message)
        room = ROOM["face" if kind == "smileys" else "label"]
        return tuple(self._text((*path, index), entry, room, 60) for index, entry in enumerate(entries))

    def _ends(self, path: Path, value: Any, kind: str) -> Ends | None:
        if value is None or kind not in wording.ENDED:
            return wording.ends_for(kind, self.languages)
        if not self.findings.keys(path, value, ("low", "high"), ("low", "high")):
            return None
        low, high = (self._text((*path, end), value.get(end), ROOM["end"], 60) for end in ("low", "high"))
        return Ends(low, high)

    def _limit(self, path: Path, value: Any) -> int:
        if value is None:
            return LIMIT
        if type(value) is int and 1 <= value <= LARGEST_LIMIT:
            return value
        message = _("A number of characters from 1 to %(most)s is expected here.", most=LARGEST_LIMIT)
        self.findings.error(path, "wrong-limit", message)
        return LIMIT

    def _picture(self, path: Path, value: Any) -> Picture | None:
        if value is None or not self.findings.keys(path, value, ("file", "shows"), ("file", "shows")):
            return None
        shows = self._text((*path, "shows"), value.get("shows"), 120)
        if value.get("file") is None:
            return None
        source = pictures.source_of(str(value["file"]), self.folder)
        if isinstance(source, str):
            return Picture(source, shows)
        self.findings.error((*path, "file"), source.code, source.message)
        return None
