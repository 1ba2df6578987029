"""A chain for tests: the shop in Gdańsk, its tablet, its survey; taps on the tablet are lines of facts."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from kiosk.surveys.document import Survey
from kontuar.core import installation
from kontuar.core.devices import Device, new_token
from kontuar.core.ids import new_id
from kontuar.core.places import Place
from kontuar.sync.definitions import publish

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def survey_document(key: str = "shop-visit", **changes: Any) -> dict[str, Any]:
    """A small survey: smileys, reasons, NPS, a comment."""
    words = {"en": "How was it?", "pl": "Jak było?"}
    questions = [
        {"id": "visit", "type": "smileys", "title": words, "clause": "respect-each-person"},
        {
            "id": "reasons",
            "type": "several",
            "title": words,
            "choices": [
                {"id": "waiting", "label": words, "clause": "tell-waiting-time"},
                {"id": "advice", "label": words, "clause": "advise-not-push"},
                {"id": "price", "label": words},
            ],
        },
        {"id": "recommend", "type": "nps", "title": words},
        {"id": "comment", "type": "text", "title": words, "limit": 500},
    ]
    return {
        "key": key, "source": "en", "languages": ["en", "pl"], "title": words, "invite": words, "thanks": words,
        "questions": questions,
    } | changes  # fmt: skip


def quiz_document(key: str = "greeting", **changes: Any) -> dict[str, Any]:
    """A small quiz: true or false about a greeting, and one of two about waiting."""
    words = {"en": "So?", "pl": "No i?"}
    items = [
        {
            "key": "greet", "version": 1, "type": "truefalse", "prompt": words, "feedback": words, "answer": True,
            "clause": "greet-30-seconds",
        },
        {
            "key": "wait", "version": 1, "type": "one", "prompt": words, "feedback": words,
            "clause": "tell-waiting-time",
            "options": [{"id": "say", "text": words, "right": True}, {"id": "hush", "text": words}],
        },
    ]  # fmt: skip
    return {
        "key": key, "source": "en", "languages": ["en", "pl"], "title": words, "intro": words, "minutes": 1,
        "pass": 50, "items": items,
    } | changes  # fmt: skip


@dataclass
class Tablet:
    """A tablet in a shop: writes facts as the browser would."""

    id: UUID
    place: UUID
    token: str = ""
    epoch: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0

    def fact(self, kind: str, body: Any, at: datetime = NOON, changes: Mapping[str, Any] | None = None) -> bytes:
        """The next fact of this tablet as a line; `changes` overwrite parts of the envelope."""
        changes = changes or {}
        if "seq" not in changes:
            self.seq += 1
        whole = {
            "id": str(new_id()), "kind": kind, "v": 1, "place": str(self.place), "device": str(self.id),
            "epoch": self.epoch, "seq": self.seq, "at": at.isoformat(), "body": body,
        } | dict(changes)  # fmt: skip
        return json.dumps(whole, ensure_ascii=False).encode()

    def response(
        self,
        survey: str,
        answers: dict[str, Any],
        *,
        moment: datetime = NOON,
        language: str = "pl",
        complete: bool = True,
        seconds: float = 21.5,
        **changes: Any,
    ) -> bytes:
        """A customer's answers as a line."""
        body = {"survey": survey, "language": language, "answers": answers, "complete": complete, "seconds": seconds}
        return self.fact("kiosk.response", body, moment, changes)


def batch_header(body: bytes, **more: str) -> str:
    parts = {"lines": str(body.count(b"\n")), "sha256": hashlib.sha256(body).hexdigest()} | more
    return "; ".join(f"{name}={value}" for name, value in parts.items())


@dataclass
class Chain:
    """The chain "Bursztyn": its root, two shops, and the surveys it has published."""

    root: UUID
    gdansk: UUID
    krakow: UUID
    survey: str  # hash, hex

    def tablet(self, session: Session, place: UUID | None = None, name: str = "By the door") -> Tablet:
        device = Device(
            id=new_id(), place_id=place or self.gdansk, kind="tablet", name=name, survey="shop-visit",
            enrolled_at=NOON - timedelta(days=1),
        )  # fmt: skip
        session.add(device)
        session.flush()
        return Tablet(device.id, device.place_id, new_token(session, device.id, NOON))


def found_chain(session: Session) -> Chain:
    """Begin a hub with a chain, two shops and a published survey."""
    installation.found(session, kind="hub", language="pl", at=NOON)
    root = Place(id=new_id(), parent_id=None, kind="chain", name="Bursztyn", time_zone="Europe/Warsaw")
    session.add(root)
    session.flush()
    gdansk = Place(id=new_id(), parent_id=root.id, kind="shop", name="Gdańsk, Długi Targ", time_zone="Europe/Warsaw")
    krakow = Place(id=new_id(), parent_id=root.id, kind="shop", name="Kraków, Rynek", time_zone="Europe/Warsaw")
    session.add_all([gdansk, krakow])
    session.flush()
    survey = publish(session, "survey", "shop-visit", survey_document(), NOON)
    msgspec.convert(survey.content, Survey)
    return Chain(root.id, gdansk.id, krakow.id, survey.hash.hex())
