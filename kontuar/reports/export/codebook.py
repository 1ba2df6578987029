"""Codebook: what each column and each of its values means, as CSV for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kontuar.core.neutralising import neutral
from kontuar.reports.export.columns import Column, Value

HEADS = ("column", "type", "about", "values", "clause")


def codebook(columns: Sequence[Column], bom: bool) -> bytes:
    """A line a column: its name as it stands in the table, its type, its meaning, its values, the standard it is about."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(HEADS)
    for column in columns:
        told = (column.name, column.type.value, str(column.about), values(column), column.clause)
        writer.writerow([neutral(text) for text in told])
    return (b"\xef\xbb\xbf" if bom else b"") + written.getvalue().encode()


def values(column: Column) -> str:
    """What the values of a column mean: `1=Very bad; 5=Very good`."""
    labels = [f"{code(value)}={label}" for value, label in column.labels.items()]
    return "; ".join([*([str(column.note)] if column.note else []), *labels])


def code(value: Value) -> str:
    """A value as it stands in the cells of a CSV file."""
    return str(int(value)) if isinstance(value, bool) else str(value)
