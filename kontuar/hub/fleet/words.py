"""Words: what the record's codes mean, in sentences for whoever looks after a shop's answers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

QUARANTINED: dict[str, Any] = {
    "unknown-kind": _l("Of a kind that this version doesn't know yet"),
    "newer-version": _l("Written by a newer version"),
    "unreadable-body": _l("Filled in wrongly"),
    "projector-failed": _l("Read, but couldn't be counted"),
    "unreadable": _l("Not readable at all"),
    "not-utf-8": _l("Letters that aren't UTF-8"),
    "too-deep": _l("Nested too deep"),
    "bad-time": _l("No possible time"),
    "bad-epoch": _l("No possible stream"),
    "bad-kind": _l("No possible kind"),
    "bad-id": _l("No possible place or device"),
    "bad-stamp": _l("Without the stamp of a shop's node"),
}
REFUSED: dict[str, Any] = {
    "place": _l("The shop isn't one that this computer may send for."),
    "device": _l("It was written by another device."),
    "kind": _l("A tablet may not say this."),
    "epoch-of-another-place": _l("Its stream belongs to another shop."),
    "too-long": _l("It is larger than a fact may be."),
}
HELD: dict[str, Any] = {
    "quarantine-full": _l("Head office keeps no more unreadable ones from here."),
    "no-verdict": _l("Head office didn't say what became of them."),
    "too-large": _l("Something on the way doesn't let them through."),
    "asked-for": _l("Somebody has asked to send them again."),
}
FAILING: dict[str, Any] = {
    "unreachable": _l("Head office's computer doesn't answer."),
    "answer-not-genuine": _l("Something answers that isn't head office: a guest network's log-in page, perhaps."),
    "batch-damaged": _l("What arrives isn't what was sent: something on the way changes it."),
    "too-many": _l("Head office has asked for a pause."),
    "busy": _l("Head office is busy."),
}
RELEASE: dict[str, Any] = {
    "signature": _l("It isn't signed with head office's key."),
    "unreadable": _l("It can't be read by this version."),
    "place": _l("It was made for another shop."),
    "number": _l("It is older than what is in force here."),
    "document": _l("A document in it isn't the one that was published."),
    "version": _l("Head office has published something else under a version's number."),
}
GAPS: dict[str, Any] = {
    "quarantined": _l("arrived, but unreadable"),
    "conflict": _l("arrived twice, differently"),
} | {code: _l("refused") for code in REFUSED}


def said(words: dict[str, Any], code: str) -> str:
    """The sentence for a code; an unknown one, of a newer hub perhaps, stands for itself."""
    return str(words.get(code, code))
