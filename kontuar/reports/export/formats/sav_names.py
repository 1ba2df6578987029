"""Names of variables as SPSS allows them: a letter first, then letters, digits, . _ $ # @; 64 bytes; capitals don't count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kontuar.reports.export.columns import Column

LONGEST = 64
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
_ODD = re.compile(r"[^\w.$#@]", re.ASCII)


def legal(columns: Sequence[Column]) -> list[Column]:
    """The same columns under names that SPSS takes; no two are alike."""
    taken: set[str] = set()
    return [replace(column, name=_legal(column.name, taken)) for column in columns]


def _legal(name: str, taken: set[str]) -> str:
    found = _ODD.sub("_", name)[:LONGEST].rstrip("._") or "v"
    if not found[0].isalpha():
        found = f"v{found}"[:LONGEST]
    base, number = found, 1
    while found.lower() in taken or found.lower() in RESERVED:
        number += 1
        found = f"{base[: LONGEST - len(str(number)) - 1]}_{number}"
    taken.add(found.lower())
    return found
