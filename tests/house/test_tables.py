"""Every table is of exactly one sort, and its constraints have names."""

from kontuar.app import models
from kontuar.core.database import SORTS

TABLES = models().sorted_tables


def test_every_table_is_of_exactly_one_sort() -> None:
    assert {table.name: table.info.get("sort") for table in TABLES if table.info.get("sort") not in SORTS} == {}


def test_every_constraint_has_a_name() -> None:
    nameless = [f"{table.name}: {type(c).__name__}" for table in TABLES for c in table.constraints if c.name is None]
    assert nameless == []


def test_every_table_has_a_primary_key() -> None:
    assert [table.name for table in TABLES if not table.primary_key.columns] == []
