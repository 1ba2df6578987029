"""Sentences: what a line of the log says, beside who did it; nobody's gender is needed for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from kontuar.core.deeds import Deed, Told
from kontuar.hub.people.words import ROLES

OWN = (
    Told(
        "doors",
        _l("signing in"),
        {
            "person.signed-in": _l("Signed in: %(what)s"),
            "person.signed-out": _l("Signed out: %(what)s"),
            "person.signed-out-elsewhere": _l("Signed out everywhere else: %(what)s"),
            "password.set": _l("Password set: %(what)s"),
            "pin.set": _l("PIN set: %(what)s"),
        },
    ),
    Told(
        "people",
        _l("people"),
        {
            "person.added": _l("Person added: %(what)s"),
            "person.changed": _l("Name, address or language changed: %(what)s"),
            "person.left": _l("Left: %(what)s"),
            "person.came-back": _l("Works here again: %(what)s"),
            "post.given": _l("Post given: %(what)s, %(role)s, %(where)s"),
            "post.taken": _l("Post taken back: %(what)s, %(role)s, %(where)s"),
            "pin.code-given": _l("Code for a PIN given: %(what)s"),
            "password.code-given": _l("Code for a password given: %(what)s"),
            "person.signed-out-by": _l("Signed out everywhere by somebody else: %(what)s"),
        },
    ),
    Told(
        "places",
        _l("places"),
        {
            "chain.begun": _l("Chain begun: %(what)s"),
            "place.added": _l("Place added: %(what)s, in %(where)s"),
            "place.changed": _l("Name or clock of a place changed: %(what)s"),
            "place.closed": _l("Place closed: %(what)s"),
            "place.reopened": _l("Place opened again: %(what)s"),
        },
    ),
    Told(
        "devices",
        _l("devices"),
        {
            "device.invited": _l("Code for a tablet made: %(what)s, %(where)s"),
            "device.enrolled": _l("Tablet enrolled: %(what)s"),
            "device.changed": _l("Name or survey of a tablet changed: %(what)s"),
            "device.revoked": _l("Device let go: %(what)s"),
            "node.invited": _l("Code for a node made: %(what)s, %(where)s"),
            "node.joined": _l("Node joined: %(what)s"),
            "release.taken": _l("Release taken over: %(what)s"),
            "release.refused": _l("Release refused: %(what)s"),
            "facts.sent-again": _l("Refused facts sent again: %(what)s"),
            "facts.carried": _l("Facts taken in from a file of: %(what)s"),
        },
    ),
)


def groups() -> dict[str, tuple[Any, tuple[str, ...]]]:
    """The log's groups by key: their title and their verbs; what the trades tell of comes after our own."""
    found: dict[str, tuple[Any, tuple[str, ...]]] = {}
    for told in _all():
        title, verbs = found.get(told.group, (told.title, ()))
        found[told.group] = (title, (*verbs, *told.sentences))
    return found


def sentence(deed: Deed) -> str:
    """What was done, in the reader's language; a verb of a newer version stands as it is."""
    detail = {name: value for name, value in deed.detail.items() if isinstance(value, str | int)}
    role = ROLES.get(str(detail.get("role")), detail.get("role", ""))
    values = {"what": deed.subject, "where": "", "version": ""} | detail | {"role": role}
    words = next((told.sentences[deed.verb] for told in _all() if deed.verb in told.sentences), None)
    if words is None:
        return f"{deed.verb}: {deed.subject}"
    return str(words) % values


def _all() -> Iterable[Told]:
    return (*OWN, *current_app.extensions["kontuar.deeds"])
