"""Facts of imports: a file was brought in, it came to its end, it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec

from kiosk.imports.models import Import, ImportEnd, ImportUndoing
from kontuar.sync.kinds import Fact, Kind
from kontuar.sync.projection import Projection

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class BroughtIn(msgspec.Struct, omit_defaults=True):
    """`kiosk.import`: a file from elsewhere, of which at least one row was new. The fact's id is the import's."""

    file: Annotated[str, msgspec.Meta(max_length=200)]
    sha256: Sha256
    size: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    survey: Sha256
    source: Annotated[str, msgspec.Meta(max_length=64)]
    mapping: str = ""
    by: UUID | None = None


class Ended(msgspec.Struct, rename={"import_": "import"}):
    """`kiosk.import-ended`: every row of the file was judged, in the last run of perhaps several."""

    import_: UUID
    added: Count
    known: Count
    changed: Count
    replaced: Count
    refused: Count


class Undone(msgspec.Struct, rename={"import_": "import"}, omit_defaults=True):
    """`kiosk.import-undone`: nothing of that import counts any more; its streams are withdrawn from here on."""

    import_: UUID
    by: UUID | None = None


def _project_imports(projection: Projection, facts: Sequence[Fact[BroughtIn]]) -> None:
    projection.insert(
        Import,
        [
            (fact.place, fact.id, fact.device, body.file, bytes.fromhex(body.sha256), body.size,
             bytes.fromhex(body.survey), body.source, body.mapping, body.by, fact.stamp.at)
            for fact in facts
            for body in [fact.body]
        ],
    )  # fmt: skip


def _project_ends(projection: Projection, facts: Sequence[Fact[Ended]]) -> None:
    projection.insert(
        ImportEnd,
        [
            (fact.place, fact.id, body.import_, body.added, body.known, body.changed, body.replaced, body.refused,
             fact.stamp.at)
            for fact in facts
            for body in [fact.body]
        ],
    )  # fmt: skip


def _project_undoings(projection: Projection, facts: Sequence[Fact[Undone]]) -> None:
    projection.insert(
        ImportUndoing, [(fact.place, fact.id, fact.body.import_, fact.body.by, fact.stamp.at) for fact in facts]
    )


KINDS = (
    Kind("kiosk.import", BroughtIn, _project_imports, (Import,), from_tablets=False),
    Kind("kiosk.import-ended", Ended, _project_ends, (ImportEnd,), from_tablets=False),
    Kind("kiosk.import-undone", Undone, _project_undoings, (ImportUndoing,), from_tablets=False),
)
