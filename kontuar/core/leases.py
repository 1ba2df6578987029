"""Leases: which of several processes does a piece of work that only one should do."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kontuar.core.database import Base, Moment

LENGTH = timedelta(seconds=90)


class Lease(Base):
    """Who does the work, and until when nobody else may."""

    __tablename__ = "lease"
    __table_args__ = ({"info": {"sort": "local"}},)

    work: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(160))
    until: Mapped[datetime] = mapped_column(Moment)


def new_holder() -> str:
    """A name for somebody in this process: machine, process, and a number of his own."""
    return f"{socket.gethostname()[:100]} {os.getpid()} {secrets.token_hex(8)}"


def take(session: Session, work: str, holder: str, at: datetime) -> bool:
    """Take or renew a lease; False while another holds it. One whose process on this machine has ended is free at once."""
    insert = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    new = {"work": work, "holder": holder, "until": at + LENGTH}
    session.execute(insert(Lease).values(new).on_conflict_do_nothing(index_elements=["work"]))
    row = session.get_one(Lease, work, with_for_update=True, populate_existing=True)
    # One that ends later than any lease does was taken before somebody set the clock back.
    if row.holder != holder and at < row.until <= at + LENGTH and not _ended(row.holder):
        return False
    if (
        row.holder != holder or not at + LENGTH / 2 < row.until <= at + LENGTH
    ):  # a renewal that isn't due writes nothing
        row.holder, row.until = holder, at + LENGTH
        session.flush()
    return True


def holds(session: Session, work: str, at: datetime) -> str | None:
    """Who holds a lease now."""
    row = session.get(Lease, work, populate_existing=True)
    return row.holder if row and at < row.until <= at + LENGTH and not _ended(row.holder) else None


def let_go(session: Session, work: str, holder: str) -> None:
    session.execute(delete(Lease).where(Lease.work == work, Lease.holder == holder))


def _ended(holder: str) -> bool:
    """Whether the holder was a process of this machine that is no more."""
    machine, process, _ = holder.rsplit(" ", 2)
    if os.name != "posix" or machine != socket.gethostname()[:100]:
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
