"""Letters: what a mail says, put down to be sent, and the bytes it becomes, whose headers nobody can add to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kontuar.core.errors import N_, Invalid
from kontuar.core.ids import new_id
from kontuar.core.mail.models import MailDue

LONGEST_SUBJECT = 200
LEAVE = "List-Unsubscribe"
_PLAIN = r"[^\s@<>,;:\"\\()\[\]]{1,64}@[^\s@<>,;:\"\\()\[\]]{1,190}"
_ADDRESS = re.compile(rf"\s*(?:(?P<plain>{_PLAIN})|\"?(?P<name>[^<>@,\"]*)\"?\s*<(?P<named>{_PLAIN})>)\s*")


class AddressWrong(Invalid):
    code = "address-wrong"
    message = N_("Write an e-mail address, for example anna@example.com.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to somebody who works here. `html` and `leave_url` may be empty."""

    person_id: UUID
    subject: str
    text: str
    html: str = ""
    leave_url: str = ""


class Whole(EmailPolicy):
    """Headers as usual, but an address of a page stays in one piece: encoded in parts, no mail program reads it."""

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}{self.linesep}" if name == LEAVE else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode() if name == LEAVE else super().fold_binary(name, value)


def put_down(session: Session, letter: Letter, at: datetime) -> UUID:
    """Have a letter sent: in the unit of work of what causes it, so that neither is there without the other."""
    row = MailDue(
        id=new_id(), person_id=letter.person_id, subject=one_line(letter.subject), text=letter.text, html=letter.html,
        leave_url=letter.leave_url, made_at=at, due_at=at,
    )  # fmt: skip
    session.add(row)
    return row.id


def one_line(text: str) -> str:
    """`text` as a header may hold it: no line ends, no control characters, not endless."""
    plain = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    words = " ".join(plain.split())
    return words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1].rstrip() + "…"


def address(text: str) -> Address:
    """A mail address, perhaps after a name: `Kontuar <kontuar@example.com>`. Raises AddressWrong."""
    parts = _ADDRESS.fullmatch(text)
    if not parts or any(unicodedata.category(each)[0] == "C" for each in text):
        raise AddressWrong(detail=one_line(text)[:80])
    local, _, domain = (parts["plain"] or parts["named"]).rpartition("@")
    try:
        return Address(one_line(parts["name"] or ""), local, domain.encode("idna").decode())
    except (UnicodeError, ValueError) as error:
        raise AddressWrong(detail=one_line(text)[:80]) from error


def composed(sender: Address, to: Address, letter: Letter, id: UUID, at: datetime) -> EmailMessage:
    """The message. Its Message-ID is made of the letter's id: sent twice, it's still one message to whoever gets it."""
    message = EmailMessage(Whole())
    message["From"], message["To"] = sender, to
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{id.hex}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.leave_url:
        message[LEAVE] = f"<{letter.leave_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message
