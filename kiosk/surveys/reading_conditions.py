"""The `when` of a question as an author wrote it, made into a condition as far as it can be read."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask_babel import lazy_gettext as _

from kiosk.surveys.document import Condition
from kontuar.core.documents import Findings, Path

COMPARISONS = ("is", "below", "above", "at-least", "at-most", "includes", "answered", "declined")
NUMBERS = ("below", "above", "at-least", "at-most")
GROUPS = ("all", "any", "not")
MOST = 20
"""Conditions in one group: more than that nobody can follow."""

_YES_OR_NO: Mapping[Any, int] = {"yes": 1, "no": 0, True: 1, False: 0}


def read_condition(findings: Findings, path: Path, value: Any, types: Mapping[str, str]) -> Condition | None:
    """The condition written at `path`, or None and a fault. `types` of the survey's questions tell what `is: yes` means."""
    if not isinstance(value, dict):
        message = _("A condition is expected here: {question: visit, at-most: 3}.")
        findings.error(path, "not-a-condition", message)
        return None
    groups = [key for key in value if key in GROUPS]
    if groups:
        return _group(findings, path, value, groups[0], types)
    if not findings.keys(path, value, ("question", *COMPARISONS, *GROUPS), ("question",)):
        return None
    given = [key for key in value if key in COMPARISONS]
    if len(given) != 1:
        message = _("One comparison is expected here, one of: %(names)s.", names=", ".join(COMPARISONS))
        findings.error(path, "not-one-comparison", message)
        return None
    if not isinstance(value.get("question"), str):
        if value.get("question") is not None:
            findings.error((*path, "question"), "not-a-name", _("The id of an earlier question is expected here."))
        return None
    return _comparison(findings, path, value, given[0], types)


def _group(
    findings: Findings, path: Path, value: Mapping[str, Any], group: str, types: Mapping[str, str]
) -> Condition | None:
    others = [key for key in value if key != group]
    for key in others:
        message = _("“%(key)s” can't stand beside “%(group)s”. Put it inside.", key=key, group=group)
        findings.error((*path, key), "beside-group", message)
    here = (*path, group)
    if group == "not":
        inner = read_condition(findings, here, value[group], types)
        return Condition(not_=inner) if inner is not None and not others else None
    entries = findings.listed(here, value[group])
    if isinstance(value[group], list) and not 1 <= len(entries) <= MOST:
        message = _("From 1 to %(most)s conditions are expected here.", most=MOST)
        findings.error(here, "wrong-count", message)
        return None
    parts = [read_condition(findings, (*here, index), entry, types) for index, entry in enumerate(entries)]
    readable = tuple(part for part in parts if part is not None)
    if others or not readable or len(readable) != len(parts):
        return None
    return Condition(all=readable) if group == "all" else Condition(any=readable)


def _comparison(
    findings: Findings, path: Path, value: Mapping[str, Any], name: str, types: Mapping[str, str]
) -> Condition | None:
    question, wanted = value["question"], value[name]
    here = (*path, name)
    if name in ("answered", "declined"):
        if wanted is not True:
            findings.error(here, "not-true", _("Write “true” here; for the opposite put the condition inside “not”."))
            return None
        return Condition(question=question, answered=name == "answered", declined=name == "declined")
    if name in NUMBERS:
        if type(wanted) is not int:
            findings.error(here, "not-a-number", _("A whole number is expected here."))
            return None
        return msgspec.convert({"question": question, name: wanted}, Condition)
    if name == "is" and types.get(question) == "yesno" and isinstance(wanted, str | bool):
        wanted = _YES_OR_NO.get(wanted, wanted)
    if name == "includes" and isinstance(wanted, str):
        return Condition(question=question, includes=wanted)
    if name == "is" and isinstance(wanted, int | str) and not isinstance(wanted, bool):
        return Condition(question=question, is_=wanted)
    findings.error(here, "not-a-value", _("The id of a choice, or a whole number, is expected here."))
    return None
