"""Bringing a file in: its survey published where it is new, its good rows handed to the record, the bad ones set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from kiosk.imports.acts import open_run
from kiosk.imports.bad_rows import BadRows
from kiosk.imports.bringing import File, Told, Writing, bring_in
from kiosk.imports.counting import Count, rows_of
from kiosk.imports.disk import full_disk_told
from kiosk.imports.files.opening import sha256_of
from kiosk.imports.preparing import Prepared
from kiosk.imports.rows import Changed, Outcome, Refused
from kiosk.surveys.publishing import publish_survey
from kontuar.sync.definitions import Definition
from kontuar.sync.kinds import Kinds

MOST_TOLD = 200  # changed and refused rows that are shown


@dataclass(frozen=True, slots=True)
class Means:
    """What an import needs of the program around it."""

    session: Callable[[], Session]
    writing: Writing
    kinds: Kinds
    now: Callable[[], datetime]


@dataclass(slots=True)
class Result:
    """What became of a file."""

    count: Count = field(default_factory=Count)
    outcome: Outcome = field(default_factory=Outcome)
    changed: list[Changed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    bad_rows: Path | None = None

    @property
    def bad(self) -> int:
        """Rows that didn't come in because something in them is wrong."""
        return self.count.bad + self.outcome.refused


def bring(
    means: Means,
    prepared: Prepared,
    path: Path,
    name: str,
    text: str,
    beside: Path,
    *,
    by: UUID | None = None,
    replace: bool = False,
    progress: Callable[[Result], None] = lambda result: None,
) -> Result:
    """Bring in the file at `path`, called `name`, by the mapping whose text is given; bad rows go to the file `beside`.

    Gives what became of it. Raises Unreadable where the file ends in something that can't be read, DiskFull, ImportUndone:
    whole batches are in then, and bringing the same file in again goes on.
    """
    result = Result()
    mapping = prepared.mapping
    definition = _published(means, prepared, by)
    file = File(name, sha256_of(path), path.stat().st_size, mapping.source, text)
    run = open_run(means.session(), definition, file, by=by, writing=means.writing, kinds=means.kinds, now=means.now)

    def tell(told: Told) -> None:
        kept: list[Changed] | list[Refused] = result.changed if isinstance(told, Changed) else result.refused
        if len(kept) < MOST_TOLD:
            kept.append(told)  # type: ignore[arg-type]

    def onwards(outcome: Outcome) -> None:
        result.outcome = outcome
        progress(result)

    with full_disk_told(name), BadRows(beside, prepared.opened, mapping.decimal) as bad_rows:
        rows = rows_of(prepared, result.count, bad_rows)
        result.outcome = bring_in(run, rows, replace=replace, tell=tell, progress=onwards)
    result.bad_rows = beside if bad_rows.count else None
    return result


def try_out(prepared: Prepared, progress: Callable[[Count], None] = lambda count: None) -> Count:
    """What a file would come to, without bringing anything in."""
    count = Count()
    for number, _row in enumerate(rows_of(prepared, count)):
        if number % 1000 == 0:
            progress(count)
    return count


def _published(means: Means, prepared: Prepared, by: UUID | None) -> Definition:
    """The survey's version that the answers belong to; published now where it was made from the mapping."""
    if prepared.published is not None:
        return means.session().get_one(Definition, prepared.published)
    with means.writing() as session:
        definition, _new = publish_survey(session, prepared.survey, means.now(), by)
    return definition
