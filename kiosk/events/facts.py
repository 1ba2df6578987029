"""Facts of events: somebody marked that something happened in a place and all below it, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec

from kiosk.events.models import LONGEST, EventMark
from kontuar.sync.kinds import Fact, Kind
from kontuar.sync.projection import Projection


class EventMarked(msgspec.Struct):
    """`kiosk.event-marked`: what happened (a new standard, a rebuilt shop); told again under the same `event` it corrects it."""

    event: UUID
    day: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
    limits_anew: bool
    by: UUID
    survey: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    withdrawn: bool = False


def _project(projection: Projection, facts: Sequence[Fact[EventMarked]]) -> None:
    projection.insert(
        EventMark,
        [
            (
                fact.place, fact.id, fact.body.event, fact.body.day, fact.body.survey, fact.body.name,
                fact.body.limits_anew, fact.body.withdrawn, fact.body.by, fact.stamp.at,
            )
            for fact in facts
        ],
    )  # fmt: skip


KINDS = (Kind("kiosk.event-marked", EventMarked, _project, (EventMark,), from_tablets=False),)
