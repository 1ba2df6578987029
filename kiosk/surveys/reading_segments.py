"""Segments in a survey file: what is known of a response beside its answers, by which its scores are told apart."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _

from kiosk.surveys.document import Segment, SegmentValue, Text
from kontuar.core.documents import Findings, Path

MOST_SEGMENTS = 32
LONGEST_VALUE = 120
ROOM_TITLE, ROOM_LABEL = 40, 40

Texts = Callable[[Path, Any, int], Text]


def read_segments(findings: Findings, value: Any, text: Texts) -> tuple[Segment, ...]:
    """The segments of a survey that can be read; what is wrong with the others is reported."""
    if value is None:
        return ()
    path: Path = ("segments",)
    found: list[Segment] = []
    entries = findings.listed(path, value)
    for index, entry in enumerate(entries):
        here = (*path, index)
        if not findings.keys(here, entry, ("key", "title", "values"), ("key", "title")):
            continue
        key = findings.identifier((*here, "key"), entry["key"]) if entry.get("key") is not None else None
        title = text((*here, "title"), entry.get("title"), ROOM_TITLE)
        values = _values(findings, (*here, "values"), entry.get("values"), text)
        if key is not None:
            _once(findings, (*here, "key"), key, [segment.key for segment in found])
            found.append(Segment(key, title, values))
    if len(entries) > MOST_SEGMENTS:
        message = _("There are %(count)s segments; %(most)s at most.", count=len(entries), most=MOST_SEGMENTS)
        findings.error(path, "too-many-segments", message)
    return tuple(found)


def _values(findings: Findings, path: Path, value: Any, text: Texts) -> tuple[SegmentValue, ...]:
    if value is None:
        return ()
    found: list[SegmentValue] = []
    for index, entry in enumerate(findings.listed(path, value)):
        here = (*path, index)
        if not findings.keys(here, entry, ("id", "label"), ("id", "label")):
            continue
        written = findings.reading.written.get((*here, "id"), entry.get("id"))  # 01 is no number here
        label = text((*here, "label"), entry.get("label"), ROOM_LABEL)
        if written is None:
            continue
        if isinstance(written, str) and 0 < len(written) <= LONGEST_VALUE:
            _once(findings, (*here, "id"), written, [each.id for each in found])
            found.append(SegmentValue(written, label))
        else:
            message = _("A value of 1 to %(most)s characters is expected here, as it stands in the data.",
                        most=LONGEST_VALUE)  # fmt: skip
            findings.error((*here, "id"), "not-a-value", message)
    return tuple(found)


def _once(findings: Findings, path: Path, name: str, before: list[str]) -> None:
    if name in before:
        findings.error(path, "duplicate-id", _("“%(key)s” stands here twice. Keep one.", key=name))
