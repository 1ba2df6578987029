"""Files: an export on disk, whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from kontuar.core.errors import Conflict, Problem
from kontuar.reports.export.codebook import codebook
from kontuar.reports.export.making import Made, made
from kontuar.reports.export.manifests import manifest
from kontuar.reports.export.tables import Table


class CantWrite(Problem):
    code = "cant-write"


def free(output: Path, force: bool) -> None:
    """Raises Conflict where one of the three files is there and mayn't be overwritten."""
    there = [path for path in _three(output) if path.exists()]
    if there and not force:
        raise Conflict(f"{there[0]} is there already. Choose another name, or say --force.")
    if not output.parent.is_dir():
        raise CantWrite(f"There is no folder {output.parent}.")


def write_files(
    table: Table,
    output: Path,
    force: bool,
    seen: Callable[[int], None] = lambda subjects: None,
    judged: Callable[[Made], bytes | None] = lambda made: None,
) -> Made:
    """Write the table, its codebook and its manifest under temporary names, then rename them; the table comes last.

    `judged` looks at what was made before any of it gets its name; it may raise, and give a manifest of its own.
    """
    count = Made()
    data, book, told = _three(output)
    drafts: dict[Path, Path] = {}
    try:
        drafts[data] = _draft(data, made(table, count, seen))
        own = judged(count)
        drafts[book] = _draft(book, [codebook(table.columns, table.asked.bom)])
        drafts[told] = _draft(told, [own or manifest(table, count)])
        free(output, force)  # somebody may have written there meanwhile
        for path in (told, book, data):
            drafts[path].replace(path)
            del drafts[path]
    except OSError as error:
        raise CantWrite(f"{output} can't be written: {error.strerror}.") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return count


def _three(output: Path) -> tuple[Path, Path, Path]:
    return output, output.with_name(f"{output.name}.codebook.csv"), output.with_name(f"{output.name}.manifest.json")


def _draft(path: Path, pieces: Iterable[bytes]) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft
