"""The record's own kinds of fact: a seq that was never stored, and a stream that no longer counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec

from kontuar.sync.kinds import Fact, Kind
from kontuar.sync.models import Voided, Withdrawn
from kontuar.sync.projection import Projection
from kontuar.sync.withdrawing import WITHDRAWN, Withdrawal


class Void(msgspec.Struct, omit_defaults=True):
    """A refused fact was set aside; its seq is no gap. A node names the device that wrote it; a device speaks of itself."""

    epoch: Annotated[str, msgspec.Meta(max_length=32)]
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
    fact: UUID
    why: Annotated[str, msgspec.Meta(max_length=40)]
    device: UUID | None = None


def _project(projection: Projection, facts: Sequence[Fact[Void]]) -> None:
    projection.insert(
        Voided,
        [
            (fact.place, fact.id, fact.body.device or fact.device, fact.body.epoch, fact.body.seq, fact.body.why)
            for fact in facts
        ],
    )


def _project_withdrawals(projection: Projection, facts: Sequence[Fact[Withdrawal]]) -> None:
    projection.insert(
        Withdrawn,
        [
            (fact.place, fact.id, body.device, body.epoch, body.fact, body.by, body.why, fact.stamp.at)
            for fact in facts
            for body in [fact.body]
        ],
    )


KINDS = (
    Kind("sync.void", Void, _project, (Voided,)),
    Kind(WITHDRAWN, Withdrawal, _project_withdrawals, (Withdrawn,), from_tablets=False),
)
