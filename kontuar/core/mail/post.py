"""The post: the chore that hands letters to the mail server, tries again what failed, and gives up what never will arrive."""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kontuar.core.chores import Chore
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.mail.letters import AddressWrong, Letter, address, composed, one_line
from kontuar.core.mail.models import MailDue
from kontuar.core.people import Person
from kontuar.core.settings import Settings
from kontuar.core.times import now

log = logging.getLogger(__name__)
A_PIECE, LONGEST_PIECE = 20, 15.0  # letters, seconds
PATIENCE = 10.0  # seconds that the server has for each answer
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
TOO_LATE = timedelta(days=2)  # what couldn't be sent by then is old news
COUNTED = timedelta(days=30)  # how long it's known what came of a letter


@dataclass(frozen=True, slots=True)
class Standing:
    """How mail stands: letters that wait after a failure, letters given up lately, and what the server said last."""

    set_up: bool
    waiting: int
    given_up: int
    fault: str


def standing(session: Session) -> Standing:
    """For whoever looks after the installation."""
    failed = (MailDue.due_at.is_not(None)) & (MailDue.tries > 0)
    lost = MailDue.given_up_at.is_not(None)
    counts = [session.scalar(select(func.count()).select_from(MailDue).where(which)) or 0 for which in (failed, lost)]
    last = select(MailDue.fault).where(failed | lost).order_by(MailDue.id.desc()).limit(1)
    return Standing(bool(settings().mail_host), counts[0], counts[1], session.scalar(last) or "")


def send() -> bool:
    """Send some of the letters that are due; True where more are waiting."""
    if not settings().mail_host:
        return False
    _forget()
    due = _due()
    if not due:
        return False
    until, left = time.monotonic() + LONGEST_PIECE, list(due)
    try:
        with line(settings()) as server:
            while left and time.monotonic() < until:
                fault = _hand_over(server, left[0])
                _note(left.pop(0), fault)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail can't be sent: %s", said(error))
        for row in left:
            _note(row, Fault(said(error)))
        return False
    return bool(_due())


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a letter wasn't taken, and whether it makes sense to try again."""

    said: str
    for_good: bool = False


@contextmanager
def line(told: Settings) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, encrypted as the settings say; never less."""
    own, context = sender(told).domain, ssl.create_default_context()
    if told.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            told.mail_host, told.mail_port or 465, local_hostname=own, timeout=PATIENCE, context=context
        )
    else:
        port = told.mail_port or (587 if told.mail_security == "starttls" else 25)
        server = smtplib.SMTP(told.mail_host, port, local_hostname=own, timeout=PATIENCE)
    try:
        if told.mail_security == "starttls":
            server.starttls(context=context)
        if told.mail_user:
            server.login(told.mail_user, told.mail_secret)
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def send_now(to: str, letter: Letter) -> None:
    """Send one letter at once, for who tries the settings. Raises AddressWrong, OSError, SMTPException."""
    told, person = settings(), address(to)
    with line(told) as server:
        server.send_message(composed(sender(told), person, letter, new_id(), now()))


def settings() -> Settings:
    told: Settings = current_app.config["KONTUAR"]
    return told


def sender(told: Settings) -> Address:
    return address(told.mail_from)


def said(error: Exception) -> str:
    """What a server or the system said, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return one_line(f"{error.smtp_code} {text}")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return one_line(
            "; ".join(f"{code} {text.decode('utf-8', 'replace')}" for code, text in error.recipients.values())
        )
    return one_line(str(error) or type(error).__name__)


def _due() -> list[MailDue]:
    which = select(MailDue).where(MailDue.due_at <= now()).order_by(MailDue.due_at, MailDue.id).limit(A_PIECE)
    return list(db.session().scalars(which))


def _hand_over(server: smtplib.SMTP, row: MailDue) -> Fault | None:
    """Give a letter to the server; None where it was taken. Raises where the connection itself is of no use."""
    person = db.session().get(Person, row.person_id, populate_existing=True)
    if person is None or person.left_at is not None or not person.email:
        return Fault("", for_good=True)
    try:
        letter = Letter(person.id, row.subject, row.text, row.html, row.leave_url)
        message = composed(sender(settings()), address(person.email), letter, row.id, row.made_at)
        server.send_message(message)
    except AddressWrong as error:
        return Fault(str(error), for_good=True)
    except smtplib.SMTPRecipientsRefused as error:
        return Fault(said(error), all(code >= 500 for code, _ in error.recipients.values()))
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        return Fault(said(error), error.smtp_code >= 500)
    except smtplib.SMTPNotSupportedError as error:
        return Fault(said(error), for_good=True)
    return None


def _note(due: MailDue, fault: Fault | None) -> None:
    """Keep what came of a try, before the next letter is touched."""
    at = now()
    with writing() as session:
        row = session.get(MailDue, due.id, populate_existing=True)
        if row is None:
            return
        row.tries += 1
        row.fault = fault.said[:200] if fault else ""
        if fault is None:
            row.sent_at, row.due_at = at, None
        elif fault.for_good or at - row.made_at > TOO_LATE:
            row.given_up_at, row.due_at = at if fault.said else None, None
        else:
            row.due_at = at + pause(row.tries)
        if row.due_at is None:
            row.subject = row.text = row.html = row.leave_url = ""


def pause(tries: int) -> timedelta:
    """How long to wait after so many failures."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * int(2 ** min(tries - 1, 16)))


def _forget() -> None:
    """Drop what was settled long ago."""
    old = (MailDue.due_at.is_(None)) & (MailDue.made_at < now() - COUNTED)
    if db.session().scalar(select(MailDue.id).where(old).limit(1)) is not None:
        with writing() as session:
            session.execute(delete(MailDue).where(old))


CHORES = (Chore("mail", 30.0, send),)
