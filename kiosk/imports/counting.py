"""Counting an import: what its rows came to, the first samples, each sort of fault, and a sentence that adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kiosk.imports.bad_rows import BadRows
from kiosk.imports.mappings.answers import Wrong
from kiosk.imports.mappings.dating import orders_of
from kiosk.imports.mappings.turning import Turner
from kiosk.imports.preparing import Prepared
from kiosk.imports.rows import Row

SAMPLES, SHOWN = 5, 50
MOST_SORTS = 500


@dataclass(frozen=True, slots=True)
class Bad:
    """One thing wrong with one row."""

    line: int
    column: str
    value: str
    reason: Any


@dataclass(slots=True)
class Count:
    """What the rows of a file came to."""

    rows: int = 0
    good: int = 0
    bad: int = 0
    left: int = 0  # of another import, by the mapping's own word
    samples: list[Row] = field(default_factory=list)
    first_bad: list[Bad] = field(default_factory=list)
    odd: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Values that were kept or left out without making a row bad: (column, value, reason) -> how often."""
    other_order: int = 0
    """Dates that fit only another order of day and month than the one that was said."""
    line: int = 0  # the last that was read


def rows_of(prepared: Prepared, count: Count, bad_rows: BadRows | None = None) -> Iterator[Row]:
    """The good rows of a file, the others counted and set aside."""
    turner = prepared.turner
    for line in prepared.opened.lines():
        count.rows += 1
        count.line = line.number
        turned = turner.turn(line)
        if turned.left:
            count.left += 1
            continue
        if turned.wrong:
            _note(count, line.number, turned.wrong, turner)
        if turned.row is None:
            count.bad += 1
            if bad_rows is not None:
                reasons = " ".join(
                    f"{each.column}: {each.reason}" if each.column else str(each.reason) for each in turned.bad
                )
                bad_rows.add(line.cells, turned.key, reasons)
            continue
        count.good += 1
        if len(count.samples) < SAMPLES:
            count.samples.append(turned.row)
        yield turned.row


def _note(count: Count, line: int, wrong: list[Wrong], turner: Turner) -> None:
    when = turner.mapping.when
    for each in wrong:
        if each.bad:
            if len(count.first_bad) < SHOWN:
                count.first_bad.append(Bad(line, each.column, each.value, each.reason))
            if each.column == when.column and when.formats and orders_of((each.value,)).all:
                count.other_order += 1
        elif len(count.odd) < MOST_SORTS or (each.column, each.value, str(each.reason)) in count.odd:
            count.odd[each.column, each.value, str(each.reason)] += 1
