"""Hooks: addresses elsewhere that are told of alerts, each message signed, tried again for a day, no redirect followed."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

import urllib3
from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kontuar.core.chores import Chore
from kontuar.core.database import db, writing
from kontuar.core.errors import N_, Invalid
from kontuar.core.places import Place
from kontuar.core.settings import Settings
from kontuar.core.times import now
from kontuar.reports.alerts.models import Alert, Webhook, WebhookDue

PATIENCE = urllib3.Timeout(connect=5.0, read=10.0)  # seconds
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
TOO_LATE = timedelta(days=1)


class HookWrong(Invalid):
    code = "hook-wrong"
    message = N_("Write an address that begins with https:// and can be reached from outside.")


def checked(text: str) -> str:
    """The address of a webhook. Raises HookWrong for one that would carry alerts in the open, or isn't one."""
    parts = _parts(text.strip())
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _local()):
        raise HookWrong(detail=parts.hostname)
    return parts._replace(fragment="").geturl()


def secret(webhook_id: UUID) -> str:
    """What its messages are signed with: made of the installation's secret, so that no database holds it."""
    key: bytes = current_app.config["SECRET_KEY"]
    return hmac.new(key, b"webhook:" + webhook_id.bytes, hashlib.sha256).hexdigest()


def call(session: Session, alerts: Sequence[Alert], over: Sequence[UUID], at: datetime) -> None:
    """Have the webhooks told that listen to one of the places `over` a shop."""
    for hook in session.scalars(select(Webhook).where(Webhook.place_id.in_(over))):
        session.add_all(
            WebhookDue(webhook_id=hook.id, alert_id=alert.id, made_at=at, due_at=at, tries=0) for alert in alerts
        )


def remove(session: Session, hook: Webhook) -> None:
    session.execute(delete(WebhookDue).where(WebhookDue.webhook_id == hook.id))
    session.delete(hook)


def send() -> bool:
    """Send one message that is due; True where there may be another."""
    session = db.session()
    due = session.scalar(select(WebhookDue).where(WebhookDue.due_at <= now()).order_by(WebhookDue.due_at).limit(1))
    if due is None:
        return False
    hook, alert = session.get(Webhook, due.webhook_id), session.get(Alert, due.alert_id)
    status = 200 if hook is None or alert is None else post(hook.url, secret(hook.id), message(alert), now())
    _note(due.webhook_id, due.alert_id, status)
    return True


def message(alert: Alert) -> dict[str, Any]:
    """What is said of an alert; figures in the score's unit, shares from 0 to 1."""
    place, settings = db.session().get_one(Place, alert.place_id), _settings()
    return {
        "kind": "alert", "id": str(alert.id), "raised_at": alert.raised_at.isoformat(),
        "place": {"id": str(place.id), "name": place.name}, "survey": alert.survey, "question": alert.question,
        "evidence": alert.evidence, "day": alert.day, "days": alert.days, "n": alert.n, "value": alert.value,
        "beside": alert.beside, "low": alert.low, "high": alert.high, "url": f"{settings.address}/results/alerts",
    }  # fmt: skip


def signature(key: str, body: bytes, at: datetime) -> str:
    """`t=<seconds since 1970>,v1=<HMAC-SHA256 over "t.body", hex>`."""
    second = int(at.timestamp())
    digest = hmac.new(key.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={second},v1={digest}"


def post(url: str, key: str, said: dict[str, Any], at: datetime) -> int:
    """Send one message; gives the status, 0 where nobody answered or the address may not be reached."""
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        parts = _parts(checked(url))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = {
            "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "Kontuar",
            "Kontuar-Signature": signature(key, body, at),
        }  # fmt: skip
        with _line(parts) as pool:
            answer = pool.urlopen("POST", path, body, head, retries=False, redirect=False, preload_content=False)
            status = int(answer.status)
            answer.close()
            return status
    except (HookWrong, OSError, urllib3.exceptions.HTTPError):
        return 0


def _line(parts: SplitResult) -> urllib3.HTTPConnectionPool:
    """A connection to the very address that was looked at, whatever the name says a moment later."""
    host = parts.hostname or ""
    address = _address(host, parts.port or (443 if parts.scheme == "https" else 80))
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(*address, timeout=PATIENCE)
    return urllib3.HTTPSConnectionPool(*address, timeout=PATIENCE, server_hostname=host, assert_hostname=host)


def _address(host: str, port: int) -> tuple[str, int]:
    """Where a host is. Raises HookWrong for one within our own network, unless the settings name it."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in _local() and not all(ipaddress.ip_address(each.split("%")[0]).is_global for each in found):
        raise HookWrong(detail=host)
    return found[0], port


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0 and not parts.username and url.isascii() and url.isprintable()
    except ValueError:
        sound = False
    if not sound or " " in url or len(url) > 500:
        raise HookWrong(detail=url[:100])
    return parts


def _note(webhook_id: UUID, alert_id: UUID, status: int) -> None:
    at = now()
    with writing() as session:
        due = session.get(WebhookDue, (webhook_id, alert_id), populate_existing=True)
        hook = session.get(Webhook, webhook_id, populate_existing=True)
        if hook is not None:
            hook.last_at, hook.last_status = at, status
        if due is None:
            return
        if 200 <= status < 300 or hook is None or at - due.made_at > TOO_LATE:
            session.delete(due)
            return
        due.tries += 1
        due.due_at = at + min(LONGEST_PAUSE, FIRST_PAUSE * int(2 ** min(due.tries - 1, 16)))


def _local() -> set[str]:
    return {each.strip().lower() for each in _settings().webhook_local.split(",") if each.strip()}


def _settings() -> Settings:
    settings: Settings = current_app.config["KONTUAR"]
    return settings


CHORES = (Chore("webhooks", 30.0, send),)
