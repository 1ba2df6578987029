"""Again: the table of a manifest made anew and checked; where it can't be the same, why not, and no file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kontuar import __version__
from kontuar.core.errors import Problem
from kontuar.core.sealing import Seal
from kontuar.reports.export.cursors import facts_after
from kontuar.reports.export.files import write_files
from kontuar.reports.export.formats import FORMATS
from kontuar.reports.export.making import Made
from kontuar.reports.export.manifests import Manifest, manifest_from
from kontuar.reports.export.tables import table
from kontuar.sync.definitions import Definition
from kontuar.sync.models import Overruled


class NotTheSame(Problem):
    """The table of a manifest can't be made again."""

    code = "not-the-same"


def again(
    session: Session, secret: bytes, data: bytes, output: Path, force: bool, seen: Callable[[int], None]
) -> tuple[Made, bool]:
    """Write the table that a manifest (its bytes) tells of, and whether its bytes are the same.

    They may differ only where another version of a library wrote the same rows. Raises NotTheSame, and leaves no file, for
    any other difference.
    """
    told = manifest_from(data)
    _possible(session, secret, told)
    found = table(session, told.asked, told.moment, secret)

    def judged(made: Made) -> bytes | None:
        if made.sha256 == told.sha256:
            return data
        if told.content and made.content.hexdigest() == told.content and FORMATS[told.asked.format].maker != told.maker:
            return None
        raise NotTheSame(
            " ".join(["The table isn't the same any more; nothing was written.", *_why(session, told, made)])
        )

    made = write_files(found, output, force, seen, judged)
    return made, made.sha256 == told.sha256


def _possible(session: Session, secret: bytes, told: Manifest) -> None:
    """Raises NotTheSame for what can be told before a row is read."""
    if Seal(secret).mark != told.installation:
        raise NotTheSame(
            "This manifest was made by another installation. Ids and pseudonyms are told with its own secret."
        )
    wanted = {each.hash for each in told.documents}
    hashes = [bytes.fromhex(each) for each in wanted]
    known = session.scalars(select(Definition.hash).where(Definition.hash.in_(hashes))).all()
    if missing := wanted - {bytes(hash).hex() for hash in known}:
        raise NotTheSame(f"{len(missing)} of the surveys or quizzes that it is told by aren't here.")


def _why(session: Session, told: Manifest, made: Made) -> list[str]:
    """What has happened since, as sentences."""
    found: list[str] = []
    if made.rows != told.rows:
        found.append(f"It had {told.rows} rows, now it would have {made.rows}.")
    if hidden := facts_after(session, told.shops, "kiosk.comment-hidden"):
        found.append(f"Comments were hidden or shown again since ({hidden} times); what is hidden stays so.")
    if overruled := _overruled(session, told):
        found.append(f"{overruled} answers came a second time with other content, and the other one counts.")
    if told.waiting:
        found.append(f"{told.waiting} answers waited for a survey or quiz then and may have been read since.")
    if told.program != f"Kontuar {__version__}":
        found.append(f"It was made by {told.program}, this is Kontuar {__version__}.")
    return found or ["Something was withdrawn or changed in the readings since."]


def _overruled(session: Session, told: Manifest) -> int:
    """How many facts got another winner after the table was made."""
    places: list[UUID] = [shop.id for shop in told.shops]
    which = select(func.count()).select_from(Overruled).where(Overruled.received_at > told.made_at)
    return session.scalar(which if told.everywhere else which.where(Overruled.place_id.in_(places))) or 0
