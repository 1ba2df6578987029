"""A full disk, whoever notices it first: the database, the file that was sent, or the file of bad rows."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from kontuar.core.errors import N_, Problem

FULL = ("database or disk is full", "No space left on device", "could not extend file")
NUMBERS = (errno.ENOSPC, errno.EDQUOT)


class DiskFull(Problem):
    code, status = "disk-full", 507
    message = N_("The disk is full. What had come in is whole; make room and bring the same file in again to go on.")


@contextmanager
def full_disk_told(where: str) -> Iterator[None]:
    """What a full disk brings about becomes DiskFull."""
    try:
        yield
    except DiskFull:
        raise
    except Exception as error:  # the system's, the driver's own, or wrapped
        number = error.errno if isinstance(error, OSError) else None
        if number in NUMBERS or any(words in str(error) for words in FULL):
            raise DiskFull(detail=where) from error
        raise
