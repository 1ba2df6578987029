"""Rows of mail: letters that are to be sent, how often that was tried, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kontuar.core.database import Base, Id, Moment


class MailDue(Base):
    """A letter. Once it's sent or given up its words are gone, and the row stays a while to be counted."""

    __tablename__ = "mail_due"
    __table_args__ = (Index(None, "due_at"), Index(None, "given_up_at"), {"info": {"sort": "local"}})

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Id)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    leave_url: Mapped[str] = mapped_column(String(400))  # where one press ends such letters
    made_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)  # None once nothing more is tried
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up_at: Mapped[datetime | None] = mapped_column(Moment)
    fault: Mapped[str] = mapped_column(String(200), default="")  # what the mail server said last
